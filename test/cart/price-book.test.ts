import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import { type Carts, edge, itemsOf, openCarts, plain, unitedOil } from "./carts.ts";

let gateway: Gateway;
let carts: Carts;
beforeAll(async () => {
  gateway = await startGateway({ env: { WEBSTORE_ID: "none" } });
  carts = await openCarts(gateway);
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.org.clearCalls());

const usd = (amount: string) => ({ amount, currencyCode: "USD" });

test("Without a web store a cart lives on price books alone", async () => {
  const cart = await carts.make({ GC1020: 10, GC1040: "2.5" as never });
  expect(cart).toMatchObject({
    lines: [
      { sku: "GC1020", unitPrice: usd("5000.00"), total: usd("50000.00") },
      { sku: "GC1040", unitPrice: usd("25000.00"), total: usd("62500.00") },
    ],
    subtotal: usd("112500.00"),
    discount: usd("0.00"),
    total: usd("112500.00"),
    sync: { state: "LOCAL", pendingChanges: 0, webCartId: null, lastError: null },
    problems: [],
  });
  expect(await carts.store.query("SELECT Id FROM WebCart")).toEqual([]);
});

test("The account's own price book counts before the standard one", async () => {
  const { lines } = await carts.make({ GC1020: 1 }, unitedOil);
  expect(lines[0].listPrice).toEqual(usd("5000.00"));
  expect(Number(lines[0].unitPrice.amount)).toBeLessThan(5000);
});

test("All lines are priced by one call, and an edit that shows no prices costs none", async () => {
  const cart = await carts.make({ GC1020: 1 });
  await gateway.org.clearCalls();
  const lines = ["GC1040", "GC1060", "GC3020", "GC3040"].map((sku) => ({ sku, quantity: 1 }));
  const { cart: filled } = await carts.run("addCartLines", { cartId: cart.id, lines });
  expect(filled.lines.every(({ unitPrice }: { unitPrice: unknown }) => unitPrice !== null)).toBe(true);
  expect(await carts.calls()).toEqual(["POST composite (GET GET)"]);
  await gateway.org.clearCalls();
  await carts.run("clearCart", { cartId: cart.id }, plain);
  expect(await carts.calls()).toEqual([]);
});

test("Whatever has a price is sold; there are no coupons", async () => {
  const cart = await carts.make({ GC5060: 1 });
  expect(itemsOf(cart)).toEqual({ GC5060: 1 });
  const { userErrors } = await carts.run("applyCoupon", { cartId: cart.id, code: "GENWATT10" });
  expect(userErrors).toMatchObject([{ code: "NOT_ALLOWED", path: ["input", "code"] }]);
});

test("A product without a price is not sold", async () => {
  await gateway.org.seed([
    { attributes: { type: "Product2" }, Name: "Gift", ProductCode: "GIFT-1", IsActive: true },
  ]);
  const cart = await carts.make({}, edge);
  const lines = [{ sku: "GIFT-1", quantity: 1 }];
  const { userErrors } = await carts.run("addCartLines", { cartId: cart.id, lines }, plain);
  expect(userErrors).toMatchObject([{ code: "NOT_ALLOWED", path: ["input", "lines", "0", "sku"] }]);
});
