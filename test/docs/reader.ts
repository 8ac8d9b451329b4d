import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseEnv, promisify } from "node:util";
import { buildSchema, parse, validate } from "graphql";
import { expect } from "vitest";
import { readConfig } from "../../src/config.ts";
import type { Build } from "../build.ts";
import { type Block, project } from "./page.ts";

/** Where a page is read: what its addresses 127.0.0.1:4000 and :4001 stand for, and who is signed in. */
export interface Place {
  gatewayUrl: string;
  orgUrl: string;
  /** Of whom the explorer asks as: the last one who has signed in there. */
  token: string;
  /** What the terminal has as TOKEN. */
  terminalToken: string;
  /** The gateway's DATA_DIR, with the keys of its tokens. */
  dataFolder: string;
  /** What a DATA_DIR is like before anything has happened. */
  readonly emptyDataFolder: string;
}

/** Somebody who does what a page says, from the top to the bottom, in one terminal. */
export interface Reader extends AsyncDisposable {
  /** Carries the block out; `below` are the blocks behind it, the variables and the answer if it has any. */
  follow(block: Block, below: readonly Block[]): Promise<void>;
}

const schema = buildSchema(await readFile(join(project, "schema.graphql"), "utf8"));

/** In a folder like the project's, whose scripts find everything built; what they start ends with the reader. */
export async function createReader(built: Build, start: Place): Promise<Reader> {
  const stack = new AsyncDisposableStack();
  const folder = await createFolder(built);
  const place = { ...start };
  const known = new Map<string, string>();

  async function follow({ language, text }: Block, below: readonly Block[]): Promise<void> {
    const fill = (code: string) => fillIn(localise(code, place), known);
    const printed = below[0]?.language === "json" ? below[0].text : null;
    if (language === "ini") expectSettings(text);
    else if (language === "graphql")
      remember(await ask(place, fill(text), readVariables(below, fill)), below);
    else if (language !== "sh") throw new Error(`Nobody follows ${language}: ${text}`);
    else if (isServer(text)) stack.use(await startServer(folder, fill(text), place));
    else expectPrinted(await runCommands(folder, fill(text), place), printed);
  }

  function remember(answer: Answer, below: readonly Block[]): void {
    const printed = below.find(isAnswer);
    if (printed) expect(answer).toEqual(readPrinted(printed.text));
    else expectSuccess(answer);
    known.delete("accessToken");
    collect(answer.data, known);
    place.token = known.get("accessToken") ?? place.token;
  }

  return { follow, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

let folders = 0;

/** What `npm run build` makes is there: its script has nothing to do. */
async function createFolder(built: Build): Promise<string> {
  folders += 1;
  const folder = join(built.folder, `reader-${folders}`);
  await mkdir(folder);
  await symlink(join(built.folder, "dist"), join(folder, "dist"));
  for (const name of ["node_modules", "prisma", "explorer", "examples", "docs", "src"])
    await symlink(join(project, name), join(folder, name));
  const manifest = await readFile(join(project, "package.json"), "utf8");
  const { scripts, ...rest } = JSON.parse(manifest.replaceAll("exec node ", "exec node --liftoff-only "));
  await writeFile(
    join(folder, "package.json"),
    JSON.stringify({ ...rest, scripts: { ...scripts, build: "true" } }),
  );
  return folder;
}

function localise(code: string, { gatewayUrl, orgUrl }: Place): string {
  return code.replaceAll("http://127.0.0.1:4000", gatewayUrl).replaceAll("http://127.0.0.1:4001", orgUrl);
}

/** "..." stands for what an answer before had under this name: `cartId` is the `id` of the last `cart`. */
function fillIn(code: string, known: ReadonlyMap<string, string>): string {
  return code.replaceAll(/("?(\w+)"?: )"\.\.\."/g, (_all, label: string, name: string) => {
    const value = known.get(name);
    expect(value, `nothing on the page has answered ${name}`).toBeDefined();
    return `${label}"${value}"`;
  });
}

interface Answer {
  readonly data?: unknown;
}

async function ask({ gatewayUrl, token }: Place, query: string, variables: object): Promise<Answer> {
  expect(validate(schema, parse(query)), query).toEqual([]);
  const response = await fetch(`${gatewayUrl}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer;
}

function expectSuccess(answer: Answer): void {
  expect(answer).not.toHaveProperty("errors");
  for (const payload of Object.values(answer.data ?? {}))
    expect(payload ?? {}).not.toMatchObject({ userErrors: [{}] });
}

const isAnswer = ({ language, text }: Block) => language === "json" && /^\{\s*"(data|errors)"/.test(text);

function readVariables([first]: readonly Block[], fill: (code: string) => string): object {
  return first?.language === "json" && !isAnswer(first) ? JSON.parse(fill(first.text)) : {};
}

/** "..." in a printed answer stands for what is another each time. */
function readPrinted(text: string): unknown {
  return JSON.parse(text, (_key, value) => {
    if (value === "...") return expect.anything();
    if (typeof value !== "string" || !value.includes("...")) return value;
    const parts = value.split("...");
    return expect.toSatisfy((text: string) => parts.every((part) => text.includes(part)));
  });
}

function collect(value: unknown, known: Map<string, string>): void {
  if (typeof value !== "object" || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    const first = Array.isArray(member) ? member[0] : member;
    if (typeof member === "string") known.set(name === "endCursor" ? "after" : name, member);
    if (typeof first?.id === "string") known.set(`${name.replace(/s$/, "")}Id`, first.id);
    collect(member, known);
  }
}

function expectSettings(text: string): void {
  const settings = parseEnv(text);
  expect(() => readConfig(settings)).not.toThrow();
}

/** What a command prints is JSON, a document in a line, or is not looked at unless it is on the page. */
function expectPrinted(output: string, printed: string | null): void {
  const lines = output.split("\n").filter((line) => line.startsWith("{") || line.startsWith("["));
  const answers = lines.map((line) => JSON.parse(line));
  if (printed === null) answers.forEach(expectSuccess);
  if (printed === null) return;
  const documents = /^\{.*\}\n\{/.test(printed) ? printed.trim().split("\n") : [printed];
  expect(answers).toEqual(documents.map(readPrinted));
}

/** One terminal: what a command sets as TOKEN is there for the next. */
async function runCommands(folder: string, commands: string, place: Place): Promise<string> {
  const script = `set -eo pipefail\n${commands}\nprintf %s "$TOKEN" > token`;
  const env = await environmentOf(folder, place, commands);
  const { stdout } = await promisify(execFile)("bash", ["-c", script], { cwd: folder, env }).catch(
    ({ stdout, stderr }) => {
      throw new Error(`${commands}\n${stdout}${stderr}`);
    },
  );
  place.terminalToken = await readFile(join(folder, "token"), "utf8");
  return stdout;
}

const isServer = (commands: string) => /npm (start|run local-org\b.*)\n$/.test(commands);

/** The reader leaves it running in another terminal; from now on the page's addresses are its own. */
async function startServer(folder: string, commands: string, place: Place): Promise<AsyncDisposable> {
  const env = await environmentOf(folder, place, commands);
  const child = spawn("bash", ["-c", commands], { cwd: folder, env, detached: true });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      output += chunk;
    });
  const ended = once(child, "close");
  const stop = async () => {
    if (child.exitCode === null) process.kill(-(child.pid ?? 0), "SIGTERM");
    await ended;
  };
  while (!/^ *(GraphQL|Control) .*\n/m.test(output)) {
    if (child.exitCode !== null) throw new Error(`${commands}\n${output}`);
    await setTimeout(20);
  }
  const find = (pattern: RegExp) => pattern.exec(output)?.[1];
  place.gatewayUrl = find(/GraphQL +(\S+)\/graphql/) ?? place.gatewayUrl;
  place.orgUrl = find(/(http\S+)\/_local\/calls/) ?? place.orgUrl;
  if (find(/GraphQL +(\S+)/)) place.dataFolder = env.DATA_DIR ?? "";
  return { [Symbol.asyncDispose]: stop };
}

const isOperators = (commands: string) => /npm run (--silent )?gateway/.test(commands);

async function environmentOf(folder: string, place: Place, commands: string): Promise<NodeJS.ProcessEnv> {
  const { PATH = "", HOME = "" } = process.env;
  return {
    PATH: `${join(project, "node_modules/.bin")}:${PATH}`,
    HOME,
    TOKEN: place.terminalToken,
    PORT: "0",
    LOCAL_ORG_PORT: "0",
    DATA_DIR: await dataFolderOf(folder, place, commands),
    ...(isOperators(commands) && {
      SFCC_DOMAIN_NAME: place.orgUrl,
      SFCC_CLIENT_ID: "local-org",
      SFCC_CLIENT_SECRET: "local-only",
    }),
  };
}

/** Gateways that a page starts have one of their own, and operators' commands another: the database of a gateway belongs to it. */
async function dataFolderOf(folder: string, place: Place, commands: string): Promise<string> {
  if (!(isServer(commands) || isOperators(commands))) return place.dataFolder;
  const own = join(folder, isServer(commands) ? "data" : "operator");
  if (!existsSync(own)) await cp(place.emptyDataFolder, own, { recursive: true });
  return own;
}
