import type { Row, Value } from "./row.ts";
import type { Field } from "./sobject.ts";
import { compareKeys, keyOf } from "./value.ts";

interface WalkOptions {
  readonly descending: boolean;
  /** Equal rows by descending Id. */
  readonly idDescending: boolean;
  readonly nullsFirst: boolean;
  /** Rows with a key before this one in walking order may be left out. */
  readonly from?: Value | undefined;
}

/** Rows by one field and, among equals, by Id. */
export interface SortedIndex {
  add(row: Row): void;
  remove(row: Row): void;
  /** In the order of `ORDER BY field, Id`, each key in its own direction. */
  walk(options: WalkOptions): Generator<Row>;
}

export function createSortedIndex(field: Field, rows: Iterable<Row>): SortedIndex {
  const empty: Row[] = [];
  const keyed: { readonly key: Value; readonly row: Row }[] = [];
  for (const row of rows) {
    const key = keyIn(field, row);
    if (key === null) empty.push(row);
    else keyed.push({ key, row });
  }
  keyed.sort((left, right) => compareKeys(left.key, right.key) || compareIds(left.row, right.row));
  empty.sort(compareIds);
  const filled = keyed.map(({ row }) => row);

  function placeOf(row: Row): { readonly list: Row[]; readonly index: number } {
    const key = keyIn(field, row);
    if (key === null) return { list: empty, index: firstNotBefore(empty, (other) => compareIds(other, row)) };
    const compare = (other: Row) => compareKeys(keyIn(field, other), key) || compareIds(other, row);
    return { list: filled, index: firstNotBefore(filled, compare) };
  }

  return {
    add: (row) => {
      const { list, index } = placeOf(row);
      list.splice(index, 0, row);
    },
    remove: (row) => {
      const { list, index } = placeOf(row);
      if (list[index] === row) list.splice(index, 1);
    },
    *walk(options) {
      const { nullsFirst, from, idDescending } = options;
      const unfilled = idDescending ? empty.toReversed() : empty;
      if (nullsFirst && from === undefined) yield* unfilled;
      yield* walkFilled(filled, field, options);
      if (!nullsFirst) yield* unfilled;
    },
  };
}

function* walkFilled(rows: readonly Row[], field: Field, options: WalkOptions): Generator<Row> {
  const groups = (options.descending ? groupsDown : groupsUp)(rows, field, options.from);
  for (const { start, end } of groups) {
    yield* options.idDescending ? walkGroup(rows, end - 1, start - 1) : walkGroup(rows, start, end);
  }
}

/** Rows of equal keys; found by bisection, so that a walk may begin anywhere. */
interface Group {
  readonly start: number;
  readonly end: number;
}

function* groupsUp(rows: readonly Row[], field: Field, from: Value | undefined): Generator<Group> {
  let start = from === undefined ? 0 : startOf(rows, field, from);
  while (start < rows.length) {
    const end = endOf(rows, field, keyIn(field, rows[start] as Row));
    yield { start, end };
    start = end;
  }
}

function* groupsDown(rows: readonly Row[], field: Field, from: Value | undefined): Generator<Group> {
  let end = from === undefined ? rows.length : endOf(rows, field, from);
  while (end > 0) {
    const start = startOf(rows, field, keyIn(field, rows[end - 1] as Row));
    yield { start, end };
    end = start;
  }
}

function startOf(rows: readonly Row[], field: Field, key: Value): number {
  return firstNotBefore(rows, (row) => compareKeys(keyIn(field, row), key));
}

function endOf(rows: readonly Row[], field: Field, key: Value): number {
  return firstNotBefore(rows, (row) => (compareKeys(keyIn(field, row), key) > 0 ? 0 : -1));
}

function* walkGroup(rows: readonly Row[], first: number, stop: number): Generator<Row> {
  const step = first < stop ? 1 : -1;
  for (let index = first; index !== stop; index += step) yield rows[index] as Row;
}

/** Index of the first row for which `compare` is not negative. */
function firstNotBefore(rows: readonly Row[], compare: (row: Row) => number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(rows[middle] as Row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function keyIn(field: Field, row: Row): Value {
  return keyOf(field, row[field.name] ?? null);
}

function compareIds(left: Row, right: Row): number {
  return compareKeys(left.Id ?? null, right.Id ?? null);
}
