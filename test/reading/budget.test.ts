import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { scopes } from "../../src/auth/scope.ts";
import { signAccessToken } from "../../src/auth/token.ts";
import { openCarts } from "../cart/carts.ts";
import { type Gateway, startGateway } from "../gateway.ts";

let gateway: Gateway;
beforeAll(async () => {
  const env = {
    CACHE_SECONDS: "Product=1",
    LOW_PRIORITY_CLIENTS: "nightly-export",
    METRICS_TOKEN: "metrics",
  };
  gateway = await startGateway({ env });
});
afterAll(() => gateway[Symbol.asyncDispose]());

/** Salesforce tells with its next answer. */
async function useUp(used: number): Promise<void> {
  await fetch(`${gateway.org.url}/_local/limits`, {
    method: "POST",
    body: JSON.stringify({ limit: 1_000, used }),
  });
  await gateway.query("{ orders(first: 1) { nodes { id } } }");
  await gateway.org.clearCalls();
}

const client = (id: string) =>
  signAccessToken(gateway.issuer, { kind: "CLIENT", subject: id, scopes: [...scopes], organizationIds: [] });
const accounts = "{ accounts(first: 1) { nodes { name } } }";
const orders = "{ orders(first: 1) { nodes { orderNumber items { nodes { id } } } } }";
const products = "{ products(first: 1) { nodes { name } } }";
const refused = [{ extensions: { code: "SALESFORCE_LIMIT_EXCEEDED" } }];

describe("With enough calls left", () => {
  beforeEach(() => useUp(10));

  test("everybody is served", async () => {
    for (const token of [gateway.token(), client("nightly-export"), client("shop")]) {
      expect((await gateway.query(accounts, {}, { token })).errors).toBeUndefined();
    }
  });
});

describe("When calls run short", () => {
  test("clients of low priority stand back, and older answers of the cache do", async () => {
    await useUp(10);
    await gateway.query(products);
    await pause(1_100);
    await useUp(850);
    expect((await gateway.query(products)).extensions).toEqual({ cache: { queries: 1, ageSeconds: 1 } });
    const { errors } = await gateway.query(accounts, {}, { token: client("nightly-export") });
    expect(errors).toMatchObject(refused);
    expect((await gateway.org.calls()).filter(({ query }) => query !== undefined)).toEqual([]);
    expect((await gateway.query(accounts, {}, { token: client("shop") })).errors).toBeUndefined();
  });
});

describe("When hardly any are left", () => {
  beforeEach(() => useUp(980));

  test("only carts and orders go on; the others are told when to come again", async () => {
    expect((await gateway.query(orders)).errors).toBeUndefined();
    await gateway.org.clearCalls();
    const response = await fetch(`${gateway.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${gateway.token()}` },
      body: JSON.stringify({ query: accounts }),
    });
    expect(await response.json()).toMatchObject({ data: null, errors: refused });
    expect(response.headers.get("retry-after")).toBe("60");
    expect(
      (await gateway.org.calls()).map(({ path }) => path).filter((path) => path.includes("query")),
    ).toEqual([]);
    const carts = await openCarts(gateway);
    const { cart } = await carts.run("createCart", {
      accountId: "001Lo0000000005IAA",
      lines: [{ sku: "GC1020", quantity: 1 }],
    });
    expect(cart.sync).toMatchObject({ state: "SYNCED" });
  });

  test("Salesforce is asked now and then whether there are more", async () => {
    await fetch(`${gateway.org.url}/_local/limits`, {
      method: "POST",
      body: '{ "limit": 1000, "used": 10 }',
    });
    // The probe of the minute may be spent; any order or cart tells as well.
    await gateway.query(orders);
    expect((await gateway.query(accounts)).errors).toBeUndefined();
  });
});

describe("Operators", () => {
  test("see the budget at /readyz and /metrics, with the token", async () => {
    await useUp(850);
    const ready = await (await fetch(`${gateway.url}/readyz`)).json();
    expect(ready).toMatchObject({ status: "ready", apiBudget: { limit: 1_000, state: "CONSERVING" } });
    expect((await fetch(`${gateway.url}/metrics`)).status).toBe(401);
    const headers = { authorization: "Bearer metrics" };
    const text = await (await fetch(`${gateway.url}/metrics`, { headers })).text();
    expect(text).toContain('gateway_salesforce_api_state{state="CONSERVING"} 1');
    expect(text).toMatch(/gateway_salesforce_api_limit 1000/);
    expect(text).toMatch(/gateway_salesforce_calls_total\{outcome="ok"\} \d+/);
    expect(text).toMatch(/gateway_cache_queries_total\{use="stale"\} 1/);
    expect(text).toMatch(/gateway_http_request_duration_seconds_count\{route="\/graphql",status="200"\} \d+/);
  });
});
