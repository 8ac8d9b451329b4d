import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Rest, startOrg, type TestOrg } from "./org.ts";

let org: TestOrg;
let integration: Rest;
let reader: Rest;
let buyer: Rest;
const edge = "001Lo0000000005IAA";
const unitedOil = "001Lo0000000002IAA";

beforeAll(async () => {
  org = await startOrg({ data: "sample" });
  [integration, reader, buyer] = await Promise.all([
    org.signIn(),
    org.signIn("reader@local-org.example"),
    org.signIn("buyer@edge.example"),
  ]);
});
afterAll(() => org[Symbol.asyncDispose]());

describe("A user who may only read", () => {
  test("sees all records", async () => {
    expect(await reader.query("SELECT Id FROM Account")).toHaveLength(12);
  });

  test.each([
    ["SELECT AnnualRevenue FROM Account"],
    ["SELECT Id FROM Account WHERE AnnualRevenue > 1"],
    ["SELECT Account.AnnualRevenue FROM Contact"],
    ["SELECT Id FROM Account ORDER BY AnnualRevenue"],
  ])("is told that a hidden field does not exist: %s", async (soql) => {
    const { status, body } = await reader.send("GET", `/query?q=${encodeURIComponent(soql)}`);
    expect(status).toBe(400);
    expect(body).toMatchObject([
      { errorCode: "INVALID_FIELD", message: expect.stringContaining("No such column") },
    ]);
  });

  test("does not find a hidden field in the describe, in FIELDS(ALL) or in a record", async () => {
    const { body } = await reader.send("GET", "/sobjects/Account/describe");
    expect(body.fields.map(({ name }: { name: string }) => name)).not.toContain("AnnualRevenue");
    expect((await reader.query("SELECT FIELDS(ALL) FROM Account LIMIT 1"))[0]).not.toHaveProperty(
      "AnnualRevenue",
    );
    expect((await reader.send("GET", `/sobjects/Account/${edge}`)).body).not.toHaveProperty("AnnualRevenue");
  });

  test("cannot write", async () => {
    expect(await reader.send("POST", "/sobjects/Account", { Name: "New" })).toMatchObject({
      status: 400,
      body: [
        {
          errorCode: "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
          message: "entity type cannot be inserted: Account",
        },
      ],
    });
    const forbidden = { status: 403, body: [{ errorCode: "INSUFFICIENT_ACCESS_OR_READONLY" }] };
    expect(await reader.send("PATCH", `/sobjects/Account/${edge}`, { Name: "New" })).toMatchObject(forbidden);
    expect(await reader.send("DELETE", `/sobjects/Account/${edge}`)).toMatchObject(forbidden);
    expect((await reader.send("GET", "/sobjects/Account/describe")).body).toMatchObject({
      createable: false,
      updateable: false,
      deletable: false,
    });
  });
});

describe("A customer's user", () => {
  test("sees the accounts shared with them and what hangs on those", async () => {
    expect(await buyer.query("SELECT Name FROM Account")).toMatchObject([{ Name: "Edge Communications" }]);
    for (const type of ["Contact", "Asset", "Order"]) {
      const own = await buyer.query(`SELECT AccountId FROM ${type}`);
      const all = await integration.query(`SELECT Id FROM ${type} WHERE AccountId = '${edge}'`);
      expect(own).toHaveLength(all.length);
      expect(
        own.every(({ AccountId }) => AccountId === edge),
        type,
      ).toBe(true);
    }
    const items = await buyer.query("SELECT Order.AccountId FROM OrderItem");
    expect(items.length).toBeGreaterThan(0);
    expect(items.every(({ Order }) => (Order as { AccountId: string }).AccountId === edge)).toBe(true);
  });

  test("counts only those", async () => {
    const { body } = await buyer.send("GET", "/query?q=SELECT+COUNT()+FROM+Account");
    expect(body.totalSize).toBe(1);
    expect(await buyer.query("SELECT COUNT(Id) FROM Account")).toMatchObject([{ expr0: 1 }]);
  });

  test("gets the same answer for another customer's record as for none", async () => {
    const unknown = "001Lo0000zzzzzzIAA";
    const answers = await Promise.all(
      [unitedOil, unknown].map(async (id) => {
        const { status, body } = await buyer.send("GET", `/sobjects/Account/${id}`);
        return { status, body };
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.status).toBe(404);
    expect(await buyer.query(`SELECT Id FROM Account WHERE Id = '${unitedOil}'`)).toEqual([]);
    expect((await buyer.send("PATCH", `/sobjects/Account/${unitedOil}`, { Name: "x" })).status).toBe(404);
  });

  test("reads the whole catalogue, but not the entitlements behind it", async () => {
    expect(await buyer.query("SELECT Id FROM Product2")).toHaveLength(17);
    const { status, body } = await buyer.send("GET", "/query?q=SELECT+Id+FROM+CommerceEntitlementPolicy");
    expect(status).toBe(400);
    expect(body).toMatchObject([{ errorCode: "INVALID_TYPE" }]);
  });

  test("cannot hang a record on another customer's account", async () => {
    const asset = { Name: "Foreign", AccountId: unitedOil };
    expect(await buyer.send("POST", "/sobjects/Asset", asset)).toMatchObject({
      status: 400,
      body: [{ errorCode: "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY" }],
    });
    expect((await buyer.send("POST", "/sobjects/Asset", { ...asset, AccountId: edge })).status).toBe(201);
  });

  test("sees one more account as soon as it is shared", async () => {
    await using own = await startOrg({ data: "sample" });
    const [admin, customer] = await Promise.all([own.signIn(), own.signIn("buyer@edge.example")]);
    const share = { AccountId: unitedOil, UserOrGroupId: "005000000000006AAA", AccountAccessLevel: "Read" };
    const id = await admin.create("AccountShare", share);
    expect(await customer.query("SELECT Id FROM Account")).toHaveLength(2);
    await admin.send("DELETE", `/sobjects/AccountShare/${id}`);
    expect(await customer.query("SELECT Id FROM Account")).toHaveLength(1);
  });
});

test("A user without the right to use the API is refused", async () => {
  const user = await org.signIn("web-only@local-org.example");
  expect(await user.send("GET", "/limits")).toMatchObject({
    status: 403,
    body: [{ errorCode: "API_DISABLED_FOR_ORG" }],
  });
});
