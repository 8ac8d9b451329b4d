import type { Row, Value } from "./database.ts";
import type { Field } from "./sobject.ts";
import { compareKeys, keyOf } from "./value.ts";

/** Where a walk through the index begins: rows before it are passed over. */
export interface WalkOptions {
  readonly descending: boolean;
  readonly nullsFirst: boolean;
  /** Rows with a key before this one in walking order may be left out. */
  readonly from?: Value | undefined;
}

/** Rows by one field and, among equals, by Id. */
export interface SortedIndex {
  add(row: Row): void;
  remove(row: Row): void;
  /** In the order of `ORDER BY field, Id`: equal rows by ascending Id in either direction. */
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
    *walk({ descending, nullsFirst, from }) {
      if (nullsFirst && from === undefined) yield* empty;
      yield* descending ? walkDown(filled, field, from) : walkUp(filled, field, from);
      if (!nullsFirst) yield* empty;
    },
  };
}

function* walkUp(rows: readonly Row[], field: Field, from: Value | undefined): Generator<Row> {
  const start = from === undefined ? 0 : firstNotBefore(rows, (row) => compareKeys(keyIn(field, row), from));
  for (let index = start; index < rows.length; index += 1) yield rows[index] as Row;
}

/** From the greatest key down, each group of equal keys upwards. */
function* walkDown(rows: readonly Row[], field: Field, from: Value | undefined): Generator<Row> {
  let end =
    from === undefined
      ? rows.length
      : firstNotBefore(rows, (row) => (compareKeys(keyIn(field, row), from) > 0 ? 0 : -1));
  while (end > 0) {
    const key = keyIn(field, rows[end - 1] as Row);
    const start = firstNotBefore(rows, (row) => compareKeys(keyIn(field, row), key));
    for (let index = start; index < end; index += 1) yield rows[index] as Row;
    end = start;
  }
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
