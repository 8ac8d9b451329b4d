import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { scopes } from "../../src/auth/scope.ts";
import { type Gateway, startGateway } from "../gateway.ts";
import { edge, edgeOrganization, openMachines } from "./machines.ts";

const serviced = "GC1040-000101";
let gateway: Gateway;
let machineId: string;
beforeAll(async () => {
  gateway = await startGateway();
  const { data } = await gateway.query(`{ assetBySerialNumber(serialNumber: "${serviced}") { id } }`);
  machineId = data.assetBySerialNumber.id;
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.org.clearCalls());

async function ask(selection: string) {
  const document = `query ($id: ID!) { asset(id: $id) { ${selection} } }`;
  const { data, errors } = await gateway.query(document, { id: machineId });
  if (errors) throw new Error(JSON.stringify(errors));
  return data.asset;
}

describe("The service history of a machine", () => {
  test("is its cases and work orders, latest first, in one call", async () => {
    const { serviceHistory } = await ask(
      "serviceHistory { totalCount nodes { kind number subject status openedAt closedAt } }",
    );
    expect(serviceHistory.totalCount).toBe(5);
    expect(serviceHistory.nodes.map(({ kind, subject }: Record<string, string>) => [kind, subject])).toEqual([
      ["CASE", "Loud at half load"],
      ["WORK_ORDER", "Second yearly service"],
      ["CASE", "Oil pressure warning"],
      ["WORK_ORDER", "Replace glow plugs"],
      ["CASE", "Does not start below -10 °C"],
    ]);
    expect(serviceHistory.nodes[0]).toMatchObject({ status: "Working", closedAt: null });
    expect(await gateway.org.calls()).toHaveLength(1);
  });

  test("is paged without gaps, whatever the kinds", async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page = `first: 2, after: ${JSON.stringify(after)}`;
      const { serviceHistory } = await ask(
        `serviceHistory(${page}) { nodes { number } pageInfo { hasNextPage endCursor } }`,
      );
      seen.push(...serviceHistory.nodes.map(({ number }: { number: string }) => number));
      after = serviceHistory.pageInfo.hasNextPage ? serviceHistory.pageInfo.endCursor : null;
    } while (after !== null);
    expect(new Set(seen).size).toBe(5);
    expect(seen).toHaveLength(5);
  });

  test("of many machines comes with them in one call", async () => {
    const document =
      "{ assets(first: 50) { nodes { serialNumber coverage { state } serviceHistory(first: 3) { nodes { subject } } } } }";
    const { data } = await gateway.query(document);
    const machine = data.assets.nodes.find(
      (each: { serialNumber: string }) => each.serialNumber === serviced,
    );
    expect(machine?.serviceHistory.nodes).toHaveLength(3);
    expect(await gateway.org.calls()).toHaveLength(1);
  });
});

describe("The coverage of a machine", () => {
  test("is the promise that holds longest: a service contract beyond an expired warranty", async () => {
    expect((await ask("coverage { state endsOn source }")).coverage).toEqual({
      state: "ACTIVE",
      endsOn: "2029-10-20",
      source: "ENTITLEMENT",
    });
    expect(await gateway.org.calls()).toHaveLength(1);
  });

  test("is its usageEndDate where nothing else is promised, and null where nothing is", async () => {
    const document = "{ assets(first: 200) { nodes { usageEndDate coverage { state endsOn source } } } }";
    const { data } = await gateway.query(document);
    const { nodes } = data.assets;
    expect(nodes).toContainEqual({
      usageEndDate: "2026-06-30",
      coverage: { state: "EXPIRED", endsOn: "2026-06-30", source: "USAGE_END_DATE" },
    });
    expect(nodes).toContainEqual({ usageEndDate: null, coverage: null });
  });

  test("that begins in the future is not there yet", async () => {
    const { run } = await openMachines(gateway);
    const input = { accountId: edge, sku: "GC1040", serialNumber: "FUTURE-1" };
    const { asset } = await run("registerAsset", input);
    const dates = { StartDate: "2126-01-01", EndDate: "2127-01-01" };
    await gateway.org.seed([{ attributes: { type: "AssetWarranty" }, AssetId: asset.id, ...dates }]);
    const document = "query ($id: ID!) { asset(id: $id) { coverage { state source } } }";
    const { data } = await gateway.query(document, { id: asset.id });
    expect(data.asset.coverage).toEqual({ state: "NOT_STARTED", source: "WARRANTY" });
  });
});

describe("The orders of a machine", () => {
  test("are those of its product for its account", async () => {
    const { orders, account, product } = await ask(
      "account { id } product { sku } orders { totalCount nodes { account { id } items { nodes { product { sku } } } } }",
    );
    expect(orders.totalCount).toBeGreaterThan(0);
    for (const order of orders.nodes) {
      expect(order.account).toEqual(account);
      expect(order.items.nodes).toContainEqual({ product });
    }
  });

  test("are none of a component, which has no product", async () => {
    const { children } = await ask(
      "children { nodes { product { id } orders { totalCount nodes { id } } } }",
    );
    expect(children.nodes[0]).toEqual({ product: null, orders: { totalCount: 0, nodes: [] } });
  });
});

test("An org without service records, or that hides them, tells what it has", async () => {
  const body = [
    {
      errorCode: "INVALID_TYPE",
      message: "Didn't understand relationship 'WorkOrders' in FROM part of query call.",
    },
  ];
  const fault = { path: "/query", status: 400, body, times: 1 };
  await fetch(`${gateway.org.url}/_local/faults`, { method: "POST", body: JSON.stringify(fault) });
  const hidden = {
    path: "/sobjects/WorkOrder/describe",
    status: 404,
    body: [{ errorCode: "NOT_FOUND", message: "The requested resource does not exist" }],
    times: 1,
  };
  await fetch(`${gateway.org.url}/_local/faults`, { method: "POST", body: JSON.stringify(hidden) });
  const token = gateway.token(
    scopes.filter((scope) => scope !== "accounts:all"),
    [edgeOrganization],
  );
  const document = `query ($id: ID!) { asset(id: $id) { serialNumber serviceHistory { nodes { kind } } } }`;
  const { data, errors } = await gateway.query(document, { id: machineId }, { token });
  expect(errors).toBeUndefined();
  expect(data.asset.serialNumber).toBe(serviced);
  expect(data.asset.serviceHistory.nodes).toEqual([{ kind: "CASE" }, { kind: "CASE" }, { kind: "CASE" }]);
});
