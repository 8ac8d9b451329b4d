import { expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import { createRandom } from "../random.ts";
import { type Checkouts, openCheckouts, type PlacePayload } from "./checkouts.ts";

/** A few belong to every run of the tests; docs/orders.md says how to run more. */
const count = Number(process.env.ORDERS ?? 10);
const firstSeed = Number(process.env.RANDOM_SEED ?? 1);
const together = 10;
const skus = ["GC1020", "GC1040", "GC1060", "GC3020", "SL9040"];

const faults = [
  { path: "/composite/graph", dropAnswer: true },
  { path: "/composite/graph", status: 503, body: "<html>maintenance</html>" },
  { path: "/composite/graph", lockRows: true },
  { path: "/composite/graph", resetAfterBytes: 20 },
  { path: "/composite", dropAnswer: true },
  { path: "/commerce", dropAnswer: true },
];

test.each([
  ["with the web store", {}],
  ["without a web store", { WEBSTORE_ID: "none" }],
])(
  `${count} orders whose answers are lost at random, %s: one for each key, whatever the clients repeat`,
  async (_kind, env) => {
    await using gateway = await startGateway({ env: { SALESFORCE_TIMEOUT_SECONDS: "2", ...env } });
    const checkouts = await openCheckouts(gateway);
    const random = createRandom(firstSeed);
    const wrong: unknown[] = [];
    for (let begun = 0; begun < count; begun += together) {
      for (let index = 0; index < together; index += 1) {
        await addFault(gateway, {
          ...random.pick(faults),
          times: 1,
          share: 0.5,
          seed: random.below(1_000_000),
        });
      }
      const seeds = Array.from({ length: Math.min(together, count - begun) }, (_, index) => begun + index);
      const ended = await Promise.all(seeds.map((seed) => buy(checkouts, seed)));
      await fetch(`${gateway.org.url}/_local/faults`, { method: "DELETE" });
      for (const id of ended) {
        const orders = await checkouts.ordersOf(id);
        if (orders.length !== 1 || orders[0]?.OrderItems?.records.length !== 2) wrong.push({ id, orders });
      }
    }
    expect(wrong).toEqual([]);
    expect(await doubles(checkouts)).toEqual([]);
  },
  60_000 + count * 2_000,
);

/** The id of the checkout that a buyer got, who does not give up. */
async function buy({ carts, place, settled }: Checkouts, seed: number): Promise<string> {
  const random = createRandom(firstSeed * 7_919 + seed);
  const [first = "", second = ""] = random.some(skus, 2).concat(skus);
  const other = second === first ? (skus.find((sku) => sku !== first) ?? "") : second;
  const cart = await insist(() => carts.make({ [first]: 1 + random.below(3), [other]: 1 }));
  const input = { cartId: cart.id, poNumber: `PO-${seed}`, idempotencyKey: `order ${seed}` };
  const placed = await insist(() => place(input));
  if (random.oneIn(2)) await insist(() => place(input));
  const id = idOf(placed);
  const checkout = await settled(id);
  expect(checkout).toMatchObject({ state: "COMPLETED" });
  return id;
}

function idOf({ checkout, userErrors }: PlacePayload): string {
  if (checkout) return checkout.id;
  throw new Error(JSON.stringify(userErrors));
}

/** Orders of one reference. */
async function doubles({ carts }: Checkouts): Promise<readonly unknown[]> {
  return await carts.store.query(
    "SELECT OrderReferenceNumber, COUNT(Id) FROM Order WHERE OrderReferenceNumber != null GROUP BY OrderReferenceNumber HAVING COUNT(Id) > 1",
  );
}

async function addFault({ org }: Gateway, fault: object): Promise<void> {
  await fetch(`${org.url}/_local/faults`, { method: "POST", body: JSON.stringify(fault) });
}

async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries > 20) throw error;
    }
  }
}
