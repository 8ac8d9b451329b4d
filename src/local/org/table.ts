import type { Row, Value } from "./database.ts";
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

/** One row is kept as it is: a million lists of one would weigh more than the rows. */
type HashIndex = Map<Value, Row | Row[]>;

export function createTable(type: SObjectType): Table {
  const template = Object.freeze(Object.fromEntries(storedFields(type).map((field) => [field.name, null])));
  const byId = new Map<string, Row>();
  const hashes = new Map<Field, HashIndex>();
  const sorts = new Map<Field, SortedIndex>();
  let live = 0;

  function enter(row: Row): void {
    byId.set(String(row.Id), row);
    if (row.IsDeleted !== true) live += 1;
  }

  function hashOf(field: Field): HashIndex {
    const known = hashes.get(field);
    if (known) return known;
    const index: HashIndex = new Map();
    for (const row of byId.values()) addToHash(index, field, row);
    hashes.set(field, index);
    return index;
  }

  function addToIndexes(row: Row, fields?: ReadonlySet<string>): void {
    for (const [field, index] of hashes) if (!fields || fields.has(field.name)) addToHash(index, field, row);
    for (const [field, index] of sorts) if (!fields || fields.has(field.name)) index.add(row);
  }

  function removeFromIndexes(row: Row, fields?: ReadonlySet<string>): void {
    for (const [field, index] of hashes) {
      if (!fields || fields.has(field.name)) removeFromHash(index, field, row);
    }
    for (const [field, index] of sorts) if (!fields || fields.has(field.name)) index.remove(row);
  }

  return {
    type,
    liveCount: () => live,
    rows: () => byId.values(),
    get: (id) => byId.get(id),
    add: (row) => {
      enter(row);
      addToIndexes(row);
    },
    remove: (row) => {
      removeFromIndexes(row);
      byId.delete(String(row.Id));
      if (row.IsDeleted !== true) live -= 1;
    },
    change: (row, changes) => {
      const fields = new Set(Object.keys(changes));
      removeFromIndexes(row, fields);
      if (row.IsDeleted !== true) live -= 1;
      Object.assign(row, changes);
      if (row.IsDeleted !== true) live += 1;
      addToIndexes(row, fields);
    },
    load: (rows) => {
      hashes.clear();
      sorts.clear();
      for (const row of rows) enter(Object.assign({ ...template }, row));
    },
    lookup: (field, key) => {
      const found = hashOf(field).get(key) ?? [];
      return Array.isArray(found) ? found : [found];
    },
    sorted: (field) => {
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
