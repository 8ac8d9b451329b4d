import { computedFields, computeRelated } from "./computed.ts";
import { SalesforceFailure } from "./failure.ts";
import { toId18 } from "./id.ts";
import { type Row, toDateTime } from "./row.ts";
import type { SObjectType } from "./sobject.ts";
import { createStore, type Store } from "./store.ts";
import { storedFields } from "./table.ts";
import { validate } from "./validation.ts";

type Values = Record<string, unknown>;

/** The rows of the org and the rules by which they change; what is written is checked, computed and undone as one. */
export interface Database extends Pick<Store, "schema" | "table" | "nextId" | "find" | "transaction"> {
  now(): Date;
  /** @throws SalesforceFailure */
  insert(type: SObjectType, values: Values, userId: string): Row;
  /** @throws SalesforceFailure */
  update(type: SObjectType, id: string, ...change: [changes: Values, userId: string]): Row;
  /** Into the recycle bin. */
  delete(type: SObjectType, id: string, userId: string): void;
  /** Complete rows from a trusted source, without validation and computation. */
  load(type: SObjectType, rows: Iterable<Row>): void;
}

export function createDatabase(schema: Store["schema"], now: () => Date): Database {
  const store = createStore(schema);
  const { table, nextId, find, transaction } = store;
  const by = (userId: string): Author => ({ userId, now: now() });
  return {
    schema,
    table,
    nextId,
    find,
    transaction,
    now,
    insert: (type, values, userId) => transaction(() => insert(store, type, { values, ...by(userId) })),
    update: (type, id, ...[values, userId]) =>
      transaction(() => update(store, requireRow(store, type, id), { type, values, ...by(userId) })),
    delete: (type, id, userId) =>
      transaction(() => remove(store, requireRow(store, type, id), { type, ...by(userId) })),
    load: (type, rows) => table(type).load(rows),
  };
}

interface Author {
  readonly userId: string;
  readonly now: Date;
}

function insert(
  store: Store,
  type: SObjectType,
  { values, ...author }: Author & { readonly values: Values },
): Row {
  const given = validate(store, type, { values, before: null });
  const empty = Object.fromEntries(storedFields(type).map((field) => [field.name, null]));
  const row: Row = { ...empty, ...given, Id: store.nextId(type), ...createdStamps(type, author) };
  Object.assign(row, computedFields(store, type, { row, before: null, ...author }));
  store.add(type, row);
  computeRelated(store, type, row);
  return row;
}

interface Update extends Author {
  readonly type: SObjectType;
  readonly values: Values;
}

function update(store: Store, row: Row, { type, values, ...author }: Update): Row {
  const changes = validate(store, type, { values, before: row });
  const computed = computedFields(store, type, { row: { ...row, ...changes }, before: row, ...author });
  store.change(type, row, { ...changes, ...computed, ...changedStamps(author) });
  computeRelated(store, type, row);
  return row;
}

function remove(store: Store, row: Row, { type, ...author }: Author & { readonly type: SObjectType }): void {
  store.change(type, row, { IsDeleted: true, ...changedStamps(author) });
  computeRelated(store, type, row);
}

function createdStamps(type: SObjectType, author: Author): Row {
  const deleted: Row = type.field("IsDeleted") ? { IsDeleted: false } : {};
  return {
    CreatedDate: toDateTime(author.now),
    CreatedById: author.userId,
    ...changedStamps(author),
    ...deleted,
  };
}

function changedStamps({ now, userId }: Author): Row {
  const date = toDateTime(now);
  return { LastModifiedDate: date, LastModifiedById: userId, SystemModstamp: date };
}

function requireRow({ table }: Store, type: SObjectType, id: string): Row {
  const row = table(type).get(toId18(id));
  if (!row) throw new SalesforceFailure(404, "NOT_FOUND", "The requested resource does not exist");
  if (row.IsDeleted === true) throw new SalesforceFailure(404, "ENTITY_IS_DELETED", "entity is deleted", []);
  return row;
}
