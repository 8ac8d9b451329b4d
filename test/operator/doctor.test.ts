import { CosmosClient } from "@azure/cosmos";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startSampleProvider } from "../auth/sample-provider.ts";
import { findClosedPort } from "../closed-port.ts";
import { createThrowaway, dropThrowaway, serverUrl } from "../database.ts";
import { keyFolder, writeRsaPair } from "../key-files.ts";
import { startOrg, type TestOrg } from "../local-org/org.ts";
import { type CosmosServer, startCosmos } from "../stores/cosmos-server.ts";
import { openTerminal, type Settings, type Terminal } from "./operate.ts";
import { expectPrinted } from "./printed.ts";

const stack = new AsyncDisposableStack();
let terminal: Terminal;
let org: TestOrg;
let cosmos: CosmosServer;
beforeAll(async () => {
  terminal = stack.use(await openTerminal());
  org = stack.use(await startOrg({ data: "sample" }));
  cosmos = stack.use(await startCosmos());
});
afterAll(() => stack.disposeAsync());

const secret = "a-secret-that-is-not-printed";

const good = (): Record<string, string> => ({
  SFCC_DOMAIN_NAME: org.url,
  SFCC_CLIENT_ID: "local-org",
  SFCC_CLIENT_SECRET: "local-only",
  WEBSTORE_ID: org.webStoreId ?? "",
});

interface Examined {
  readonly code: number;
  readonly text: string;
  /** By check. */
  readonly states: Readonly<Record<string, string>>;
  readonly found: Readonly<Record<string, string>>;
  readonly remedies: Readonly<Record<string, string | null>>;
}

interface Row {
  readonly check: string;
  readonly state: string;
  readonly found: string;
  readonly remedy: string | null;
}

async function run(settings: Settings, ...words: string[]): Promise<{ code: number; text: string }> {
  const { code, stdout, stderr } = await terminal.operate(settings, ["doctor", ...words]);
  expect(stderr).toBe("");
  expect(stdout).not.toContain(secret);
  return { code, text: stdout };
}

async function examine(settings: Settings): Promise<Examined> {
  const { code, text } = await run(settings);
  return { code, text, ...columnsOf(rowsOf(text)) };
}

/** What people read, as programs would. */
function rowsOf(text: string): readonly Row[] {
  const [head = "", ...lines] = (text.split("\n\n")[0] ?? "").split("\n");
  const [state, found] = [head.indexOf("state"), head.indexOf("found")];
  return lines.flatMap((line, index) => {
    const remedy = lines[index + 1]?.split(" -> ")[1] ?? null;
    const row = { check: line.slice(0, state).trim(), state: line.slice(state, found).trim() };
    return row.check === "" ? [] : [{ ...row, found: line.slice(found), remedy }];
  });
}

const columnsOf = (rows: readonly Row[]) => {
  const by = <K extends keyof Row>(key: K) => Object.fromEntries(rows.map((row) => [row.check, row[key]]));
  return { states: by("state"), found: by("found"), remedies: by("remedy") };
};

const failedOf = ({ states }: Examined) => Object.keys(states).filter((name) => states[name] === "FAILED");

const fixed = () =>
  [
    [keyFolder, "/etc/gateway"],
    [terminal.folder, "/srv/gateway/data"],
  ] as const;

describe("The doctor", () => {
  test("finds nothing amiss in a set-up that is in order", async () => {
    const examined = await examine(good());
    expect(examined).toMatchObject({ code: 0 });
    expect(failedOf(examined)).toEqual([]);
    expect(examined.states).toMatchObject({
      "Salesforce sign-in": "ok",
      "record maps": "ok",
      "web store": "ok",
      "buyer access": "ok",
    });
    await expectPrinted({ doc: "doctor.md", name: "in order" }, examined.text, fixed());
  });

  test("tells programs the same as people", async () => {
    const settings = { ...good(), SFCC_CLIENT_SECRET: secret };
    const [forPeople, forPrograms] = [await examine(settings), await run(settings, "--json")];
    const { ready, checks } = JSON.parse(forPrograms.text) as { ready: boolean; checks: readonly Row[] };
    expect([forPrograms.code, ready]).toEqual([1, false]);
    const { found, remedies } = columnsOf(checks);
    expect({ found, remedies }).toEqual({ found: forPeople.found, remedies: forPeople.remedies });
  });

  test("starts what stands in for Salesforce where nothing is set", async () => {
    const examined = await examine({});
    expect(examined).toMatchObject({ code: 0 });
    expect(examined.found["Salesforce sign-in"]).toContain("local org");
    expect(examined.found.PostgreSQL).toContain("started with the gateway");
  });

  test("tells of a secret that Salesforce refuses, and goes on with the rest", async () => {
    const examined = await examine({ ...good(), SFCC_CLIENT_SECRET: secret });
    expect(examined).toMatchObject({ code: 1 });
    expect(failedOf(examined)).toEqual(["Salesforce sign-in"]);
    expect(examined.remedies["Salesforce sign-in"]).toContain("SFCC_CLIENT_SECRET");
    expect(examined.states).toMatchObject({ PostgreSQL: "ok", "record maps": "-", "web store": "-" });
    await expectPrinted({ doc: "doctor.md", name: "a wrong secret" }, examined.text, fixed());
  });

  test("tells of a PostgreSQL that is away, without the password of its address", async () => {
    const address = `postgresql://gateway:${secret}@127.0.0.1:${await findClosedPort()}/gateway`;
    const examined = await examine({ ...good(), PSQL_CONNECTION_STRING: address });
    expect(examined.code).toBe(1);
    expect(failedOf(examined)).toEqual(["PostgreSQL"]);
    expect(examined.found.PostgreSQL).toContain("ECONNREFUSED");
    expect(examined.states).toMatchObject({ migrations: "-", "Salesforce sign-in": "ok" });
    await expectPrinted({ doc: "doctor.md", name: "PostgreSQL is away" }, examined.text, fixed());
  });

  const openCosmos = () =>
    new CosmosClient({
      endpoint: cosmos.endpoint,
      key: cosmos.key,
      connectionPolicy: { enableEndpointDiscovery: false },
    });
  const cosmosSettings = (database: string) => ({
    ...good(),
    AZURE_COSMOS_ENDPOINT: cosmos.endpoint,
    AZURE_COSMOS_KEY: cosmos.key,
    AZURE_COSMOS_DATABASE: database,
  });

  test("tells of a container that is missing, and makes none", async () => {
    const examined = await examine(cosmosSettings("empty"));
    expect(examined).toMatchObject({ code: 0, states: { "Cosmos DB": "WARNING" } });
    expect(examined.remedies["Cosmos DB"]).toContain("/partition");
    const client = openCosmos();
    expect((await client.databases.readAll().fetchAll()).resources.map(({ id }) => id)).not.toContain(
      "empty",
    );
  });

  test("tells of a container with another partition key", async () => {
    const client = openCosmos();
    const { database } = await client.databases.createIfNotExists({ id: "other" });
    await database.containers.createIfNotExists({ id: "carts", partitionKey: "/id" });
    const examined = await examine(cosmosSettings("other"));
    expect(failedOf(examined)).toEqual(["Cosmos DB"]);
    expect(examined.found["Cosmos DB"]).toContain("/id");
    await expectPrinted({ doc: "doctor.md", name: "another partition key" }, examined.text, fixed());
  });

  test("tells of keys that are no pair", async () => {
    const { JWT_PUBLIC_KEY_PATH } = writeRsaPair(2048);
    const keys = { ...writeRsaPair(2048), JWT_PUBLIC_KEY_PATH };
    const examined = await examine({
      ...good(),
      NODE_ENV: "production",
      JWT_ISSUER: "https://gateway.example",
      ...keys,
    });
    expect(failedOf(examined)).toEqual(["signing keys"]);
    expect(examined.found["signing keys"]).toContain("one pair");
    expect(examined.states).toMatchObject({ settings: "ok", "Salesforce sign-in": "ok" });
    await expectPrinted({ doc: "doctor.md", name: "keys that are no pair" }, examined.text, fixed());
  });

  test("tells of a web store that there is not, and of fields that Salesforce hides", async () => {
    const examined = await examine({
      ...good(),
      SFCC_ADMIN_USERNAME: "reader@local-org.example",
      SFCC_ADMIN_PASSWORD: "local-only",
      SFCC_ADMIN_TOKEN: "LocalSecurityToken",
      WEBSTORE_ID: "0ZE000000000001",
    });
    expect(failedOf(examined)).toEqual(["record maps", "web store"]);
    for (const field of ["Account.AnnualRevenue", "Account.NumberOfEmployees", "Asset.Price"])
      expect(examined.found["record maps"]).toContain(field);
    expect(examined.found["web store"]).toContain(org.webStoreId);
    expect(examined.states["buyer access"]).toBe("-");
    await expectPrinted(
      { doc: "doctor.md", name: "a wrong web store and hidden fields" },
      examined.text,
      fixed(),
    );
  });

  test("tells of each setting where it belongs, all at once", async () => {
    const examined = await examine({
      ...good(),
      WEBSTORE_ID: "my store",
      REDIS_URL: "localhost",
      CORS_ORIGINS: "everywhere",
      SALESFORCE_API_VERSION: "60.0",
    });
    expect(failedOf(examined)).toEqual(["settings", "Redis", "web store"]);
    expect(examined.found.settings).toMatch(/^CORS_ORIGINS must be/);
    expect(examined.found.Redis).toMatch(/^REDIS_URL must be/);
    expect(examined.states["API version"]).toBe("ok");
  });

  test("tells of a version that the org does not offer, and of an org without calls", async () => {
    const old = await examine({ ...good(), SALESFORCE_API_VERSION: "99.0" });
    expect(failedOf(old)).toEqual(["API version"]);
    expect(old.remedies["API version"]).toBe("Set SALESFORCE_API_VERSION=68.0.");
    await fetch(`${org.url}/_local/limits`, {
      method: "POST",
      body: JSON.stringify({ limit: 1000, used: 980 }),
    });
    const short = await examine(good());
    await fetch(`${org.url}/_local/limits`, {
      method: "POST",
      body: JSON.stringify({ limit: 100_000, used: 0 }),
    });
    expect(failedOf(short)).toEqual(["API budget"]);
    expect(short.found["API budget"]).toMatch(/^CRITICAL: \d+ of 1000/);
  });

  test("tells of a Redis, a port and a provider that do not do", async () => {
    await using provider = await startSampleProvider();
    const port = await findClosedPort();
    const settings = {
      ...good(),
      PORT: String(new URL(org.url).port),
      REDIS_URL: `redis://:${secret}@127.0.0.1:${port}`,
      ...provider.env,
    };
    const examined = await examine(settings);
    expect(failedOf(examined)).toEqual(["ports", "Redis"]);
    expect(examined.states["identity provider"]).toBe("ok");
    const away = await examine({ ...settings, PORT: "0", IDP_JWKS_URL: `http://127.0.0.1:${port}/keys` });
    expect(failedOf(away)).toEqual(["Redis", "identity provider"]);
  });
});

describe.runIf(serverUrl !== undefined)("On a PostgreSQL server the doctor", () => {
  let address: string;
  beforeAll(async () => {
    address = await createThrowaway(serverUrl ?? "");
  });
  afterAll(() => dropThrowaway(address));

  test("tells of migrations that are missing, and applies none", async () => {
    const settings = { ...good(), PSQL_CONNECTION_STRING: address };
    const waiting = await examine(settings);
    expect(waiting).toMatchObject({ code: 0, states: { migrations: "ok" } });
    const examined = await examine({ ...settings, MIGRATE_ON_START: "false" });
    expect(failedOf(examined)).toEqual(["migrations"]);
    await expectPrinted({ doc: "doctor.md", name: "migrations are missing" }, examined.text, fixed());
  });
});
