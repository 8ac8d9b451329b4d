import { expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import { itemsOf, openCarts } from "./carts.ts";

const keys = Array.from({ length: 60 }, (_, index) => `overload ${index}`);

/** With a price, for which it waits for the web store. */
const addition = `mutation ($input: AddCartLinesInput!) {
  addCartLines(input: $input) {
  cart { total { amount } } replayed userErrors { code } } }`;

interface Edited {
  readonly key: string;
  /** Null: OVERLOADED. */
  readonly replayed: boolean | null;
}

/** One piece more of a product. Fails on every answer but success and OVERLOADED. */
async function addPiece(gateway: Gateway, cartId: string, key: string): Promise<Edited> {
  const input = { cartId, lines: [{ sku: "GC1040", quantity: 1 }], idempotencyKey: key };
  const { data, errors } = await gateway.query(addition, { input });
  if (errors?.[0]?.extensions.code === "OVERLOADED") return { key, replayed: null };
  expect(errors).toBeUndefined();
  expect(data.addCartLines.userErrors).toEqual([]);
  return { key, replayed: data.addCartLines.replayed };
}

test("Of cart edits in an overload those that were answered are in the cart, and those that were refused come in when they are sent again", async ({
  annotate,
}) => {
  await using gateway = await startGateway({ env: { MAX_CONCURRENT_REQUESTS: "20" } });
  const carts = await openCarts(gateway);
  const { id } = await carts.make();
  const control = (init: RequestInit) => fetch(`${gateway.org.url}/_local/faults`, init);
  await control({ method: "POST", body: '{"delayMs":300,"path":"/commerce"}' });
  const first = await Promise.all(keys.map((key) => addPiece(gateway, id, key)));
  await control({ method: "DELETE" });
  const answered = first.filter(({ replayed }) => replayed === false);
  const refused = first.filter(({ replayed }) => replayed === null);
  await annotate(`${answered.length} answered, ${refused.length} refused`);
  expect(answered.length).toBeGreaterThan(0);
  expect(refused.length).toBeGreaterThan(0);
  expect(answered.length + refused.length).toBe(keys.length);
  expect(itemsOf(await carts.settled(id))).toEqual({ GC1040: answered.length });

  const again: Edited[] = [];
  for (const key of keys) again.push(await addPiece(gateway, id, key));
  const isNew = new Set(refused.map(({ key }) => key));
  expect(again).toEqual(keys.map((key) => ({ key, replayed: !isNew.has(key) })));
  const settled = await carts.settled(id);
  expect(itemsOf(settled)).toEqual({ GC1040: keys.length });
  expect(await carts.webItems(settled.sync.webCartId)).toEqual({ GC1040: keys.length });
});
