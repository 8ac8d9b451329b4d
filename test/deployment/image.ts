import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, stat } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { createTemporaryFolder } from "../temporary-folder.ts";
import {
  commandOf,
  environmentOf,
  project,
  readLines,
  readStages,
  type Stage,
  toCopy,
} from "./container-file.ts";

/**
 * Carries out what the Dockerfile says in plain folders, for where no container engine is: copies the files, has npm
 * install and build, starts the result with its settings and asks it. Start with `npm run test:image`.
 */
const run = promisify(execFile);

/** Node.js stands in for the base image; nothing else of this environment reaches the stages. */
const environment = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, HOME: process.env.HOME ?? "" };

const startMs = 60_000;

const leftOut = readLines(".dockerignore").filter((line) => !/^[!*]/.test(line));
const stages = readStages();
await using folder = await createTemporaryFolder();
const root = (stage: string) => join(folder.path, stage);
for (const stage of stages) await make(stage);
const last = stages.at(-1) as Stage;
const app = join(root(last.name), "app");
const { stdout: size } = await run("du", ["-sm", app]);
print(`the image's own files: ${size.split("\t")[0]} MB`);
await askImage(last);

async function make(stage: Stage): Promise<void> {
  const started = performance.now();
  const directory = join(root(stage.name), "app");
  await mkdir(directory, { recursive: true });
  for (const { name, text } of stage.instructions) {
    if (name === "COPY") await copy(text, directory);
    // The others make folders and owners, which are the container's alone.
    if (name === "RUN" && text.startsWith("npm ")) await execute(text, directory);
  }
  print(`${stage.name}: ${((performance.now() - started) / 1_000).toFixed(1)} s`);
}

/** What `npm ci` installs is there already: the project's own packages came about by the same command from the same lockfile. */
async function execute(text: string, directory: string): Promise<void> {
  const command = text === "npm ci" ? `ln -s ${project}node_modules . && npm run prepare` : text;
  await run("sh", ["-c", command], { cwd: directory, env: environment, maxBuffer: 50_000_000 });
}

async function copy(text: string, directory: string): Promise<void> {
  const { stage, sources, target } = toCopy(text);
  for (const source of sources) {
    const from = stage === null ? join(project, source) : join(root(stage), source);
    // A folder's content, as COPY does.
    const to = (await stat(from)).isDirectory()
      ? join(directory, target)
      : join(directory, target, basename(source));
    await cp(from, to, { recursive: true, filter: (path) => stage !== null || !isLeftOut(path) });
  }
}

/** By .dockerignore, below what it lets through. */
function isLeftOut(path: string): boolean {
  return leftOut.includes(relative(project, path));
}

/** In embedded mode, which needs nothing from outside. */
async function askImage(stage: Stage): Promise<void> {
  const free = { HOST: "127.0.0.1", PORT: "0", LOCAL_ORG_PORT: "0", DATA_DIR: join(folder.path, "data") };
  const env = { ...environment, ...environmentOf(stage), ...free };
  const [, ...words] = commandOf(stage, "CMD");
  const gateway = spawn(process.execPath, words, { cwd: app, env, stdio: ["ignore", "pipe", "inherit"] });
  try {
    const banner = await readBanner(gateway);
    const [, url = ""] = /GraphQL +(\S+)\/graphql/.exec(banner) ?? [];
    const [, token = ""] = /Token +Bearer (\S+)/.exec(banner) ?? [];
    assert.deepEqual(await ask(url, token), { data: { productBySku: { sku: "GC1040" } } });
    const [, ...check] = commandOf(stage, "HEALTHCHECK");
    await run(process.execPath, check, { env: { ...env, PORT: new URL(url).port } });
    gateway.kill("SIGTERM");
    const [code] = await once(gateway, "exit");
    assert.equal(code, 0);
    print("it answers, it is healthy, it stops");
  } finally {
    gateway.kill("SIGKILL");
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function readBanner(gateway: ChildProcess): Promise<string> {
  let text = "";
  gateway.stdout?.on("data", (chunk) => {
    text += chunk;
  });
  for (const until = Date.now() + startMs; Date.now() < until; await pause(50)) {
    if (/Token .*\n/.test(text)) return text;
    assert.equal(gateway.exitCode, null, "the gateway has ended");
  }
  throw new Error(`the gateway does not start:\n${text}`);
}

async function ask(url: string, token: string): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ query: '{ productBySku(sku: "GC1040") { sku } }' }),
  });
  return await response.json();
}
