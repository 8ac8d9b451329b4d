import type { Database } from "../database.ts";
import type { Row } from "../row.ts";
import { field, text } from "../schema/field.ts";
import { defineSchema, type Field, type SObjectType } from "../sobject.ts";

const shared = ["FirstName", "LastName", "Email", "Phone", "Title", "Username"];

const schema = defineSchema([
  {
    name: "Name",
    keyPrefix: "",
    fields: [
      field("Id", "id", { length: 18 }),
      text("Name", 255, { nameField: true }),
      text("Type", 40),
      ...shared.map((name) => text(name, 255)),
    ],
  },
]);

/** What all targets of a polymorphic reference have in common; Salesforce calls it the Name object. */
export const nameType = schema.types[0] as SObjectType;

export function isPolymorphic({ referenceTo = [] }: Field): boolean {
  return referenceTo.length > 1;
}

/** The record behind a polymorphic reference, as far as all of them are alike. */
export function toName(type: SObjectType, row: Row): Row {
  const nameField = type.fields.find((candidate) => candidate.nameField);
  const values = shared.map((name) => [name, row[name] ?? null] as const);
  return {
    ...Object.fromEntries(values),
    Id: row.Id ?? null,
    Name: row[nameField?.name ?? ""] ?? null,
    Type: type.name,
  };
}

/** The visible row behind an id, whatever its type. */
export function findAny(
  { schema: { typeOfId }, table, seesAll, sees }: Database,
  id: unknown,
): { readonly type: SObjectType; readonly row: Row } | undefined {
  const type = typeof id === "string" ? typeOfId(id) : undefined;
  const row = type && table(type).get(String(id));
  return type && row && (seesAll || sees(type, row)) ? { type, row } : undefined;
}
