import type { QueryRecord, QueryResult } from "../soql/query.ts";
import type { Cursor } from "./cursor.ts";

/** One page of a query's answer, or of a child list inside it. */
export interface Page {
  readonly totalSize: number;
  readonly done: boolean;
  /** Absent on the last page. */
  readonly nextRecordsUrl?: string;
  readonly records: readonly QueryRecord[];
}

export interface Paging {
  /** Rows of a page; a record's child rows count as well. */
  readonly batchSize: number;
  /** e.g. /services/data/v68.0/query */
  readonly path: string;
  /** Keeps a list that does not fit into one page. */
  readonly keep: (list: QueryResult) => Cursor;
}

const defaultBatchSize = 2000;
const smallestBatchSize = 200;

/**
 * The batch size a `Sforce-Query-Options: batchSize=500` header asks for, within Salesforce's bounds:
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_queryoptions.htm
 */
export function batchSizeOf(queryOptions = ""): number {
  const wanted = Number(/batchSize\s*=\s*(\d+)/i.exec(queryOptions)?.[1] ?? defaultBatchSize);
  return Math.min(Math.max(wanted, smallestBatchSize), defaultBatchSize);
}

/** The page of a list that begins at `offset`. Child lists too long for a page get locators of their own. */
export function pageOf(list: QueryResult | Cursor, offset: number, paging: Paging): Page {
  const end = endOfPage(list.records, offset, paging.batchSize);
  const records = list.records.slice(offset, end).map((record) => shorten(record, paging));
  if (end >= list.records.length) return { totalSize: list.totalSize, done: true, records };
  const cursor = "locator" in list ? list : paging.keep(list);
  const nextRecordsUrl = `${paging.path}/${cursor.locator}-${end}`;
  return { totalSize: list.totalSize, done: false, nextRecordsUrl, records };
}

/** At least one record, then as many as fit. */
function endOfPage(records: readonly QueryRecord[], offset: number, batchSize: number): number {
  let end = offset;
  let rows = 0;
  for (const record of records.slice(offset, offset + batchSize)) {
    rows += rowsIn(record);
    if (rows > batchSize && end > offset) break;
    end += 1;
  }
  return end;
}

function rowsIn(record: QueryRecord): number {
  const childRows = childListsOf(record).flatMap(([, list]) => list.records.map(rowsIn));
  return childRows.reduce((sum, rows) => sum + rows, 1);
}

function shorten(record: QueryRecord, paging: Paging): QueryRecord {
  if (rowsIn(record) <= paging.batchSize) return record;
  const pages = childListsOf(record).map(([name, list]) => [name, pageOf(list, 0, paging)] as const);
  return { ...record, ...Object.fromEntries(pages) };
}

function childListsOf(record: QueryRecord): readonly (readonly [string, QueryResult])[] {
  return Object.entries(record).filter((entry): entry is [string, QueryResult] => isList(entry[1]));
}

function isList(value: unknown): value is QueryResult {
  return typeof value === "object" && value !== null && "records" in value;
}
