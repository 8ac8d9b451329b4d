import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openEmbeddedDatabase } from "../src/local/database.ts";

const project = fileURLToPath(new URL("..", import.meta.url));

/** Puts an empty database there, as the first start of a gateway would: making one takes three seconds of computing, a copy none. */
export async function layEmbeddedDatabase(directory: string): Promise<void> {
  await mkdir(dirname(directory), { recursive: true });
  await promisify(execFile)("cp", ["-r", await makeOnce(), directory]);
}

/** For all test files, and all runs with this version of PGlite. */
async function makeOnce(): Promise<string> {
  const pglite = join(project, "node_modules/@electric-sql/pglite/package.json");
  const { version } = JSON.parse(await readFile(pglite, "utf8")) as { readonly version: string };
  const databases = join(project, ".data/test-database");
  const made = join(databases, version);
  if (existsSync(made)) return made;
  await mkdir(databases, { recursive: true });
  const folder = await mkdtemp(join(databases, "new-"));
  const database = await openEmbeddedDatabase(join(folder, "postgres"));
  await database[Symbol.asyncDispose]();
  // Whoever is first has made it for all.
  await rename(join(folder, "postgres"), made).catch(() => undefined);
  await rm(folder, { recursive: true });
  return made;
}
