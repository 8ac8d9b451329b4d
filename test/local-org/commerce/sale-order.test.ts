import { describe, expect, test } from "vitest";
import { openShop, type Shop } from "./shop.ts";

async function entryOf(shop: Shop, code: string) {
  const [entry] = await shop.rest.query<{ Id: string; Pricebook2Id: string }>(
    `SELECT Id, Pricebook2Id FROM PricebookEntry WHERE ProductCode = '${code}' AND Pricebook2.IsStandard = TRUE`,
  );
  return entry ?? { Id: "", Pricebook2Id: "" };
}

async function order(shop: Shop, items: object[]) {
  const { Pricebook2Id } = await entryOf(shop, "GC1020");
  return {
    order: [
      {
        attributes: { type: "Order" },
        EffectiveDate: "2026-11-23",
        Status: "Draft",
        billingCity: "Austin",
        accountId: shop.account,
        Pricebook2Id,
        OrderItems: { records: items },
      },
    ],
  };
}

async function item(shop: Shop, code: string, quantity: string) {
  return {
    attributes: { type: "OrderItem" },
    PricebookEntryId: (await entryOf(shop, code)).Id,
    quantity,
    UnitPrice: "15.99",
  };
}

const path = "/commerce/sale/order";

describe("The Place Order API", () => {
  test("writes an order with its products in one call", async () => {
    await using shop = await openShop();
    const body = await order(shop, [await item(shop, "GC1020", "1"), await item(shop, "GC1040", "2")]);
    const placed = await shop.rest.send("POST", path, body);
    expect(placed.status).toBe(201);
    expect(placed.body).toMatchObject({
      totalSize: 1,
      done: true,
      records: [
        {
          attributes: {
            type: "Order",
            url: expect.stringMatching(/^\/services\/data\/v68.0\/sobjects\/Order\/801/),
          },
          OrderItems: { totalSize: 2, done: true, records: [{ attributes: { type: "OrderItem" } }, {}] },
        },
      ],
    });
    const [{ Id }] = placed.body.records;
    expect(
      await shop.rest.query(`SELECT BillingCity, TotalAmount FROM Order WHERE Id = '${Id}'`),
    ).toMatchObject([{ BillingCity: "Austin", TotalAmount: 47.97 }]);
  });

  test("writes nothing when one product is refused", async () => {
    await using shop = await openShop();
    const before = await shop.rest.query("SELECT Id FROM Order");
    const body = await order(shop, [
      await item(shop, "GC1020", "1"),
      { quantity: "1", PricebookEntryId: null },
    ]);
    expect((await shop.rest.send("POST", path, body)).status).toBe(400);
    expect(await shop.rest.query("SELECT Id FROM Order")).toHaveLength(before.length);
  });

  test("reads an order, its products filtered, and adds to it", async () => {
    await using shop = await openShop();
    const placed = await shop.rest.send("POST", path, await order(shop, [await item(shop, "GC1020", "1")]));
    const one = `${path}/${placed.body.records[0].Id}`;
    const more = { order: [{ OrderItems: { records: [await item(shop, "GC1040", "3")] } }] };
    expect((await shop.rest.send("PATCH", one, more)).body.records[0].OrderItems.totalSize).toBe(2);
    expect((await shop.rest.send("GET", one)).body.records[0].OrderItems.totalSize).toBe(2);
    const filtered = await shop.rest.send("GET", `${one}?order.orderItems.Quantity=3`);
    expect(filtered.body.records[0].OrderItems.totalSize).toBe(1);
    const none = await shop.rest.send("GET", `${one}?order.orderItems.Quantity=9`);
    expect(none.body.records[0].OrderItems).toBeNull();
  });

  test("takes exactly one order", async () => {
    await using shop = await openShop();
    const { order: orders } = await order(shop, []);
    for (const wrong of [{ order: [...orders, ...orders] }, { order: [] }]) {
      expect(await shop.rest.send("POST", path, wrong)).toMatchObject({
        status: 400,
        body: [{ errorCode: "INVALID_INPUT" }],
      });
    }
  });
});
