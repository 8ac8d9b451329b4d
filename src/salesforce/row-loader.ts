import DataLoader from "dataloader";
import type { QueryBatch } from "./query-batch.ts";
import type { RecordMap, Row } from "./record.ts";
import { textLiteral } from "./soql.ts";

interface WantedRow {
  readonly id: string;
  readonly columns: readonly string[];
}

interface KnownRow {
  readonly columns: ReadonlySet<string>;
  readonly row: Promise<Row | null>;
}

/** An IN list of 500 ids still fits a URL (23 bytes an id). */
export const idsPerQuery = 500;

export interface RowLoader {
  /** Null where there is no such row, or none that this identity may see. */
  load(id: string, columns: readonly string[]): Promise<Row | null>;
}

/**
 * Rows of one sObject by id: everything asked for in a tick, through whatever relation, is one query for the union of
 * the columns, and what the operation already has is not asked for again.
 */
export function createRowLoader(record: RecordMap, batch: QueryBatch): RowLoader {
  const known = new Map<string, KnownRow>();
  const loader = new DataLoader<WantedRow, Row | null>(
    (wanted) => loadTogether(record, batch, { wanted, known }),
    {
      cache: false,
      maxBatchSize: idsPerQuery,
    },
  );
  return {
    load: (id, columns) => {
      const row = known.get(id);
      return row && columns.every((column) => row.columns.has(column))
        ? row.row
        : loader.load({ id, columns });
    },
  };
}

interface Load {
  readonly wanted: readonly WantedRow[];
  readonly known: Map<string, KnownRow>;
}

function loadTogether(
  record: RecordMap,
  batch: QueryBatch,
  { wanted, known }: Load,
): Promise<(Row | null)[]> {
  const missing = wanted.flatMap((want) =>
    want.columns.filter((column) => !known.get(want.id)?.columns.has(column)),
  );
  const columns = new Set(["Id", ...missing]);
  const ids = [...new Set(wanted.map(({ id }) => id))];
  const rows = batch
    .rows({
      columns: [...columns],
      record,
      where: { column: "Id", operator: "IN", literals: ids.map(textLiteral) },
    })
    .then((found) => new Map(found.map((row) => [row.Id, row])));
  for (const id of ids)
    known.set(id, merged(known.get(id), { columns, row: rows.then((byId) => byId.get(id) ?? null) }));
  return Promise.all(wanted.map(async ({ id }) => (await known.get(id)?.row) ?? null));
}

function merged(before: KnownRow | undefined, now: KnownRow): KnownRow {
  if (!before) return now;
  return {
    columns: new Set([...before.columns, ...now.columns]),
    row: Promise.all([before.row, now.row]).then(([older, newer]) => newer && { ...older, ...newer }),
  };
}
