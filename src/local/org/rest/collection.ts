import { ok } from "../answer.ts";
import { SalesforceFailure } from "../failure.ts";
import { isId, toId18 } from "../id.ts";
import type { Org } from "../org.ts";
import type { SObjectType } from "../sobject.ts";
import { invalidCrossReference, readRecords, recordValues, requireType, upsertRecord } from "./record.ts";
import type { Parameters, RestAnswer, RestRequest } from "./route.ts";

/** One row of a collection's answer; note `statusCode` where single records say `errorCode`. */
interface SaveResult {
  readonly id?: string;
  readonly success: boolean;
  readonly errors: readonly { statusCode: string; message: string; fields: readonly string[] }[];
  readonly created?: boolean;
}

/** Writes one row; throws SalesforceFailure when it cannot. */
type WriteRow = (row: unknown) => Omit<SaveResult, "success" | "errors">;

/** https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobjects_collections.htm */
const maxRows = 200;
const maxRetrievedRows = 2000;

/** POST /composite/sobjects */
export function createRecords(org: Org, request: RestRequest): RestAnswer {
  return save(org, collectionOf(request), (record) => {
    const row = org.database.insert(typeOf(org, record), recordValues(record));
    return { id: String(row.Id) };
  });
}

/** PATCH /composite/sobjects */
export function updateRecords(org: Org, request: RestRequest): RestAnswer {
  return save(org, collectionOf(request), (record) => {
    const type = typeOf(org, record);
    const { id: lower, Id: upper = lower, ...values } = recordValues(record);
    const id = requireExistingId(org, type, upper);
    org.database.update(type, id, values);
    return { id };
  });
}

/** PATCH /composite/sobjects/T/{external id field} */
export function upsertRecords(
  org: Org,
  request: RestRequest,
  { type = "", field = "" }: Parameters,
): RestAnswer {
  const sObjectType = requireType(org, type);
  return save(org, collectionOf(request), (record) =>
    upsertRecord(org, { type: sObjectType, field, values: recordValues(record) }),
  );
}

/** DELETE /composite/sobjects?ids=a,b&allOrNone=false */
export function deleteRecords(org: Org, request: RestRequest): RestAnswer {
  const ids = request.search.get("ids")?.split(",").filter(Boolean) ?? [];
  const collection = { records: ids, allOrNone: request.search.get("allOrNone") === "true" };
  return save(org, collection, (id) => {
    const type = org.database.schema.typeOfId(String(id));
    if (!type) throw malformedId(id);
    const existing = requireExistingId(org, type, id);
    org.database.delete(type, existing);
    return { id: existing };
  });
}

/** POST /composite/sobjects/T { ids, fields }, or the same as GET: rows in the order of the ids, null for missing ones. */
export function retrieveRecords(org: Org, request: RestRequest, { type: name = "" }: Parameters): RestAnswer {
  const type = requireType(org, name);
  const { ids, fields } = request.method === "POST" ? readBody(request.body) : readSearch(request.search);
  if (ids.length > maxRetrievedRows) throw tooManyRows(maxRetrievedRows);
  if (fields.length === 0) {
    throw new SalesforceFailure(400, "REQUIRED_FIELD_MISSING", "Required fields are missing: [fields]", [
      "fields",
    ]);
  }
  const records = readRecords(org, request, { type, ids, fields });
  const byId = new Map(records.map((record) => [record.Id, record]));
  return ok(ids.map((id) => (isId(id) ? (byId.get(toId18(id)) ?? null) : null)));
}

interface Collection {
  readonly records: readonly unknown[];
  readonly allOrNone: boolean;
}

function collectionOf({ body }: RestRequest): Collection {
  const { records, allOrNone } = recordValues(body);
  if (!Array.isArray(records)) throw missing("records");
  return { records, allOrNone: allOrNone === true };
}

function save(org: Org, { records, allOrNone }: Collection, write: WriteRow): RestAnswer {
  if (records.length > maxRows) throw tooManyRows(maxRows);
  if (!allOrNone) return ok(records.map((record) => saveRow(record, write)));
  return ok(saveAll(org, records, write));
}

/** Every row is tried, so that all errors are told; one failure undoes the rest. */
function saveAll(org: Org, records: readonly unknown[], write: WriteRow): readonly SaveResult[] {
  let results: readonly SaveResult[] = [];
  try {
    org.database.transaction(() => {
      results = records.map((record) => saveRow(record, write));
      if (results.some((result) => !result.success)) throw new RolledBack();
    });
    return results;
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
    return results.map((result) => (result.success ? rolledBack : result));
  }
}

class RolledBack extends Error {}

const rolledBack: SaveResult = {
  success: false,
  errors: [
    {
      statusCode: "ALL_OR_NONE_OPERATION_ROLLED_BACK",
      message:
        "Record rolled back because not all records were valid and the request was using AllOrNone header",
      fields: [],
    },
  ],
};

function saveRow(record: unknown, write: WriteRow): SaveResult {
  try {
    const { id, ...others } = write(record);
    return { id, success: true, errors: [], ...others };
  } catch (error) {
    if (!(error instanceof SalesforceFailure)) throw error;
    const { errorCode, message, fields = [] } = error;
    return { success: false, errors: [{ statusCode: errorCode, message, fields }] };
  }
}

function typeOf(org: Org, record: unknown): SObjectType {
  const { attributes } = (record ?? {}) as { attributes?: { type?: unknown } };
  const type = org.database.schema.type(String(attributes?.type ?? ""));
  if (type) return type;
  throw new SalesforceFailure(
    400,
    "INVALID_TYPE",
    `sObject type '${attributes?.type ?? ""}' is not supported.`,
  );
}

function requireExistingId(org: Org, type: SObjectType, id: unknown): string {
  if (typeof id !== "string" || !isId(id)) throw malformedId(id);
  if (org.database.find(type, toId18(id))) return toId18(id);
  throw invalidCrossReference();
}

function malformedId(id: unknown): SalesforceFailure {
  return new SalesforceFailure(400, "MALFORMED_ID", `malformed id ${id ?? ""}`, ["Id"]);
}

function missing(field: string): SalesforceFailure {
  return new SalesforceFailure(400, "REQUIRED_FIELD_MISSING", `Required fields are missing: [${field}]`, [
    field,
  ]);
}

function tooManyRows(max: number): SalesforceFailure {
  const message = `record limit reached. cannot submit more than ${max} records into this call`;
  return new SalesforceFailure(400, "EXCEEDED_ID_LIMIT", message);
}

function readBody(body: unknown): { ids: readonly string[]; fields: readonly string[] } {
  const { ids, fields } = recordValues(body);
  return { ids: stringList(ids, "ids"), fields: stringList(fields, "fields") };
}

function readSearch(search: URLSearchParams): { ids: readonly string[]; fields: readonly string[] } {
  return { ids: search.get("ids")?.split(",") ?? [], fields: search.get("fields")?.split(",") ?? [] };
}

function stringList(value: unknown, name: string): readonly string[] {
  if (Array.isArray(value)) return value.map(String);
  throw missing(name);
}
