import { execFile } from "node:child_process";
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createTemporaryFolder } from "./temporary-folder.ts";

const project = fileURLToPath(new URL("..", import.meta.url));

/** A folder with a build of its own in dist/, for other tests write the project's at the same time. */
export async function buildGateway(): ReturnType<typeof createTemporaryFolder> {
  const folder = await createTemporaryFolder();
  for (const name of ["node_modules", "package.json", "prisma"]) {
    await symlink(join(project, name), join(folder.path, name));
  }
  const compiler = join(project, "node_modules/.bin/tsc");
  const options = ["-p", "tsconfig.build.json", "--outDir", join(folder.path, "dist")];
  await promisify(execFile)(compiler, options, { cwd: project });
  return folder;
}
