import { request } from "undici";
import { scopes } from "../src/auth/scope.ts";
import { openTokenIssuer, signAccessToken } from "../src/auth/token.ts";
import { withoutLimits } from "../test/without-limits.ts";
import { type RunningProcess, startProcess } from "./process.ts";

const dataDirectory = ".data/bench";

const issuer = await openTokenIssuer({
  algorithm: "RS256",
  issuer: "http://127.0.0.1:4000",
  audience: "salesforce-graphql-gateway",
  lifetimeSeconds: 3600,
  keys: null,
  keyFiles: null,
  ownKeyDirectory: `${dataDirectory}/keys`,
});

/** Somebody who may see everything. */
export function benchToken(): string {
  return signAccessToken(issuer, { kind: "USER", subject: "bench", scopes, organizationIds: [] });
}

export interface OrgSize {
  readonly accounts: number;
  readonly assets: number;
  readonly orders: number;
}

/** It does not run out of API calls. */
export async function startOrg({ accounts, assets, orders }: OrgSize): Promise<RunningProcess> {
  const counts = ["--accounts", accounts, "--assets", assets, "--orders", orders].map(String);
  const heap = "--max-old-space-size=2800";
  const org = await startProcess([heap, "dist/local/org/main.js", "--control", "--port", "0", ...counts]);
  await fetch(`${org.url}/_local/limits`, { method: "POST", body: JSON.stringify({ limit: 1_000_000_000 }) });
  return org;
}

/** The gateway as it is operated, before an org that it takes for a real one. */
export function startGateway(orgUrl: string, env: NodeJS.ProcessEnv = {}): Promise<RunningProcess> {
  return startProcess(["dist/main.js"], {
    PORT: "0",
    NODE_ENV: "production",
    LOG_LEVEL: "warn",
    DATA_DIR: dataDirectory,
    SFCC_DOMAIN_NAME: orgUrl,
    SFCC_CLIENT_ID: "local-org",
    SFCC_CLIENT_SECRET: "local-only",
    JWT_PRIVATE_KEY_PATH: `${dataDirectory}/keys/jwt-private.pem`,
    JWT_PUBLIC_KEY_PATH: `${dataDirectory}/keys/jwt-public.pem`,
    ...withoutLimits,
    ...env,
  });
}

// biome-ignore lint/suspicious/noExplicitAny: shaped by the document
export type Ask = (document: string, variables?: object) => Promise<any>;

/** Asks by HTTP, with as little work of its own as there is: fetch takes 0.4 ms more. @throws Error for an answer with errors */
export function createAsk(url: string): Ask {
  const headers = { authorization: `Bearer ${benchToken()}`, "content-type": "application/json" };
  return async (query, variables = {}) => {
    const body = JSON.stringify({ query, variables });
    const response = await request(url, { method: "POST", headers, body });
    const { data, errors } = (await response.body.json()) as { data: object; errors?: readonly object[] };
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
}

export function quantile(times: readonly number[], share: number): number {
  return times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
}
