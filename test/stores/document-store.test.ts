import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createCosmosDocuments } from "../../src/stores/document.cosmos.ts";
import { createPostgresDocuments } from "../../src/stores/document.postgres.ts";
import type { DocumentStore, NewDocument } from "../../src/stores/document.ts";
import { openPostgres } from "../../src/stores/postgres.ts";
import { openDatabase } from "../database.ts";
import { type CosmosServer, startCosmos } from "./cosmos-server.ts";

interface Body {
  readonly count: number;
  readonly note?: string;
}

const container = "carts";

function openOnCosmos(cosmos: CosmosServer): DocumentStore<Body> {
  return createCosmosDocuments<Body>({ ...cosmos, database: "gateway", container, key: () => cosmos.key });
}

const stores = [
  {
    kind: "Cosmos DB",
    open: async (stack: AsyncDisposableStack) => stack.use(openOnCosmos(stack.use(await startCosmos()))),
  },
  {
    kind: "PostgreSQL",
    open: async (stack: AsyncDisposableStack) => {
      const postgres = stack.use(await openPostgres(await openDatabase(), { migrate: true }));
      return stack.use(createPostgresDocuments<Body>(postgres));
    },
  },
];

const minute = 60_000;
const at = (minutes: number) => new Date(Date.UTC(2026, 10, 23) + minutes * minute);

function document(values: Partial<NewDocument<Body>> = {}): NewDocument<Body> {
  return {
    id: randomUUID(),
    partition: "001000000000001AAA",
    body: { count: 0 },
    status: "ACTIVE",
    dueAt: null,
    updatedAt: at(0),
    expiresAt: null,
    ...values,
  };
}

describe.each(stores)("Documents in $kind", ({ open }) => {
  const stack = new AsyncDisposableStack();
  let documents: DocumentStore<Body>;
  beforeAll(async () => {
    documents = await open(stack);
  });
  afterAll(() => stack.disposeAsync());

  const add = async (values: Partial<NewDocument<Body>> = {}) => {
    const created = await documents.create(document(values));
    if (!created) throw new Error("it was there already");
    return created;
  };

  test("are read as they were written, and have a new tag after each write", async () => {
    const wanted = document({
      body: { count: 1, note: "Grüße, 世界" },
      dueAt: at(5),
      expiresAt: at(999_999),
    });
    const created = await documents.create(wanted);
    expect(created).toEqual({ ...wanted, etag: expect.any(String) });
    expect(await documents.read(wanted.partition, wanted.id)).toEqual(created);
    const changed = await documents.replace({ ...wanted, body: { count: 2 } }, created?.etag ?? "");
    expect(changed?.etag).not.toBe(created?.etag);
    expect((await documents.read(wanted.partition, wanted.id))?.body).toEqual({ count: 2 });
  });

  test("are made once", async () => {
    const wanted = document();
    const made = await Promise.all(Array.from({ length: 5 }, () => documents.create(wanted)));
    expect(made.filter((each) => each !== null)).toHaveLength(1);
  });

  test("that are not there, or elsewhere, are null", async () => {
    const { id } = await add();
    expect(await documents.read("001000000000001AAA", randomUUID())).toBeNull();
    expect(await documents.read("001000000000002AAA", id)).toBeNull();
    expect(await documents.replace(document(), "no tag")).toBeNull();
  });

  test("are not written over by who has seen an older one", async () => {
    const { etag, ...wanted } = await add();
    const writes = await Promise.all(
      Array.from({ length: 5 }, (_, count) => documents.replace({ ...wanted, body: { count } }, etag)),
    );
    const winners = writes.filter((each) => each !== null);
    expect(winners).toHaveLength(1);
    expect(await documents.read(wanted.partition, wanted.id)).toEqual(winners[0]);
  });

  test("lose nothing among 20 writers who take turns by the tag", async () => {
    const { id, partition } = await add();
    const increase = async () => {
      for (;;) {
        const found = await documents.read(partition, id);
        if (!found) throw new Error("it is gone");
        const { etag, ...rest } = found;
        if (await documents.replace({ ...rest, body: { count: found.body.count + 1 } }, etag)) return;
      }
    };
    await Promise.all(Array.from({ length: 20 }, increase));
    expect((await documents.read(partition, id))?.body.count).toBe(20);
  });

  test("are listed the latest first, page by page, by partition and status", async () => {
    const partition = "001000000000009AAA";
    const made = [];
    for (const minutes of [1, 3, 3, 2, 5]) {
      const status = minutes === 2 ? "CANCELED" : "ACTIVE";
      made.push((await add({ partition, updatedAt: at(minutes), status })).id);
    }
    const [one, three, otherThree, two, five] = made as [string, string, string, string, string];
    const threes = [three, otherThree].toSorted().toReversed();
    const pages: string[][] = [];
    for (let after = null; ; ) {
      const page = await documents.list({ partitions: [partition], statuses: null, first: 2, after });
      if (page.length === 0) break;
      pages.push(page.map(({ id }) => id));
      after = page.at(-1) ?? null;
    }
    expect(pages).toEqual([[five, threes[0]], [threes[1], two], [one]]);
    const active = { partitions: [partition], statuses: ["ACTIVE"] };
    expect((await documents.list({ ...active, first: 10, after: null })).map(({ id }) => id)).not.toContain(
      two,
    );
    expect(await documents.count(active)).toBe(4);
    expect(await documents.count({ partitions: [partition], statuses: null })).toBe(5);
  });

  test("come up when they are due, those that wait longest first", async () => {
    const early = await add({ dueAt: new Date(1_000) });
    const earliest = await add({ dueAt: new Date(500), partition: "001000000000003AAA" });
    await add({ dueAt: new Date(10_000) });
    const due = await documents.due(new Date(2_000), 10);
    expect(due.map(({ id }) => id)).toEqual([earliest.id, early.id]);
    expect(await documents.due(new Date(2_000), 1)).toHaveLength(1);
    expect(await documents.countDue(new Date(2_000))).toEqual({ count: 2, since: new Date(500) });
    expect(await documents.countDue(new Date(100))).toEqual({ count: 0, since: null });
  });

  test("are not there any more when their time is over", async () => {
    const partition = "001000000000004AAA";
    const { id } = await add({ partition, expiresAt: new Date(Date.now() - 1_000) });
    expect(await documents.read(partition, id)).toBeNull();
    expect(await documents.list({ partitions: [partition], statuses: null, first: 10, after: null })).toEqual(
      [],
    );
    expect(await documents.count({ partitions: [partition], statuses: null })).toBe(0);
  });
});

describe("Cosmos DB", () => {
  let cosmos: CosmosServer;
  let documents: DocumentStore<Body>;
  beforeAll(async () => {
    cosmos = await startCosmos();
    documents = openOnCosmos(cosmos);
    await documents.create(document());
  });
  afterAll(async () => {
    await documents[Symbol.asyncDispose]();
    await cosmos[Symbol.asyncDispose]();
  });
  beforeEach(() => void cosmos.takeCount());

  const passing = [
    ["throttles", { status: 429, retryAfterMs: 20, times: 3 }],
    ["sees two writes meet", { status: 449, times: 2 }],
    ["is busy", { status: 503, times: 2 }],
    ["takes too long itself", { status: 408, times: 1 }],
    ["breaks the connection", { reset: true, times: 2 }],
    ["does not answer a write that it has made", { dropAnswer: true, times: 1 }],
    ["does not answer twice", { dropAnswer: true, times: 2 }],
  ] as const;

  test.each(passing)("may be in trouble: it %s, and nothing is lost or doubled", async (_how, fault) => {
    const wanted = document();
    cosmos.strike(fault);
    const created = await documents.create(wanted);
    expect(created?.body).toEqual({ count: 0 });
    cosmos.strike(fault);
    const changed = await documents.replace({ ...wanted, body: { count: 1 } }, created?.etag ?? "");
    expect(changed?.body).toEqual({ count: 1 });
    cosmos.strike(fault);
    expect(await documents.read(wanted.partition, wanted.id)).toEqual(changed);
  });

  test("that does not answer a write counts it once, although another gateway has written since", async () => {
    await using other = openOnCosmos(cosmos);
    const created = await documents.create(document());
    const { id, partition } = created ?? document();
    cosmos.takeCount();
    cosmos.strike({ method: "PUT", dropAnswer: true });
    cosmos.strike({ method: "PUT", status: 429, retryAfterMs: 1_000 });
    const writing = documents.replace({ ...document(), id, body: { count: 1 } }, created?.etag ?? "");
    await expect.poll(() => cosmos.count()).toBe(2);
    const found = await other.read(partition, id);
    const latest = await other.replace({ ...document(), id, body: { count: 2 } }, found?.etag ?? "");
    expect([found?.body, latest?.body]).toEqual([{ count: 1 }, { count: 2 }]);
    expect(await writing).toEqual(latest);
  });

  test("does not lend its tag to a write that came second, whatever happened to its answer", async () => {
    await using other = openOnCosmos(cosmos);
    const created = await documents.create(document());
    const wanted = { ...document(), id: created?.id ?? "" };
    cosmos.strike({ method: "PUT", reset: true });
    cosmos.strike({ method: "PUT", status: 429, retryAfterMs: 1_000 });
    cosmos.takeCount();
    const losing = documents.replace({ ...wanted, body: { count: 1 } }, created?.etag ?? "");
    await expect.poll(() => cosmos.count()).toBe(2);
    expect(await other.replace({ ...wanted, body: { count: 2 } }, created?.etag ?? "")).not.toBeNull();
    expect(await losing).toBeNull();
  });

  test("without the container, which may not be made, is an error for every cart, never success", async () => {
    await using forbidding = await startCosmos();
    forbidding.forbidMaking();
    await using lacking = openOnCosmos(forbidding);
    await expect(lacking.create(document())).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    await expect(lacking.read("001000000000001AAA", "x")).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
    });
  });

  test("is asked once for each thing when all is well", async () => {
    const wanted = document();
    const created = await documents.create(wanted);
    await documents.replace({ ...wanted, body: { count: 1 } }, created?.etag ?? "");
    await documents.read(wanted.partition, wanted.id);
    expect(cosmos.takeCount()).toBe(3);
  });

  test("that stays away is an error that says so, within the deadline", async () => {
    cosmos.strike({ status: 503, times: 100 });
    const began = Date.now();
    const reading = documents.read("001000000000001AAA", "x");
    await expect(reading).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    expect(Date.now() - began).toBeLessThan(9_000);
    cosmos.mend();
  }, 15_000);

  test("gets the new key when it was rotated", async () => {
    let key = Buffer.from("the first key, which is not used for long").toString("base64");
    const place = { endpoint: cosmos.endpoint, database: "gateway", container };
    await using rotating = createCosmosDocuments<Body>({ ...place, key: () => key });
    const { id, partition } = (await rotating.create(document())) ?? document();
    key = cosmos.key;
    expect(await rotating.read(partition, id)).toMatchObject({ id });
  });
});
