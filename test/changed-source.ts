import { execFile } from "node:child_process";
import { cp, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect } from "vitest";
import { type Scope, scopes } from "../src/auth/scope.ts";
import { openTokenIssuer, signAccessToken } from "../src/auth/token.ts";
import { readConfig } from "../src/config.ts";
import { runScript } from "./process.ts";
import { createTemporaryFolder } from "./temporary-folder.ts";

const project = fileURLToPath(new URL("..", import.meta.url));

/** A copy of the project's source, to be changed as somebody would who builds on it. */
export interface ChangedSource extends AsyncDisposable {
  readonly folder: string;
  /** Fails with what the linter says of these files, or the compiler. */
  compile(changed: readonly string[]): Promise<void>;
  /** Writes what `npm run codegen` prints from the schema. */
  print(): Promise<void>;
  /** The gateway that came of it, before an org. */
  start(org: { readonly url: string }): Promise<ChangedGateway>;
}

interface ChangedGateway extends AsyncDisposable {
  /** What it answers as data to a person with all scopes, and those that came in with the change. */
  ask(query: string, added?: readonly string[]): Promise<unknown>;
}

export async function copySource(): Promise<ChangedSource> {
  const { path: folder, [Symbol.asyncDispose]: remove } = await createTemporaryFolder();
  for (const name of ["node_modules", "prisma"]) await symlink(join(project, name), join(folder, name));
  for (const name of ["src", "docs", "README.md", "package.json", "biome.json", "tsconfig.json"])
    await cp(join(project, name), join(folder, name), { recursive: true });
  await cp(join(project, "tsconfig.build.json"), join(folder, "tsconfig.build.json"));
  const run = (program: string, ...words: string[]) =>
    promisify(execFile)(program, words, { cwd: folder }).catch(({ stdout, stderr }) => {
      throw new Error(`${stdout}${stderr}`);
    });
  const bin = (name: string, ...words: string[]) => run(join(project, "node_modules/.bin", name), ...words);
  return {
    folder,
    compile: async (changed) => {
      await bin("biome", "check", "--error-on-warnings", ...changed);
      await bin("tsc", "-p", "tsconfig.build.json");
    },
    print: async () => {
      await run(process.execPath, "dist/print.js");
    },
    start: (org) => start(folder, org),
    [Symbol.asyncDispose]: remove,
  };
}

async function start(folder: string, { url: org }: { readonly url: string }): Promise<ChangedGateway> {
  const running = runScript(join(folder, "dist/main.js"), {
    PORT: "0",
    DATA_DIR: join(folder, "data"),
    SFCC_DOMAIN_NAME: org,
    SFCC_CLIENT_ID: "local-org",
    SFCC_CLIENT_SECRET: "local-only",
  });
  await running.reaches(/Log .*\n\n/);
  const url = /GraphQL +(http\S+)/.exec(running.output.stderr)?.[1] ?? "";
  const issuer = await openTokenIssuer(readConfig({ DATA_DIR: join(folder, "data") }).jwt);
  return {
    ask: async (query, added = []) => {
      const granted = [...scopes, ...added] as readonly Scope[];
      const token = signAccessToken(issuer, {
        kind: "USER",
        subject: "tester",
        scopes: granted,
        organizationIds: [],
      });
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
        body: JSON.stringify({ query }),
      });
      const { data, errors } = (await response.json()) as { data: unknown; errors?: unknown };
      expect(errors).toBeUndefined();
      return data;
    },
    [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
  };
}
