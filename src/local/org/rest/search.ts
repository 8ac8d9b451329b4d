import { ok } from "../answer.ts";
import { SalesforceFailure } from "../failure.ts";
import type { Org } from "../org.ts";
import { maxResults, parseSosl, type Returning, type Search, type SearchGroup } from "../sosl/parse.ts";
import { runSearch } from "../sosl/search.ts";
import { escapeTerm } from "../sosl/term.ts";
import { queryContext } from "./query.ts";
import { recordValues } from "./record.ts";
import type { RestAnswer, RestRequest } from "./route.ts";

/** GET /search?q=FIND {...}: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_search.htm */
export function search(org: Org, request: RestRequest): RestAnswer {
  const sosl = request.search.get("q");
  if (!sosl) throw new SalesforceFailure(400, "MALFORMED_SEARCH", "A search string has to be specified");
  return answer(org, request, parseSosl(sosl));
}

/** GET or POST /parameterizedSearch: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_search_parameterized.htm */
export function parameterizedSearch(org: Org, request: RestRequest): RestAnswer {
  const wanted = request.method === "POST" ? recordValues(request.body) : fromQueryString(request.search);
  const {
    q,
    sobjects = [],
    in: group = "ALL",
    fields = [],
    overallLimit = maxResults,
    defaultLimit,
  } = wanted;
  if (typeof q !== "string" || q === "") {
    throw new SalesforceFailure(400, "MISSING_ARGUMENT", "q must be specified");
  }
  if (!Array.isArray(sobjects) || !Array.isArray(fields)) {
    throw new SalesforceFailure(400, "JSON_PARSER_ERROR", "sobjects and fields must be lists");
  }
  return answer(org, request, {
    term: escapeTerm(q),
    group: String(group).toUpperCase() as SearchGroup,
    returning: sobjects.map((sobject) => toReturning(recordValues(sobject), { fields, limit: defaultLimit })),
    limit: Math.min(Number(overallLimit), maxResults),
  });
}

function answer(org: Org, request: RestRequest, wanted: Search): RestAnswer {
  return ok({ searchRecords: runSearch(org.database, wanted, queryContext(request)) });
}

interface Defaults {
  readonly fields: readonly unknown[];
  readonly limit: unknown;
}

function toReturning(sobject: Record<string, unknown>, defaults: Defaults): Returning {
  const { name, fields = defaults.fields, where, orderBy, limit = defaults.limit } = sobject;
  const clauses = [
    where ? `WHERE ${where}` : "",
    orderBy ? `ORDER BY ${orderBy}` : "",
    limit === undefined ? "" : `LIMIT ${Number(limit)}`,
  ];
  return {
    type: String(name),
    fields: Array.isArray(fields) ? fields.map(String) : [],
    clauses: clauses.filter(Boolean).join(" "),
  };
}

function fromQueryString(search: URLSearchParams): Record<string, unknown> {
  const list = (name: string) => search.get(name)?.split(",").filter(Boolean);
  return {
    q: search.get("q") ?? undefined,
    in: search.get("in") ?? undefined,
    sobjects: (search.getAll("sobject").length > 0 ? search.getAll("sobject") : (list("sobjects") ?? [])).map(
      (name) => ({
        name,
        fields: list(`${name}.fields`),
        where: search.get(`${name}.where`) ?? undefined,
        limit: search.get(`${name}.limit`) ?? undefined,
      }),
    ),
    fields: list("fields"),
    overallLimit: search.get("overallLimit") ?? undefined,
    defaultLimit: search.get("defaultLimit") ?? undefined,
  };
}
