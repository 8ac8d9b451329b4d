import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import { writeRsaPair } from "../key-files.ts";
import { type BrokenSalesforce, json, startBrokenSalesforce, text } from "./broken-salesforce.ts";

let salesforce: BrokenSalesforce;
let gateway: Gateway;

beforeAll(async () => {
  salesforce = await startBrokenSalesforce();
  gateway = await startGateway({
    data: "none",
    env: {
      SFCC_DOMAIN_NAME: salesforce.url,
      SFCC_CLIENT_ID: "client",
      SFCC_CLIENT_SECRET: "secret",
      SALESFORCE_TIMEOUT_SECONDS: "1",
      ...writeRsaPair(2048),
    },
  });
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await salesforce[Symbol.asyncDispose]();
});

const account = '{ account(id: "001000000000001AAA") { name } }';
const page = { totalSize: 1, done: true, records: [{ Id: "001000000000001AAA", Name: "Acme" }] };
const cut = JSON.stringify(page).slice(0, 40);
const moved = { "content-type": "application/json", location: "https://elsewhere.example/query" };

const faults = [
  ["closes the connection", "SALESFORCE_UNAVAILABLE", (_, response) => response.destroy()],
  [
    "resets the connection in the middle of its answer",
    "SALESFORCE_UNAVAILABLE",
    (_, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": 1_000 }).write(cut);
      setTimeout(() => response.socket?.resetAndDestroy(), 20);
    },
  ],
  ["answers JSON that is cut short", "SALESFORCE_UNAVAILABLE", text(200, "application/json", cut)],
  [
    "shows a page for people",
    "SALESFORCE_UNAVAILABLE",
    text(200, "text/html", "<h1>Down for maintenance</h1>"),
  ],
  [
    "is out of service",
    "SALESFORCE_UNAVAILABLE",
    json(503, [{ errorCode: "SERVER_UNAVAILABLE", message: "busy" }]),
  ],
  ["fails without a reason", "SALESFORCE_UNAVAILABLE", text(502, "text/html", "<h1>Bad gateway</h1>")],
  ["does not answer", "SALESFORCE_TIMEOUT", () => undefined],
  ["points elsewhere", "SALESFORCE_ERROR", (_, response) => response.writeHead(302, moved).end()],
  [
    "has no calls left",
    "SALESFORCE_LIMIT_EXCEEDED",
    json(403, [{ errorCode: "REQUEST_LIMIT_EXCEEDED", message: "TotalRequests Limit exceeded." }]),
  ],
  [
    "does not know a column",
    "SALESFORCE_ERROR",
    json(400, [{ errorCode: "INVALID_FIELD", message: "SELECT Id, Name: No such column 'Name'" }]),
  ],
  [
    "never accepts the session",
    "SALESFORCE_REFUSED",
    json(401, [{ errorCode: "INVALID_SESSION_ID", message: "Session expired or invalid" }]),
  ],
  [
    "leaves out what every account has",
    "INTERNAL_SERVER_ERROR",
    json(200, { ...page, records: [{ Id: "001000000000001AAA" }] }),
  ],
] as const satisfies readonly (readonly [string, string, Parameters<BrokenSalesforce["breakAs"]>[0]])[];

describe("When Salesforce", () => {
  test.each(faults)("%s, the answer is %s and the gateway lives on", async (_what, code, handler) => {
    salesforce.breakAs(handler);
    const answer = await gateway.query(account);
    expect(answer).toEqual({
      data: { account: null },
      errors: [expect.objectContaining({ path: expect.arrayContaining(["account"]), extensions: { code } })],
    });
    expect(answer.errors?.[0]?.message).not.toMatch(
      /127\.0\.0\.1|SELECT|column|Name|ECONN|UND_ERR|session|elsewhere/,
    );
    expect(salesforce.queries()).toBeLessThanOrEqual(3);
    expect(salesforce.signIns()).toBeLessThanOrEqual(1);

    salesforce.breakAs(json(200, page));
    // Where there were no calls left a probe has to find out first that there are some again.
    const again = () => gateway.query(account);
    await expect.poll(again, { timeout: 5_000 }).toEqual({ data: { account: { name: "Acme" } } });
  });

  test.each([
    [
      "refuses a text",
      "BAD_USER_INPUT",
      json(400, [
        { errorCode: "MALFORMED_SEARCH", message: "search term must be longer than one character: a*" },
      ]),
    ],
    ["has no answer for it", "SALESFORCE_ERROR", json(200, { totalSize: 0, records: [] })],
    [
      "is out of service",
      "SALESFORCE_UNAVAILABLE",
      json(503, [{ errorCode: "SERVER_UNAVAILABLE", message: "busy" }]),
    ],
  ] as const)("%s that was searched for, the answer is %s", async (_what, code, handler) => {
    salesforce.breakAs(handler);
    const { data, errors } = await gateway.query('{ search(query: "a b") { __typename } }');
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ path: ["search"], extensions: { code } }]);
    expect(errors?.[0]?.message).not.toContain("a*");
  });

  test("is away, readiness says so by name, and liveness does not mind", async () => {
    for (const handler of [text(503, "text/html", ""), () => undefined]) {
      salesforce.breakAs(handler);
      const started = performance.now();
      const ready = await fetch(`${gateway.url}/readyz`);
      expect(performance.now() - started).toBeLessThan(2_500);
      expect(ready.status).toBe(503);
      expect(await ready.json()).toEqual({
        status: "not ready",
        checks: { salesforce: "not ready", postgres: "ready" },
        apiBudget: null,
      });
      expect((await fetch(`${gateway.url}/livez`)).status).toBe(200);
    }
  });
});

describe("When the session expires", () => {
  test("50 queries at once are all answered after one new sign-in", async () => {
    await using local = await startGateway();
    const document = "{ accounts(first: 1) { nodes { name } } }";
    const before = await local.query(document);
    await fetch(`${local.org.url}/_local/faults`, { method: "POST", body: '{"expireSessions":true}' });
    await fetch(`${local.org.url}/_local/calls`, { method: "DELETE" });
    const answers = await Promise.all(Array.from({ length: 50 }, () => local.query(document)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set([JSON.stringify(before)]),
    );
    const calls = (await (await fetch(`${local.org.url}/_local/calls`)).json()) as {
      readonly path: string;
    }[];
    expect(calls.filter(({ path }) => path === "/services/oauth2/token")).toHaveLength(1);
  });
});
