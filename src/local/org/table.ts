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

interface Index {
  add(row: Row): void;
  remove(row: Row): void;
}

/** By field name: users of different profiles know a field by objects of their own. */
function createIndexes(byId: ReadonlyMap<string, Row>) {
  const hashes = new Map<string, HashIndex>();
  const sorts = new Map<string, SortedIndex>();

  /** All indexes, or those of some fields. */
  function* indexes(fields?: ReadonlySet<string>): Generator<Index> {
    for (const known of [hashes, sorts]) {
      for (const [name, index] of known) if (fields?.has(name) !== false) yield index;
    }
  }

  return {
    clear: () => {
      hashes.clear();
      sorts.clear();
    },
    add: (row: Row, fields?: ReadonlySet<string>) => {
      for (const index of indexes(fields)) index.add(row);
    },
    remove: (row: Row, fields?: ReadonlySet<string>) => {
      for (const index of indexes(fields)) index.remove(row);
    },
    lookup: (field: Field, key: Value): readonly Row[] => {
      const index = hashes.get(field.name) ?? createHashIndex(field, byId.values());
      hashes.set(field.name, index);
      return index.lookup(key);
    },
    sorted: (field: Field): SortedIndex => {
      const index = sorts.get(field.name) ?? createSortedIndex(field, byId.values());
      sorts.set(field.name, index);
      return index;
    },
  };
}

/** Compound fields are put together from their parts when they are read. */
export function storedFields(type: SObjectType): readonly Field[] {
  return type.fields.filter((field) => field.type !== "address");
}

interface HashIndex extends Index {
  lookup(key: Value): readonly Row[];
}

function createHashIndex(field: Field, rows: Iterable<Row>): HashIndex {
  /** One row is kept as it is: a million lists of one would weigh more than the rows. */
  const byKey = new Map<Value, Row | Row[]>();
  const keyIn = (row: Row) => keyOf(field, row[field.name] ?? null);

  function add(row: Row): void {
    const key = keyIn(row);
    const found = byKey.get(key);
    if (Array.isArray(found)) found.push(row);
    else byKey.set(key, found ? [found, row] : row);
  }

  for (const row of rows) add(row);
  return {
    add,
    remove: (row) => {
      const found = byKey.get(keyIn(row));
      if (found === row) byKey.delete(keyIn(row));
      if (Array.isArray(found)) found.splice(found.indexOf(row), 1);
    },
    lookup: (key) => {
      const found = byKey.get(key) ?? [];
      return Array.isArray(found) ? found : [found];
    },
  };
}
