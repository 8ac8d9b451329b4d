import type { Row } from "../database.ts";
import { SalesforceFailure } from "../failure.ts";
import { isId, toId18 } from "../id.ts";
import type { Org } from "../org.ts";
import type { Field, SObjectType } from "../sobject.ts";
import { type QueryRecord, runQuery } from "../soql/query.ts";
import { queryContext } from "./query.ts";
import { notFound, type RestRequest } from "./route.ts";

export interface RecordAddress {
  readonly type: SObjectType;
  readonly id: string;
}

/** The sObject type of a path segment, in any case. */
export function requireType({ database }: Org, name: string): SObjectType {
  const type = database.schema.type(name);
  if (!type) throw notFound();
  return type;
}

/** A record that exists and is not deleted; 404 otherwise. */
export function requireRow(org: Org, request: RestRequest, { type, id }: RecordAddress): Row {
  if (!isId(id)) throw unknownExternalId(id);
  const row = org.database.find(type, toId18(id));
  if (row) return row;
  throw isDeleted(org, request, { type, id })
    ? new SalesforceFailure(404, "ENTITY_IS_DELETED", "entity is deleted", [])
    : notFound();
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
  request: RestRequest,
  wanted: { readonly type: SObjectType; readonly field: string; readonly value: string },
): readonly string[] {
  const { type, value } = wanted;
  const field = type.field(wanted.field);
  if (!field || !isLookupField(field)) throw unknownExternalId(wanted.field);
  const soql = `SELECT Id FROM ${type.name} WHERE ${field.name} = ${literal(field, value)}`;
  return runQuery(org.database, soql, queryContext(request)).records.map((record) => String(record.Id));
}

/** Updates the record that `values` names by an external id field (or by Id), or inserts it. */
export function upsertRecord(
  org: Org,
  request: RestRequest,
  wanted: { readonly type: SObjectType; readonly field: string; readonly values: Record<string, unknown> },
): { readonly id: string; readonly created: boolean } {
  const { type, field, values } = wanted;
  const key = Object.keys(values).find((name) => name.toLowerCase() === field.toLowerCase());
  const { [key ?? field]: value, ...others } = values;
  const userId = request.session.user.id;
  const byId = type.field(field)?.type === "id";
  const ids = value == null ? [] : findByExternalId(org, request, { type, field, value: String(value) });
  if (ids.length > 1)
    throw new SalesforceFailure(400, "MULTIPLE_CHOICES", `${ids.length} records have this key`);
  const [id] = ids;
  if (id) {
    org.database.update(type, id, byId ? others : values, userId);
    return { id, created: false };
  }
  if (byId && value != null) throw invalidCrossReference();
  const row = org.database.insert(type, byId ? others : values, userId);
  return { id: String(row.Id), created: true };
}

export function invalidCrossReference(): SalesforceFailure {
  return new SalesforceFailure(404, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", []);
}

function isLookupField(field: Field): boolean {
  return field.type === "id" || field.externalId === true || field.unique === true || field.idLookup === true;
}

function literal(field: Field, value: string): string {
  const isNumber = ["int", "double", "currency", "percent"].includes(field.type);
  if (isNumber && Number.isFinite(Number(value))) return String(Number(value));
  return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

function isDeleted(org: Org, request: RestRequest, { type, id }: RecordAddress): boolean {
  const soql = `SELECT Id FROM ${type.name} WHERE Id = '${id}'`;
  return runQuery(org.database, soql, { ...queryContext(request), includeDeleted: true }).totalSize > 0;
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
