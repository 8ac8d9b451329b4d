import { beforeEach, describe, expect, test } from "vitest";
import { type Rest, startOrg, type TestOrg } from "./org.ts";

let org: TestOrg;
let rest: Rest;
/** Ids of an account, a product and its price book entries. */
let ids: {
  account: string;
  product: string;
  standard: string;
  partner: string;
  entry: string;
  partnerEntry: string;
};

beforeEach(async () => {
  org = await startOrg();
  rest = await org.signIn();
  const [standard = ""] = (await org.seed({ records: [{ attributes: { type: "Account" }, Name: "Acme" }] }))
    .ids;
  ids = { account: standard, product: "", standard: "", partner: "", entry: "", partnerEntry: "" };
  ids.product = await rest.create("Product2", { Name: "Pump", IsActive: true });
  ids.standard = await standardBook();
  ids.partner = await rest.create("Pricebook2", { Name: "Partners", IsActive: true });
  return () => org[Symbol.asyncDispose]();
});

/** The standard price book cannot be created through the API: it comes with the generated catalogue. */
async function standardBook(): Promise<string> {
  await org.seed({ accounts: 1, orders: 0 });
  const [book] = await rest.query<{ Id: string }>("SELECT Id FROM Pricebook2 WHERE IsStandard = TRUE");
  return String(book?.Id);
}

const entry = (book: string) => ({
  Pricebook2Id: book,
  Product2Id: ids.product,
  UnitPrice: 100,
  IsActive: true,
});

async function draft(): Promise<string> {
  ids.entry = await rest.create("PricebookEntry", entry(ids.standard));
  return rest.create("Order", {
    AccountId: ids.account,
    EffectiveDate: "2026-11-23",
    Status: "Draft",
    Pricebook2Id: ids.standard,
  });
}

const item = (order: string) => ({ OrderId: order, PricebookEntryId: ids.entry, Quantity: 2, UnitPrice: 90 });

async function activated(): Promise<{ order: string; line: string }> {
  const order = await draft();
  const line = await rest.create("OrderItem", item(order));
  expect((await rest.send("PATCH", `/sobjects/Order/${order}`, { Status: "Activated" })).status).toBe(204);
  return { order, line };
}

const refused = (errorCode: string) => ({ status: 400, body: [{ errorCode }] });

describe("An order", () => {
  test("begins as a draft", async () => {
    const wanted = { AccountId: ids.account, EffectiveDate: "2026-11-23", Status: "Activated" };
    expect(await rest.send("POST", "/sobjects/Order", wanted)).toMatchObject(refused("FAILED_ACTIVATION"));
  });

  test("is not activated without products", async () => {
    const order = await draft();
    expect(await rest.send("PATCH", `/sobjects/Order/${order}`, { Status: "Activated" })).toMatchObject({
      status: 400,
      body: [{ errorCode: "FAILED_ACTIVATION", message: "An order must have at least one product." }],
    });
  });

  test("is activated by its status alone, which notes when and by whom", async () => {
    const order = await draft();
    await rest.create("OrderItem", item(order));
    const both = { Status: "Activated", Type: "New" };
    expect(await rest.send("PATCH", `/sobjects/Order/${order}`, both)).toMatchObject(
      refused("FAILED_ACTIVATION"),
    );
    expect((await rest.send("PATCH", `/sobjects/Order/${order}`, { Status: "Activated" })).status).toBe(204);
    const [row] = await rest.query(
      `SELECT StatusCode, TotalAmount, ActivatedDate, ActivatedBy.Username FROM Order WHERE Id = '${order}'`,
    );
    expect(row).toMatchObject({
      StatusCode: "Activated",
      TotalAmount: 180,
      ActivatedDate: expect.any(String),
      ActivatedBy: { Username: "integration@local-org.example" },
    });
  });

  test("that is activated keeps its products and amounts", async () => {
    const { order, line } = await activated();
    const closed = refused("FIELD_INTEGRITY_EXCEPTION");
    expect(await rest.send("POST", "/sobjects/OrderItem", item(order))).toMatchObject(closed);
    expect(await rest.send("PATCH", `/sobjects/OrderItem/${line}`, { Quantity: 5 })).toMatchObject(closed);
    expect(await rest.send("DELETE", `/sobjects/OrderItem/${line}`)).toMatchObject(closed);
    expect(await rest.send("DELETE", `/sobjects/Order/${order}`)).toMatchObject(closed);
    expect(
      await rest.send("PATCH", `/sobjects/Order/${order}`, { EffectiveDate: "2026-12-01" }),
    ).toMatchObject(closed);
    expect((await rest.send("PATCH", `/sobjects/OrderItem/${line}`, { Description: "Gift" })).status).toBe(
      204,
    );
    expect((await rest.send("PATCH", `/sobjects/Order/${order}`, { PoNumber: "4711" })).status).toBe(204);
    expect(await rest.query(`SELECT TotalAmount FROM Order WHERE Id = '${order}'`)).toMatchObject([
      { TotalAmount: 180 },
    ]);
  });

  test.each([
    [["Canceled"], 204],
    [["Expired"], 400],
    [["Activated", "Draft"], 204],
    [["Activated", "Canceled"], 204],
    [["Activated", "Expired"], 204],
    [["Activated", "Canceled", "Draft"], 400],
    [["Canceled", "Activated"], 400],
  ])("goes from Draft over %j: %i", async (steps, last) => {
    const order = await draft();
    await rest.create("OrderItem", item(order));
    const statuses: number[] = [];
    for (const Status of steps)
      statuses.push((await rest.send("PATCH", `/sobjects/Order/${order}`, { Status })).status);
    expect(statuses).toEqual([...steps.slice(1).map(() => 204), last]);
  });

  test("knows no other status", async () => {
    const order = await draft();
    expect(await rest.send("PATCH", `/sobjects/Order/${order}`, { Status: "Lost" })).toMatchObject(
      refused("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"),
    );
  });
});

describe("Price books", () => {
  test("want a standard price before a custom one", async () => {
    expect(await rest.send("POST", "/sobjects/PricebookEntry", entry(ids.partner))).toMatchObject(
      refused("STANDARD_PRICE_NOT_DEFINED"),
    );
    await rest.create("PricebookEntry", entry(ids.standard));
    await rest.create("PricebookEntry", entry(ids.partner));
  });

  test("list a product once", async () => {
    await rest.create("PricebookEntry", entry(ids.standard));
    expect(await rest.send("POST", "/sobjects/PricebookEntry", entry(ids.standard))).toMatchObject(
      refused("DUPLICATE_VALUE"),
    );
  });

  test("of an order and its products are the same", async () => {
    const order = await draft();
    const foreign = await rest.create("PricebookEntry", entry(ids.partner));
    const wrong = { ...item(order), PricebookEntryId: foreign };
    expect(await rest.send("POST", "/sobjects/OrderItem", wrong)).toMatchObject({
      status: 400,
      body: [{ errorCode: "FIELD_INTEGRITY_EXCEPTION", fields: ["PricebookEntryId"] }],
    });
    await rest.create("OrderItem", item(order));
    expect(await rest.send("PATCH", `/sobjects/Order/${order}`, { Pricebook2Id: ids.partner })).toMatchObject(
      refused("FIELD_INTEGRITY_EXCEPTION"),
    );
  });

  test("sell nothing through an inactive entry", async () => {
    const order = await draft();
    await rest.send("PATCH", `/sobjects/PricebookEntry/${ids.entry}`, { IsActive: false });
    expect(await rest.send("POST", "/sobjects/OrderItem", item(order))).toMatchObject(
      refused("FIELD_INTEGRITY_EXCEPTION"),
    );
  });
});
