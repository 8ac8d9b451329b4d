import type { Database } from "../database.ts";
import { SalesforceFailure } from "../failure.ts";
import type { Row } from "../row.ts";
import type { Field, SObjectType } from "../sobject.ts";
import { type QueryContext, type QueryRecord, runQuery } from "../soql/query.ts";
import type { Returning, Search, SearchGroup } from "./parse.ts";
import { compileTerm, type MatchText } from "./term.ts";

/** What a search without RETURNING looks through. */
const usualTypes = ["Account", "Contact", "Product2", "Asset", "Order"];

/** Runs a search; the records come type by type, in the order of RETURNING. */
export function runSearch(database: Database, search: Search, context: QueryContext): readonly QueryRecord[] {
  const match = compileTerm(search.term);
  const returning =
    search.returning.length > 0
      ? search.returning
      : usualTypes.map((type) => ({ type, fields: [], clauses: "" }));
  const records: QueryRecord[] = [];
  for (const wanted of returning) {
    const type = database.schema.type(wanted.type);
    if (!type)
      throw new SalesforceFailure(400, "INVALID_TYPE", `sObject type '${wanted.type}' is not supported.`);
    const ids = findIds(database, type, { match, group: search.group, limit: search.limit });
    records.push(...readFound(database, { type, wanted, ids }, context));
  }
  return records.slice(0, search.limit);
}

interface Hunt {
  readonly match: MatchText;
  readonly group: SearchGroup;
  readonly limit: number;
}

function findIds(database: Database, type: SObjectType, { match, group, limit }: Hunt): readonly string[] {
  const fields = searchedFields(type, group);
  const found: string[] = [];
  for (const row of database.table(type).rows()) {
    if (row.IsDeleted === true || !matchesRow(row, fields, match) || !database.sees(type, row)) continue;
    found.push(String(row.Id));
    if (found.length >= limit) break;
  }
  return found;
}

/** The words of a term may stand in different fields. */
function matchesRow(row: Row, fields: readonly Field[], match: MatchText): boolean {
  const text = fields.map(({ name }) => row[name] ?? "").join(" \u0000 ");
  return match(text);
}

/** What counts as a name besides an object's name field. */
const names: Readonly<Record<string, readonly string[]>> = {
  Account: ["Website", "Site"],
  Asset: ["SerialNumber"],
  Contact: ["FirstName", "LastName"],
};

type Belongs = (field: Field, type: SObjectType) => boolean;

const isText: Belongs = ({ type }) => /^(?:string|textarea|phone|email|url)$/.test(type);

const groups: Readonly<Record<SearchGroup, Belongs>> = {
  ALL: isText,
  SIDEBAR: isText,
  NAME: ({ nameField, name }, type) => nameField === true || names[type.name]?.includes(name) === true,
  EMAIL: ({ type }) => type === "email",
  PHONE: ({ type }) => type === "phone",
};

/**
 * Products are searched in all of their fields, whatever the group.
 * https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_sosl_in.htm
 */
function searchedFields(type: SObjectType, group: SearchGroup): readonly Field[] {
  const belongs = type.name === "Product2" ? isText : groups[group];
  return type.fields.filter((field) => belongs(field, type));
}

interface Found {
  readonly type: SObjectType;
  readonly wanted: Returning;
  readonly ids: readonly string[];
}

function readFound(
  database: Database,
  { type, wanted, ids }: Found,
  context: QueryContext,
): readonly QueryRecord[] {
  if (ids.length === 0) return [];
  const fields = wanted.fields.length > 0 ? wanted.fields : ["Id"];
  const condition = `Id IN (${ids.map((id) => `'${id}'`).join(", ")})`;
  const [, where = "", rest = ""] = /^WHERE\b(.*?)((?:\b(?:ORDER\s+BY|LIMIT|OFFSET)\b.*)?)$/is.exec(
    wanted.clauses,
  ) ?? ["", "", wanted.clauses];
  const filter = where.trim() === "" ? condition : `${condition} AND (${where})`;
  const soql = `SELECT ${fields.join(", ")} FROM ${type.name} WHERE ${filter} ${rest}`;
  return runQuery(database, soql, context).records;
}
