import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTokenIssuer, signAccessToken } from "../src/auth/token.ts";
import { readConfig } from "../src/config.ts";
import { startWatchedApp } from "./app.ts";
import { shareDatabase } from "./database.ts";
import type { Answer } from "./gateway.ts";
import { writeRsaPair } from "./key-files.ts";
import { startOrg, type TestOrg } from "./local-org/org.ts";

let org: TestOrg;

beforeAll(async () => {
  org = await startOrg({ data: "sample" });
});
afterAll(() => org[Symbol.asyncDispose]());

const client = { SFCC_CLIENT_ID: "local-org", SFCC_CLIENT_SECRET: "local-only" };
const user = {
  SFCC_ADMIN_USERNAME: "admin@local-org.example",
  SFCC_ADMIN_PASSWORD: "local-only",
  SFCC_ADMIN_TOKEN: "LocalSecurityToken",
};

/** Asks a gateway with these settings, beside the address of the org, for an account. */
async function askAs(settings: NodeJS.ProcessEnv): Promise<Answer> {
  const config = readConfig({
    PORT: "0",
    SFCC_DOMAIN_NAME: org.url,
    ...writeRsaPair(2048),
    ...settings,
  });
  await using app = await startWatchedApp(config, { org: null, database: await shareDatabase() });
  const scopes = ["accounts:read", "accounts:all"] as const;
  const grant = { kind: "USER", subject: "tester", scopes, organizationIds: [] } as const;
  const token = signAccessToken(await openTokenIssuer(config.jwt), grant);
  await org.forgetCalls();
  const response = await fetch(`${app.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: '{ account(id: "001Lo0000000005IAA") { name } }' }),
  });
  return (await response.json()) as Answer;
}

describe("A gateway before an org of its settings", () => {
  test("signs in with client credentials", async () => {
    expect(await askAs(client)).toEqual({ data: { account: { name: "Edge Communications" } } });
    expect((await org.calls()).map((call) => call.identity)).toEqual([
      "integration@local-org.example",
      "integration@local-org.example",
    ]);
  });

  test("signs in with user name, password and security token", async () => {
    expect(await askAs({ ...client, ...user })).toEqual({
      data: { account: { name: "Edge Communications" } },
    });
    expect((await org.calls()).map((call) => [call.path, call.identity])).toEqual([
      ["/services/oauth2/token", "admin@local-org.example"],
      ["/services/data/v68.0/query", "admin@local-org.example"],
    ]);
  });

  test("reads through the API version of its settings", async () => {
    await askAs({ ...client, SALESFORCE_API_VERSION: "60.0" });
    expect((await org.calls()).at(-1)).toMatchObject({ path: "/services/data/v60.0/query" });
  });

  test.each([
    ["client secret", { ...client, SFCC_CLIENT_SECRET: "wrong-canary" }],
    ["security token", { ...client, ...user, SFCC_ADMIN_TOKEN: "wrong-canary" }],
  ])(
    "says that Salesforce refuses a wrong %s, after one try and without the secret",
    async (_what, settings) => {
      const { errors } = await askAs(settings);
      expect(errors).toMatchObject([{ extensions: { code: "SALESFORCE_REFUSED" } }]);
      expect(JSON.stringify(errors)).not.toContain("wrong");
      expect(await org.calls()).toMatchObject([{ path: "/services/oauth2/token", status: 400 }]);
    },
  );
});
