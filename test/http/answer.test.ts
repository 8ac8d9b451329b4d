import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AccessGrant, openTokenIssuer, signAccessToken } from "../../src/auth/token.ts";
import { readConfig } from "../../src/config.ts";
import { startWatchedApp } from "../app.ts";
import { openDatabase } from "../database.ts";
import { type Gateway, startGateway } from "../gateway.ts";
import { writeRsaPair } from "../key-files.ts";

const keys = writeRsaPair(2048);
const browser = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };
const introspection = "{ __schema { queryType { name } } }";

let gateway: Gateway;

beforeAll(async () => {
  gateway = await startGateway({ env: { CORS_ORIGINS: "https://shop.example", ...keys } });
});
afterAll(() => gateway[Symbol.asyncDispose]());

/** Any small request. */
function ask(headers: Readonly<Record<string, string>> = {}, url = gateway.url): Promise<Response> {
  return fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: '{"query":"{ __typename }"}',
  });
}

describe("Every answer", () => {
  const addresses = ["/graphql", "/livez", "/readyz", "/nothing"];

  test.each(addresses)("of %s may not be cached and has an id of its own", async (path) => {
    const answers = await Promise.all([1, 2].map(() => fetch(`${gateway.url}${path}`)));
    const ids = answers.map(({ headers }) => headers.get("x-request-id"));
    expect(new Set(ids).size).toBe(2);
    for (const { headers } of answers) {
      expect(headers.get("x-request-id")).toMatch(/^[\da-f-]{36}$/);
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("x-powered-by")).toBeNull();
    }
  });

  test.each(["abc", "A.b_c-1", "x".repeat(64)])("has the id it was asked with: %s", async (id) => {
    expect((await ask({ "x-request-id": id })).headers.get("x-request-id")).toBe(id);
  });

  test.each(["", "x".repeat(65), "a b", "<script>", '{"level":"error"}', "é"])(
    "has another id than the malformed %j",
    async (id) => {
      expect((await ask({ "x-request-id": id })).headers.get("x-request-id")).toMatch(/^[\da-f-]{36}$/);
    },
  );
});

describe("A token", () => {
  test("that is not valid is refused with 401, always in the same words", async () => {
    const issuer = await openTokenIssuer(readConfig(keys).jwt);
    const other = await openTokenIssuer(readConfig(writeRsaPair(2048)).jwt);
    const grant: AccessGrant = { kind: "USER", subject: "someone", scopes: [], organizationIds: [] };
    const valid = signAccessToken(issuer, grant);
    const [header = "", claims = "", signature = ""] = valid.split(".");
    const richer = Buffer.from(
      Buffer.from(claims, "base64url").toString().replace('"scope":""', '"scope":"accounts:read"'),
    ).toString("base64url");
    const refused = [
      `Bearer ${signAccessToken(issuer, { ...grant, lifetimeSeconds: -1 })}`,
      `Bearer ${signAccessToken({ ...issuer, audience: "elsewhere" }, grant)}`,
      `Bearer ${signAccessToken({ ...issuer, issuer: "https://elsewhere.example" }, grant)}`,
      `Bearer ${signAccessToken(other, grant)}`,
      `Bearer ${signAccessToken({ ...other, signingKey: { ...other.signingKey, id: issuer.signingKey.id } }, grant)}`,
      `Bearer ${header}.${richer}.${signature}`,
      `Bearer ${header}.${claims}.`,
      `Bearer ${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString("base64url")}.${claims}.`,
      "Bearer a.b.c",
      "Bearer x",
      "Bearer ",
      `Bearer ${valid} ${valid}`,
      `Bearer ${valid}${".".repeat(5_000)}`,
      valid,
      `Basic ${Buffer.from("admin:admin").toString("base64")}`,
    ];
    const answers = await Promise.all(refused.map((authorization) => ask({ authorization })));
    expect(answers.map(({ status }) => status)).toEqual(refused.map(() => 401));
    for (const { headers } of answers) expect(headers.get("www-authenticate")).toBe("Bearer");
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(bodies).size).toBe(1);
    expect(JSON.parse(bodies[0] ?? "")).toMatchObject({
      errors: [{ extensions: { code: "UNAUTHENTICATED" } }],
    });
    expect((await ask({ authorization: `Bearer ${valid}` })).status).toBe(200);
  });
});

describe("Pages of other origins", () => {
  test.each([
    ["https://shop.example", "https://shop.example"],
    ["https://shop.example.evil.example", null],
    ["http://shop.example", null],
    ["null", null],
  ])("%s may read answers: %s", async (origin, allowed) => {
    const { headers } = await ask({ origin });
    expect(headers.get("access-control-allow-origin")).toBe(allowed);
    expect(headers.get("access-control-allow-credentials")).toBeNull();
  });

  test("have no one's leave in production unless the settings name them", async () => {
    await using production = await startGateway({ data: "none", env: { NODE_ENV: "production" } });
    const { headers } = await ask({ origin: "https://studio.apollographql.com" }, production.url);
    expect(headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("The explorer", () => {
  test("is there outside production, and the page's policy lets it load what it needs", async () => {
    const response = await fetch(`${gateway.url}/graphql`, { headers: browser });
    const page = await response.text();
    expect(page).toContain("EmbeddedSandbox");
    const policy = response.headers.get("content-security-policy") ?? "";
    const sources = new Set(
      [...page.matchAll(/ (?:src|href)="(https:\/\/[^/"]+)/g)].map(([, source]) => source),
    );
    expect(sources.size).toBeGreaterThan(2);
    for (const source of sources) expect(policy).toContain(source);
    expect(policy).toContain("frame-src 'self' https://sandbox.embed.apollographql.com");
    expect(policy).not.toContain("upgrade-insecure-requests");
  });

  test("and introspection work without a token", async () => {
    expect(await gateway.query(introspection, {}, { token: null })).toEqual({
      data: { __schema: { queryType: { name: "Query" } } },
    });
  });

  test("and introspection are off in production, and no sentence hints at the schema", async () => {
    await using production = await startGateway({ data: "none", env: { NODE_ENV: "production" } });
    const response = await fetch(`${production.url}/graphql`, { headers: browser });
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain("<html");
    expect(response.headers.get("content-security-policy")).not.toContain("apollographql");
    for (const document of [introspection, '{ __type(name: "Account") { name } }', "{ acount { id } }"]) {
      const { data, errors } = await production.query(document);
      expect(data).toBeUndefined();
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(["GRAPHQL_VALIDATION_FAILED"]);
      expect(errors?.[0]?.message).not.toContain("Did you mean");
    }
  });
});

describe("Health", () => {
  test("is good when all is there", async () => {
    const [live, ready] = await Promise.all(
      ["/livez", "/readyz"].map((path) => fetch(`${gateway.url}${path}`)),
    );
    expect([live?.status, await live?.json()]).toEqual([200, { status: "alive" }]);
    expect([ready?.status, await ready?.json()]).toMatchObject([
      200,
      { status: "ready", checks: { salesforce: "ready", postgres: "ready" } },
    ]);
  });

  test("names PostgreSQL when that is away, and the gateway lives on", async () => {
    const { adapter, withSession, ...database } = await openDatabase();
    const config = readConfig({ PORT: "0", ...keys });
    const credentials = {
      flow: "client-credentials",
      clientId: "local-org",
      clientSecret: "local-only",
    } as const;
    await using app = await startWatchedApp(config, {
      org: { loginUrl: gateway.org.url, credentials, callers: null },
      database: { adapter, withSession, [Symbol.asyncDispose]: () => Promise.resolve() },
    });
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
    await database[Symbol.asyncDispose]();
    const ready = await fetch(`${app.url}/readyz`);
    expect([ready.status, await ready.json()]).toMatchObject([
      503,
      { status: "not ready", checks: { salesforce: "ready", postgres: "not ready" } },
    ]);
    expect((await fetch(`${app.url}/livez`)).status).toBe(200);
  });
});
