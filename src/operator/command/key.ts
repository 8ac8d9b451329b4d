import type { Command } from "commander";
import { generateKeys, rotateKeys } from "../../auth/key.ts";
import type { Config } from "../../config.ts";
import type { Frame } from "../frame.ts";
import { OperatorError } from "../user.store.ts";
import { showExamples } from "./example.ts";

/** `keys`: what signs access tokens. */
export function addKeyCommands(program: Command, { invocation, withSettings }: Frame): void {
  const keys = program.command("keys").description("the keys that sign access tokens");
  keys
    .command("generate <folder>")
    .description("makes jwt-private.pem and jwt-public.pem in a folder that has none")
    .action((folder) => withSettings(({ jwt }) => generateKeys(folder, jwt.algorithm)));
  keys
    .command("rotate")
    .description(
      "makes a new pair in place of the one in use; tokens of the old one stay good until they end",
    )
    .action(() => withSettings(({ jwt }) => rotateKeyFiles(jwt)));
  showExamples(keys, invocation, ["keys generate /etc/gateway/keys", "keys rotate"]);
}

function rotateKeyFiles(jwt: Config["jwt"]): ReturnType<typeof rotateKeys> {
  if (jwt.keys === null) return rotateKeys(jwt);
  throw new OperatorError(
    "JWT_PRIVATE_KEY is in use, and not a file: add a new version of the secret to the vault, or set another key.",
  );
}
