import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { type Killable, openKillable } from "../killable.ts";
import type { Running } from "../process.ts";
import { createRandom } from "../random.ts";
import { type Checkouts, openCheckouts, type PlacePayload } from "./checkouts.ts";

/** One of each step belongs to every run of the tests; docs/orders.md says how to run more. */
const seeds = Number(process.env.CHECKOUT_CRASHES ?? 1);
const firstSeed = Number(process.env.RANDOM_SEED ?? 1);
/** A checkout asks Salesforce so often; the gateway is killed around each of these requests. */
const steps = 5;
const recoveryMs = 10_000;

test.each([
  ["with the web store", {}],
  ["without a web store", { WEBSTORE_ID: "none" }],
])(
  `Whichever request to Salesforce the gateway is killed at, %s: one order, and the cart is closed`,
  async (_kind, env) => {
    await using killable = await openKillable(env);
    const checkouts = await openCheckouts(killable.client);
    let running = await killable.start();
    for (let seed = 0; seed < seeds; seed += 1) {
      for (let step = 1; step <= steps; step += 1) {
        const random = createRandom((firstSeed + seed) * 31 + step);
        running = await killAt(step, { killable, checkouts, running, pauseMs: random.below(60) });
      }
    }
    await running.stop("SIGKILL");
  },
  60_000 + seeds * steps * 20_000,
);

interface Crash {
  readonly killable: Killable;
  readonly checkouts: Checkouts;
  readonly running: Running;
  readonly pauseMs: number;
}

async function killAt(step: number, { killable, checkouts, running, pauseMs }: Crash): Promise<Running> {
  const { carts, place, settled, ordersOf } = checkouts;
  const cart = await carts.make({ GC1040: 2, SL9020: 1 });
  const { sync } = await carts.settled(cart.id);
  const input = { cartId: cart.id, idempotencyKey: `crash ${cart.id}` };
  await slowDown(killable, 50);
  const placing: Promise<PlacePayload | null> = place(input).catch(() => null);
  await reachCalls(killable, step);
  await pause(pauseMs);
  await running.stop("SIGKILL");
  await placing;
  await slowDown(killable, 0);
  const next = await killable.start();
  const started = performance.now();
  const placed = await place(input);
  const checkout = await settled(placed.checkout?.id ?? "");
  expect(performance.now() - started).toBeLessThan(recoveryMs);
  expect(checkout).toMatchObject({ state: "COMPLETED", orders: [{}] });
  const orders = await ordersOf(checkout.id);
  expect(orders.map(({ OrderItems }) => OrderItems?.records.length)).toEqual([2]);
  expect(await carts.read(cart.id, "status sync { webCartId }")).toEqual({
    status: "ORDERED",
    sync: { webCartId: null },
  });
  if (sync.webCartId) {
    const left = await carts.store.query(`SELECT Id FROM WebCart WHERE Id = '${sync.webCartId}'`);
    expect(left).toEqual([]);
  }
  return next;
}

/** Until the org has so many requests since it was slowed down, or there are no more. */
async function reachCalls({ org }: Killable, count: number): Promise<void> {
  for (const until = Date.now() + 1_000; Date.now() < until; await pause(5)) {
    const calls = (await (await fetch(`${org.url}/_local/calls`)).json()) as readonly { counted: boolean }[];
    if (calls.filter(({ counted }) => counted).length >= count) return;
  }
}

async function slowDown({ org }: Killable, delayMs: number): Promise<void> {
  await fetch(`${org.url}/_local/faults`, { method: "DELETE" });
  await fetch(`${org.url}/_local/calls`, { method: "DELETE" });
  if (delayMs === 0) return;
  const body = JSON.stringify({ path: "/services/data", delayMs });
  await fetch(`${org.url}/_local/faults`, { method: "POST", body });
}
