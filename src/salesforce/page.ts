import { GatewayError } from "../errors.ts";
import { nameOf } from "./filter.ts";
import { rowId, toSalesforceId } from "./id.ts";
import type { ColumnField, FilterKind, RecordMap, Row } from "./record.ts";
import { type Comparison, type Condition, every, nullLiteral, type Order, textLiteral } from "./soql.ts";

interface SortArgument {
  readonly field: string;
  readonly direction: "ASC" | "DESC";
  readonly nulls: "FIRST" | "LAST";
}

/** The arguments of every connection field. */
export interface PageArguments {
  readonly first: number;
  readonly after?: string | null;
  readonly filter?: unknown;
  /** What else holds for all rows of the list. */
  readonly condition?: Condition;
  readonly orderBy?: SortArgument | null;
}

/** How one list is paged: rows are ordered by the sort key and, among equals, by Id. */
export interface Paging {
  /** 1 to 200 */
  readonly first: number;
  readonly order: readonly Order[];
  /** Columns a cursor is made of. */
  readonly keyColumn: string;
  readonly condition: Condition | undefined;
  cursorOf(row: Row): string;
}

export const maxPageSize = 200;

const malformed = "This cursor is malformed: use endCursor of the page before, or leave `after` out.";

/**
 * Keyset paging: a cursor holds the sort key and id of its row, the next page is asked for with `WHERE key > ...`,
 * so pages neither skip nor repeat rows while others are inserted, and page 1,000 costs what page 1 costs.
 *
 * @throws GatewayError BAD_USER_INPUT for a size or cursor that does not fit
 */
export function toPaging(record: RecordMap, page: PageArguments): Paging {
  const { first, after } = page;
  requirePageSize(first);
  const sort: SortArgument = page.orderBy ?? { ...record.sort, nulls: "FIRST" };
  const field = sortField(record, sort.field);
  const keyColumn = nameOf(field);
  const { direction, nulls } = sort;
  const identity: Order = { column: "Id", direction: "ASC", nulls: "FIRST" };
  return {
    first,
    keyColumn,
    order:
      keyColumn === "Id" ? [{ ...identity, direction }] : [{ column: keyColumn, direction, nulls }, identity],
    condition: after == null ? undefined : afterCursor(readCursor(after, sort, field), sort, field),
    cursorOf: (row) => writeCursor(sort, row[keyColumn], rowId(row)),
  };
}

/** @throws GatewayError BAD_USER_INPUT */
export function requirePageSize(first: number): void {
  if (first < 1 || first > maxPageSize) throw refuse(`"first" must be between 1 and ${maxPageSize}.`);
}

function sortField(record: RecordMap, name: string): ColumnField {
  const field = record.fields[name];
  if (field?.kind === "column" && field.sortable) return field;
  throw new GatewayError("BAD_USER_INPUT", `${record.typeName} cannot be sorted by "${name}".`);
}

function writeCursor({ field, direction, nulls }: SortArgument, key: unknown, id: string): string {
  return Buffer.from(JSON.stringify([field, direction, nulls, key ?? null, id])).toString("base64url");
}

interface Cursor {
  readonly key: unknown;
  readonly id: string;
}

function readCursor(cursor: string, sort: SortArgument, field: ColumnField): Cursor {
  const [name, direction, nulls, key, id, ...rest] = parseCursor(cursor);
  if (rest.length > 0 || typeof id !== "string" || !fits(key, field.filter)) throw refuse(malformed);
  if (name !== sort.field || direction !== sort.direction || nulls !== sort.nulls) {
    throw refuse(
      "This cursor belongs to a list in another order: send the same orderBy as for the page before.",
    );
  }
  return { key, id: toSalesforceId(id) };
}

function parseCursor(cursor: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (Array.isArray(parts)) return parts;
  } catch {
    // Not JSON: refused below with the same sentence as any other text that is no cursor.
  }
  throw refuse(malformed);
}

/** Only a key that Salesforce could have answered may become a literal again. */
function fits(key: unknown, kind: FilterKind | undefined): boolean {
  if (key === null) return true;
  if (kind === "int" || kind === "decimal") return typeof key === "number";
  if (kind === "boolean") return typeof key === "boolean";
  if (typeof key !== "string") return false;
  if (kind === "date") return /^\d{4}-\d\d-\d\d$/.test(key);
  return kind !== "dateTime" || !Number.isNaN(Date.parse(key));
}

/** Rows behind the cursor: a greater key, or the same key and a greater id, or (nulls last) no key at all. */
function afterCursor({ key, id }: Cursor, sort: SortArgument, field: ColumnField): Condition | undefined {
  const column = nameOf(field);
  const beyond: Comparison = sort.direction === "ASC" ? ">" : "<";
  if (column === "Id") return { column, operator: beyond, literal: textLiteral(id) };
  const sameKey = every(
    { column, operator: "=", literal: field.write(key) },
    { column: "Id", operator: ">", literal: textLiteral(id) },
  );
  const greater: Condition[] = key === null ? [] : [{ column, operator: beyond, literal: field.write(key) }];
  const nullsAhead = sort.nulls === "LAST" ? key !== null : false;
  if (nullsAhead) greater.push({ column, operator: "=", literal: nullLiteral });
  if (key === null && sort.nulls === "FIRST") greater.push({ column, operator: "!=", literal: nullLiteral });
  const conditions = [...greater, sameKey].filter((condition) => condition !== undefined);
  return conditions.length === 1 ? conditions[0] : { some: conditions };
}

function refuse(sentence: string): GatewayError {
  return new GatewayError("BAD_USER_INPUT", sentence);
}
