import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const project = fileURLToPath(new URL("..", import.meta.url));

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
}

const manifest = read<Manifest>("package.json");
const lock = read<{ readonly packages: Readonly<Record<string, LockedPackage & Partial<Manifest>>> }>(
  "package-lock.json",
);
const { "": root, ...locked } = lock.packages;
const kinds = ["dependencies", "devDependencies", "optionalDependencies"] as const;

/** Whose terms ask for no more than that their notice is kept. */
const permissive = ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "ISC", "MIT"];

/** Those that name none in npm's way, and rarer ones, each read: all of them permissive. */
const readByHand: Readonly<Record<string, string>> = {
  // MIT, in the old form `licenses` and in their texts.
  limiter: "",
  semaphore: "",
  argparse: "PSF-2.0",
  "sha.js": "(MIT AND BSD-3-Clause)",
  "type-fest": "(MIT OR CC0-1.0)",
};

/** As the Dockerfile installs it: without tools, and of the optional packages Argon2 alone. */
const inProduction = Object.entries(locked).filter(
  ([path, { dev, optional, devOptional }]) =>
    dev !== true && devOptional !== true && (optional !== true || path.includes("@node-rs/")),
);

function read<T>(name: string): T {
  return JSON.parse(readFileSync(`${project}${name}`, "utf8")) as T;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
}

test("Every dependency has one exact version, in package.json as in the lock file", () => {
  const wanted = kinds.flatMap((kind) => Object.entries(manifest[kind]));
  expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([]);
  const installed = wanted.map(([name]) => [name, locked[`node_modules/${name}`]?.version]);
  expect(installed).toEqual(wanted);
  for (const kind of kinds) expect(root?.[kind]).toEqual(manifest[kind]);
});

test("Every package of the lock file comes from a registry, with the hash of its content", () => {
  const unproven = Object.entries(locked).filter(
    ([, { integrity = "", resolved = "" }]) => !integrity.startsWith("sha512-") || resolved.startsWith("git"),
  );
  expect(unproven.map(([path]) => path)).toEqual([]);
});

test("No package runs a script when it is installed", () => {
  const withScript = Object.entries(locked).filter(([, { hasInstallScript }]) => hasInstallScript === true);
  const expected = Object.fromEntries(withScript.map(([path]) => [nameOf(path), false]));
  expect(manifest.allowScripts).toEqual(expected);
});

test("What runs in production is under licenses that ask for no more than their notice", () => {
  expect(inProduction.length).toBeGreaterThan(500);
  const others = inProduction
    .map(([path, { license = "" }]) => [nameOf(path), license] as const)
    .filter(([name, license]) => !permissive.includes(license) && readByHand[name] !== license);
  expect(others).toEqual([]);
});

test("The list of what the gateway is made of names every package of production, and no tool", async () => {
  const { stdout } = await promisify(execFile)("npm", ["run", "--silent", "sbom"], {
    cwd: project,
    maxBuffer: 50_000_000,
  });
  const { bomFormat, components } = JSON.parse(stdout) as {
    readonly bomFormat: string;
    readonly components: readonly { readonly name: string; readonly version: string }[];
  };
  expect(bomFormat).toBe("CycloneDX");
  const listed = new Set(components.map(({ name, version }) => `${name}@${version}`));
  const missing = inProduction
    .map(([path, { version }]) => `${nameOf(path)}@${version}`)
    .filter((each) => !listed.has(each));
  expect(missing).toEqual([]);
  expect(listed).not.toContain(`vitest@${manifest.devDependencies.vitest}`);
}, 60_000);
