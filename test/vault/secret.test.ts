import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalOrg, startLocalOrg } from "../../src/local/org/server.ts";
import { type Fault, type KeyVaultServer, startKeyVault } from "../stores/key-vault-server.ts";
import {
  account,
  ask,
  type Gateway,
  keyIds,
  makePem,
  signWith,
  slowly,
  start,
  useBuild,
} from "./vault-gateway.ts";

useBuild();

async function readiness({ url }: Gateway): Promise<unknown> {
  return (await fetch(`${url}/readyz`)).json();
}

const ready = expect.objectContaining({
  status: "ready",
  checks: { salesforce: "ready", postgres: "ready", vault: "ready" },
});
const vaultNotReady = expect.objectContaining({
  status: "not ready",
  checks: { salesforce: "ready", postgres: "ready", vault: "not ready" },
});

describe("Before an org whose secrets are in the vault alone, a gateway", () => {
  const pem = makePem();
  let vault: KeyVaultServer;
  let org: LocalOrg;
  let gateway: Gateway;
  let token: string;
  const output = () => gateway.output.stdout + gateway.output.stderr;

  beforeAll(async () => {
    vault = await startKeyVault();
    vault.put("SFCC-CLIENT-SECRET", "canary-one");
    vault.put("JWT-PRIVATE-KEY", pem, 60);
    org = await startOrg("canary-one");
    gateway = await start({
      ...vault.settings,
      NODE_ENV: "production",
      SFCC_DOMAIN_NAME: org.url,
      SFCC_CLIENT_ID: "local-org",
    });
    token = await signWith(pem);
  });
  afterAll(async () => {
    await gateway[Symbol.asyncDispose]();
    await org[Symbol.asyncDispose]();
    await vault[Symbol.asyncDispose]();
  });

  function startOrg(clientSecret: string, port = 0): Promise<LocalOrg> {
    const apps = [{ clientId: "local-org", clientSecret, runAs: "integration@local-org.example" }];
    return startLocalOrg({ port, control: true, data: "sample", apps });
  }

  test("answers, and is ready", async () => {
    expect(await ask(gateway, token)).toBe(account);
    expect(await readiness(gateway)).toEqual(ready);
  });

  test("asks the vault for what is secret and not set, and identifies itself when it is told to", () => {
    const secrets = [
      "AZURE-COSMOS-KEY",
      "JWT-PRIVATE-KEY",
      "METRICS-TOKEN",
      "OTEL-EXPORTER-OTLP-HEADERS",
      "PSQL-CONNECTION-STRING",
      "REDIS-URL",
      "SFCC-ADMIN-PASSWORD",
      "SFCC-ADMIN-TOKEN",
      "SFCC-CLIENT-SECRET",
      "SFCC-PRIVATE-KEY",
    ];
    expect(new Set(vault.requests.map((request) => request.split("/")[2]))).toEqual(new Set(secrets));
    expect(vault.requests[0]).toMatch(/^GET .* 401$/);
    expect(vault.requests).toContain("GET /secrets/SFCC-CLIENT-SECRET/ 200");
    expect(vault.requests).toContain("GET /secrets/SFCC-ADMIN-TOKEN/ 404");
    expect(vault.requests).toContain("GET /secrets/JWT-PRIVATE-KEY/versions 200");
  });

  test("signs in with the new secret once it is in the vault", async () => {
    await org[Symbol.asyncDispose]();
    org = await startOrg("canary-two", org.port);
    await expect.poll(() => ask(gateway, token), slowly).toBe("SALESFORCE_REFUSED");
    vault.put("SFCC-CLIENT-SECRET", "canary-two");
    await expect.poll(() => ask(gateway, token), slowly).toBe(account);
    await expect.poll(output).toContain('"settings":["SFCC_CLIENT_SECRET"]');
  });

  test("keeps the last good secret when the new one is malformed, and says so", async () => {
    vault.put("SFCC-CLIENT-SECRET", "canary with spaces");
    await expect.poll(() => readiness(gateway), slowly).toEqual(vaultNotReady);
    expect(output()).toMatch(/"level":"error".*"SFCC_CLIENT_SECRET must be a word without spaces\. The last/);
    expect(await ask(gateway, token)).toBe(account);
    vault.put("SFCC-CLIENT-SECRET", "canary-two");
    await expect.poll(() => readiness(gateway), slowly).toEqual(ready);
  });

  test("takes a new key while another secret is malformed", async () => {
    vault.put("SFCC-CLIENT-SECRET", "canary with spaces");
    await expect.poll(() => readiness(gateway), slowly).toEqual(vaultNotReady);
    const version = vault.put("JWT-PRIVATE-KEY", makePem());
    await expect.poll(() => keyIds(gateway), slowly).toHaveLength(2);
    vault.disable("JWT-PRIVATE-KEY", version);
    vault.put("SFCC-CLIENT-SECRET", "canary-two");
    await expect.poll(() => keyIds(gateway), slowly).toHaveLength(1);
    await expect.poll(() => readiness(gateway), slowly).toEqual(ready);
  });

  test.each<[what: string, fault: Fault]>([
    ["cuts every connection", "away"],
    ["does not answer", "silent"],
    ["refuses", "refuses"],
  ])("goes on with what it has while the vault %s, and says so until that is over", async (_what, fault) => {
    const before = output().length;
    vault.behave(fault);
    await expect.poll(() => readiness(gateway), slowly).toEqual(vaultNotReady);
    expect(await ask(gateway, token)).toBe(account);
    const sentence = /"level":"error".*AZURE_KEY_VAULT_URL does not give .*SFCC_CLIENT_SECRET .* stay in use/;
    expect(output().slice(before)).toMatch(sentence);
    vault.behave(null);
    await expect.poll(() => readiness(gateway), slowly).toEqual(ready);
  });

  test("accepts no token once every version of the key is disabled", async () => {
    for (const version of vault.versions("JWT-PRIVATE-KEY")) vault.disable("JWT-PRIVATE-KEY", version);
    await expect.poll(() => ask(gateway, token), slowly).toBe("UNAUTHENTICATED");
    expect(await keyIds(gateway)).toEqual([]);
    expect(await readiness(gateway)).toEqual(vaultNotReady);
    expect(output()).toContain("JWT_PRIVATE_KEY is no longer in the vault, or disabled.");
  });

  test("has shown no secret", () => {
    expect(output()).not.toMatch(/canary|PRIVATE KEY-/);
  });
});
