import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import { openKillable } from "../killable.ts";
import { startCosmos } from "../stores/cosmos-server.ts";
import { type Carts, itemsOf, openCarts, plain } from "./carts.ts";

/** docs/carts.md says how to have more of them. */
const writers = Number(process.env.CART_WRITERS ?? 20);
const edits = writers;
const skus = ["GC1020", "GC1040", "GC1060", "GC3020", "GC3040"];

type Open = (stack: AsyncDisposableStack) => Promise<readonly [Gateway, Gateway]>;

const pairs: readonly (readonly [string, Open])[] = [
  ["Two gateways on one PostgreSQL", (stack) => openPair(stack, {})],
  [
    "Two gateways on one Cosmos DB",
    async (stack) => {
      const cosmos = stack.use(await startCosmos());
      return await openPair(stack, {
        AZURE_COSMOS_ENDPOINT: cosmos.endpoint,
        AZURE_COSMOS_KEY: cosmos.key,
      });
    },
  ],
  [
    "Two processes on one Cosmos DB",
    async (stack) => {
      const killable = stack.use(await openKillable());
      stack.use(await killable.start());
      const { running, client } = await killable.startAnother();
      stack.use(running);
      return [killable.client, client];
    },
  ],
];

async function openPair(
  stack: AsyncDisposableStack,
  env: NodeJS.ProcessEnv,
): Promise<readonly [Gateway, Gateway]> {
  const first = stack.use(await startGateway({ env }));
  return [first, stack.use(await startGateway({ env, beside: first }))];
}

describe.each(pairs)("%s", (_name, open) => {
  const stack = new AsyncDisposableStack();
  let carts: readonly [Carts, Carts];
  beforeAll(async () => {
    const [first, second] = await open(stack);
    carts = [await openCarts(first), await openCarts(second)];
  }, 60_000);
  afterAll(() => stack.disposeAsync());

  test(`lose nothing and double nothing of ${writers} writers with ${edits} edits each`, async () => {
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

  test("bring one cart in step once", async () => {
    const cart = await carts[0].make({ GC1020: 1 });
    for (let round = 1; round <= 10; round += 1) {
      const lines = [{ sku: "GC1040", quantity: 1 }];
      await Promise.all(carts.map((each) => each.run("addCartLines", { cartId: cart.id, lines })));
      const settled = await carts[0].settled(cart.id);
      expect(itemsOf(settled)).toEqual({ GC1020: 1, GC1040: 2 * round });
      expect(await carts[0].webItems(cart.sync.webCartId)).toEqual({ GC1020: 1, GC1040: 2 * round });
    }
  });
});
