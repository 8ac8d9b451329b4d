import { type Profile, schemaFor } from "./access/profile.ts";
import { createSharing, type Sees } from "./access/sharing.ts";
import { SalesforceFailure } from "./failure.ts";
import { toId18 } from "./id.ts";
import { createRecycleBin, type RecycleBin } from "./recycle-bin.ts";
import { type Row, toDateTime } from "./row.ts";
import { requireAllowed } from "./rule/allowed.ts";
import { computedFields, computeRelated } from "./rule/computed.ts";
import { childrenOf } from "./rule/related.ts";
import type { Schema, SObjectType } from "./sobject.ts";
import { createStore, type Store } from "./store.ts";
import { storedFields, type Table } from "./table.ts";
import { validate } from "./validation.ts";

type Values = Record<string, unknown>;

export interface Actor {
  /** Id of the User record. */
  readonly id: string;
  readonly profile: Profile;
}

/**
 * The rows of the org as one user works with them. What is written is checked, computed and undone as one; types,
 * fields and rows the user may not see are not there.
 */
export interface Database {
  readonly schema: Schema;
  readonly actor: Actor;
  now(): Date;
  table(type: SObjectType): Table;
  /** Whether every row is visible, so that nobody needs to ask for single ones. */
  readonly seesAll: boolean;
  readonly sees: Sees;
  /** A row that is not deleted. */
  find(type: SObjectType, id: string): Row | undefined;
  /** @throws SalesforceFailure */
  insert(type: SObjectType, values: Values): Row;
  /** @throws SalesforceFailure */
  update(type: SObjectType, id: string, changes: Values): Row;
  /**
   * Into the recycle bin, with the rows that cannot be without it.
   *
   * @throws SalesforceFailure
   */
  delete(type: SObjectType, id: string): void;
  /** Undoes what `work` wrote when it throws; transactions may be nested. */
  transaction<T>(work: () => T): T;
  /** The same rows for somebody else. */
  as(actor: Actor): Database;
  /** Drops what has been in the recycle bin for too long. */
  emptyRecycleBin(): void;
  nextId(type: SObjectType): string;
  /** Complete rows from a trusted source, without validation and computation. */
  load(type: SObjectType, rows: Iterable<Row>): void;
}

interface Shared {
  readonly store: Store;
  readonly bin: RecycleBin;
  readonly now: () => Date;
}

export function createDatabase(schema: Schema, actor: Actor, now: () => Date): Database {
  const store = createStore(schema);
  return createView({ store, bin: createRecycleBin(store, now), now }, actor);
}

function createView(shared: Shared, actor: Actor): Database {
  const { store, bin, now } = shared;
  const { allData } = actor.profile;
  const sees: Sees = allData ? () => true : createSharing(store, actor.id);
  const { table, nextId, transaction } = store;
  const find: Database["find"] = (type, id) => {
    const row = store.find(type, id);
    return row && sees(type, row) ? row : undefined;
  };
  const writing = (): Writing => ({
    ...shared,
    actor,
    view: { schema: view.schema, table, find },
    at: now(),
  });
  const view: Database = {
    schema: schemaFor(store.schema, actor.profile),
    actor,
    now,
    table,
    seesAll: allData,
    sees,
    find,
    insert: (type, values) => transaction(() => insert(writing(), type, values)),
    update: (type, id, changes) =>
      transaction(() =>
        update(writing(), { type, row: requireRow(store, view, { type, id }), values: changes }),
      ),
    delete: (type, id) => transaction(() => remove(writing(), type, requireRow(store, view, { type, id }))),
    transaction,
    as: (other) => createView(shared, other),
    emptyRecycleBin: bin.empty,
    nextId,
    load: (type, rows) => table(type).load(rows),
  };
  return view;
}

interface Writing extends Shared {
  readonly actor: Actor;
  readonly view: Pick<Database, "schema" | "table" | "find">;
  readonly at: Date;
}

function insert(writing: Writing, type: SObjectType, values: Values): Row {
  const { store, view, actor, at } = writing;
  if (!type.writeable) {
    const message = `entity type cannot be inserted: ${type.label}`;
    throw new SalesforceFailure(400, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", message, []);
  }
  const given = validate(view, type, { values, before: null });
  const empty = Object.fromEntries(storedFields(wholeType(store, type)).map((field) => [field.name, null]));
  const row: Row = { ...empty, ...given, Id: store.nextId(type), ...createdStamps(type, writing) };
  const saving = { row, before: null, now: at, userId: actor.id };
  Object.assign(row, computedFields(store, type, saving));
  requireAllowed(store, type, saving);
  store.add(type, row);
  computeRelated(store, type, row);
  return row;
}

interface Update {
  readonly type: SObjectType;
  readonly row: Row;
  readonly values: Values;
}

function update(writing: Writing, { type, row, values }: Update): Row {
  const { store, view, actor, at } = writing;
  requireWriteable(type, row);
  const changes = validate(view, type, { values, before: row });
  const saving = { row: { ...row, ...changes }, before: row, now: at, userId: actor.id };
  const computed = computedFields(store, type, saving);
  requireAllowed(store, type, { ...saving, row: { ...saving.row, ...computed } });
  store.change(type, row, { ...changes, ...computed, ...changedStamps(writing) });
  computeRelated(store, type, row);
  return row;
}

/** With everything that cannot be without it; a row that must stay keeps the others as well. */
function remove(writing: Writing, type: SObjectType, row: Row): void {
  const { store, bin, at, actor } = writing;
  requireWriteable(type, row);
  requireAllowed(store, type, { row: null, before: row, now: at, userId: actor.id });
  for (const relationship of wholeType(store, type).childRelationships) {
    const { childSObject, field, restrictedDelete, cascadeDelete } = relationship;
    const childType = store.schema.type(childSObject);
    if (!childType || !(restrictedDelete || cascadeDelete)) continue;
    for (const child of childrenOf(store, childSObject, { field, id: row.Id })) {
      if (restrictedDelete) throw stillNeeded(type, row, child);
      remove(writing, childType, child);
    }
  }
  store.change(type, row, { IsDeleted: true, ...changedStamps(writing) });
  bin.put(type, row);
  computeRelated(store, type, row);
}

function stillNeeded(type: SObjectType, row: Row, child: Row): SalesforceFailure {
  const message = `Your attempt to delete ${row.Name ?? type.label} could not be completed because it is associated with the following records: ${child.Name ?? child.OrderNumber ?? child.Id}`;
  return new SalesforceFailure(400, "DELETE_FAILED", message, []);
}

function requireWriteable(type: SObjectType, row: Row): void {
  if (type.writeable) return;
  const message = `insufficient access rights on object id: ${row.Id}`;
  throw new SalesforceFailure(403, "INSUFFICIENT_ACCESS_OR_READONLY", message, []);
}

/** The type with the fields that a user's view of it may lack. */
function wholeType({ schema }: Store, type: SObjectType): SObjectType {
  return schema.type(type.name) ?? type;
}

function createdStamps(type: SObjectType, writing: Writing): Row {
  const stamps: Row = {
    CreatedDate: toDateTime(writing.at),
    CreatedById: writing.actor.id,
    ...changedStamps(writing),
    IsDeleted: false,
  };
  return Object.fromEntries(Object.entries(stamps).filter(([name]) => type.field(name)));
}

function changedStamps({ at, actor }: Writing): Row {
  const date = toDateTime(at);
  return { LastModifiedDate: date, LastModifiedById: actor.id, SystemModstamp: date };
}

function requireRow(
  store: Store,
  { sees }: Pick<Database, "sees">,
  { type, id }: { readonly type: SObjectType; readonly id: string },
): Row {
  const row = store.table(type).get(toId18(id));
  if (!row || !sees(type, row)) {
    throw new SalesforceFailure(404, "NOT_FOUND", "The requested resource does not exist");
  }
  if (row.IsDeleted === true) throw new SalesforceFailure(404, "ENTITY_IS_DELETED", "entity is deleted", []);
  return row;
}
