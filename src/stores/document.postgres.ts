import { randomUUID } from "node:crypto";
import { GatewayError } from "../errors.ts";
import type { DocumentPage, DocumentQuery, DocumentStore, NewDocument, StoredDocument } from "./document.ts";
import type { Document, Prisma } from "./generated/prisma/client.ts";
import type { Postgres } from "./postgres.ts";

/** Documents in PostgreSQL, for gateways without a Cosmos DB. */
export function createPostgresDocuments<Body extends object>({ prisma }: Postgres): DocumentStore<Body> {
  const { document } = prisma;
  const read: DocumentStore<Body>["read"] = (partition, id) =>
    reached(async () => {
      const row = await document.findFirst({ where: { partition, id, ...living() } });
      return row && toStored<Body>(row);
    });

  /** A write whose answer was lost has happened if its tag is there. */
  async function write(wanted: Document, work: () => Promise<{ readonly count: number }>) {
    try {
      const { count } = await work();
      return count === 0 ? null : toStored<Body>(wanted);
    } catch (error) {
      const found = await read(wanted.partition, wanted.id);
      if (found?.etag === wanted.etag) return found;
      throw unavailable(error);
    }
  }

  return {
    create: (wanted) => {
      const data = toRow(wanted);
      return write(data, () => document.createMany({ data: [data as never], skipDuplicates: true }));
    },
    read,
    replace: (wanted, etag) => {
      const data = toRow(wanted);
      const { id, partition } = data;
      return write(data, () => document.updateMany({ where: { partition, id, etag }, data: data as never }));
    },
    list: (page) => reached(async () => (await document.findMany(toPage(page))).map(toStored<Body>)),
    count: (query) => reached(() => document.count({ where: { ...matching(query), ...living() } })),
    due: (now, limit) =>
      reached(async () => {
        await document.deleteMany({ where: { expiresAt: { lte: now } } });
        const where = { dueAt: { lte: now } };
        const rows = await document.findMany({ where, orderBy: { dueAt: "asc" }, take: limit });
        return rows.map(toStored<Body>);
      }),
    countDue: (now) =>
      reached(async () => {
        const { _count: count, _min } = await document.aggregate({
          where: { dueAt: { lte: now } },
          _count: true,
          _min: { dueAt: true },
        });
        return { count, since: _min.dueAt };
      }),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function toPage({ first, after, ...query }: DocumentPage): Prisma.DocumentFindManyArgs {
  const behind = after && {
    OR: [{ updatedAt: { lt: after.updatedAt } }, { updatedAt: after.updatedAt, id: { lt: after.id } }],
  };
  return {
    where: { AND: [matching(query), living(), behind ?? {}] },
    orderBy: [{ updatedAt: "desc" }, { id: "desc" }],
    take: first,
  };
}

function living(): Prisma.DocumentWhereInput {
  return { OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] };
}

function matching({ partitions, statuses }: DocumentQuery): Prisma.DocumentWhereInput {
  return { partition: { in: [...partitions] }, ...(statuses && { status: { in: [...statuses] } }) };
}

function toRow(wanted: NewDocument<object>): Document {
  return { ...wanted, body: wanted.body as Document["body"], etag: randomUUID() };
}

function toStored<Body>(row: Document): StoredDocument<Body> {
  return { ...row, body: row.body as Body };
}

async function reached<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw unavailable(error);
  }
}

function unavailable(cause: unknown): GatewayError {
  return new GatewayError(
    "STORE_UNAVAILABLE",
    "The gateway cannot reach its carts at the moment. Try again later.",
    {
      cause,
    },
  );
}
