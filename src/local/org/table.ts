import type { Row, Value } from "./row.ts";
import type { Field, SObjectType } from "./sobject.ts";
import { createSortedIndex, type SortedIndex } from "./sorted-index.ts";
import { keyOf } from "./value.ts";

/**
 * The rows of one type with their indexes. An index is built when a query first asks for it (about a second for a
 * million rows) and kept up to date from then on. Deleted rows stay in the table until the recycle bin is emptied.
 */
export interface Table {
  readonly type: SObjectType;
  /** Rows that are not deleted. */
  liveCount(): number;
  rows(): Iterable<Row>;
  /** Deleted rows as well. */
  get(id: string): Row | undefined;
  add(row: Row): void;
  /** Undoes `add`. */
  remove(row: Row): void;
  change(row: Row, changes: Row): void;
  load(rows: Iterable<Row>): void;
  /** Rows whose field has this key (value.ts), in order of insertion. */
  lookup(field: Field, key: Value): readonly Row[];
  sorted(field: Field): SortedIndex;
}

export function createTable(type: SObjectType): Table {
  const template = Object.freeze(Object.fromEntries(storedFields(type).map((field) => [field.name, null])));
  const byId = new Map<string, Row>();
  const indexes = createIndexes(byId);
  let live = 0;
  const countIn = (row: Row, step: 1 | -1): void => {
    if (row.IsDeleted !== true) live += step;
  };

  return {
    type,
    liveCount: () => live,
    rows: () => byId.values(),
    get: (id) => byId.get(id),
    add: (row) => {
      byId.set(String(row.Id), row);
      countIn(row, 1);
      indexes.add(row);
    },
    remove: (row) => {
      indexes.remove(row);
      byId.delete(String(row.Id));
      countIn(row, -1);
    },
    change: (row, changes) => {
      const fields = new Set(Object.keys(changes));
      indexes.remove(row, fields);
      countIn(row, -1);
      Object.assign(row, changes);
      countIn(row, 1);
      indexes.add(row, fields);
    },
    load: (rows) => {
      indexes.clear();
      for (const values of rows) {
        const row = Object.assign({ ...template }, values);
        byId.set(String(row.Id), row);
        countIn(row, 1);
      }
    },
    lookup: indexes.lookup,
    sorted: indexes.sorted,
  };
}

/** One row is kept as it is: a million lists of one would weigh more than the rows. */
type HashIndex = Map<Value, Row | Row[]>;

function createIndexes(byId: ReadonlyMap<string, Row>) {
  const hashes = new Map<Field, HashIndex>();
  const sorts = new Map<Field, SortedIndex>();

  function hashOf(field: Field): HashIndex {
    const known = hashes.get(field);
    if (known) return known;
    const index: HashIndex = new Map();
    for (const row of byId.values()) addToHash(index, field, row);
    hashes.set(field, index);
    return index;
  }

  return {
    clear: () => {
      hashes.clear();
      sorts.clear();
    },
    /** Into all indexes, or those of some fields. */
    add: (row: Row, fields?: ReadonlySet<string>) => {
      for (const [field, index] of hashes)
        if (fields?.has(field.name) !== false) addToHash(index, field, row);
      for (const [field, index] of sorts) if (fields?.has(field.name) !== false) index.add(row);
    },
    remove: (row: Row, fields?: ReadonlySet<string>) => {
      for (const [field, index] of hashes)
        if (fields?.has(field.name) !== false) removeFromHash(index, field, row);
      for (const [field, index] of sorts) if (fields?.has(field.name) !== false) index.remove(row);
    },
    lookup: (field: Field, key: Value): readonly Row[] => {
      const found = hashOf(field).get(key) ?? [];
      return Array.isArray(found) ? found : [found];
    },
    sorted: (field: Field): SortedIndex => {
      const index = sorts.get(field) ?? createSortedIndex(field, byId.values());
      sorts.set(field, index);
      return index;
    },
  };
}

/** Compound fields are put together from their parts when they are read. */
export function storedFields(type: SObjectType): readonly Field[] {
  return type.fields.filter((field) => field.type !== "address");
}

function addToHash(index: HashIndex, field: Field, row: Row): void {
  const key = keyOf(field, row[field.name] ?? null);
  const rows = index.get(key);
  if (Array.isArray(rows)) rows.push(row);
  else index.set(key, rows ? [rows, row] : row);
}

function removeFromHash(index: HashIndex, field: Field, row: Row): void {
  const key = keyOf(field, row[field.name] ?? null);
  const rows = index.get(key);
  if (rows === row) index.delete(key);
  if (Array.isArray(rows)) rows.splice(rows.indexOf(row), 1);
}
