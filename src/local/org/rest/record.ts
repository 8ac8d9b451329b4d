import { SalesforceFailure } from "../failure.ts";
import { isId, toId18 } from "../id.ts";
import type { Org } from "../org.ts";
import type { Row } from "../row.ts";
import type { Field, SObjectType } from "../sobject.ts";
import { type QueryRecord, runQuery } from "../soql/query.ts";
import { isNumber, keyOf } from "../value.ts";
import { queryContext } from "./query.ts";
import { notFound, type RestRequest } from "./route.ts";

/** The sObject type of a path segment, in any case. */
export function requireType({ database }: Org, name: string): SObjectType {
  const type = database.schema.type(name);
  if (!type) throw notFound();
  return type;
}

/** A record that exists and is not deleted; 404 otherwise. */
export function requireRow({ database }: Org, type: SObjectType, id: string): Row {
  if (!isId(id)) throw unknownExternalId(id);
  const row = database.table(type).get(toId18(id));
  if (!row || !database.sees(type, row)) throw notFound();
  if (row.IsDeleted === true) throw new SalesforceFailure(404, "ENTITY_IS_DELETED", "entity is deleted", []);
  return row;
}

/** The fields of a JSON body, without its `attributes`. */
export function recordValues(body: unknown): Record<string, unknown> {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new SalesforceFailure(400, "JSON_PARSER_ERROR", "The HTTP entity body must be a JSON object");
  }
  const { attributes: _, ...values } = body as Record<string, unknown>;
  return values;
}

/** Reads records as a query does, in no particular order. Every field when none is named. */
export function readRecords(
  org: Org,
  request: RestRequest,
  wanted: { readonly type: SObjectType; readonly ids: readonly string[]; readonly fields: readonly string[] },
): readonly QueryRecord[] {
  const { type, ids, fields } = wanted;
  const columns =
    fields.length > 0 ? ["Id", ...fields.map(checkedName)] : type.fields.map((field) => field.name);
  const distinct = new Map(columns.map((column) => [column.toLowerCase(), column]));
  const list = ids.filter(isId).map((id) => `'${id}'`);
  if (list.length === 0) return [];
  const soql = `SELECT ${[...distinct.values()].join(", ")} FROM ${type.name} WHERE Id IN (${list.join(", ")})`;
  return runQuery(org.database, soql, queryContext(request)).records;
}

/** The ids of the records with a value in an external id field. */
export function findByExternalId(
  org: Org,
  type: SObjectType,
  [name, value]: [string, string],
): readonly string[] {
  const field = type.field(name);
  if (!field || !isLookupField(field)) throw unknownExternalId(name);
  const row = field.type === "id" && isId(value) ? org.database.find(type, value) : undefined;
  if (field.type === "id") return row ? [String(row.Id)] : [];
  const key = isNumber(field) ? Number(value) : keyOf(field, value);
  const rows = [...org.database.table(type).lookup(field, key)];
  return rows
    .filter((row) => row.IsDeleted !== true && org.database.sees(type, row))
    .map(({ Id }) => String(Id));
}

/** Updates the record that `values` names by an external id field (or by Id), or inserts it. */
export function upsertRecord(
  org: Org,
  wanted: { readonly type: SObjectType; readonly field: string; readonly values: Record<string, unknown> },
): { readonly id: string; readonly created: boolean } {
  const { type, field, values } = wanted;
  const key = Object.keys(values).find((name) => name.toLowerCase() === field.toLowerCase());
  const { [key ?? field]: value, ...others } = values;
  const byId = type.field(field)?.type === "id";
  if (value == null && !byId) throw new SalesforceFailure(400, "MISSING_ARGUMENT", `${field} not specified`);
  const ids = value == null ? [] : findByExternalId(org, type, [field, String(value)]);
  if (ids.length > 1)
    throw new SalesforceFailure(400, "MULTIPLE_CHOICES", `${ids.length} records have this key`);
  const [id] = ids;
  if (id) {
    org.database.update(type, id, byId ? others : values);
    return { id, created: false };
  }
  if (byId && value != null) throw invalidCrossReference();
  const row = org.database.insert(type, byId ? others : values);
  return { id: String(row.Id), created: true };
}

export function invalidCrossReference(): SalesforceFailure {
  return new SalesforceFailure(404, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", []);
}

function isLookupField(field: Field): boolean {
  return field.type === "id" || field.externalId === true || field.unique === true || field.idLookup === true;
}

function checkedName(field: string): string {
  if (/^\w+(\.\w+)*$/.test(field)) return field;
  throw new SalesforceFailure(400, "INVALID_FIELD", `No such column '${field}'`);
}

function unknownExternalId(name: string): SalesforceFailure {
  return new SalesforceFailure(
    404,
    "NOT_FOUND",
    `Provided external ID field does not exist or is not accessible: ${name}`,
  );
}
