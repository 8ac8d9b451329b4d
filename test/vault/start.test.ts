import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTokenIssuer, verifyAccessToken } from "../../src/auth/token.ts";
import { readConfig } from "../../src/config.ts";
import { type LocalOrg, startLocalOrg } from "../../src/local/org/server.ts";
import { type Fault, type KeyVaultServer, startKeyVault } from "../stores/key-vault-server.ts";
import { built, makePem, type Settings, useBuild } from "./vault-gateway.ts";

useBuild();

// Wall clock: on a busy machine one of three has to keep it.
describe("A start is refused with code 1 within 10 s, naming the secret and what to do,", {
  retry: 2,
}, () => {
  const org = { SFCC_DOMAIN_NAME: "http://127.0.0.1:1", SFCC_CLIENT_ID: "local-org" };
  let vault: KeyVaultServer;

  beforeAll(async () => {
    vault = await startKeyVault();
    vault.put("SFCC-CLIENT-SECRET", "canary");
  });
  afterAll(() => vault[Symbol.asyncDispose]());

  async function expectRefusal(settings: Settings, sentence: RegExp): Promise<void> {
    await using gateway = built.run("main.js", { ...vault.settings, ...org, ...settings });
    const { code, milliseconds } = await gateway.ended();
    expect(code).toBe(1);
    expect(milliseconds).toBeLessThan(10_000);
    expect(gateway.output.stdout).toBe("");
    expect(gateway.output.stderr).toMatch(sentence);
    expect(gateway.output.stderr).not.toMatch(/canary| {4}at |node:/);
  }

  const named =
    "The Key Vault of AZURE_KEY_VAULT_URL does not give .*SFCC_CLIENT_SECRET \\(SFCC-CLIENT-SECRET\\)";

  test.each<[what: string, fault: Fault, reason: string]>([
    ["cuts every connection", "away", "cannot be used \\(ECONNRESET\\)\\. Check AZURE_KEY_VAULT_URL"],
    ["does not answer", "silent", "cannot be used \\(no answer within 6 s\\)\\. Check AZURE_KEY_VAULT_URL"],
    ["is another server", "another", "cannot be used \\(404\\)\\. Check AZURE_KEY_VAULT_URL"],
    ["refuses the identity", "refuses", "refuses the gateway \\(403\\)\\. .* Key Vault Secrets User"],
    ["is not asked, for there is no identity", "anonymous", "cannot sign in to Microsoft Entra ID\\. Check"],
  ])("when the vault %s", async (_what, fault, reason) => {
    vault.behave(fault);
    await expectRefusal({}, new RegExp(`^${named}.*: .*${reason}.*\n$`));
    vault.behave(null);
  });

  test("when nothing listens at the vault's address", async () => {
    const nowhere = { AZURE_KEY_VAULT_URL: "https://localhost:1" };
    await expectRefusal(nowhere, new RegExp(`^${named}.*\\(ECONNREFUSED\\)`));
  });

  test("when the vault's certificate is not trusted", async () => {
    await expectRefusal({ NODE_EXTRA_CA_CERTS: "" }, new RegExp(`^${named}.*\\(.*SELF_SIGNED.*\\)`));
  });

  test("when the vault has no such secret, or a malformed one", async () => {
    await using other = await startKeyVault();
    await expectRefusal(other.settings, /^The gateway cannot start:\n- SFCC_CLIENT_SECRET is missing\.\n$/);
    other.put("SFCC-CLIENT-SECRET", "canary with spaces");
    other.put("JWT-PRIVATE-KEY", "canary");
    await expectRefusal(other.settings, /^- SFCC_CLIENT_SECRET must be a word.*\n- JWT_PRIVATE_KEY must be/m);
  });
});

describe("Commands read the vault once and end:", () => {
  const pem = makePem();
  let vault: KeyVaultServer;
  let org: LocalOrg;

  beforeAll(async () => {
    vault = await startKeyVault();
    vault.put("SFCC-CLIENT-SECRET", "local-only");
    vault.put("JWT-PRIVATE-KEY", pem);
    org = await startLocalOrg({ port: 0, control: false, data: "sample" });
  });
  afterAll(async () => {
    await vault[Symbol.asyncDispose]();
    await org[Symbol.asyncDispose]();
  });

  async function operate(...words: readonly string[]): Promise<object> {
    const settings = { ...vault.settings, SFCC_DOMAIN_NAME: org.url, SFCC_CLIENT_ID: "local-org" };
    await using command = built.run("operator/main.js", settings, words);
    const { code } = await command.ended();
    return { code, output: command.output.stdout + command.output.stderr };
  }

  test("map signs in to Salesforce with the secret", async () => {
    expect(await operate("organizations", "add", "Edge")).toMatchObject({ code: 0 });
    expect(await operate("map", "Edge", "001Lo0000000005IAA")).toMatchObject({
      code: 0,
      output: expect.stringContaining("001Lo0000000005IAA"),
    });
  });

  test("keys rotate says where the key is rotated", async () => {
    expect(await operate("keys", "rotate")).toEqual({
      code: 1,
      output: expect.stringMatching(/^JWT_PRIVATE_KEY is in use.* new version of the secret to the vault/),
    });
  });

  test("token signs with the key", async () => {
    await using command = built.run("auth/token-command.js", vault.settings);
    expect(await command.ended()).toMatchObject({ code: 0 });
    const { jwt } = readConfig({ JWT_PRIVATE_KEY: pem });
    const claims = verifyAccessToken(await openTokenIssuer(jwt), command.output.stdout.trim());
    expect(claims.subject).toBe("developer");
  });

  test("token says what the vault does not give", async () => {
    vault.behave("refuses");
    await using command = built.run("auth/token-command.js", vault.settings);
    expect(await command.ended()).toMatchObject({ code: 1 });
    expect(command.output.stderr).toMatch(/^The Key Vault .* does not give .*\bJWT_PRIVATE_KEY .*\n$/);
    vault.behave(null);
  });
});
