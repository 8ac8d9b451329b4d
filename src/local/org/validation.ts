import { SalesforceFailure } from "./failure.ts";
import { isId, toId18 } from "./id.ts";
import type { Row, Value } from "./row.ts";
import type { Field, Schema, SObjectType } from "./sobject.ts";
import type { Table } from "./table.ts";
import { isNumber, isText, keyOf } from "./value.ts";

/** The other rows, as the user who writes sees them. */
export interface Surroundings {
  readonly schema: Schema;
  table(type: SObjectType): Table;
  find(type: SObjectType, id: string): Row | undefined;
}

export interface Change {
  readonly values: Readonly<Record<string, unknown>>;
  /** Null: the row is new. */
  readonly before: Row | null;
}

/**
 * Checks and converts what a client wrote, as Salesforce does before it saves.
 *
 * @throws SalesforceFailure
 */
export function validate(around: Surroundings, type: SObjectType, { values, before }: Change): Row {
  const given = Object.entries(values).filter(([name]) => name !== "attributes");
  const fields = given.map(([name, value]) => ({ field: requireField(type, name), value }));
  requireWriteable(
    fields.map(({ field }) => field),
    before !== null,
  );
  const row: Row = before ? {} : defaultsOf(type);
  for (const { field, value } of fields) row[field.name] = convert(type, field, value);
  requireFilled(type, row, before !== null);
  for (const { field } of fields) checkStored(around, type, { field, row, before });
  return row;
}

function requireField(type: SObjectType, name: string): Field {
  const field = type.field(name);
  if (field) return field;
  throw new SalesforceFailure(
    400,
    "INVALID_FIELD",
    `No such column '${name}' on sobject of type ${type.name}`,
  );
}

function requireWriteable(fields: readonly Field[], isUpdate: boolean): void {
  const refused = fields
    .filter((field) => !(isUpdate ? field.updateable : field.createable))
    .map(({ name }) => name);
  if (refused.length === 0) return;
  throw new SalesforceFailure(
    400,
    "INVALID_FIELD_FOR_INSERT_UPDATE",
    `Unable to create/update fields: ${refused.join(", ")}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
    refused,
  );
}

function defaultsOf(type: SObjectType): Row {
  const defaults = type.fields.filter((field) => field.defaultValue !== undefined && field.createable);
  return Object.fromEntries(defaults.map((field) => [field.name, field.defaultValue ?? null]));
}

function requireFilled(type: SObjectType, row: Row, isUpdate: boolean): void {
  const missing = type.fields.filter((field) => {
    const isFilledIn = field.defaultedOnCreate === true || field.name === "OwnerId";
    const required = !field.nillable && field.createable && !isFilledIn;
    return required && (row[field.name] ?? null) === null && !(isUpdate && row[field.name] === undefined);
  });
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name);
  throw new SalesforceFailure(
    400,
    "REQUIRED_FIELD_MISSING",
    `Required fields are missing: [${names.join(", ")}]`,
    names,
  );
}

function convert(type: SObjectType, field: Field, value: unknown): Value {
  if (value === null || value === undefined || value === "") return field.type === "boolean" ? false : null;
  if (field.type === "boolean") return toBoolean(value);
  if (isNumber(field)) return toNumber(field, value);
  if (field.type === "date") return toDate(value);
  if (field.type === "datetime") return toMoment(value);
  if (typeof value === "object") throw undeserializable(field.type, value);
  const text = String(value).trimEnd();
  if (field.type === "reference") return toReference(field, text);
  if (field.length !== undefined && text.length > field.length) throw tooLong(type, field, text);
  return text;
}

function toBoolean(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  if (value === "true" || value === "false") return value === "true";
  throw undeserializable("boolean", value);
}

function toNumber(field: Field, value: unknown): number {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number))
    throw undeserializable(field.type === "int" ? "int" : "double", value);
  if (field.type === "int" && !Number.isInteger(number)) throw undeserializable("int", value);
  const scale = 10 ** (field.scale ?? 0);
  return field.type === "int" ? number : Math.round(number * scale) / scale;
}

function toDate(value: unknown): string {
  const [day = ""] = /^\d{4}-\d\d-\d\d/.exec(String(value)) ?? [];
  if (day === "" || Number.isNaN(Date.parse(day))) throw undeserializable("date", value);
  return day;
}

function toMoment(value: unknown): string {
  const time = Date.parse(String(value));
  if (Number.isNaN(time)) throw undeserializable("datetime", value);
  return new Date(time).toISOString().replace("Z", "+0000");
}

function toReference(field: Field, text: string): string {
  if (isId(text)) return toId18(text);
  throw new SalesforceFailure(400, "MALFORMED_ID", `${field.label}: id value of incorrect type: ${text}`, [
    field.name,
  ]);
}

function undeserializable(type: string, value: unknown): SalesforceFailure {
  const kind = typeof value === "object" ? "START_OBJECT" : `VALUE_${(typeof value).toUpperCase()}`;
  return new SalesforceFailure(
    400,
    "JSON_PARSER_ERROR",
    `Cannot deserialize instance of ${type} from ${kind} value ${String(value)} or request may be missing a required field at [line:1, column:2]`,
  );
}

function tooLong(type: SObjectType, { label, name, length }: Field, text: string): SalesforceFailure {
  const title = name === "Name" ? `${type.label} ${label}` : label;
  const message = `${title}: data value too large: ${text} (max length=${length})`;
  return new SalesforceFailure(400, "STRING_TOO_LONG", message, [name]);
}

interface StoredCheck {
  readonly field: Field;
  readonly row: Row;
  readonly before: Row | null;
}

/** What can only be said with a look at other rows. */
function checkStored(around: Surroundings, type: SObjectType, { field, row, before }: StoredCheck): void {
  const value = row[field.name] ?? null;
  if (value === null) return;
  if (field.type === "reference") requireTarget(around, field, String(value));
  if (field.restrictedPicklist && !field.picklistValues?.includes(String(value))) {
    const message = `${field.label}: bad value for restricted picklist field: ${value}`;
    throw new SalesforceFailure(400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", message, [field.name]);
  }
  if (!field.unique) return;
  for (const other of around.table(type).lookup(field, isText(field) ? keyOf(field, value) : value)) {
    if (other === before || other.IsDeleted === true) continue;
    const message = `duplicate value found: ${field.name} duplicates value on record with id: ${String(other.Id).slice(0, 15)}`;
    throw new SalesforceFailure(400, "DUPLICATE_VALUE", message, []);
  }
}

function requireTarget(around: Surroundings, { label, name, referenceTo = [] }: Field, id: string): void {
  const { schema, table, find } = around;
  const target = schema.typeOfId(id);
  if (!target || !referenceTo.includes(target.name)) {
    throw new SalesforceFailure(400, "MALFORMED_ID", `${label}: id value of incorrect type: ${id}`, [name]);
  }
  if (find(target, id)) return;
  if (table(target).get(id)?.IsDeleted === false) {
    const message = `insufficient access rights on cross-reference id: ${id.slice(0, 15)}`;
    throw new SalesforceFailure(400, "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", message, []);
  }
  throw new SalesforceFailure(400, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", []);
}
