import { setTimeout as pause } from "node:timers/promises";
import { createRandom, type Random } from "../random.ts";
import type { Carts } from "./carts.ts";
import { itemsOf, plain } from "./carts.ts";

/** What the buyer has been told that the cart has, quantities by SKU. */
type Model = Map<string, number>;

const skus = ["GC1020", "GC1040", "GC1060", "GC3020", "GC3040", "GC3060", "SL9040", "SL9060"];

const patienceMs = 60_000;

export interface History {
  readonly seed: number;
  readonly carts: Carts;
  readonly edits: number;
}

/** Works on a cart as the seed has it, sending again whatever was not answered, and says how it is to be judged. */
export async function liveThrough({
  seed,
  carts,
  edits,
}: History): Promise<() => Promise<readonly string[]>> {
  const random = createRandom(seed);
  const keyOf = (edit: number) => `history ${seed} ${edit}`;
  const model: Model = new Map();
  const accountId = random.pick(["001Lo0000000001IAA", "001Lo0000000002IAA", "001Lo0000000005IAA"]);
  const { cart } = await insist(() =>
    carts.run("createCart", { accountId, name: `history ${seed}`, idempotencyKey: keyOf(0) }, plain),
  );
  for (let edit = 1; edit <= edits; edit += 1) {
    await change({ carts, random, model, id: cart.id, key: keyOf(edit) });
    if (random.oneIn(3)) await pause(random.below(200));
  }
  return () => judge(carts, { id: cart.id, model, seed });
}

interface Editing {
  readonly carts: Carts;
  readonly random: Random;
  readonly model: Model;
  readonly id: string;
  readonly key: string;
}

async function change({ carts, random, model, id, key }: Editing): Promise<void> {
  const cartId = id;
  const idempotencyKey = key;
  const selection = random.oneIn(4) ? `${plain} sync { state } total { amount }` : plain;
  const known = [...model.keys()];
  if (known.length === 0 || random.oneIn(2)) {
    const wanted = random.some(skus, 3).map((sku) => ({ sku, quantity: 1 + random.below(5) }));
    await insist(() => carts.run("addCartLines", { cartId, lines: wanted, idempotencyKey }, selection));
    for (const { sku, quantity } of wanted) model.set(sku, (model.get(sku) ?? 0) + quantity);
    return;
  }
  const sku = random.pick(known);
  const quantity = random.oneIn(3) ? 0 : 1 + random.below(9);
  const { lines } = await insist(() => carts.read(id, plain));
  const lineId = lines.find((line: { sku: string }) => line.sku === sku)?.id;
  await insist(() =>
    carts.run("updateCartLines", { cartId, lines: [{ lineId, quantity }], idempotencyKey }, selection),
  );
  if (quantity === 0) model.delete(sku);
  else model.set(sku, quantity);
}

/** The gateway may be dead for a moment. What it refuses is a fault, though. */
async function insist<T extends { readonly userErrors?: readonly object[] }>(
  ask: () => Promise<T>,
): Promise<T> {
  for (const until = Date.now() + patienceMs; ; await pause(50)) {
    try {
      const answer = await ask();
      if ((answer.userErrors?.length ?? 0) > 0) throw new TypeError(JSON.stringify(answer.userErrors));
      return answer;
    } catch (error) {
      const isNetwork = error instanceof TypeError && /^(fetch failed|terminated)$/.test(error.message);
      if (!isNetwork || Date.now() > until) throw error;
    }
  }
}

interface Verdict {
  readonly id: string;
  readonly model: Model;
  readonly seed: number;
}

/** Once the store has it all. Tells what is wrong. */
async function judge(carts: Carts, { id, model, seed }: Verdict): Promise<readonly string[]> {
  const wanted = textOf(Object.fromEntries(model));
  const wrong: string[] = [];
  const settled = await carts.settled(id).catch((error: Error) => error);
  if (settled instanceof Error) return [`seed ${seed}: ${settled.message}`];
  const kept = textOf(itemsOf(settled));
  const inStore = textOf(await carts.webItems(settled.sync.webCartId));
  if (kept !== wanted) wrong.push(`seed ${seed}: the cart has ${kept}, the buyer was told ${wanted}`);
  if (inStore !== wanted) wrong.push(`seed ${seed}: the store has ${inStore}, the buyer was told ${wanted}`);
  return wrong;
}

function textOf(items: Readonly<Record<string, number>>): string {
  return JSON.stringify(Object.entries(items).toSorted(([a], [b]) => a.localeCompare(b)));
}
