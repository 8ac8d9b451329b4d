import { ok } from "../answer.ts";
import type { Org } from "../org.ts";
import type { Row } from "../row.ts";
import type { Field, SObjectType } from "../sobject.ts";
import { query } from "./query.ts";
import { readRecords, requireRow, requireType } from "./record.ts";
import { notFound, type Parameters, type RestAnswer, type RestRequest } from "./route.ts";

/**
 * GET /sobjects/T/{id}/{relationship or file field}
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_relationships.htm
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_blob_retrieve.htm
 */
export function getRelated(org: Org, request: RestRequest, parameters: Parameters): RestAnswer {
  const { type: typeName = "", field: id = "", value: name = "" } = parameters;
  const type = requireType(org, typeName);
  const row = requireRow(org, type, id);
  const file = type.field(name);
  if (file?.type === "base64") return fileAnswer(row, file);
  const reference = type.parent(name);
  if (reference) return parentAnswer(org, request, row[reference.name] ?? null);
  return childrenAnswer(org, request, { type, row, name });
}

function fileAnswer(row: Row, { name }: Field): RestAnswer {
  const bytes = Buffer.from(String(row[name] ?? ""), "base64");
  return { status: 200, headers: { "content-type": "application/octetstream" }, body: bytes };
}

function parentAnswer(org: Org, request: RestRequest, id: unknown): RestAnswer {
  const type = typeof id === "string" ? org.database.schema.typeOfId(id) : undefined;
  if (!type) throw notFound();
  const fields = fieldsOf(request);
  const [record] = readRecords(org, request, { type, ids: [String(id)], fields });
  if (!record) throw notFound();
  return ok(record);
}

function childrenAnswer(
  org: Org,
  request: RestRequest,
  { type, row, name }: { readonly type: SObjectType; readonly row: Row; readonly name: string },
): RestAnswer {
  const child = type.child(name);
  const childType = org.database.schema.type(child?.childSObject ?? "");
  if (!child || !childType) throw notFound();
  const wanted = fieldsOf(request);
  const fields = wanted.length > 0 ? wanted : childType.fields.map((field) => field.name);
  const soql = `SELECT ${fields.join(", ")} FROM ${childType.name} WHERE ${child.field} = '${row.Id}'`;
  return query(org, { ...request, search: new URLSearchParams({ q: soql }) });
}

function fieldsOf({ search }: RestRequest): readonly string[] {
  return search.get("fields")?.split(",").filter(Boolean) ?? [];
}
