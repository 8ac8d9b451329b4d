import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, rename, rm, stat, symlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { layEmbeddedDatabase } from "./embedded-database.ts";
import { type Running, runScript } from "./process.ts";
import { createTemporaryFolder } from "./temporary-folder.ts";

const project = fileURLToPath(new URL("..", import.meta.url));

/** A folder like the project's with the build in it, and one database for all starts. */
export interface Build extends AsyncDisposable {
  readonly folder: string;
  /** Runs a script of it on free ports. */
  run(script: string, settings?: Readonly<Record<string, string>>, words?: readonly string[]): Running;
}

export async function build(): Promise<Build> {
  await using stack = new AsyncDisposableStack();
  const { path: folder } = stack.use(await createTemporaryFolder());
  for (const name of ["node_modules", "package.json", "prisma", "explorer", "examples", "docs"])
    await symlink(join(project, name), join(folder, name));
  await cp(await compile(), join(folder, "dist"), { recursive: true });
  await layEmbeddedDatabase(join(folder, "data/postgres"));
  const free = { PORT: "0", LOCAL_ORG_PORT: "0", DATA_DIR: join(folder, "data") };
  const parts = stack.move();
  return {
    folder,
    run: (script, settings, words) =>
      runScript(join(folder, "dist", script), { ...free, ...settings }, words),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

/** The sources as they are now, compiled once for all test files. */
async function compile(): Promise<string> {
  const builds = join(project, ".data/test-build");
  const dist = join(builds, await stampOf(join(project, "src")));
  if (existsSync(dist)) return dist;
  await mkdir(builds, { recursive: true });
  const outDir = await mkdtemp(join(builds, "new-"));
  const compiler = join(project, "node_modules/.bin/tsc");
  await promisify(execFile)(compiler, ["-p", "tsconfig.build.json", "--outDir", outDir], { cwd: project });
  const older = (await readdir(builds)).filter((name) => !name.startsWith("new-") && name !== basename(dist));
  for (const name of older) await rm(join(builds, name), { recursive: true, force: true });
  // Whoever is first has made it for all.
  await rename(outDir, dist).catch(() => rm(outDir, { recursive: true }));
  return dist;
}

async function stampOf(folder: string): Promise<string> {
  const stamp = createHash("sha256");
  for (const file of (await readdir(folder, { recursive: true })).toSorted()) {
    const { mtimeMs, size } = await stat(join(folder, file));
    stamp.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return stamp.digest("hex").slice(0, 16);
}
