import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { scopes } from "../../src/auth/scope.ts";
import { type Gateway, startGateway } from "../gateway.ts";

const document = '{ products(filter: { sku: { eq: "GC1040" } }) { nodes { name sku } } }';
const accounts = "{ accounts(first: 3) { nodes { name } } }";
const apart =
  "{ products(first: 1) { nodes { name prices { unitPrice { amount } } } } orders(first: 1) { nodes { id } } }";

describe("With a cache", () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await startGateway({ env: { CACHE_SECONDS: "Product=1 Account=60" } });
  });
  afterAll(() => gateway[Symbol.asyncDispose]());
  beforeEach(() => gateway.org.clearCalls());

  test("the same query is asked of Salesforce once within its time, and the answer says where it is from", async () => {
    const first = await gateway.query(document);
    expect(first.extensions).toBeUndefined();
    const again = await gateway.query(document);
    expect(again).toEqual({ ...first, extensions: { cache: { queries: 1, ageSeconds: 0 } } });
    expect(await gateway.org.calls()).toHaveLength(1);
    await pause(1_100);
    expect((await gateway.query(document)).extensions).toBeUndefined();
    expect(await gateway.org.calls()).toHaveLength(2);
  });

  test("the header Age tells how old the oldest part is", async () => {
    const ask = () =>
      fetch(`${gateway.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${gateway.token()}` },
        body: JSON.stringify({ query: accounts }),
      });
    expect((await ask()).headers.get("age")).toBeNull();
    await pause(1_100);
    expect((await ask()).headers.get("age")).toBe("1");
  });

  test("callers who see other accounts have other answers", async () => {
    const granted = scopes.filter((scope) => scope !== "accounts:all");
    const edge = gateway.token(granted, ["01930000-0000-7000-8000-000000000001"]);
    const unitedOil = gateway.token(granted, ["01930000-0000-7000-8000-000000000002"]);
    const namesOf = async (token: string) =>
      (await gateway.query(accounts, {}, { token })).data.accounts.nodes.map(
        ({ name }: { name: string }) => name,
      );
    for (let round = 0; round < 2; round += 1) {
      expect(await namesOf(edge)).toEqual(["Edge Communications"]);
      expect(await namesOf(unitedOil)).toContain("United Oil & Gas Corp.");
    }
    expect(await gateway.org.calls()).toHaveLength(2);
  });

  test("what reads of a type without a time is never kept", async () => {
    for (let round = 0; round < 2; round += 1) await gateway.query(apart);
    expect(await gateway.org.calls()).toHaveLength(2);
  });
});

test("Without a setting nothing is kept", async () => {
  await using gateway = await startGateway();
  for (let round = 0; round < 2; round += 1)
    expect((await gateway.query(accounts)).extensions).toBeUndefined();
  expect(await gateway.org.calls()).toHaveLength(2);
});

test("A type that there is not stops the gateway at start", async () => {
  const starting = startGateway({ env: { CACHE_SECONDS: "Prodcut=5" } });
  await expect(starting).rejects.toThrow("CACHE_SECONDS names Prodcut");
});

test("A Redis that is not there is no cache, and no error", async () => {
  const env = { CACHE_SECONDS: "Account=60", REDIS_URL: "redis://127.0.0.1:1" };
  await using gateway = await startGateway({ env });
  for (let round = 0; round < 2; round += 1) {
    const { data, errors, extensions } = await gateway.query(accounts);
    expect([errors, extensions]).toEqual([undefined, undefined]);
    expect(data.accounts.nodes).toHaveLength(3);
  }
  expect(await gateway.org.calls()).toHaveLength(2);
});
