import { randomBytes } from "node:crypto";
import type {
  Container,
  ItemDefinition,
  ItemResponse,
  Resource,
  SqlParameter,
  SqlQuerySpec,
} from "@azure/cosmos";
import { type CosmosConnection, type CosmosOptions, connectCosmos, statusOf } from "./cosmos.ts";
import { CosmosFault } from "./cosmos-http.ts";
import type { DocumentPage, DocumentQuery, DocumentStore, NewDocument, StoredDocument } from "./document.ts";

/** A document as Cosmos DB has it; moments are RFC 3339. */
interface Item<Body> extends ItemDefinition {
  readonly id: string;
  readonly partition: string;
  readonly body: Body;
  readonly status: string;
  readonly dueAt: string | null;
  readonly updatedAt: string;
  readonly expiresAt: string | null;
  /** In seconds from the write on; -1: never deleted. */
  readonly ttl: number;
  /** Random ids of its latest writes, newest first: by them a write whose answer was lost knows itself again. */
  readonly writes: readonly string[];
}

type Stored<Body> = Item<Body> & Resource;

/** So many may follow on a write before it is looked for; each costs the document 11 bytes. */
const maxWrites = 64;

/** 404 with this: the replica has not yet got what this client has seen. */
const sessionNotAvailable = 1002;

/**
 * Documents in Azure Cosmos DB for NoSQL. The container is made when it is not there.
 * https://learn.microsoft.com/azure/cosmos-db/nosql/
 */
export function createCosmosDocuments<Body extends object>(options: CosmosOptions): DocumentStore<Body> {
  const connection = connectCosmos(options);
  const { run } = connection;

  const query = <T>(spec: SqlQuerySpec, partitions: readonly string[] = []): Promise<readonly T[]> =>
    run(async (container, abortSignal) => {
      const [partitionKey] = partitions.length === 1 ? partitions : [];
      const place = partitionKey === undefined ? {} : { partitionKey };
      return (await container.items.query<T>(spec, { ...place, abortSignal }).fetchAll()).resources;
    });

  return {
    create: (document) => {
      const item = toItem(document, []);
      return write(connection, item, ({ items }, abortSignal) =>
        unless(409, items.create<Item<Body>>(item, { abortSignal })),
      );
    },
    read: async (partition, id) => {
      const item = await run((container, signal) => find<Body>(container, { partition, id }, signal));
      return item && toStored(item);
    },
    replace: (document, etag) => {
      const { condition, writes } = partsOf(etag);
      const item = toItem(document, writes);
      const accessCondition = { type: "IfMatch", condition };
      return write(connection, item, (container, abortSignal) => {
        const options = { accessCondition, abortSignal };
        return unless(412, container.item(item.id, item.partition).replace<Item<Body>>(item, options));
      });
    },
    list: async (page) => (await query<Stored<Body>>(toPage(page), page.partitions)).map(toStored),
    count: async (wanted) => (await query<number>(toCount(wanted), wanted.partitions))[0] ?? 0,
    due: async (now, limit) => (await query<Stored<Body>>(toDue(now, limit))).map(toStored),
    countDue: async (now) => {
      const parameters = [{ name: "@now", value: now.toISOString() }];
      const select = (what: string) => ({ query: `SELECT ${what} FROM c WHERE c.dueAt <= @now`, parameters });
      const [[count = 0], [first]] = await Promise.all([
        query<number>(select("VALUE COUNT(1)")),
        query<Stored<Body>>(toDue(now, 1)),
      ]);
      return { count, since: first?.dueAt ? new Date(first.dueAt) : null };
    },
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  };
}

type Writing<Body> = (container: Container, signal: AbortSignal) => Promise<Stored<Body> | null>;

/** Null when somebody else was there first; a write whose answer was lost finds itself. */
function write<Body>(
  { run }: CosmosConnection,
  item: Item<Body>,
  work: Writing<Body>,
): Promise<StoredDocument<Body> | null> {
  let isFirst = true;
  return run(async (container, signal) => {
    const mayBeWritten = !isFirst;
    isFirst = false;
    const written = await work(container, signal);
    if (written || !mayBeWritten) return written && toStored(written);
    const found = await find<Body>(container, item, signal);
    return found && hasWrite(found, item) ? toStored(found) : null;
  });
}

async function find<Body>(
  container: Container,
  { id, partition }: Pick<Item<Body>, "id" | "partition">,
  abortSignal: AbortSignal,
): Promise<Stored<Body> | null> {
  const { resource, substatus } = await container.item(id, partition).read<Item<Body>>({ abortSignal });
  if (substatus === sessionNotAvailable) throw new CosmosFault("a replica that lags behind");
  const isOver = resource?.expiresAt != null && resource.expiresAt <= new Date().toISOString();
  return resource === undefined || isOver ? null : resource;
}

/**
 * Whether a write took place, however many have followed. The writes of a document are a chain: where another one stands
 * after the one before, this one never will.
 *
 * @throws CosmosFault while that cannot be seen: the replica lags behind, or too many have followed
 */
function hasWrite(found: Item<unknown>, { writes: [own = "", before] }: Item<unknown>): boolean {
  if (found.writes.includes(own)) return true;
  const isSeen = before === undefined ? found.writes.length < maxWrites : found.writes.indexOf(before) > 0;
  if (!isSeen) throw new CosmosFault("it cannot be seen whether the write took place");
  return false;
}

function toCount(wanted: DocumentQuery): SqlQuerySpec {
  const { where, parameters } = matching(wanted);
  return { query: `SELECT VALUE COUNT(1) FROM c WHERE ${where}`, parameters };
}

function toDue(now: Date, limit: number): SqlQuerySpec {
  const parameters = [
    { name: "@now", value: now.toISOString() },
    { name: "@limit", value: limit },
  ];
  return { query: "SELECT TOP @limit * FROM c WHERE c.dueAt <= @now ORDER BY c.dueAt", parameters };
}

function toPage({ first, after, ...wanted }: DocumentPage): SqlQuerySpec {
  const { where, parameters } = matching(wanted);
  const behind = "(c.updatedAt < @updatedAt OR (c.updatedAt = @updatedAt AND c.id < @id))";
  return {
    query: `SELECT TOP @first * FROM c WHERE ${where}${after ? ` AND ${behind}` : ""} ORDER BY c.updatedAt DESC, c.id DESC`,
    parameters: [
      ...parameters,
      { name: "@first", value: first },
      ...(after
        ? [
            { name: "@updatedAt", value: after.updatedAt.toISOString() },
            { name: "@id", value: after.id },
          ]
        : []),
    ],
  };
}

/** What is over is not there, even before it is deleted. */
function matching({ partitions, statuses }: DocumentQuery): {
  readonly where: string;
  readonly parameters: SqlParameter[];
} {
  return {
    where: [
      "ARRAY_CONTAINS(@partitions, c.partition)",
      ...(statuses ? ["ARRAY_CONTAINS(@statuses, c.status)"] : []),
      "(IS_NULL(c.expiresAt) OR c.expiresAt > @now)",
    ].join(" AND "),
    parameters: [
      { name: "@partitions", value: [...partitions] },
      ...(statuses ? [{ name: "@statuses", value: [...statuses] }] : []),
      { name: "@now", value: new Date().toISOString() },
    ],
  };
}

/** Null where the store answers with this status. */
async function unless<Body>(
  status: 409 | 412,
  writing: Promise<ItemResponse<Item<Body>>>,
): Promise<Stored<Body> | null> {
  try {
    return (await writing).resource ?? null;
  } catch (error) {
    if (statusOf(error) === status || statusOf(error) === 404) return null;
    throw error;
  }
}

function toItem<Body>(
  { dueAt, updatedAt, expiresAt, ...document }: NewDocument<Body>,
  earlier: readonly string[],
): Item<Body> {
  const left = expiresAt && Math.ceil((expiresAt.getTime() - Date.now()) / 1_000);
  return {
    ...document,
    dueAt: dueAt?.toISOString() ?? null,
    updatedAt: updatedAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    ttl: left === null ? -1 : Math.max(left, 1),
    writes: [randomBytes(6).toString("base64url"), ...earlier].slice(0, maxWrites),
  };
}

/** The tag of Cosmos DB, and the writes that led there: who replaces the document adds one to them. */
function etagOf({ _etag, writes }: Stored<unknown>): string {
  return `${writes.join(".")} ${_etag}`;
}

function partsOf(etag: string): { readonly condition: string; readonly writes: readonly string[] } {
  const [writes = "", condition = ""] = etag.split(" ");
  return { condition, writes: writes.split(".") };
}

function toStored<Body>(item: Stored<Body>): StoredDocument<Body> {
  const { id, partition, body, status, dueAt, updatedAt, expiresAt } = item;
  const at = (moment: string | null) => (moment === null ? null : new Date(moment));
  return {
    id,
    partition,
    etag: etagOf(item),
    body,
    status,
    dueAt: at(dueAt),
    updatedAt: new Date(updatedAt),
    expiresAt: at(expiresAt),
  };
}
