import type { Database } from "../database.ts";
import { integrationUser } from "../oauth/user.ts";
import type { Row } from "../row.ts";
import type { SObjectType } from "../sobject.ts";

/** Makes complete rows, with ids and system fields, and loads them into the database together. */
export interface RecordMaker {
  /** `createdDate` as Salesforce writes it: 2026-01-01T00:00:00.000+0000. An Id among the values is kept. */
  make(typeName: string, createdDate: string, values: Row): Row;
  /** Loads what was made since the last time. */
  load(): void;
}

export function createRecordMaker(database: Database): RecordMaker {
  const made = new Map<SObjectType, Row[]>();
  const defaults = new Map<SObjectType, Row>();

  return {
    make(typeName, createdDate, values) {
      const type = database.schema.type(typeName);
      if (!type) throw new Error(`the schema has no ${typeName}`);
      const row = { ...remember(defaults, type, defaultsOf), ...values, ...systemFields(createdDate) };
      row.Id ??= database.nextId(type);
      remember(made, type, () => []).push(row);
      return row;
    },
    load() {
      for (const [type, rows] of made) database.load(type, rows);
      made.clear();
    },
  };
}

function systemFields(createdDate: string): Row {
  return {
    CreatedDate: createdDate,
    CreatedById: integrationUser.id,
    LastModifiedDate: createdDate,
    LastModifiedById: integrationUser.id,
    SystemModstamp: createdDate,
  };
}

/** Checkboxes are never null, and who creates a record owns it. */
function defaultsOf({ fields }: SObjectType): Row {
  const checkboxes = fields.filter((field) => field.type === "boolean");
  const values: Row = Object.fromEntries(
    checkboxes.map((field) => [field.name, field.defaultValue === true]),
  );
  return fields.some((field) => field.name === "OwnerId")
    ? { ...values, OwnerId: integrationUser.id }
    : values;
}

function remember<Key, Item>(map: Map<Key, Item>, key: Key, create: (key: Key) => Item): Item {
  const known = map.get(key);
  if (known !== undefined) return known;
  const item = create(key);
  map.set(key, item);
  return item;
}
