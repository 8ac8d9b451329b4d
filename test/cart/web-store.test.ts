import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import { type Carts, edge, itemsOf, openCarts, plain } from "./carts.ts";

let gateway: Gateway;
let carts: Carts;
let itemsPath: (webCartId: string) => string;
const products: Record<string, string> = {};
beforeAll(async () => {
  gateway = await startGateway();
  carts = await openCarts(gateway);
  const [store] = await carts.store.query<{ Id: string }>("SELECT Id FROM WebStore");
  itemsPath = (webCartId) => `/commerce/webstores/${store?.Id}/carts/${webCartId}/cart-items`;
  const rows = await carts.store.query<{ Id: string; ProductCode: string }>(
    "SELECT Id, ProductCode FROM Product2",
  );
  for (const { Id, ProductCode } of rows) products[ProductCode] = Id;
});
afterAll(() => gateway[Symbol.asyncDispose]());

async function addInStore(webCartId: string, sku: string, quantity: number): Promise<void> {
  const body = { productId: products[sku], quantity: String(quantity), type: "Product" };
  const { status } = await carts.store.send("POST", itemsPath(webCartId), body);
  expect(status).toBe(201);
}

describe("What a buyer does in the store's own pages", () => {
  test("survives what is done through the gateway", async () => {
    const cart = await carts.make({ GC1020: 1, GC1040: 1 });
    await addInStore(cart.sync.webCartId, "GC3020", 4);
    await addInStore(cart.sync.webCartId, "GC1040", 2);
    const lines = [{ lineId: cart.lines[0].id, quantity: 6 }];
    const { cart: changed } = await carts.run("updateCartLines", { cartId: cart.id, lines });
    expect(itemsOf(changed)).toEqual({ GC1020: 6, GC1040: 3, GC3020: 4 });
    expect(changed.version).toBeGreaterThan(2);
    expect(await carts.webItems(cart.sync.webCartId)).toEqual(itemsOf(changed));
  });

  test("gives way where the same product is set through the gateway", async () => {
    const cart = await carts.make({ GC1020: 1 });
    await addInStore(cart.sync.webCartId, "GC1040", 7);
    const lines = [{ sku: "GC1040", quantity: 2 }];
    const { cart: changed } = await carts.run("addCartLines", { cartId: cart.id, lines });
    expect(itemsOf(changed)).toEqual({ GC1020: 1, GC1040: 2 });
    expect(await carts.webItems(cart.sync.webCartId)).toEqual({ GC1020: 1, GC1040: 2 });
  });

  test("is no loss when an item that is changed here was removed there", async () => {
    const cart = await carts.make({ GC1020: 1, GC1040: 1 });
    const [item] = await carts.store.query<{ Id: string }>(
      `SELECT Id FROM CartItem WHERE CartId = '${cart.sync.webCartId}' AND Product2.ProductCode = 'GC1020'`,
    );
    await carts.store.send("DELETE", `${itemsPath(cart.sync.webCartId)}/${item?.Id}`);
    const lines = [{ lineId: cart.lines[0].id, quantity: 3 }];
    const { cart: changed } = await carts.run("updateCartLines", { cartId: cart.id, lines });
    expect(itemsOf(changed)).toEqual({ GC1020: 3, GC1040: 1 });
    expect(await carts.webItems(cart.sync.webCartId)).toEqual({ GC1020: 3, GC1040: 1 });
  });

  test("may delete the whole cart: a new one gets all that the buyer has", async () => {
    const cart = await carts.make({ GC1020: 1, GC1040: 2 });
    await carts.store.send("DELETE", itemsPath(cart.sync.webCartId).replace(/\/cart-items$/, ""));
    const lines = [{ sku: "GC3020", quantity: 1 }];
    const { cart: changed } = await carts.run("addCartLines", { cartId: cart.id, lines });
    expect(changed.sync).toMatchObject({ state: "SYNCED" });
    expect(changed.sync.webCartId).not.toBe(cart.sync.webCartId);
    expect(await carts.webItems(changed.sync.webCartId)).toEqual({ GC1020: 1, GC1040: 2, GC3020: 1 });
  });

  test("may be a checkout under way: the gateway's changes wait, and say so", async () => {
    const cart = await carts.make({ GC1020: 1 });
    const checkouts = itemsPath("").replace(/\/carts\/\/cart-items$/, "/checkouts");
    const { body } = await carts.store.send("POST", checkouts, { cartId: cart.sync.webCartId });
    const lines = [{ sku: "GC3020", quantity: 1 }];
    const { cart: waiting, userErrors } = await carts.run("addCartLines", { cartId: cart.id, lines });
    expect(userErrors).toEqual([]);
    expect(waiting.sync).toMatchObject({
      state: "PENDING",
      pendingChanges: 1,
      lastError: expect.stringContaining("Checkout"),
    });
    await carts.store.send("DELETE", `${checkouts}/${body.checkoutId}`);
    expect(itemsOf(await carts.settled(cart.id))).toEqual({ GC1020: 1, GC3020: 1 });
  });
});

describe("Since a cart was priced", () => {
  test("a price may have changed: the line says from what to what", async () => {
    const cart = await carts.make({ GC3060: 1, GC1020: 1 });
    const entries = await carts.store.query<{ Id: string }>(
      "SELECT Id FROM PricebookEntry WHERE Product2.ProductCode = 'GC3060'",
    );
    for (const { Id } of entries)
      await carts.store.send("PATCH", `/sobjects/PricebookEntry/${Id}`, { UnitPrice: 99 });
    const lines = [{ lineId: cart.lines[1].id, quantity: 2 }];
    const { cart: changed } = await carts.run("updateCartLines", { cartId: cart.id, lines });
    expect(changed.lines[0]).toMatchObject({
      unitPrice: { amount: "99.00" },
      messages: [{ severity: "WARNING", code: "PRICE_CHANGED", text: expect.stringContaining("99.00") }],
    });
  });

  test("a product may no longer be sold: the line says so and stands in the way of an order", async () => {
    const cart = await carts.make({ SL9060: 1, GC1020: 1 });
    await carts.store.send("PATCH", `/sobjects/Product2/${products.SL9060}`, { IsActive: false });
    const lines = [{ lineId: cart.lines[1].id, quantity: 2 }];
    const { cart: changed } = await carts.run("updateCartLines", { cartId: cart.id, lines });
    expect(changed.lines[0].messages).toMatchObject([{ severity: "ERROR", code: "NOT_SOLD" }]);
    expect(changed.problems).toMatchObject([{ code: "NOT_SOLD", lineId: changed.lines[0].id }]);
    await carts.store.send("PATCH", `/sobjects/Product2/${products.SL9060}`, { IsActive: true });
  });
});

describe("What the store refuses", () => {
  test("stays in the cart as FAILED with the store's reason, until the buyer mends it", async () => {
    const cart = await carts.make({ GC1020: 1, GC1040: 1 });
    const lines = [{ lineId: cart.lines[0].id, quantity: "1.2345" }];
    const { cart: failed, userErrors } = await carts.run("updateCartLines", { cartId: cart.id, lines });
    expect(userErrors).toEqual([]);
    expect(failed).toMatchObject({
      lines: [
        { quantity: "1.2345", messages: [{ severity: "ERROR" }] },
        { quantity: "1", messages: [] },
      ],
      sync: { state: "FAILED", pendingChanges: 1, lastError: expect.stringContaining("two decimals") },
      problems: [{ lineId: cart.lines[0].id }],
    });
    const mended = [{ lineId: cart.lines[0].id, quantity: "1.25" }];
    const { cart: good } = await carts.run("updateCartLines", { cartId: cart.id, lines: mended });
    expect(good).toMatchObject({ sync: { state: "SYNCED", lastError: null }, problems: [] });
    expect(await carts.webItems(cart.sync.webCartId)).toEqual({ GC1020: 1.25, GC1040: 1 });
  });

  test("for the account as a whole is told on the cart, whose edits are kept", async () => {
    const onHold = "001Lo0000000006IAA";
    const { cart } = await carts.run("createCart", {
      accountId: onHold,
      lines: [{ sku: "GC1020", quantity: 1 }],
    });
    expect(cart).toMatchObject({ lineCount: 1, sync: { lastError: expect.any(String), webCartId: null } });
    expect(["PENDING", "FAILED"]).toContain(cart.sync.state);
    expect(itemsOf(await carts.read(cart.id, plain))).toEqual({ GC1020: 1 });
    expect(edge).not.toBe(onHold);
  });
});
