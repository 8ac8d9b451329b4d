import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ConfigError, readConfig } from "../src/config.ts";
import { settings } from "../src/setting/setting.ts";
import { keyFolder, writeEcPair, writeEncryptedKey, writeKeyFile, writeRsaPair } from "./key-files.ts";

const rsa = writeRsaPair(2048);
const client = { SFCC_CLIENT_ID: "consumer-key", SFCC_CLIENT_SECRET: "consumer-secret" };
const org = { SFCC_DOMAIN_NAME: "acme", ...client, ...rsa };

describe("with only some of an org's settings, names all that are missing:", () => {
  const keys = ["JWT_PRIVATE_KEY_PATH", "JWT_PUBLIC_KEY_PATH"];
  it.each<[Record<string, string>, string[]]>([
    [{ SFCC_DOMAIN_NAME: "acme" }, ["SFCC_CLIENT_ID", "SFCC_CLIENT_SECRET"]],
    [{ SFCC_CLIENT_ID: "x" }, ["SFCC_DOMAIN_NAME", "SFCC_CLIENT_SECRET"]],
    [{ SFCC_CLIENT_SECRET: "x" }, ["SFCC_DOMAIN_NAME", "SFCC_CLIENT_ID"]],
    [
      { SFCC_ADMIN_TOKEN: "x" },
      [
        "SFCC_DOMAIN_NAME",
        "SFCC_CLIENT_ID",
        "SFCC_ADMIN_USERNAME",
        "SFCC_CLIENT_SECRET",
        "SFCC_ADMIN_PASSWORD",
      ],
    ],
    [{ ...org, SFCC_ADMIN_USERNAME: "a@b.example" }, ["SFCC_ADMIN_PASSWORD"]],
    [{ ...org, SFCC_ADMIN_PASSWORD: "x" }, ["SFCC_ADMIN_USERNAME"]],
    [{ SFCC_SOMETHING: "x" }, ["SFCC_DOMAIN_NAME", "SFCC_CLIENT_ID", "SFCC_CLIENT_SECRET"]],
    [{ ...org, JWT_PUBLIC_KEY_PATH: "" }, ["JWT_PUBLIC_KEY_PATH"]],
    [{ JWT_PRIVATE_KEY_PATH: rsa.JWT_PRIVATE_KEY_PATH }, ["JWT_PUBLIC_KEY_PATH"]],
    [{ SFCC_DOMAIN_NAME: "acme", ...client, NODE_ENV: "production" }, keys],
    [{ SFCC_CLIENT_ID: "x", NODE_ENV: "production" }, ["SFCC_DOMAIN_NAME", "SFCC_CLIENT_SECRET", ...keys]],
    [{ AZURE_COSMOS_KEY: "x" }, ["AZURE_COSMOS_ENDPOINT"]],
  ])("%j", (variables, missing) => {
    expect(faultsOf(variables)).toEqual(missing.map((name) => `${name} is missing.`));
  });
});

describe("refuses, by name and without its value,", () => {
  it.each<[string, string]>([
    ["PORT", "65536"],
    ["PORT", "-1"],
    ["PORT", "4e3"],
    ["PORT", "0x10"],
    ["PORT", "4000.5"],
    ["LOCAL_ORG_PORT", "many"],
    ["HOST", "two words"],
    ["NODE_ENV", "prod"],
    ["LOG_LEVEL", "loud"],
    ["CORS_ORIGINS", "https://shop.example/path"],
    ["CORS_ORIGINS", "*"],
    ["SALESFORCE_API_VERSION", "57.0"],
    ["SALESFORCE_API_VERSION", "v68.0"],
    ["SALESFORCE_API_VERSION", "68"],
    ["SALESFORCE_TIMEOUT_SECONDS", "0"],
    ["SALESFORCE_TIMEOUT_SECONDS", "10s"],
    ["SALESFORCE_IDENTITY", "user"],
    ["CURRENCY_CODE", "Euro"],
    ["MULTI_CURRENCY", "yes"],
    ["WEBSTORE_ID", "0ZE"],
    ["WEBSTORE_ID", "001000000000001AAA"],
    ["JWT_ALGORITHM", "HS256"],
    ["JWT_ALGORITHM", "none"],
    ["JWT_ALGORITHM", "EdDSA"],
    ["JWT_ALGORITHM", "rs256"],
    ["JWT_ACCESS_TOKEN_EXPIRE_MINUTES", "0"],
    ["JWT_ACCESS_TOKEN_EXPIRE_MINUTES", "1441"],
    ["JWT_ISSUER", "two words"],
    ["PSQL_CONNECTION_STRING", "mysql://user:hunter2@host/db"],
    ["PSQL_CONNECTION_STRING", "host=db password=hunter2"],
    ["MIGRATE_ON_START", "1"],
    ["AZURE_COSMOS_ENDPOINT", "http://cosmos.example"],
    ["AZURE_COSMOS_ENDPOINT", "https://user:hunter2@cosmos.example"],
    ["AZURE_COSMOS_ENDPOINT", "ftp://127.0.0.1"],
    ["AZURE_KEY_VAULT_URL", "vault.example"],
    ["AZURE_KEY_VAULT_URL", "http://vault.example"],
    ["AZURE_KEY_VAULT_REFRESH_SECONDS", "0"],
    ["JWT_PRIVATE_KEY", "hunter2"],
    ["DRAIN_SECONDS", "301"],
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "https://user:hunter2@collector.example"],
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "grpc://collector:4317"],
    ["OTEL_EXPORTER_OTLP_HEADERS", "hunter2"],
    ["OTEL_EXPORTER_OTLP_HEADERS", "key=hunter2%0z"],
    ["OTEL_TRACES_SAMPLER_ARG", "1.1"],
    ["OTEL_TRACES_SAMPLER_ARG", "-0.1"],
  ])("%s=%s", (name, value) => {
    const faults = faultsOf({ [name]: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(new RegExp(`^${name} must be `));
    expect(faults[0]).not.toContain(`=${value}`);
    expect(faults.join()).not.toContain("hunter2");
  });

  it.each<[string, string]>([
    ["SFCC_PRIVATE_KEY_PATH", "/no/such/file.pem"],
    ["SFCC_PRIVATE_KEY_PATH", writeEncryptedKey()],
    ["SFCC_PRIVATE_KEY_PATH", writeEcPair("prime256v1").JWT_PRIVATE_KEY_PATH],
    ["SFCC_PRIVATE_KEY_PATH", writeRsaPair(1024).JWT_PRIVATE_KEY_PATH],
    ["SFCC_PRIVATE_KEY", "secret-that-is-no-key"],
  ])("%s=%s", (name, value) => {
    const faults = faultsOf({ ...org, [name]: value });
    expect(faults).toEqual([
      expect.stringMatching(new RegExp(`^${name} must be .*RSA with at least 2048 bits`)),
    ]);
    expect(faults.join()).not.toContain(value);
  });

  it("SALESFORCE_IDENTITY=caller without the key that people are signed in with", () => {
    expect(faultsOf({ ...org, SALESFORCE_IDENTITY: "caller" })).toEqual([
      expect.stringMatching(/^SFCC_PRIVATE_KEY_PATH is missing: /),
    ]);
  });

  it.each([
    "http://acme.my.salesforce.com",
    "https://acme.my.salesforce.com/path",
    "https://acme.my.salesforce.com/?a=b",
    "https://user:hunter2@acme.my.salesforce.com",
    "ftp://acme.my.salesforce.com",
    "acme.my.salesforce.com/path",
    "acme.my.salesforce.com:443",
    "a b",
    "-acme",
    "acme@evil",
    "javascript:alert(1)",
    "http://127.0.0.1.evil.example",
  ])("SFCC_DOMAIN_NAME=%s", (domain) => {
    const faults = faultsOf({ ...org, SFCC_DOMAIN_NAME: domain });
    expect(faults).toEqual([expect.stringMatching(/^SFCC_DOMAIN_NAME must be login, test, a My Domain/)]);
  });

  it.each(["login", "test", "login.salesforce.com", "https://test.salesforce.com"])(
    "client credentials at %s, where Salesforce cannot know the org",
    (domain) => {
      expect(faultsOf({ ...org, SFCC_DOMAIN_NAME: domain })).toEqual([
        expect.stringMatching(/^SFCC_DOMAIN_NAME must be the org's My Domain/),
      ]);
    },
  );

  const keyPath = { private: rsa.JWT_PRIVATE_KEY_PATH, public: rsa.JWT_PUBLIC_KEY_PATH };
  const noFiles = { JWT_PRIVATE_KEY_PATH: "", JWT_PUBLIC_KEY_PATH: "" };
  const pem = readFileSync(rsa.JWT_PRIVATE_KEY_PATH, "utf8");
  it.each<[string, Record<string, string>, RegExp[]]>([
    [
      "files that are not there",
      { JWT_PRIVATE_KEY_PATH: "/nowhere", JWT_PUBLIC_KEY_PATH: "/nowhere" },
      [/PRIVATE/, /PUBLIC/],
    ],
    ["a folder", { JWT_PRIVATE_KEY_PATH: keyFolder }, [/PRIVATE/]],
    ["a file that is no key", { JWT_PUBLIC_KEY_PATH: writeKeyFile("text") }, [/PUBLIC/]],
    [
      "both files swapped",
      { JWT_PRIVATE_KEY_PATH: keyPath.public, JWT_PUBLIC_KEY_PATH: keyPath.private },
      [/PRIVATE/, /PUBLIC/],
    ],
    ["the private key in both", { JWT_PUBLIC_KEY_PATH: keyPath.private }, [/PUBLIC/]],
    ["an encrypted key", { JWT_PRIVATE_KEY_PATH: writeEncryptedKey() }, [/PRIVATE/]],
    ["RSA with 1,024 bits", writeRsaPair(1024), [/PRIVATE.*2048/, /PUBLIC.*2048/]],
    ["an EC key for RS256", writeEcPair("prime256v1"), [/PRIVATE/, /PUBLIC/]],
    ["an RSA key for ES256", { JWT_ALGORITHM: "ES256" }, [/PRIVATE/, /PUBLIC/]],
    [
      "another curve",
      { ...writeEcPair("secp384r1"), JWT_ALGORITHM: "ES256" },
      [/PRIVATE.*prime256v1/, /PUBLIC/],
    ],
    ["Bitcoin's curve", { ...writeEcPair("secp256k1"), JWT_ALGORITHM: "ES256" }, [/PRIVATE/, /PUBLIC/]],
    ["the key itself beside the files", { JWT_PRIVATE_KEY: pem }, [/JWT_PRIVATE_KEY stands in place of/]],
    [
      "the key itself for another algorithm",
      { ...noFiles, JWT_PRIVATE_KEY: pem, JWT_ALGORITHM: "ES256" },
      [/^JWT_PRIVATE_KEY must be .*ES256.*prime256v1/],
    ],
    [
      "two different pairs",
      { JWT_PUBLIC_KEY_PATH: writeRsaPair(2048).JWT_PUBLIC_KEY_PATH },
      [/JWT_PRIVATE_KEY_PATH and JWT_PUBLIC_KEY_PATH/],
    ],
  ])("keys: %s", (_name, change, sentences) => {
    const faults = faultsOf({ ...org, ...change });
    expect(faults).toEqual(sentences.map((sentence) => expect.stringMatching(sentence)));
    expect(faults.join()).not.toContain(keyFolder);
  });

  it("one port for two servers", () => {
    expect(faultsOf({ PORT: "4001" })).toEqual(["PORT and LOCAL_ORG_PORT must differ."]);
  });

  it("everything at once", () => {
    const faults = faultsOf({
      PORT: "x",
      LOG_LEVEL: "x",
      SFCC_CLIENT_ID: "hunter2 hunter2",
      JWT_ALGORITHM: "HS256",
    });
    const named = faults.map((fault) => fault.split(" ")[0]);
    expect(named.toSorted()).toEqual([
      "JWT_ALGORITHM",
      "LOG_LEVEL",
      "PORT",
      "SFCC_CLIENT_ID",
      "SFCC_CLIENT_SECRET",
      "SFCC_DOMAIN_NAME",
    ]);
    expect(faults.join()).not.toContain("hunter2");
  });
});

describe("the list of settings", () => {
  it("names each variable once, and nothing secret has a default", () => {
    const names = settings.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(settings.filter((setting) => setting.secret && setting.default !== null)).toEqual([]);
  });

  it("is what the code reads: a malformed value of every setting with a form is noticed", () => {
    const free = ["DATA_DIR", "SFCC_ADMIN_PASSWORD"];
    for (const { name } of settings.filter((setting) => !free.includes(setting.name))) {
      expect(
        faultsOf({ [name]: "\u0001 malformed" }).some((fault) => fault.includes(name)),
        name,
      ).toBe(true);
    }
  });
});

function faultsOf(variables: Record<string, string>): readonly string[] {
  try {
    readConfig(variables);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}
