import { ok } from "../answer.ts";
import { SalesforceFailure } from "../failure.ts";
import { isId } from "../id.ts";
import type { Org } from "../org.ts";
import type { SObjectType } from "../sobject.ts";
import { isNotModified, requireUnmodified, validatorHeaders, validatorsOf } from "./condition.ts";
import {
  findByExternalId,
  readRecords,
  recordValues,
  requireRow,
  requireType,
  upsertRecord,
} from "./record.ts";
import { getRelated } from "./relationship.ts";
import { notFound, type Parameters, type RestAnswer, type RestRequest } from "./route.ts";

/** From this version on an upsert that updates answers 200 with a body, before it 204. */
const firstVersionWithUpsertBody = 46;

/** POST /sobjects/T */
export function createRecord(org: Org, request: RestRequest, { type: name = "" }: Parameters): RestAnswer {
  const type = requireType(org, name);
  const row = org.database.insert(type, recordValues(request.body));
  return createdAnswer(request, type, String(row.Id));
}

/** GET /sobjects/T/{id}?fields=Name,Phone */
export function getRecord(
  org: Org,
  request: RestRequest,
  { type: name = "", id = "" }: Parameters,
): RestAnswer {
  const type = requireType(org, name);
  const validators = validatorsOf(type, requireRow(org, type, id));
  const headers = validatorHeaders(validators);
  if (isNotModified(request, validators)) return { status: 304, headers, body: null };
  const fields = request.search.get("fields")?.split(",").filter(Boolean) ?? [];
  const [record] = readRecords(org, request, { type, ids: [id], fields });
  return { ...ok(record), headers };
}

/** PATCH /sobjects/T/{id} */
export function updateRecord(
  org: Org,
  request: RestRequest,
  { type: name = "", id = "" }: Parameters,
): RestAnswer {
  const type = requireType(org, name);
  const row = requireRow(org, type, id);
  requireUnmodified(request, validatorsOf(type, row));
  const values = recordValues(request.body);
  if (Object.keys(values).some((field) => field.toLowerCase() === "id")) throw idInBody();
  org.database.update(type, String(row.Id), values);
  return { status: 204, body: null };
}

/** DELETE /sobjects/T/{id} */
export function deleteRecord(
  org: Org,
  _request: RestRequest,
  { type: name = "", id = "" }: Parameters,
): RestAnswer {
  const type = requireType(org, name);
  const row = requireRow(org, type, id);
  org.database.delete(type, String(row.Id));
  return { status: 204, body: null };
}

/** GET /sobjects/T/{external id field}/{value}, or /sobjects/T/{id}/{relationship or file field} */
export function getByExternalId(org: Org, request: RestRequest, parameters: Parameters): RestAnswer {
  if (isId(parameters.field ?? "")) return getRelated(org, request, parameters);
  const { type, ids } = lookUp(org, parameters);
  if (ids.length > 1) return severalFound(request, type, ids);
  return getRecord(org, request, { type: type.name, id: required(ids) });
}

/** DELETE /sobjects/T/{external id field}/{value} */
export function deleteByExternalId(org: Org, request: RestRequest, parameters: Parameters): RestAnswer {
  const { type, ids } = lookUp(org, parameters);
  if (ids.length > 1) return severalFound(request, type, ids);
  return deleteRecord(org, request, { type: type.name, id: required(ids) });
}

/**
 * PATCH /sobjects/T/{external id field}/{value}: 201 creates, 200 (204 before version 46) updates, 300 when several fit.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_upsert.htm
 */
export function upsertByExternalId(org: Org, request: RestRequest, parameters: Parameters): RestAnswer {
  const { type, ids } = lookUp(org, parameters);
  if (ids.length > 1) return severalFound(request, type, ids);
  const { field = "", value = "" } = parameters;
  const values = { ...recordValues(request.body), [field]: value };
  const { id, created } = upsertRecord(org, { type, field, values });
  if (created) {
    const answer = createdAnswer(request, type, id);
    return { ...answer, body: { id, success: true, errors: [], created } };
  }
  if (request.apiVersion < firstVersionWithUpsertBody) return { status: 204, body: null };
  return ok({ id, success: true, errors: [], created });
}

function idInBody(): SalesforceFailure {
  return new SalesforceFailure(
    400,
    "INVALID_FIELD",
    "The Id field should not be specified in the sobject data.",
  );
}

function lookUp(
  org: Org,
  { type: name = "", field = "", value = "" }: Parameters,
): { readonly type: SObjectType; readonly ids: readonly string[] } {
  const type = requireType(org, name);
  return { type, ids: findByExternalId(org, type, [field, value]) };
}

function required([id]: readonly string[]): string {
  if (id === undefined) throw notFound();
  return id;
}

function createdAnswer(request: RestRequest, type: SObjectType, id: string): RestAnswer {
  const headers = { Location: recordUrl(request, type, id) };
  return { status: 201, headers, body: { id, success: true, errors: [] } };
}

function severalFound(request: RestRequest, type: SObjectType, ids: readonly string[]): RestAnswer {
  return { status: 300, body: ids.map((id) => recordUrl(request, type, id)) };
}

function recordUrl({ apiVersion }: RestRequest, type: SObjectType, id: string): string {
  return `/services/data/v${apiVersion.toFixed(1)}/sobjects/${type.name}/${id}`;
}
