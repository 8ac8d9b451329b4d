#!/usr/bin/env -S node --env-file-if-exists=.env
import { Command } from "commander";
import type { Database } from "../stores/postgres.ts";
import { addCartCommands } from "./command/cart.ts";
import { addCustomerCommands } from "./command/customer.ts";
import { addKeyCommands } from "./command/key.ts";
import { addPeopleCommands } from "./command/people.ts";
import { addSetupCommands } from "./command/setup.ts";
import { createFrame, type StandInOrg } from "./frame.ts";

const invocation =
  process.env.npm_lifecycle_event === "gateway" ? "npm run gateway --" : "salesforce-graphql-gateway";

const program = new Command(invocation)
  .description(
    "What operators do: look after the set-up, people, partners' programs, customers, keys and carts.",
  )
  .option("--json", "print JSON instead of a table")
  .showHelpAfterError(
    `(${invocation} --help lists the commands, ${invocation} <command> --help tells of one)`,
  )
  .configureHelp({ showGlobalOptions: true })
  .addHelpText(
    "after",
    `
Exit codes:
  0  done, and all in order
  1  not done, or not in order: stderr or the table says why and what to do

Settings come from the environment and from a file .env in this folder, as the gateway's own do.`,
  );

const frame = createFrame(program, {
  invocation,
  variables: process.env,
  standIns: { openDatabase, startOrg },
});
addSetupCommands(program, frame);
addPeopleCommands(program, frame);
addCustomerCommands(program, frame);
addCartCommands(program, frame);
addKeyCommands(program, frame);
await program.parseAsync();

// What a command does not need is not loaded: the local org alone takes longer than the help.
async function openDatabase(directory: string): Promise<Database> {
  const { openEmbeddedDatabase } = await import("../local/database.ts");
  return await openEmbeddedDatabase(directory);
}

async function startOrg(): Promise<StandInOrg> {
  const { defaultApp } = await import("../local/org/oauth/connected-app.ts");
  const { startLocalOrg } = await import("../local/org/server.ts");
  const { clientId, clientSecret } = defaultApp;
  const org = await startLocalOrg({ port: 0, control: false, data: "sample" });
  return {
    signIn: {
      loginUrl: org.url,
      credentials: { flow: "client-credentials", clientId, clientSecret },
      callers: null,
    },
    webStoreId: org.webStoreId,
    [Symbol.asyncDispose]: () => org[Symbol.asyncDispose](),
  };
}
