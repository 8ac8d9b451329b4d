import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FaultProxy, startFaultProxy } from "../fault-proxy.ts";
import { type Gateway, startGateway } from "../gateway.ts";
import { writeRsaPair } from "../key-files.ts";
import { startOrg, type TestOrg } from "../local-org/org.ts";
import { type Carts, itemsOf, openCarts, plain, priced } from "./carts.ts";

/** docs/carts.md says how to have it take a minute. */
const outageMs = Number(process.env.OUTAGE_SECONDS ?? 3) * 1_000;
const patienceMs = 10_000;

const stack = new AsyncDisposableStack();
let org: TestOrg;
let proxy: FaultProxy;
let gateway: Gateway;
let carts: Carts;
beforeAll(async () => {
  org = stack.use(await startOrg({ data: "sample" }));
  proxy = stack.use(await startFaultProxy(org.url));
  const env = {
    SFCC_DOMAIN_NAME: proxy.url,
    SFCC_CLIENT_ID: "local-org",
    SFCC_CLIENT_SECRET: "local-only",
    SALESFORCE_TIMEOUT_SECONDS: "2",
    WEBSTORE_ID: org.webStoreId ?? "",
    ...writeRsaPair(2048),
  };
  gateway = stack.use(await startGateway({ data: "none", env }));
  carts = await openCarts(gateway, { orgUrl: org.url });
});
afterAll(() => stack.disposeAsync());

const strike = (fault: object) =>
  fetch(`${org.url}/_local/faults`, { method: "POST", body: JSON.stringify(fault) });
const mend = () => fetch(`${org.url}/_local/faults`, { method: "DELETE" });

const waits = ["PENDING"];
/** What was done shows in SOQL, which answers: the cart may be found in step. */
const mayBeSeen = ["PENDING", "SYNCED"];

interface Outage {
  readonly how: string;
  /** What the cart may be told to be meanwhile. */
  readonly states: readonly string[];
  begin(): unknown;
  end(): unknown;
}

const outages: readonly Outage[] = [
  {
    how: "refuses connections",
    states: waits,
    begin: () => proxy.takeDown(),
    end: () => proxy.restore(),
  },
  { how: "swallows everything", states: waits, begin: () => proxy.swallow(), end: () => proxy.restore() },
  {
    how: "is out of service",
    states: waits,
    begin: () => strike({ status: 503, body: [{ errorCode: "SERVER_UNAVAILABLE", message: "" }] }),
    end: mend,
  },
  {
    how: "has no calls left",
    states: waits,
    begin: () => strike({ limitExceeded: true }),
    end: mend,
  },
  {
    how: "does what it is asked but does not answer",
    states: mayBeSeen,
    begin: () => strike({ dropAnswer: true, path: "/commerce/" }),
    end: mend,
  },
];

test.each(outages)(
  "Salesforce $how for a while: every edit is accepted in time, and the web cart gets them all afterwards",
  async ({ states, begin, end }) => {
    const cart = await carts.make({ GC1020: 1, GC1040: 1 });
    await begin();
    const over = Date.now() + outageMs;
    let quantity = 1;
    for (let edit = 0; edit === 0 || Date.now() < over; edit += 1) {
      quantity = 2 + (edit % 7);
      const lines = [{ lineId: cart.lines[edit % 2].id, quantity }];
      const began = performance.now();
      const selection = edit % 3 === 0 ? priced : plain;
      const { userErrors } = await carts.run("updateCartLines", { cartId: cart.id, lines }, selection);
      expect(userErrors).toEqual([]);
      expect(performance.now() - began).toBeLessThan(patienceMs);
      await pause(200);
    }
    const meant = itemsOf(await carts.read(cart.id));
    expect(states).toContain((await carts.read(cart.id)).sync.state);
    await end();
    const settled = await carts.settled(cart.id);
    expect(itemsOf(settled)).toEqual(meant);
    expect(await carts.webItems(settled.sync.webCartId)).toEqual(meant);
  },
  outageMs + 60_000,
);
