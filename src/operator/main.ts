#!/usr/bin/env -S node --env-file-if-exists=.env
import type { Database } from "../stores/postgres.ts";
import type { StandInOrg } from "./frame.ts";
import { runProgram } from "./program.ts";

process.exitCode = await runProgram(process.argv.slice(2), {
  invocation:
    process.env.npm_lifecycle_event === "gateway" ? "npm run gateway --" : "salesforce-graphql-gateway",
  variables: process.env,
  standIns: { openDatabase, startOrg },
  output: {
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
  },
});

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
