import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import { type Carts, edge, itemsOf, openCarts, plain } from "./carts.ts";

let gateway: Gateway;
let carts: Carts;
beforeAll(async () => {
  gateway = await startGateway();
  carts = await openCarts(gateway);
  await carts.make({ GC1020: 1 });
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.org.clearCalls());

const read = "POST composite (GET GET GET GET GET)";

test("A priced edit costs two calls: the change, and the cart as it is then", async () => {
  const cart = await carts.make({ GC1020: 1, GC1040: 1 });
  const [first] = cart.lines;
  await gateway.org.clearCalls();
  await carts.run("updateCartLines", { cartId: cart.id, lines: [{ lineId: first.id, quantity: 4 }] });
  expect(await carts.calls()).toEqual([expect.stringMatching(/^PATCH commerce.*cart-items$/), read]);
  await gateway.org.clearCalls();
  await carts.run("addCartLines", { cartId: cart.id, lines: [{ sku: "GC3020", quantity: 4 }] });
  expect(await carts.calls()).toEqual([expect.stringMatching(/^POST commerce.*cart-items\/batch$/), read]);
  await gateway.org.clearCalls();
  await carts.run("removeCartLines", { cartId: cart.id, lineIds: [first.id] });
  expect(await carts.calls()).toEqual([expect.stringMatching(/^DELETE commerce.*cart-items$/), read]);
  await gateway.org.clearCalls();
  await carts.run("applyCoupon", { cartId: cart.id, code: "GENWATT10" });
  expect(await carts.calls()).toEqual([expect.stringMatching(/^POST commerce.*cart-coupons$/), read]);
});

test("An edit that shows no prices is answered without a call, and the store has it soon", async () => {
  const cart = await carts.make({ GC1020: 1 });
  await gateway.org.clearCalls();
  const lines = [{ sku: "GC1040", quantity: 1 }];
  await carts.run("addCartLines", { cartId: cart.id, lines }, plain);
  await carts.run(
    "updateCartLines",
    { cartId: cart.id, lines: [{ lineId: cart.lines[0].id, quantity: 3 }] },
    plain,
  );
  expect(await carts.calls()).toEqual([]);
  const settled = await carts.settled(cart.id);
  expect(await carts.webItems(settled.sync.webCartId)).toEqual({ GC1020: 3, GC1040: 1 });
});

test("The answer says what it has cost, to who asks", async () => {
  const cart = await carts.make({ GC1020: 1 });
  const document = `mutation { updateCartLines(input: { cartId: "${cart.id}", lines: [{ lineId: "${cart.lines[0].id}", quantity: 2 }] }) {
    cart { total { amount } }
  } }`;
  const { extensions } = await gateway.query(document, {}, { headers: { "x-salesforce-trace": "1" } });
  expect(extensions).toMatchObject({ salesforce: { apiCalls: 2, roundTrips: 2 } });
});

test("Reading a cart that is in step costs nothing", async () => {
  const cart = await carts.make({ GC1020: 1, GC1040: 1 });
  await gateway.org.clearCalls();
  expect(await carts.read(cart.id)).toEqual(cart);
  expect(await carts.calls()).toEqual([]);
});

test("Ten edits within a second cost three calls", async () => {
  const cart = await carts.make({ GC1020: 1, GC1040: 1, GC1060: 1, GC3020: 1, GC3040: 1 });
  const [a, b, c, d, e] = cart.lines;
  await gateway.org.clearCalls();
  const edits: readonly [string, object][] = [
    ["updateCartLines", { lines: [{ lineId: a.id, quantity: 2 }] }],
    ["updateCartLines", { lines: [{ lineId: b.id, quantity: 3 }] }],
    ["removeCartLines", { lineIds: [c.id] }],
    ["removeCartLines", { lineIds: [d.id] }],
    ["addCartLines", { lines: [{ sku: "SL9020", quantity: 1 }] }],
    ["addCartLines", { lines: [{ sku: "SL9040", quantity: 1 }] }],
    ["updateCartLines", { lines: [{ lineId: e.id, quantity: 5 }] }],
    ["addCartLines", { lines: [{ sku: "GC1020", quantity: 1 }] }],
    ["addCartLines", { lines: [{ sku: "SL9060", quantity: 2 }] }],
    ["updateCartLines", { lines: [{ lineId: b.id, quantity: 4 }] }],
  ];
  for (const [mutation, input] of edits) {
    await carts.run(mutation, { cartId: cart.id, ...input }, plain);
    await pause(80);
  }
  const settled = await carts.settled(cart.id);
  const wanted = { GC1020: 3, GC1040: 4, GC3040: 5, SL9020: 1, SL9040: 1, SL9060: 2 };
  expect(itemsOf(settled)).toEqual(wanted);
  expect(await carts.calls()).toEqual([
    "POST composite (PATCH DELETE)",
    expect.stringMatching(/^POST commerce.*cart-items\/batch$/),
    read,
  ]);
  expect(await carts.webItems(settled.sync.webCartId)).toEqual(wanted);
});

test("Two hundred lines by SKU cost four calls", async () => {
  const products = Array.from({ length: 200 }, (_, index) => ({
    attributes: { type: "Product2", referenceId: `p${index}` },
    Name: `Nut ${index}`,
    ProductCode: `NUT-${index}`,
    StockKeepingUnit: `NUT-${index}`,
    IsActive: true,
  }));
  const one = async (soql: string) => (await carts.store.query<{ Id: string }>(soql))[0]?.Id;
  const standard = await one("SELECT Id FROM Pricebook2 WHERE IsStandard = true");
  const [policy] = await carts.store.query<{ PolicyId: string }>(
    `SELECT PolicyId FROM CommerceEntitlementBuyerGroup WHERE BuyerGroupId IN (SELECT BuyerGroupId FROM BuyerGroupMember WHERE BuyerId = '${edge}')`,
  );
  const [book] = await carts.store.query<{ Pricebook2Id: string }>(
    `SELECT Pricebook2Id FROM BuyerGroupPricebook WHERE BuyerGroupId IN (SELECT BuyerGroupId FROM BuyerGroupMember WHERE BuyerId = '${edge}')`,
  );
  const books = [...new Set([standard, book?.Pricebook2Id])];
  await gateway.org.seed([
    ...products,
    ...books.flatMap((Pricebook2Id) =>
      products.map((_, index) => ({
        attributes: { type: "PricebookEntry" },
        Pricebook2Id,
        Product2Id: `@p${index}`,
        UnitPrice: 2,
        IsActive: true,
      })),
    ),
    ...products.map((_, index) => ({
      attributes: { type: "CommerceEntitlementProduct" },
      PolicyId: policy?.PolicyId,
      ProductId: `@p${index}`,
    })),
  ]);
  const cart = await carts.make();
  await gateway.org.clearCalls();
  const lines = products.map(({ ProductCode }) => ({ sku: ProductCode, quantity: 2 }));
  const { cart: filled, userErrors } = await carts.run("addCartLines", { cartId: cart.id, lines });
  expect(userErrors).toEqual([]);
  expect(filled).toMatchObject({ lineCount: 200, total: { amount: "800.00" }, sync: { state: "SYNCED" } });
  const batch = expect.stringMatching(/^POST commerce.*cart-items\/batch$/);
  expect(await carts.calls()).toEqual(["POST composite (GET GET GET)", batch, batch, read]);
});
