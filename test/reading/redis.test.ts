import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { productRecord } from "../../src/product/product.salesforce.ts";
import { createTrace } from "../../src/salesforce/query-batch.ts";
import { createQueryCache } from "../../src/salesforce/query-cache.ts";
import { type Cache, connectRedis, createMemoryCache } from "../../src/stores/cache.ts";
import { type Gateway, startGateway } from "../gateway.ts";

/** Set by .ci/with-redis; without a server these tests are left out. */
const redisUrl = process.env.REDIS_URL;
const accounts = "{ accounts(first: 3) { nodes { name } } }";

describe.skipIf(redisUrl === undefined)("Two gateways with one Redis", () => {
  const stack = new AsyncDisposableStack();
  let gateways: readonly [Gateway, Gateway];
  beforeAll(async () => {
    const env = { CACHE_SECONDS: "Account=60", REDIS_URL: redisUrl ?? "" };
    const first = stack.use(await startGateway({ env }));
    gateways = [first, stack.use(await startGateway({ env, beside: first }))];
  });
  afterAll(() => stack.disposeAsync());

  test("answer from what the other has read", async () => {
    const [first, second] = gateways;
    const answer = await first.query(accounts);
    expect(await second.query(accounts)).toEqual({
      ...answer,
      extensions: { cache: { queries: 1, ageSeconds: 0 } },
    });
    expect(await first.org.calls()).toHaveLength(1);
  });
});

const kinds: readonly (readonly [string, () => Cache])[] = [
  ["memory", createMemoryCache],
  ...(redisUrl === undefined
    ? []
    : [["Redis", () => connectRedis({ url: redisUrl, onAway: () => undefined })] as const]),
];

describe.each(kinds)("A cache in %s", (_kind, open) => {
  test("forgets what was written to, and nothing else", async () => {
    await using store = open();
    const cache = createQueryCache({ store, seconds: new Map([["Product", 60]]), onUse: () => undefined });
    const asked = {
      identity: `org ${Math.random()}`,
      path: "/query",
      touched: { records: new Set([productRecord]), sObjects: new Set(["Product2"]) },
      trace: createTrace(),
      mayBeStale: false,
    };
    let reads = 0;
    const fetch = () => {
      reads += 1;
      return Promise.resolve({ totalSize: reads, done: true, records: [] });
    };
    // A connection to a server takes a moment, and until then nothing is kept.
    const knows = async () => (await store.read([], ["Product2"])).marks[0];
    await expect.poll(knows).toEqual(expect.any(String));
    await cache.through(asked, fetch);
    const before = reads;
    expect((await cache.through(asked, fetch)).totalSize).toBe(before);
    await cache.forget(["Asset"]);
    await cache.through(asked, fetch);
    expect(reads).toBe(before);
    await cache.forget(["Product2"]);
    expect((await cache.through(asked, fetch)).totalSize).toBe(before + 1);
    expect((await cache.through(asked, fetch)).totalSize).toBe(before + 1);
  });
});
