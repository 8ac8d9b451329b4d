import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll } from "vitest";
import { openTokenIssuer, signAccessToken } from "../../src/auth/token.ts";
import { readConfig } from "../../src/config.ts";
import { type Build, build } from "../build.ts";
import type { Answer } from "../gateway.ts";
import type { Running } from "../process.ts";

export let built: Build;

/** For a test file, which has it until it is through. */
export function useBuild(): void {
  beforeAll(async () => {
    built = await build();
  });
  afterAll(() => built[Symbol.asyncDispose]());
}

export type Settings = Readonly<Record<string, string>>;

export type Gateway = Running & { readonly url: string };

/** Starts the gateway and waits for its banner. */
export async function start(settings: Settings): Promise<Gateway> {
  const running = built.run("main.js", settings);
  await running.reaches(/Log .*\n(.*Token.*\n)?\n/);
  const text = running.output.stdout + running.output.stderr;
  return Object.assign(running, { url: /GraphQL +(\S+)\/graphql/.exec(text)?.[1] ?? "" });
}

/** A new private key as openssl writes it into a file. */
export function makePem(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return `${privateKey.export({ type: "pkcs8", format: "pem" })}\n`;
}

/** A token that may read accounts. */
export async function signWith(pem: string): Promise<string> {
  const issuer = await openTokenIssuer(readConfig({ JWT_PRIVATE_KEY: pem }).jwt);
  const scopes = ["accounts:read", "accounts:all"] as const;
  return signAccessToken(issuer, { kind: "USER", subject: "tester", scopes, organizationIds: [] });
}

/** What `ask` answers when all is well. */
export const account = "Edge Communications";

/** The name of an account, or the code of the error. */
export async function ask({ url }: Gateway, token: string): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: '{"query":"{ account(id: \\"001Lo0000000005IAA\\") { name } }"}',
  });
  const { data, errors } = (await response.json()) as Answer;
  return data?.account?.name ?? errors?.[0]?.extensions.code;
}

/** The keys that the gateway shows. */
export async function keyIds({ url }: Gateway): Promise<readonly string[]> {
  const response = await fetch(`${url}/.well-known/jwks.json`);
  const { keys } = (await response.json()) as { keys: { kid: string }[] };
  return keys.map(({ kid }) => kid);
}

/** For expect.poll: the gateways read the vault every second, and wait 6 s for it. */
export const slowly = { timeout: 15_000, interval: 50 };
