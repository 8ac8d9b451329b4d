import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { startGateway } from "../gateway.ts";
import { edge, openCarts, plain } from "./carts.ts";

test("A cart that nobody touches expires, says so, and leaves the web store", async () => {
  await using gateway = await startGateway({ env: { CART_EXPIRE_SECONDS: "2" } });
  const carts = await openCarts(gateway);
  const cart = await carts.make({ GC1020: 1 });
  const left = new Date(cart.expiresAt).getTime() - Date.now();
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThanOrEqual(2_000);
  await pause(1_000);
  const { cart: touched } = await carts.run("addCartLines", {
    cartId: cart.id,
    lines: [{ sku: "GC1040", quantity: 1 }],
  });
  expect(touched.expiresAt > cart.expiresAt).toBe(true);
  await pause(2_100);
  expect(await carts.read(cart.id)).toMatchObject({ status: "EXPIRED", expiresAt: null, lineCount: 2 });
  const { userErrors } = await carts.run("clearCart", { cartId: cart.id }, plain);
  expect(userErrors).toMatchObject([{ code: "NOT_ALLOWED", message: expect.stringContaining("EXPIRED") }]);
  for (const until = Date.now() + 15_000; Date.now() < until; await pause(100)) {
    if ((await carts.store.query("SELECT Id FROM WebCart")).length === 0) break;
  }
  expect(await carts.store.query("SELECT Id FROM WebCart")).toEqual([]);
  const { data } = await gateway.query(`{ carts(accountId: "${edge}", status: EXPIRED) { nodes { id } } }`);
  expect(data.carts.nodes).toEqual([{ id: cart.id }]);
});
