import { execFile } from "node:child_process";
import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { createTemporaryFolder } from "../temporary-folder.ts";

export const project = resolve(import.meta.dirname, "../..");
export const run = promisify(execFile);

/** Compiler, npm and a gateway, one after the other, on a machine that does other things as well. */
export const packingTimeoutMs = 240_000;

/** Programs of the project itself, and what is there to be called from anywhere. */
const env = { ...process.env, PATH: `${join(project, "node_modules/.bin")}:${process.env.PATH}` };

/** The packed client in a folder that is gone at the end. */
export interface PackedClient extends AsyncDisposable {
  /** With the unpacked client in it. */
  readonly folder: string;
  readonly tarball: string;
}

export async function packClient(): Promise<PackedClient> {
  await using stack = new AsyncDisposableStack();
  const { path } = stack.use(await createTemporaryFolder());
  const folder = join(path, "package");
  const { stdout } = await run(process.execPath, ["src/client/pack-command.ts", folder], {
    cwd: project,
    env,
  });
  const parts = stack.move();
  return { folder, tarball: stdout.trim(), [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

/** A copy of an app with the client installed from its tarball. The network is not asked: compiler and Node's types are the project's. */
export async function installApp(app: string, tarball: string, folder: string): Promise<void> {
  await cp(join(project, app), folder, { recursive: true });
  const manifest = join(folder, "package.json");
  const { devDependencies, ...rest } = JSON.parse(await readFile(manifest, "utf8"));
  await writeFile(manifest, JSON.stringify({ ...rest, dependencies: {} }));
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", tarball], { cwd: folder, env });
  for (const name of Object.keys(devDependencies)) await link(name, folder);
}

export async function link(name: string, folder: string): Promise<void> {
  const place = join(folder, "node_modules", name);
  await mkdir(dirname(place), { recursive: true });
  await symlink(join(project, "node_modules", name), place);
}

/** Fails with what the compiler says. */
export async function compile(folder: string, flags: readonly string[] = []): Promise<void> {
  const compiler = join(project, "node_modules/.bin/tsc");
  await run(compiler, ["-p", folder, ...flags], { cwd: folder, env }).catch(({ stdout }) => {
    throw new Error(stdout);
  });
}
