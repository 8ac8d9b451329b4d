import { execFile } from "node:child_process";
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Running, runScript } from "./process.ts";
import { createTemporaryFolder } from "./temporary-folder.ts";

const project = fileURLToPath(new URL("..", import.meta.url));

/** A build of its own, for other tests write dist/ at the same time, and one database for all starts. */
export interface Build extends AsyncDisposable {
  readonly folder: string;
  /** Runs a script of it on free ports. */
  run(script: string, settings?: Readonly<Record<string, string>>, words?: readonly string[]): Running;
}

export async function build(): Promise<Build> {
  await using stack = new AsyncDisposableStack();
  const { path: folder } = stack.use(await createTemporaryFolder());
  for (const name of ["node_modules", "package.json", "prisma"])
    await symlink(join(project, name), join(folder, name));
  const compiler = join(project, "node_modules/.bin/tsc");
  const options = ["-p", "tsconfig.build.json", "--outDir", join(folder, "dist")];
  await promisify(execFile)(compiler, options, { cwd: project });
  const free = { PORT: "0", LOCAL_ORG_PORT: "0", DATA_DIR: join(folder, "data") };
  const parts = stack.move();
  return {
    folder,
    run: (script, settings, words) =>
      runScript(join(folder, "dist", script), { ...free, ...settings }, words),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}
