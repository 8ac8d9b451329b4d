import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import { type Checkouts, openCheckouts, seedTwoBooks } from "./checkouts.ts";

describe.each([
  ["with the web store", {}],
  ["without a web store", { WEBSTORE_ID: "none" }],
])("An order is placed %s", (_kind, env) => {
  let gateway: Gateway;
  let checkouts: Checkouts;
  beforeAll(async () => {
    gateway = await startGateway({ env });
    checkouts = await openCheckouts(gateway);
  });
  afterAll(() => gateway[Symbol.asyncDispose]());
  beforeEach(() => gateway.org.clearCalls());

  test("as the cart was shown: its lines, prices, numbers and addresses", async () => {
    const { carts, place, ordersOf } = checkouts;
    const cart = await carts.make({ GC1040: 2, SL9020: 1 });
    const priced = await carts.settled(cart.id);
    const placed = await place({
      cartId: cart.id,
      expectedVersion: priced.version,
      poNumber: "PO-77",
      poDate: "2026-11-20",
    });
    expect(placed).toMatchObject({
      checkout: { state: "COMPLETED", userErrors: [] },
      cart: { status: "ORDERED" },
      userErrors: [],
      replayed: false,
    });
    const [order, ...others] = await ordersOf(placed.checkout?.id ?? "");
    expect(others).toEqual([]);
    expect(order).toMatchObject({
      Id: placed.orders[0]?.id,
      Status: "Draft",
      PoNumber: "PO-77",
      TotalAmount: Number(priced.total.amount),
      BillingCity: "Austin",
    });
    const lines = order?.OrderItems?.records.map(({ Product2, Quantity, UnitPrice }) => [
      Product2.ProductCode,
      Quantity,
      UnitPrice,
    ]);
    const shown = priced.lines.map(({ sku, quantity, unitPrice }: Record<string, unknown>) => [
      sku,
      Number(quantity),
      Number((unitPrice as { amount: string }).amount),
    ]);
    expect(lines).toEqual(shown);
    const read = await carts.read(
      cart.id,
      "status checkout { state } orders { reference poNumber poDate } sync { webCartId }",
    );
    expect(read).toMatchObject({
      status: "ORDERED",
      checkout: { state: "COMPLETED" },
      orders: [{ reference: `${placed.checkout?.id}-1`, poNumber: "PO-77", poDate: "2026-11-20" }],
      sync: { webCartId: null },
    });
  });

  test("and cannot be placed again", async () => {
    const { carts, place, ordersOf } = checkouts;
    const cart = await carts.make({ GC1020: 1 });
    const first = await place({ cartId: cart.id, idempotencyKey: "a" });
    expect(first.checkout?.state).toBe("COMPLETED");
    const again = await place({ cartId: cart.id, idempotencyKey: "a" });
    expect(again).toEqual({ ...first, replayed: true });
    const otherInput = await place({ cartId: cart.id, poNumber: "PO-1", idempotencyKey: "a" });
    expect(otherInput.userErrors).toMatchObject([{ code: "CONFLICT", path: ["input", "idempotencyKey"] }]);
    const otherKey = await place({ cartId: cart.id, idempotencyKey: "b" });
    expect(otherKey).toMatchObject({
      checkout: { id: first.checkout?.id },
      userErrors: [{ code: "NOT_ALLOWED", path: ["input", "cartId"] }],
    });
    expect(await ordersOf(first.checkout?.id ?? "")).toHaveLength(1);
  });

  test("once for twenty who place the same cart at the same time", async () => {
    const { carts, place } = checkouts;
    const cart = await carts.make({ GC1060: 1 });
    await carts.settled(cart.id);
    const placed = await Promise.all(
      Array.from({ length: 20 }, () => place({ cartId: cart.id, idempotencyKey: "same" })),
    );
    expect(new Set(placed.map(({ orders }) => orders[0]?.id)).size).toBe(1);
    expect(placed.filter(({ replayed }) => !replayed)).toHaveLength(1);
  });

  test("once for two with keys of their own", async () => {
    const { carts, place } = checkouts;
    const cart = await carts.make({ GC1060: 1 });
    const placed = await Promise.all(
      ["one", "two"].map((idempotencyKey) => place({ cartId: cart.id, idempotencyKey })),
    );
    expect(placed.map(({ userErrors }) => userErrors.length).toSorted()).toEqual([0, 1]);
    expect(await carts.read(cart.id, "orders { id }")).toMatchObject({ orders: [{}] });
  });

  test("with at most 4 calls, 50 lines from 2 price books", async () => {
    const { carts, ordersOf } = checkouts;
    const skus = await seedTwoBooks(gateway, carts, 50);
    const cart = await carts.make(Object.fromEntries(skus.map((sku) => [sku, 2])));
    await carts.settled(cart.id);
    await gateway.org.clearCalls();
    const { data } = await gateway.query(
      "mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { checkout { id state } userErrors { message } } }",
      { input: { cartId: cart.id } },
    );
    expect(data.placeOrder).toMatchObject({ checkout: { state: "COMPLETED" }, userErrors: [] });
    expect((await carts.calls()).length).toBeLessThanOrEqual(4);
    const orders = await ordersOf(data.placeOrder.checkout.id);
    expect(orders.map(({ OrderItems }) => OrderItems?.records.length)).toEqual([25, 25]);
    expect(new Set(orders.map(({ Pricebook2Id }) => Pricebook2Id)).size).toBe(2);
  });
});
