import { createIdSequence, toId18 } from "./id.ts";
import type { Row } from "./row.ts";
import type { Schema, SObjectType } from "./sobject.ts";
import { createTable, type Table } from "./table.ts";

/** The tables and a journal of what was done to them, without any rule about what may be done. */
export interface Store {
  readonly schema: Schema;
  table(type: SObjectType): Table;
  nextId(type: SObjectType): string;
  /** A row that is not deleted. */
  find(type: SObjectType, id: string): Row | undefined;
  add(type: SObjectType, row: Row): void;
  change(type: SObjectType, row: Row, changes: Row): void;
  /** Undoes what `work` did to the tables when it throws; transactions may be nested. */
  transaction<T>(work: () => T): T;
}

export function createStore(schema: Schema): Store {
  const tables = new Map(schema.types.map((type) => [type.name, createTable(type)]));
  const sequences = new Map(schema.types.map((type) => [type.name, createIdSequence(type.keyPrefix)]));
  const journal = createJournal();
  const table = (type: SObjectType): Table => present(tables.get(type.name));

  return {
    schema,
    table,
    nextId: (type) => {
      const next = present(sequences.get(type.name));
      let id = next();
      while (table(type).get(id)) id = next();
      return id;
    },
    find: (type, id) => {
      const row = table(type).get(toId18(id));
      return row && row.IsDeleted !== true ? row : undefined;
    },
    add: (type, row) => {
      table(type).add(row);
      journal.note(() => table(type).remove(row));
    },
    change: (type, row, changes) => {
      const before = Object.fromEntries(Object.keys(changes).map((name) => [name, row[name] ?? null]));
      table(type).change(row, changes);
      journal.note(() => table(type).change(row, before));
    },
    transaction: journal.transaction,
  };
}

function createJournal() {
  const undo: (() => void)[] = [];
  let depth = 0;

  function transaction<T>(work: () => T): T {
    const mark = undo.length;
    depth += 1;
    try {
      return work();
    } catch (error) {
      while (undo.length > mark) undo.pop()?.();
      throw error;
    } finally {
      depth -= 1;
      if (depth === 0) undo.length = 0;
    }
  }

  return { note: (step: () => void) => void undo.push(step), transaction };
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new TypeError("this type belongs to another schema");
  return value;
}
