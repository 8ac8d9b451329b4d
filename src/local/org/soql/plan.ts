import type { Row, Value } from "../row.ts";
import type { Field } from "../sobject.ts";
import type { Table } from "../table.ts";
import { compareKeys } from "../value.ts";
import type { Comparison } from "./comparison.ts";
import type { Condition } from "./condition.ts";

export type Filter = Condition<Comparison>;

export interface SortKey {
  readonly field: Field;
  /** The column stands on the row itself. */
  readonly direct: boolean;
  read(row: Row): Value;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/** Compiles a condition once, so that it runs on every item without being looked at again. */
export function matches<Item>(
  condition: Condition<{ test(item: Item): boolean }> | undefined,
): (item: Item) => boolean {
  if (!condition) return () => true;
  if (condition.kind === "leaf") return condition.leaf.test;
  if (condition.kind === "not") {
    const test = matches(condition.member);
    return (item) => !test(item);
  }
  const tests = condition.members.map((member) => matches(member));
  if (condition.kind === "and") return (item) => tests.every((test) => test(item));
  return (item) => tests.some((test) => test(item));
}

/**
 * The rows an index narrows a filter down to, or null where none does. They still have to be tested.
 */
export function candidates(table: Table, filter: Filter | undefined): readonly Row[] | null {
  if (!filter || filter.kind === "not") return null;
  if (filter.kind === "leaf") return lookup(table, filter.leaf);
  const found = filter.members.map((member) => candidates(table, member));
  if (filter.kind === "or")
    return found.includes(null) ? null : [...new Set(found.flatMap((rows) => rows ?? []))];
  return found.reduce(
    (best, rows) => (best === null || (rows !== null && rows.length < best.length) ? rows : best),
    null,
  );
}

function lookup(table: Table, { direct }: Comparison): readonly Row[] | null {
  if (direct?.operator !== "=" || !isSelective(direct.field)) return null;
  const { field, keys } = direct;
  if (field.type === "id") {
    return [...new Set(keys)].map((key) => table.get(String(key))).filter((row) => row !== undefined);
  }
  return [...new Set(keys)].flatMap((key) => table.lookup(field, key));
}

/** Columns with many different values; an index on a picklist or checkbox would hardly narrow anything. */
function isSelective({ type }: Field): boolean {
  return type === "id" || type === "reference" || type === "string" || type === "email" || type === "phone";
}

/** All rows in the order of a sorted index, where the sort keys are a column of the row and, at most, its Id. */
export function orderedRows(
  table: Table,
  filter: Filter | undefined,
  keys: readonly SortKey[],
): Iterable<Row> | null {
  const [first, second, ...rest] = keys;
  if (!first?.direct || !first.field.sortable || rest.length > 0) return null;
  // Sorted by definition, compared by text: its index is of no use.
  if (first.field.type === "picklist") return null;
  if (second && !(second.direct && second.field.type === "id")) return null;
  const { descending, nullsFirst } = first;
  const bound = lowerBound(filter, first);
  const from = bound === end ? undefined : bound;
  const idDescending = second?.descending ?? false;
  return table.sorted(first.field).walk({ descending, idDescending, nullsFirst, from });
}

const end = Symbol("end");
type Bound = Value | typeof end | undefined;

/** A key before which no row, in walking order, can meet the filter; `end` where only rows without a key can. */
function lowerBound(filter: Filter | undefined, key: SortKey): Bound {
  if (!filter || filter.kind === "not") return undefined;
  if (filter.kind === "leaf") return boundOf(filter.leaf, key);
  const bounds = filter.members.map((member) => lowerBound(member, key));
  const known = bounds.filter((bound) => bound !== undefined);
  if (filter.kind === "and") {
    return known.reduce<Bound>((a, b) => (a === undefined || nearer(a, b, key) === a ? b : a), undefined);
  }
  return known.length < bounds.length ? undefined : known.reduce<Bound>((a, b) => nearer(a, b, key), end);
}

function boundOf({ direct }: Comparison, { field, descending, nullsFirst }: SortKey): Bound {
  if (!direct || direct.field !== field) return undefined;
  const { operator, keys } = direct;
  const [only] = keys;
  if (only === undefined || keys.length > 1) return undefined;
  if (only === null) return operator === "=" && !nullsFirst ? end : undefined;
  const bounded = descending ? ["=", "<", "<="] : ["=", ">", ">="];
  return bounded.includes(operator) ? only : undefined;
}

/** The one that comes first in walking order. */
function nearer(a: Bound, b: Bound, { descending }: SortKey): Bound {
  if (a === end || a === undefined) return b;
  if (b === end || b === undefined) return a;
  return compareKeys(a, b) < 0 === descending ? b : a;
}
