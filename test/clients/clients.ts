import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startLocalOrg } from "../../src/local/org/server.ts";
import { createTemporaryFolder } from "../temporary-folder.ts";
import {
  assertSucceeded,
  type ClientPlace,
  check,
  createPlace,
  print,
  runProgram,
  seconds,
} from "./checks.ts";
import { checkNforce } from "./nforce.ts";
import { checkSfCli } from "./sf-cli.ts";

/**
 * Proves that clients nobody here wrote work on the local org unmodified. Installs them from the npm registry, which is
 * why this is no part of `npm test`. Start with `npm run test:clients`.
 */
const clients = { "@salesforce/cli": "2.150.6", nforce: "1.13.0" };

/** The sample data has 61 assets; with these they no longer fit on one page of 2,000 rows. */
const moreAssets = 2_500;

const started = performance.now();
await using org = await startLocalOrg({ port: 0, control: true, data: "sample" });
await using folder = await createTemporaryFolder();
try {
  await seedAssets();
  const place = await createPlace(folder.path, { orgUrl: org.url, assetCount: 61 + moreAssets });
  await check("npm install", () => installClients(folder.path, place));
  await checkSfCli(place);
  await checkNforce(place);
  print(`all clients work (${seconds(started)} s)`);
} catch (error) {
  print(error instanceof Error ? `${error.stack}` : String(error));
  print(`the last calls the org received:\n${await lastCalls()}`);
  process.exitCode = 1;
}

async function seedAssets(): Promise<void> {
  const body = JSON.stringify({ assets: moreAssets });
  const response = await fetch(`${org.url}/_local/seed`, { method: "POST", body });
  assert.equal(response.status, 200, await response.text());
}

async function lastCalls(): Promise<string> {
  const calls = (await (await fetch(`${org.url}/_local/calls`)).json()) as unknown[];
  return calls
    .slice(-5)
    .map((call) => JSON.stringify(call))
    .join("\n");
}

/** The packages as they are published; their install scripts prepare nothing that is needed here. */
async function installClients(folder: string, { environment }: ClientPlace): Promise<void> {
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, dependencies: clients }));
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  // npm finds registry and proxy in the developer's own settings.
  const env = { ...process.env, PATH: environment.PATH };
  assertSucceeded("npm install", await runProgram("npm", ["install", ...options], { cwd: folder, env }));
}
