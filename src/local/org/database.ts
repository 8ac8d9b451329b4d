import { computedFields, computeRelated } from "./computed.ts";
import { SalesforceFailure } from "./failure.ts";
import { createIdSequence, toId18 } from "./id.ts";
import type { Schema, SObjectType } from "./sobject.ts";
import { createTable, storedFields, type Table } from "./table.ts";
import { validate } from "./validation.ts";

/** Dates and times as Salesforce writes them: 2026-01-01, 2026-01-01T00:00:00.000+0000. */
export type Value = string | number | boolean | null;
export type Row = Record<string, Value>;

export interface Database {
  readonly schema: Schema;
  now(): Date;
  table(type: SObjectType): Table;
  nextId(type: SObjectType): string;
  /** A row that is not deleted. */
  find(type: SObjectType, id: string): Row | undefined;
  /** @throws SalesforceFailure */
  insert(type: SObjectType, values: Record<string, unknown>, userId: string): Row;
  /** @throws SalesforceFailure */
  update(type: SObjectType, id: string, ...change: [changes: Record<string, unknown>, userId: string]): Row;
  /** Into the recycle bin. */
  delete(type: SObjectType, id: string, userId: string): void;
  /** Complete rows from a trusted source, without validation and computation. */
  load(type: SObjectType, rows: Iterable<Row>): void;
  /** Undoes everything when `work` throws. */
  transaction<T>(work: () => T): T;
}

/** What computing and validating may do without going through validation again. */
export interface Writer extends Pick<Database, "schema" | "find" | "table"> {
  change(type: SObjectType, row: Row, changes: Row): void;
}

export function createDatabase(schema: Schema, now: () => Date): Database {
  const tables = new Map(schema.types.map((type) => [type, createTable(type)]));
  const sequences = new Map(schema.types.map((type) => [type, createIdSequence(type.keyPrefix)]));
  const undo: (() => void)[] = [];

  const table = (type: SObjectType): Table => present(tables.get(type));
  const find = (type: SObjectType, id: string): Row | undefined => {
    const row = table(type).get(toId18(id));
    return row && row.IsDeleted !== true ? row : undefined;
  };

  function nextId(type: SObjectType): string {
    const next = present(sequences.get(type));
    let id = next();
    while (table(type).get(id)) id = next();
    return id;
  }

  function change(type: SObjectType, row: Row, changes: Row): void {
    const before = Object.fromEntries(Object.keys(changes).map((name) => [name, row[name] ?? null]));
    table(type).change(row, changes);
    undo.push(() => table(type).change(row, before));
  }

  const writer: Writer = { schema, find, table, change };

  function insert(type: SObjectType, values: Record<string, unknown>, userId: string): Row {
    const given = validate(writer, type, { values, before: null });
    const empty = Object.fromEntries(storedFields(type).map((field) => [field.name, null]));
    const row: Row = {
      ...empty,
      ...given,
      Id: nextId(type),
      ...stamps(type, { now: now(), userId, created: true }),
    };
    Object.assign(row, computedFields(writer, type, { row, before: null, now: now(), userId }));
    table(type).add(row);
    undo.push(() => table(type).remove(row));
    computeRelated(writer, type, row);
    return row;
  }

  function update(
    type: SObjectType,
    id: string,
    ...[values, userId]: [Record<string, unknown>, string]
  ): Row {
    const row = requireRow(writer, type, id);
    const changes = validate(writer, type, { values, before: row });
    const after = { ...row, ...changes };
    const computed = computedFields(writer, type, { row: after, before: row, now: now(), userId });
    change(type, row, { ...changes, ...computed, ...stamps(type, { now: now(), userId, created: false }) });
    computeRelated(writer, type, row);
    return row;
  }

  function remove(type: SObjectType, id: string, userId: string): void {
    const row = requireRow(writer, type, id);
    change(type, row, { IsDeleted: true, ...stamps(type, { now: now(), userId, created: false }) });
    computeRelated(writer, type, row);
  }

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

  return {
    schema,
    now,
    table,
    nextId,
    find,
    insert: (type, values, userId) => transaction(() => insert(type, values, userId)),
    update: (type, id, ...change) => transaction(() => update(type, id, ...change)),
    delete: (type, id, userId) => transaction(() => remove(type, id, userId)),
    load: (type, rows) => table(type).load(rows),
    transaction,
  };
}

interface Stamp {
  readonly now: Date;
  readonly userId: string;
  readonly created: boolean;
}

function stamps(type: SObjectType, { now, userId, created }: Stamp): Row {
  const date = toDateTime(now);
  const changed = { LastModifiedDate: date, LastModifiedById: userId, SystemModstamp: date };
  if (!created) return changed;
  const deleted: Row = type.field("IsDeleted") ? { IsDeleted: false } : {};
  return { CreatedDate: date, CreatedById: userId, ...changed, ...deleted };
}

/** Salesforce keeps system fields to the second. */
export function toDateTime(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, ".000+0000");
}

function requireRow({ table }: Writer, type: SObjectType, id: string): Row {
  const row = table(type).get(toId18(id));
  if (!row) throw new SalesforceFailure(404, "NOT_FOUND", "The requested resource does not exist");
  if (row.IsDeleted === true) throw new SalesforceFailure(404, "ENTITY_IS_DELETED", "entity is deleted", []);
  return row;
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new TypeError("this type belongs to another schema");
  return value;
}
