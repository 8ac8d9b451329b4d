import { afterAll, beforeAll, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import { type Carts, itemsOf, openCarts, plain } from "./carts.ts";

const writers = 50;
const edits = 50;
const skus = ["GC1020", "GC1040", "GC1060", "GC3020", "GC3040"];

let gateways: readonly [Gateway, Gateway];
let carts: readonly [Carts, Carts];
beforeAll(async () => {
  const first = await startGateway();
  gateways = [first, await startGateway({ beside: first })];
  carts = [await openCarts(gateways[0]), await openCarts(gateways[1])];
});
afterAll(() => Promise.all(gateways.toReversed().map((gateway) => gateway[Symbol.asyncDispose]())));

test("Of 50 writers with 50 edits each, at two gateways, nothing is lost and nothing is doubled", async () => {
  const cart = await carts[0].make();
  const write = async (writer: number) => {
    for (let edit = 0; edit < edits; edit += 1) {
      const lines = [{ sku: skus[(writer + edit) % skus.length], quantity: 1 }];
      const { userErrors } = await (carts[writer % 2] as Carts).run(
        "addCartLines",
        { cartId: cart.id, lines },
        plain,
      );
      expect(userErrors).toEqual([]);
    }
  };
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
  const settled = await carts[1].settled(cart.id);
  const each = (writers * edits) / skus.length;
  const wanted = Object.fromEntries(skus.map((sku) => [sku, each]));
  expect(itemsOf(settled)).toEqual(wanted);
  expect(settled.version).toBe(1 + writers * edits);
  expect(await carts[0].webItems(settled.sync.webCartId)).toEqual(wanted);
}, 60_000);

test("Two gateways that bring one cart in step do it once", async () => {
  const cart = await carts[0].make({ GC1020: 1 });
  for (let round = 1; round <= 10; round += 1) {
    const lines = [{ sku: "GC1040", quantity: 1 }];
    await Promise.all(carts.map((each) => each.run("addCartLines", { cartId: cart.id, lines })));
    const settled = await carts[0].settled(cart.id);
    expect(itemsOf(settled)).toEqual({ GC1020: 1, GC1040: 2 * round });
    expect(await carts[0].webItems(cart.sync.webCartId)).toEqual({ GC1020: 1, GC1040: 2 * round });
  }
});
