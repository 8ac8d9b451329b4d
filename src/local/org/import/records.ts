import { seed } from "../control/seed.ts";
import type { Database } from "../database.ts";
import { toId18 } from "../id.ts";
import { type Row, toDateTime, type Value } from "../row.ts";
import type { SObjectType } from "../sobject.ts";

interface ExportedRecord {
  readonly attributes?: { readonly type?: string; readonly referenceId?: string };
  readonly [field: string]: unknown;
}

/**
 * Loads exported records. Those with an Id (`sf data query --json`, a query's answer) keep it and are taken as they
 * are; those without (`sf data export tree`) are inserted through the usual checks. Children inside a record are
 * loaded with it; other nested objects are parents that were selected along, and left out.
 *
 * @throws SalesforceFailure or TypeError naming what is wrong
 */
export function loadRecords(database: Database, files: readonly unknown[]): void {
  const records = files.flatMap(recordsOf).flatMap((record) => flatten(database, record, {}));
  const [kept, inserted] = [true, false].map((hasId) =>
    records.filter((record) => "Id" in record === hasId),
  ) as [ExportedRecord[], ExportedRecord[]];
  const byType = Map.groupBy(kept, (record) => typeOf(database, record));
  for (const [type, rows] of byType)
    database.load(
      type,
      rows.map((record) => toRow(database, type, record)),
    );
  seed(database, { records: inserted });
}

/** `{ records }`, the Salesforce CLI's `{ result: { records } }`, or the list itself. */
function recordsOf(file: unknown): readonly ExportedRecord[] {
  if (Array.isArray(file)) return file;
  const { result, records } = (file ?? {}) as { result?: unknown; records?: unknown };
  if (Array.isArray(records)) return records;
  if (result !== undefined) return recordsOf(result);
  throw new TypeError('Records come as { "records": [...] }.');
}

/** The record and, behind it, its children with a reference to it. */
function flatten(
  database: Database,
  record: ExportedRecord,
  parent: Record<string, unknown>,
): readonly ExportedRecord[] {
  const type = typeOf(database, record);
  const isNested = ([name, value]: [string, unknown]) =>
    name !== "attributes" && typeof value === "object" && value !== null;
  const entries = Object.entries(record);
  const own = Object.fromEntries(entries.filter((entry) => !isNested(entry)));
  const children = entries.filter(isNested).flatMap(([name, value]) => {
    const relationship = type.child(name);
    if (!relationship) return [];
    const reference = record.Id ?? `@${record.attributes?.referenceId}`;
    return recordsOf(value).flatMap((child) => flatten(database, child, { [relationship.field]: reference }));
  });
  return [{ ...own, ...parent }, ...children];
}

function typeOf({ schema }: Database, { attributes }: ExportedRecord): SObjectType {
  const type = schema.type(String(attributes?.type));
  if (type) return type;
  throw new TypeError(`There is no object ${attributes?.type}; load its describe as well.`);
}

function toRow({ actor, now }: Database, type: SObjectType, record: ExportedRecord): Row {
  const date = toDateTime(now());
  const stamps: Row = {
    IsDeleted: false,
    CreatedDate: date,
    CreatedById: actor.id,
    LastModifiedDate: date,
    LastModifiedById: actor.id,
    SystemModstamp: date,
    OwnerId: actor.id,
  };
  const values = type.fields.flatMap((field): [string, Value][] => {
    if (field.type === "boolean") return [[field.name, record[field.name] === true]];
    const value = (record[field.name] ?? stamps[field.name] ?? null) as Value;
    const isKey = field.type === "id" || field.type === "reference";
    return value === null ? [] : [[field.name, isKey ? toId18(String(value)) : value]];
  });
  return Object.fromEntries(values);
}
