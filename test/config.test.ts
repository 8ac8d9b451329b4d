import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readConfig } from "../src/config.ts";
import { settings } from "../src/setting/setting.ts";
import { writeEcPair, writeRsaPair } from "./key-files.ts";

const rsa = writeRsaPair(2048);
const ec256 = writeEcPair("prime256v1");
const ec384 = writeEcPair("secp384r1");

const client = { SFCC_CLIENT_ID: "consumer-key", SFCC_CLIENT_SECRET: "consumer-secret" };
const org = { SFCC_DOMAIN_NAME: "acme", ...client, ...rsa };

describe("without settings", () => {
  it("runs in embedded mode on the documented addresses", () => {
    expect(readConfig({})).toMatchObject({
      http: { host: "127.0.0.1", port: 4000, production: false, corsOrigins: [] },
      salesforce: {
        embedded: true,
        localOrgPort: 4001,
        apiVersion: "68.0",
        timeoutMs: 10_000,
        traits: { currencyCode: "USD", multiCurrency: false },
      },
      jwt: {
        algorithm: "RS256",
        issuer: "http://127.0.0.1:4000",
        audience: "salesforce-graphql-gateway",
        lifetimeSeconds: 3600,
        keyFiles: null,
        ownKeyDirectory: join(process.cwd(), ".data", "keys"),
      },
      postgres: {
        connectionString: null,
        embeddedDirectory: join(process.cwd(), ".data", "postgres"),
        migrate: true,
      },
      identityProvider: null,
      cosmos: null,
      vault: null,
      log: { level: "info" },
    });
  });

  it("takes empty and blank variables for variables that are not set", () => {
    const blank = Object.fromEntries(settings.map(({ name }, index) => [name, index % 2 === 0 ? "" : "  "]));
    expect(readConfig(blank)).toEqual(readConfig({}));
  });

  it("needs no keys before an org either, outside production", () => {
    const { keyFiles, ownKeyDirectory } = readConfig({ SFCC_DOMAIN_NAME: "acme", ...client }).jwt;
    expect([keyFiles, ownKeyDirectory]).toEqual([null, join(process.cwd(), ".data", "keys")]);
  });

  it("traces nothing, and stops without a drain, which production has", () => {
    expect(readConfig({})).toMatchObject({ tracing: null, drainMs: 0 });
    expect(readConfig({ NODE_ENV: "production" }).drainMs).toBe(5_000);
    const traced = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318", OTEL_TRACES_SAMPLER_ARG: ".25" };
    expect(readConfig(traced).tracing).toEqual({
      endpoint: "http://collector:4318",
      headers: {},
      serviceName: "salesforce-graphql-gateway",
      ratio: 0.25,
    });
  });

  it("keeps the issuer whatever the port", () => {
    expect(readConfig({ PORT: "0" }).jwt.issuer).toBe("http://127.0.0.1:4000");
  });
});

describe("a vault", () => {
  it("is read every minute unless told otherwise", () => {
    const url = "https://acme.vault.azure.net";
    expect(readConfig({ AZURE_KEY_VAULT_URL: `${url}/` }).vault).toEqual({ url, refreshMs: 60_000 });
    const seconds = { AZURE_KEY_VAULT_REFRESH_SECONDS: "5" };
    expect(readConfig({ AZURE_KEY_VAULT_URL: url, ...seconds }).vault).toEqual({ url, refreshMs: 5_000 });
  });
});

describe("an org", () => {
  it.each([
    ["acme", "https://acme.my.salesforce.com"],
    ["ACME", "https://acme.my.salesforce.com"],
    ["acme--dev.sandbox", "https://acme--dev.sandbox.my.salesforce.com"],
    ["acme.my.salesforce.com", "https://acme.my.salesforce.com"],
    ["shop.acme.example", "https://shop.acme.example"],
    ["https://acme.my.salesforce.com", "https://acme.my.salesforce.com"],
    ["https://acme.my.salesforce.com/", "https://acme.my.salesforce.com"],
    ["http://127.0.0.1:4001", "http://127.0.0.1:4001"],
    ["http://localhost:4001", "http://localhost:4001"],
    ["http://[::1]:4001", "http://[::1]:4001"],
  ])("%s signs in at %s with client credentials", (domain, loginUrl) => {
    expect(readConfig({ ...org, SFCC_DOMAIN_NAME: domain }).salesforce).toMatchObject({
      embedded: false,
      loginUrl,
      credentials: { flow: "client-credentials", clientId: "consumer-key", clientSecret: "consumer-secret" },
    });
  });

  it.each([
    ["login", "https://login.salesforce.com"],
    ["test", "https://test.salesforce.com"],
    ["acme", "https://acme.my.salesforce.com"],
  ])("%s signs in at %s with user name and password", (domain, loginUrl) => {
    const user = { SFCC_ADMIN_USERNAME: "a@b.example", SFCC_ADMIN_PASSWORD: "pass word" };
    const { salesforce } = readConfig({ ...org, SFCC_DOMAIN_NAME: domain, ...user });
    const credentials = { flow: "password", username: "a@b.example", password: "pass word", token: "" };
    expect(salesforce).toMatchObject({ embedded: false, loginUrl, credentials });
  });

  it.each([
    ["a file", { SFCC_PRIVATE_KEY_PATH: rsa.JWT_PRIVATE_KEY_PATH }],
    ["a text", { SFCC_PRIVATE_KEY: readFileSync(rsa.JWT_PRIVATE_KEY_PATH, "utf8") }],
    [
      "one line",
      { SFCC_PRIVATE_KEY: readFileSync(rsa.JWT_PRIVATE_KEY_PATH, "utf8").replaceAll("\n", "\\n") },
    ],
  ])("a user without a password signs in with a key from %s, and needs no consumer secret", (_where, key) => {
    const user = { SFCC_CLIENT_SECRET: "", SFCC_ADMIN_USERNAME: "a@b.example", ...key };
    const { salesforce } = readConfig({ ...org, SFCC_DOMAIN_NAME: "login", ...user });
    expect(salesforce).toMatchObject({
      credentials: { flow: "jwt-bearer", clientId: "consumer-key", username: "a@b.example" },
      callers: null,
    });
  });

  it("lets callers stand before Salesforce as themselves, at a site if there is one", () => {
    const key = { SFCC_PRIVATE_KEY_PATH: rsa.JWT_PRIVATE_KEY_PATH };
    const { salesforce } = readConfig({
      ...org,
      ...key,
      SALESFORCE_IDENTITY: "caller",
      SFCC_NETWORK_NAME: "Portal",
    });
    expect(salesforce).toMatchObject({
      credentials: { flow: "client-credentials" },
      callers: { clientId: "consumer-key", siteName: "Portal" },
    });
  });

  it("takes the security token along", () => {
    const user = { SFCC_ADMIN_USERNAME: "a@b.example", SFCC_ADMIN_PASSWORD: "p", SFCC_ADMIN_TOKEN: "t0ken" };
    expect(readConfig({ ...org, ...user }).salesforce).toMatchObject({ credentials: { token: "t0ken" } });
  });

  it("has the key itself in place of the files", () => {
    const pem = readFileSync(rsa.JWT_PRIVATE_KEY_PATH, "utf8");
    const { jwt } = readConfig({
      SFCC_DOMAIN_NAME: "acme",
      ...client,
      NODE_ENV: "production",
      JWT_PRIVATE_KEY: pem,
    });
    const id = jwt.keys?.signingKey.id ?? "";
    expect(jwt.keyFiles).toBe(null);
    expect(jwt.keys?.publicKeys.get(id)?.export({ type: "spki", format: "pem" })).toBe(
      readFileSync(rsa.JWT_PUBLIC_KEY_PATH, "utf8"),
    );
  });

  it.each([
    ["RS256", rsa],
    ["PS512", rsa],
    ["ES256", ec256],
    ["ES384", ec384],
  ])("has keys for %s", (algorithm, keys) => {
    const { jwt } = readConfig({ ...org, ...keys, JWT_ALGORITHM: algorithm });
    expect(jwt).toMatchObject({
      algorithm,
      keyFiles: { privateKeyPath: keys.JWT_PRIVATE_KEY_PATH, publicKeyPath: keys.JWT_PUBLIC_KEY_PATH },
    });
  });
});
