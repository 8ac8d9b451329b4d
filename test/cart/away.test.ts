import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import { type Carts, itemsOf, openCarts, plain } from "./carts.ts";

let gateway: Gateway;
let carts: Carts;
beforeAll(async () => {
  gateway = await startGateway({ env: { SALESFORCE_TIMEOUT_SECONDS: "1" } });
  carts = await openCarts(gateway);
  await carts.make({ GC1020: 1 });
});
afterAll(() => gateway[Symbol.asyncDispose]());
afterEach(() => mend());

const strike = (fault: object) =>
  fetch(`${gateway.org.url}/_local/faults`, { method: "POST", body: JSON.stringify(fault) });
const mend = () => fetch(`${gateway.org.url}/_local/faults`, { method: "DELETE" });

/** Longer ones are in outage.test.ts. */
const faults: readonly (readonly [string, object])[] = [
  ["resets connections", { resetAfterBytes: 10 }],
  ["answers half", { truncateAt: 40 }],
  ["locks the rows", { lockRows: true }],
];

describe("While Salesforce is away", () => {
  test("because it accepts no session, a cart can be made as well", async () => {
    await strike({ expireSessions: true, times: 1_000 });
    const { cart, userErrors } = await carts.run("createCart", {
      accountId: "001Lo0000000005IAA",
      lines: [{ sku: "GC1060", quantity: 2 }],
    });
    expect(userErrors).toEqual([]);
    await mend();
    expect(itemsOf(await carts.settled(cart.id))).toEqual({ GC1060: 2 });
  });

  test.each(faults)(
    "because it %s, every edit is kept, and the web cart gets them all afterwards",
    async (_why, fault) => {
      const cart = await carts.make({ GC1020: 1, GC1040: 1 });
      await strike(fault);
      const began = Date.now();
      const lines = [{ lineId: cart.lines[0].id, quantity: 7 }];
      const set = await carts.run("updateCartLines", { cartId: cart.id, lines });
      expect(set).toMatchObject({ userErrors: [], cart: { lines: [{ quantity: "7" }, { quantity: "1" }] } });
      const added = await carts.run("addCartLines", {
        cartId: cart.id,
        lines: [{ sku: "GC3020", quantity: 2 }],
      });
      expect(added.userErrors).toEqual([]);
      await carts.run("removeCartLines", { cartId: cart.id, lineIds: [cart.lines[1].id] }, plain);
      expect(Date.now() - began).toBeLessThan(3 * 8_000);
      expect(itemsOf(await carts.read(cart.id))).toEqual({ GC1020: 7, GC3020: 2 });
      await mend();
      const settled = await carts.settled(cart.id);
      expect(itemsOf(settled)).toEqual({ GC1020: 7, GC3020: 2 });
      expect(await carts.webItems(settled.sync.webCartId)).toEqual({ GC1020: 7, GC3020: 2 });
      expect(settled.sync).toMatchObject({ pendingChanges: 0, lastError: null });
    },
  );

  test("a cart can be made and filled by SKU; what is no product comes out later", async () => {
    const token = gateway.token(
      ["carts:write", "carts:read", "accounts:read"],
      ["01930000-0000-7000-8000-000000000001"],
    );
    const buyer = await openCarts(gateway, { token });
    await strike({ status: 503, body: [{ errorCode: "SERVER_UNAVAILABLE", message: "busy" }] });
    const lines = [
      { sku: "GC1060", quantity: 1 },
      { sku: "GC9999", quantity: 1 },
    ];
    const { cart } = await buyer.run("createCart", { accountId: "001Lo0000000005IAA", lines });
    expect(cart).toMatchObject({
      lineCount: 2,
      subtotal: null,
      sync: { state: "PENDING", pendingChanges: 2 },
    });
    await mend();
    const settled = await carts.settled(cart.id, ["FAILED"]);
    expect(settled.lines).toMatchObject([
      { sku: "GC1060", unitPrice: { amount: "100000.00" }, messages: [] },
      { sku: "GC9999", unitPrice: null, messages: [{ severity: "ERROR", code: "MISSING" }] },
    ]);
    const { cart: mended } = await carts.run("removeCartLines", {
      cartId: cart.id,
      lineIds: [settled.lines[1].id],
    });
    expect(mended.sync).toMatchObject({ state: "SYNCED", lastError: null });
  });

  test("its own pause is kept: later edits are answered at once", async () => {
    const cart = await carts.make({ GC1020: 1 });
    await strike({ delayMs: 3_000 });
    await carts.run("updateCartLines", {
      cartId: cart.id,
      lines: [{ lineId: cart.lines[0].id, quantity: 2 }],
    });
    await gateway.org.clearCalls();
    const began = Date.now();
    const lines = [{ lineId: cart.lines[0].id, quantity: 3 }];
    const { cart: pending } = await carts.run("updateCartLines", { cartId: cart.id, lines });
    expect(Date.now() - began).toBeLessThan(1_000);
    expect(pending.sync).toMatchObject({
      state: "PENDING",
      pendingChanges: 1,
      lastError: expect.any(String),
    });
    await mend();
    expect(itemsOf(await carts.settled(cart.id))).toEqual({ GC1020: 3 });
  });
});

test("A write that comes about after the gateway has given it up is found and put right", async () => {
  const cart = await carts.make({ GC1020: 1 });
  await strike({ path: "/cart-items/batch", delayMs: 2_000, times: 1 });
  const lines = [{ sku: "GC1040", quantity: 2 }];
  await carts.run("addCartLines", { cartId: cart.id, lines });
  await carts.settled(cart.id);
  await pause(2_500);
  // The late write has doubled it; nobody has edited the cart since.
  expect(itemsOf(await carts.read(cart.id))).toEqual({ GC1020: 1, GC1040: 2 });
  const { cart: next } = await carts.run("addCartLines", {
    cartId: cart.id,
    lines: [{ sku: "GC3020", quantity: 1 }],
  });
  expect(itemsOf(next)).toEqual({ GC1020: 1, GC1040: 2, GC3020: 1 });
  expect(await carts.webItems(cart.sync.webCartId)).toEqual({ GC1020: 1, GC1040: 2, GC3020: 1 });
});
