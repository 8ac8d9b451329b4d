import { execFile } from "node:child_process";
import { cp, glob, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs, promisify } from "node:util";

/** Packs what a partner's app installs: the client alone, without the gateway's packages (docs/decisions/0005). */
const { positionals } = parseArgs({ allowPositionals: true });
const run = promisify(execFile);
const project = resolve(import.meta.dirname, "../..");
const folder = resolve(positionals[0] ?? join(project, "dist-client"));
const built = join(folder, "client");

await rm(folder, { recursive: true, force: true });
await mkdir(built, { recursive: true });
await run(join(project, "node_modules/.bin/tsc"), ["-p", "tsconfig.client.json", "--outDir", built], {
  cwd: project,
});
// TypeScript leaves the sources' extension in declarations, which only its newer versions follow.
for await (const file of glob("**/*.d.ts", { cwd: built })) {
  const text = await readFile(join(built, file), "utf8");
  await writeFile(join(built, file), text.replace(/(from "\.{1,2}\/[^"]+)\.ts"/g, '$1.js"'));
}
const { name, version, description, license } = JSON.parse(
  await readFile(join(project, "package.json"), "utf8"),
);
const manifest = {
  name,
  version,
  description: `${description}: the typed client`,
  license,
  type: "module",
  sideEffects: false,
  engines: { node: ">=22" },
  exports: { "./client": { types: "./client/entry.d.ts", default: "./client/entry.js" } },
  files: ["client", "errors.md"],
};
await writeFile(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
await cp(join(project, "docs/typed-client.md"), join(folder, "README.md"));
await cp(join(project, "docs/errors.md"), join(folder, "errors.md"));
await cp(join(project, "LICENSE"), join(folder, "LICENSE"));
const { stdout } = await run("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: folder });
console.log(join(folder, stdout.trim()));
