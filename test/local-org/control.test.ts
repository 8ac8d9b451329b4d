import { describe, expect, test } from "vitest";
import { manyAccounts, recordsOf, startOrg } from "./org.ts";

const base = "/services/data/v68.0";

describe("the call log", () => {
  test("has one entry for each request, in order, with its SOQL", async () => {
    await using org = await startOrg();
    const connection = await org.connect();
    await connection.query("SELECT Id FROM Account");
    await org.send(connection, `${base}/sobjects/Foo`);
    await fetch(`${org.url}${base}/limits`);
    const identity = "integration@local-org.example";
    expect(await org.calls()).toEqual([
      { method: "POST", path: "/services/oauth2/token", identity, counted: false, status: 200 },
      {
        method: "GET",
        path: `${base}/query`,
        query: "SELECT Id FROM Account",
        identity,
        counted: true,
        status: 200,
      },
      { method: "GET", path: `${base}/sobjects/Foo`, identity, counted: true, status: 404 },
      { method: "GET", path: `${base}/limits`, identity: null, counted: false, status: 401 },
    ]);
    await org.forgetCalls();
    expect(await org.calls()).toEqual([]);
  });

  test("and every other control endpoint are off unless asked for", async () => {
    await using org = await startOrg({ control: false });
    for (const path of ["/_local/calls", "/_local/seed", "/_local/faults"]) {
      expect((await fetch(org.url + path, { method: "POST", body: "{}" })).status).toBe(404);
    }
  });
});

describe("API calls", () => {
  test("are counted in the Sforce-Limit-Info header and in /limits", async () => {
    await using org = await startOrg({ apiLimit: 10 });
    const connection = await org.connect();
    await connection.query("SELECT Id FROM Account");
    const response = await org.send(connection, `${base}/limits`);
    expect(response.headers.get("sforce-limit-info")).toBe("api-usage=2/10");
    expect(await response.json()).toMatchObject({ DailyApiRequests: { Max: 10, Remaining: 8 } });
  });

  test("are refused beyond the limit until a day has passed", async () => {
    const clock = { time: Date.UTC(2026, 10, 1) };
    await using org = await startOrg({ apiLimit: 2, now: () => new Date(clock.time) });
    const connection = await org.connect();
    const status = async () => (await org.send(connection, `${base}/limits`)).status;
    expect([await status(), await status(), await status()]).toEqual([200, 200, 403]);
    const refused = await org.send(connection, `${base}/limits`);
    expect(refused.headers.get("sforce-limit-info")).toBe("api-usage=2/2");
    expect(await refused.json()).toEqual([
      { message: "TotalRequests Limit exceeded.", errorCode: "REQUEST_LIMIT_EXCEEDED" },
    ]);
    clock.time += 24 * 60 * 60_000;
    const next = await org.connect();
    expect((await org.send(next, `${base}/limits`)).status).toBe(200);
  });
});

describe("seeding", () => {
  test("inserts records that refer to each other", async () => {
    await using org = await startOrg();
    const seeded = await org.seed({
      records: [
        { attributes: { type: "Account", referenceId: "acme" }, Name: "Acme" },
        { attributes: { type: "Asset", referenceId: "pump" }, Name: "Pump", AccountId: "@acme" },
        { attributes: { type: "Asset" }, Name: "Valve", AccountId: "@acme", ParentId: "@pump" },
      ],
    });
    expect(seeded.created).toEqual({ Account: 1, Asset: 2 });
    const connection = await org.connect();
    const found = await connection.query(
      "SELECT Name, Account.Name, Parent.Name FROM Asset WHERE ParentId != null",
    );
    expect(found.records).toMatchObject([
      { Name: "Valve", Account: { Name: "Acme" }, Parent: { Name: "Pump" } },
    ]);
  });

  test("inserts nothing when one record is refused", async () => {
    await using org = await startOrg();
    const wanted = recordsOf("Account", [{ Name: "Good" }, { Nonsense: 1 }]);
    await expect(org.seed(wanted)).rejects.toThrow("INVALID_FIELD");
    expect((await (await org.connect()).query("SELECT COUNT() FROM Account")).totalSize).toBe(0);
  });

  test("adds generated records, to the old accounts when there are no new ones", async () => {
    await using org = await startOrg();
    const connection = await org.connect();
    const count = async (soql: string) => (await connection.query(soql)).totalSize;
    expect(await org.seed({ accounts: 20 })).toMatchObject({ created: { Account: 20 } });
    await org.seed({ assets: 100, orders: 30 });
    await org.seed({ orders: 5 });
    expect(await count("SELECT COUNT() FROM Account")).toBe(20);
    expect(await count("SELECT COUNT() FROM Asset WHERE Account.Name != null")).toBe(100);
    expect(await count("SELECT COUNT() FROM Order")).toBe(35);
    const numbers = await connection.query<{ OrderNumber: string }>("SELECT OrderNumber FROM Order");
    expect(new Set(numbers.records.map((record) => record.OrderNumber)).size).toBe(35);
  });

  test("refuses amounts that are none", async () => {
    await using org = await startOrg();
    await expect(org.seed({ accounts: -1 })).rejects.toThrow("accounts must be a whole number of records");
    await expect(org.seed({ assets: 5 })).rejects.toThrow("Assets and orders need accounts");
  });

  test("goes on with ids and order numbers where clients stopped", async () => {
    await using org = await startOrg();
    const connection = await org.connect();
    await org.seed({ accounts: 3, orders: 3 });
    const [account] = (await connection.query<{ Id: string }>("SELECT Id FROM Account LIMIT 1")).records;
    const created = await connection
      .sobject("Order")
      .create({ AccountId: String(account?.Id), EffectiveDate: "2026-11-01", Status: "Draft" });
    expect(created.success).toBe(true);
    await org.seed({ orders: 3 });
    await org.seed(manyAccounts(10));
    const orders = await connection.query<{ OrderNumber: string }>("SELECT OrderNumber FROM Order");
    expect(new Set(orders.records.map((record) => record.OrderNumber)).size).toBe(7);
    expect((await connection.query("SELECT Id FROM Account")).totalSize).toBe(13);
  });
});

describe("the sample data", () => {
  const everything = {
    Account: "SELECT Id, Name, ParentId, BillingAddress FROM Account",
    Contact: "SELECT Id, Name, Email, AccountId FROM Contact",
    Product2: "SELECT Id, Name, ProductCode FROM Product2",
    PricebookEntry: "SELECT Id, UnitPrice, IsActive, Pricebook2.Name FROM PricebookEntry",
    Asset: "SELECT Id, Name, SerialNumber, ParentId, InstallDate FROM Asset",
    Order: "SELECT Id, OrderNumber, Status, TotalAmount, EffectiveDate FROM Order",
    OrderItem: "SELECT Id, OrderId, Quantity, UnitPrice, TotalPrice FROM OrderItem",
  };

  test("is the same at every start", async () => {
    const read = async () => {
      await using org = await startOrg({ data: "sample" });
      const connection = await org.connect();
      const queries = Object.values(everything).map((soql) => connection.query(soql));
      return await Promise.all(queries);
    };
    const first = await read();
    expect(first.map((result) => result.totalSize)).toEqual([12, 20, 17, 30, 61, 120, expect.any(Number)]);
    expect(await read()).toEqual(first);
  });

  test("adds up: every order's total is the sum of its items", async () => {
    await using org = await startOrg({ data: "sample" });
    const connection = await org.connect();
    const orders = await connection.query<{
      TotalAmount: number;
      OrderItems: { records: { TotalPrice: number }[] };
    }>("SELECT TotalAmount, (SELECT TotalPrice FROM OrderItems) FROM Order");
    for (const { TotalAmount, OrderItems } of orders.records) {
      const sum = OrderItems.records.reduce((total, item) => total + item.TotalPrice, 0);
      expect(sum).toBeCloseTo(TotalAmount, 2);
    }
  });

  test("has orders in every state and machines three levels deep", async () => {
    await using org = await startOrg({ data: "sample" });
    const connection = await org.connect();
    const states = await connection.query<{ StatusCode: string }>(
      "SELECT StatusCode FROM Order GROUP BY StatusCode ORDER BY StatusCode",
    );
    expect(states.records.map((record) => record.StatusCode)).toEqual([
      "Draft",
      "Activated",
      "Canceled",
      "Expired",
      "Superseded",
    ]);
    const deepest = await connection.query("SELECT Id FROM Asset WHERE Parent.Parent.Name LIKE 'GenWatt%'");
    expect(deepest.totalSize).toBe(16);
  });
});

test("latency delays every answer", async () => {
  await using org = await startOrg({ latencyMs: [60, 80] });
  const start = performance.now();
  await fetch(`${org.url}/services/data`);
  expect(performance.now() - start).toBeGreaterThanOrEqual(59);
});

test("stopping closes connections that are kept alive", async () => {
  const org = await startOrg();
  await fetch(`${org.url}/services/data`);
  const start = performance.now();
  await org[Symbol.asyncDispose]();
  expect(performance.now() - start).toBeLessThan(500);
});
