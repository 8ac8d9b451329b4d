import { readdir, readFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { clientReplays } from "./client.ts";
import { commerceReplays } from "./commerce.ts";
import { compositeReplays } from "./composite.ts";
import { describeReplays } from "./describe.ts";
import { knownReason, outdatedDifferences } from "./difference.ts";
import { type Entry, notReplayed, type Replay, type Replays } from "./entry.ts";
import { errorReplays } from "./error.ts";
import { exchangesOf, replayExchanges } from "./exchange.ts";
import { graphReplays } from "./graph.ts";
import { connectedApp, oauthReplays } from "./oauth.ts";
import { type Conformance, startOrgs } from "./org.ts";
import { queryReplays } from "./query.ts";
import { recordReplays } from "./record.ts";
import { type Difference, isObject } from "./shape.ts";

/**
 * Asks the local org for what real Salesforce once answered, and compares. The recordings stay where they are: start
 * with `npm run conformance -- <folder with the recordings>`.
 */
const replays: Replays = {
  ...clientReplays,
  ...commerceReplays,
  ...compositeReplays,
  ...describeReplays,
  ...errorReplays,
  ...graphReplays,
  ...oauthReplays,
  ...queryReplays,
  ...recordReplays,
};

const dataFolders = ["sample-data/", "schema/"];
const counts = { ok: 0, "differs as known": 0, differs: 0, "not replayed": 0 };
const [folder = ""] = process.argv.slice(2);
if (folder === "") {
  print("Where are the recordings? npm run conformance -- <folder>");
  process.exitCode = 1;
} else {
  const all = await listFiles(resolve(folder));
  const files = all.filter((file) => file in replays || !dataFolders.some((name) => file.startsWith(name)));
  await using orgs = await startOrgs({ apps: [connectedApp], describes: await readDescribes(files) });
  for (const file of files) await replayFile(orgs, file);
  print(`${all.length - files.length} files in ${dataFolders.join(" and ")} are data, no answers of an org`);
  for (const known of outdatedDifferences(files)) print(`${known}: no longer differs, take it from the list`);
  print(
    Object.entries(counts)
      .map(([outcome, count]) => `${count} ${outcome}`)
      .join(", "),
  );
  if (counts.differs > 0 || files.length === 0) process.exitCode = 1;
}

/** Of the objects that an org has only when it is told of them. */
function readDescribes(files: readonly string[]): Promise<readonly unknown[]> {
  const standard = ["Account", "Contact", "global"].map((name) => `describe/${name}.describe.json`);
  const own = files.filter(
    (file) => /^describe\/\w+\.describe\.json$/.test(file) && !standard.includes(file),
  );
  return Promise.all(own.map(read));
}

async function replayFile(orgs: Conformance, file: string): Promise<void> {
  const recording: unknown = await read(file);
  const { data, run } = replays[file] ?? replayOf(recording);
  try {
    for (const entry of await run(await orgs.open(data), recording, read)) report(file, entry);
  } catch (error) {
    const text = error instanceof Error ? `${error.stack}` : String(error);
    report(file, { name: "", differences: [{ path: "the replay", text }] });
  }
}

async function read(file: string): Promise<unknown> {
  return JSON.parse(await readFile(resolve(folder, file), "utf8"));
}

/** Recorded exchanges can be replayed whoever added them. */
function replayOf(recording: unknown): Replay {
  const isExchange = exchangesOf(recording).every(
    (exchange: unknown) => isObject(exchange) && isObject(exchange.request) && isObject(exchange.response),
  );
  return isExchange ? replayExchanges() : notReplayed("no replay has been written for it");
}

function report(file: string, entry: Entry): void {
  const name = `${file} ${entry.name}`.trim();
  if ("notReplayed" in entry) {
    tell(name, "not replayed", entry.notReplayed);
    return;
  }
  const { differences, note } = entry;
  const known = new Set(differences.map((difference) => knownReason(name, difference)));
  const unknown = differences.filter((difference) => knownReason(name, difference) === undefined);
  if (unknown.length > 0) tell(name, "differs", unknown.map(textOf).join("; "));
  else if (known.size > 0) tell(name, "differs as known", [...known].join("; "));
  else tell(name, "ok", note);
}

function textOf({ path, text }: Difference): string {
  return `${path} ${text}`;
}

function tell(name: string, outcome: keyof typeof counts, text: string | undefined): void {
  counts[outcome] += 1;
  print(text === undefined ? `${name}: ${outcome}` : `${name}: ${outcome}: ${text}`);
}

/** All recordings below a folder, by their path in it. */
async function listFiles(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .toSorted();
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
