import type { Command } from "commander";
import type { Frame } from "../frame.ts";
import { showExamples } from "./example.ts";

/** `carts`: those that wait for the web store. */
export function addCartCommands(program: Command, { invocation, withParts }: Frame): void {
  const carts = program.command("carts").description("carts that the web store does not have as they are");
  carts
    .command("pending")
    .description("lists them, with the reason and when they are tried again")
    .action(() =>
      withParts(async (parts, config) => (await import("../cart.ts")).pendingCarts(parts, config)),
    );
  carts
    .command("sync [ids...]")
    .description("has them tried again at once by the running gateway: these, or all that wait")
    .action((ids) =>
      withParts(async (parts, config) => (await import("../cart.ts")).syncCarts(parts, config, ids)),
    );
  showExamples(carts, invocation, ["carts pending", "carts pending --json", "carts sync"]);
}
