import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import { startPlace } from "../salesforce-people.ts";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.org.clearCalls());

async function ask(query: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${gateway.token()}`, ...headers },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as { readonly extensions?: { readonly salesforce?: object } };
}

describe("The trace", () => {
  const query =
    "{ accounts(first: 1) { totalCount nodes { name } } assets(first: 1) { nodes { account { orders { nodes { id } } } } } }";

  test("says in embedded mode what an operation has cost, and what the org's limit is", async () => {
    const { extensions } = await ask(query, { "x-salesforce-trace": "1" });
    const calls = await gateway.org.calls();
    expect(calls).toHaveLength(2);
    const queries = calls.flatMap((call) => (call.parts ?? [call]).map((part) => part.query));
    expect(extensions?.salesforce).toEqual({
      cost: 84,
      costs: [
        { path: "accounts", cost: 13 },
        { path: "assets", cost: 71 },
      ],
      apiCalls: 2,
      roundTrips: 2,
      queries,
      usage: { used: expect.any(Number), limit: 100_000 },
    });
  });

  test("comes to nobody who does not ask", async () => {
    expect((await ask(query)).extensions).toBeUndefined();
  });

  test("is for operators before a real org", async () => {
    await using place = await startPlace();
    await using real = await place.startGateway({ SALESFORCE_IDENTITY: "integration" });
    const headers = { "x-salesforce-trace": "1" };
    const operator = await real.ask(await real.signIn("plain"), "{ accounts { totalCount } }", headers);
    expect(operator.extensions).toMatchObject({ salesforce: { apiCalls: 1, roundTrips: 1 } });
    expect((await real.ask("", "{ viewer { id } }", headers)).extensions).toBeUndefined();
  });
});

describe("apiBudget", () => {
  const budget = "{ apiBudget { used limit reserve state observedAt } }";
  const read = async () => (await gateway.query(budget)).data.apiBudget;

  test("is what Salesforce has told last, and costs no call then", async () => {
    await gateway.query("{ accounts { totalCount } }");
    const calls = (await gateway.org.calls()).length;
    expect(await read()).toMatchObject({
      used: expect.any(Number),
      limit: 100_000,
      reserve: 5_000,
      state: "NORMAL",
    });
    expect(await gateway.org.calls()).toHaveLength(calls);
  });

  test("is asked for when Salesforce has not told yet", async () => {
    await using fresh = await startGateway();
    const { data } = await fresh.query(budget);
    expect(data.apiBudget).toMatchObject({ used: 1, limit: 100_000, state: "NORMAL" });
  });

  test.each([
    [79_000, "NORMAL"],
    [81_000, "CONSERVING"],
    [96_000, "CRITICAL"],
  ])("of which %i calls are used is %s", async (used, state) => {
    await using fresh = await startGateway();
    await fetch(`${fresh.org.url}/_local/limits`, { method: "POST", body: JSON.stringify({ used }) });
    expect((await fresh.query(budget)).data.apiBudget).toMatchObject({ state });
  });
});
