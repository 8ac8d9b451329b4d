import type { Answer, Place } from "./org.ts";
import { isObject } from "./shape.ts";

/** How to bring the local org to refuse what a recorded org refused. */
export interface Refused {
  /** Recorded names and those of the local org that stand for them. */
  readonly names?: Readonly<Record<string, string>>;
  /** Where only a piece of the refused query is known, what Salesforce shows of it cannot be compared. */
  readonly isPlaceUnknown?: boolean;
  ask(place: Place): Promise<Answer>;
}

const data = "/services/data/v68.0";
const badToken = { authorization: "Bearer 00D000000000001!bad" };
const auditedFields = "CreatedById, CreatedDate, LastModifiedById, LastModifiedDate,";

/** A request for every refusal, or why there is none. */
export const refusals: Readonly<Record<string, Refused | string>> = {
  INVALID_SESSION_ID: {
    ask: (place) => place.send({ method: "GET", path: `${data}/limits`, headers: badToken }),
  },
  "NOT_FOUND (no such sObject type)": { ask: (place) => get(place, "/sobjects/Foo") },
  "NOT_FOUND (external id field)": {
    ask: (place) => write(place, "PATCH /sobjects/Account/Namez/x", { Name: "x" }),
  },
  INVALID_TYPE: { ask: (place) => query(place, "select count() from XYZZY") },
  INVALID_FIELD: {
    names: { RecordTypeId: "Unknown" },
    isPlaceUnknown: true,
    ask: (place) => query(place, "SELECT Account.Rating, Account.Unknown, Account.ShippingCity FROM Account"),
  },
  "INVALID_FIELD (on write)": {
    names: { Bar: "Account" },
    ask: (place) => write(place, "POST /sobjects/Account", { foo: 1 }),
  },
  "MALFORMED_QUERY (bare)": { ask: (place) => query(place, "invalid") },
  "MALFORMED_QUERY (with position)": {
    isPlaceUnknown: true,
    ask: (place) => query(place, `SELECT Id, ${auditedFields} From Account `),
  },
  "MALFORMED_QUERY (semi-join types)": {
    names: { sfy24__Account__c: "AccountId" },
    isPlaceUnknown: true,
    ask: (place) => query(place, "SELECT Id FROM Asset WHERE AccountId IN (SELECT Id FROM Contact)"),
  },
  NUMBER_OUTSIDE_VALID_RANGE: { ask: (place) => query(place, "SELECT Id FROM Account OFFSET 2001") },
  INVALID_QUERY_LOCATOR: { ask: (place) => get(place, "/query/01gLo0000000001AAA-2000") },
  QUERY_TIMEOUT: "no query of the local org takes two minutes",
  "REQUEST_LIMIT_EXCEEDED (daily)": { ask: useUp },
  "REQUEST_LIMIT_EXCEEDED (concurrent)": "not recorded, only seen in a test double",
  UNABLE_TO_LOCK_ROW: { ask: writeLocked },
  DUPLICATE_VALUE: { names: { ScopeId: "BuyerId" }, ask: createTwice },
  REQUIRED_FIELD_MISSING: { ask: (place) => write(place, "POST /sobjects/Account", {}) },
  ENTITY_IS_DELETED: { ask: writeDeleted },
  INVALID_CROSS_REFERENCE_KEY: "the refusal of a record type, of which the local org has none",
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: { ask: referToHidden },
  INVALID_FIELD_FOR_INSERT_UPDATE: {
    ask: (place) => write(place, "POST /sobjects/Contact", { LastName: "Smith", Name: "Smith" }),
  },
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: {
    names: { Job_Category__c: "AccountAccessLevel", "Job Category": "Account Access Level" },
    ask: shareForNothing,
  },
  PROCESSING_HALTED: { ask: halt },
  "DUPLICATES_DETECTED (collections row)": "the local org has no duplicate rules",
  "ALL_OR_NONE_OPERATION_ROLLED_BACK (collections row)": { ask: rollBack },
  "LOGIN_OAUTH_INVALID_TOKEN (XML)": { ask: writeWithoutType },
};

function get(place: Place, path: string): Promise<Answer> {
  return place.send({ method: "GET", path: `${data}${path}` });
}

function query(place: Place, soql: string): Promise<Answer> {
  return get(place, `/query?q=${encodeURIComponent(soql)}`);
}

function write(place: Place, request: string, body: object): Promise<Answer> {
  const [method = "", path = ""] = request.split(" ");
  return place.send({ method, path: `${data}${path}`, body });
}

async function useUp(place: Place): Promise<Answer> {
  await place.control("limits", { limit: 100_000, used: 100_000 });
  const answer = await get(place, "/limits");
  await place.control("limits", { limit: 100_000, used: 0 });
  return answer;
}

async function seedAccount(place: Place): Promise<string> {
  const [id = ""] = await place.seed([{ attributes: { type: "Account" }, Name: "Conformance" }]);
  return id;
}

async function writeLocked(place: Place): Promise<Answer> {
  const id = await seedAccount(place);
  await place.control("faults", { lockRows: true, times: 1 });
  return write(place, `PATCH /sobjects/Account/${id}`, { Name: "Changed" });
}

async function writeDeleted(place: Place): Promise<Answer> {
  const id = await seedAccount(place);
  await place.send({ method: "DELETE", path: `${data}/sobjects/Account/${id}` });
  return write(place, `PATCH /sobjects/Account/${id}`, { Name: "Changed" });
}

async function createTwice(place: Place): Promise<Answer> {
  const buyer = { Name: "Buyer", BuyerId: await seedAccount(place), CommerceType: "Buyer" };
  await write(place, "POST /sobjects/BuyerAccount", buyer);
  return write(place, "POST /sobjects/BuyerAccount", buyer);
}

/** A customer refers to an account that is not shared with them. */
async function referToHidden(place: Place): Promise<Answer> {
  const customer = await place.as("buyer@edge.example");
  return write(customer, "POST /sobjects/Contact", {
    LastName: "Smith",
    AccountId: await seedAccount(place),
  });
}

async function shareForNothing(place: Place): Promise<Answer> {
  const [user] = await place.query("SELECT Id FROM User LIMIT 1");
  return write(place, "POST /sobjects/AccountShare", {
    AccountId: await seedAccount(place),
    UserOrGroupId: user?.Id,
    AccountAccessLevel: "NURSE PRACTITIONER, SUPERVISING(NP,S)",
  });
}

async function halt(place: Place): Promise<Answer> {
  const create = (referenceId: string, body: object) => ({
    method: "POST",
    url: `${data}/sobjects/Account`,
    referenceId,
    body,
  });
  const compositeRequest = [create("good", { Name: "Good" }), create("bad", {})];
  const answer = await write(place, "POST /composite", { allOrNone: true, compositeRequest });
  const [first] = listIn(answer.body, "compositeResponse");
  return { ...answer, status: Number(first?.httpStatusCode), body: first?.body };
}

/** Answers the row that was good. */
async function rollBack(place: Place): Promise<Answer> {
  const attributes = { type: "Account" };
  const records = [{ attributes, Name: "Good" }, { attributes }];
  const answer = await write(place, "POST /composite/sobjects", { allOrNone: true, records });
  return { ...answer, body: Array.isArray(answer.body) ? answer.body.slice(0, 1) : answer.body };
}

/** A write whose content type is not JSON. */
function writeWithoutType(place: Place): Promise<Answer> {
  const records = [{ attributes: { type: "Account" }, Name: "Form" }];
  return place.send({
    method: "POST",
    path: `${data}/composite/sobjects`,
    body: { records },
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });
}

function listIn(body: unknown, key: string): readonly Readonly<Record<string, unknown>>[] {
  const list = isObject(body) ? body[key] : [];
  return Array.isArray(list) ? list : [];
}
