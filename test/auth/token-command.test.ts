import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { scopes } from "../../src/auth/scope.ts";
import { type AccessClaims, openTokenIssuer, verifyAccessToken } from "../../src/auth/token.ts";
import { readConfig } from "../../src/config.ts";
import { createTemporaryFolder } from "../temporary-folder.ts";

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const command = fileURLToPath(new URL("../../src/auth/token-command.ts", import.meta.url));
const project = fileURLToPath(new URL("../..", import.meta.url));

describe("npm run token", () => {
  it("prints nothing but a token that the gateway accepts", async () => {
    await using folder = await createTemporaryFolder();
    const { stdout } = await run(
      ["npm", "run", "--silent", "token", "--", "--scopes", "accounts:read orders:read"],
      { DATA_DIR: folder.path },
    );
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    const claims = await verify(stdout, folder.path);
    expect(claims).toMatchObject({
      kind: "USER",
      subject: "developer",
      scopes: new Set(["accounts:read", "orders:read"]),
    });
  });

  it("gives all scopes for an hour unless told otherwise", async () => {
    await using folder = await createTemporaryFolder();
    const claims = await verify((await sign([], folder.path)).stdout, folder.path);
    expect(claims.scopes).toEqual(new Set(scopes));
    expect(minutesLeft(claims)).toBeCloseTo(60, 0);
  });

  it("takes subject, minutes and client", async () => {
    await using folder = await createTemporaryFolder();
    const { stdout } = await sign(["--subject", "partner-app", "--minutes", "5", "--client"], folder.path);
    const claims = await verify(stdout, folder.path);
    expect(claims).toMatchObject({ kind: "CLIENT", subject: "partner-app" });
    expect(minutesLeft(claims)).toBeCloseTo(5, 0);
  });

  it("keeps the key pair it made, also when several start at once", async () => {
    await using folder = await createTemporaryFolder();
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => sign([], folder.path)));
    for (const { stdout } of outcomes) expect(await verify(stdout, folder.path)).toBeDefined();
  });

  it.each([
    ["an unknown scope", ["--scopes", "accounts:read accounts:everything"], "accounts:everything"],
    ["a life of no minutes", ["--minutes", "0"], "--minutes"],
    ["a life that is no number", ["--minutes", "soon"], "--minutes"],
    ["an unknown option", ["--colour"], "--colour"],
  ])("refuses %s with a sentence and no token", async (_name, options, named) => {
    await using folder = await createTemporaryFolder();
    const { code, stdout, stderr } = await sign(options, folder.path);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(named);
    expect(stderr).not.toContain("    at ");
  });

  it("refuses to sign for a real org, with exit code 2", async () => {
    const { code, stdout, stderr } = await run([process.execPath, command], { SFCC_DOMAIN_NAME: "acme" });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("embedded mode only");
  });
});

function sign(options: readonly string[], dataDirectory: string): Promise<Outcome> {
  return run([process.execPath, command, ...options], { DATA_DIR: dataDirectory });
}

async function run([program = "", ...options]: readonly string[], settings: object): Promise<Outcome> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...settings };
  try {
    const { stdout, stderr } = await promisify(execFile)(program, options, { cwd: project, env });
    return { code: 0, stdout, stderr };
  } catch (error) {
    return error as Outcome;
  }
}

async function verify(output: string, dataDirectory: string): Promise<AccessClaims> {
  const issuer = await openTokenIssuer(readConfig({ DATA_DIR: dataDirectory }).jwt);
  return verifyAccessToken(issuer, output.trim());
}

function minutesLeft(claims: AccessClaims): number {
  return (claims.expiresAt.getTime() - Date.now()) / 60_000;
}
