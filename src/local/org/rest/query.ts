import { ok } from "../answer.ts";
import { SalesforceFailure } from "../failure.ts";
import type { Org } from "../org.ts";
import { explainQuery, type QueryContext, runQuery } from "../soql/query.ts";
import { columnMetadata } from "./column.ts";
import { batchSizeOf, type Paging, pageOf } from "./page.ts";
import type { Parameters, RestAnswer, RestRequest } from "./route.ts";

/** GET /query?q= : https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_query.htm */
export function query(org: Org, request: RestRequest): RestAnswer {
  return firstPage(org, request, queryContext(request));
}

/** GET /queryAll?q= : deleted records as well. */
export function queryAll(org: Org, request: RestRequest): RestAnswer {
  return firstPage(org, request, { ...queryContext(request), includeDeleted: true });
}

/** GET /query/{locator}-{offset} */
export function queryMore(org: Org, request: RestRequest, { locator = "" }: Parameters): RestAnswer {
  const [, cursorId = "", offset = ""] = /^(01g\w{12,15})-(\d+)$/.exec(locator) ?? [];
  const cursor = org.cursors.find(cursorId, request.session.user.id);
  if (!cursor || Number(offset) >= cursor.records.length) {
    throw new SalesforceFailure(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
  }
  return ok(pageOf(cursor, Number(offset), pagingOf(org, request)));
}

/** How queries run on behalf of a request. */
export function queryContext({ apiVersion, session }: RestRequest): QueryContext {
  return { apiVersion, includeDeleted: false, userId: session.user.id };
}

function firstPage(org: Org, request: RestRequest, context: QueryContext): RestAnswer {
  const explained = request.search.get("explain");
  if (explained) return explain(org, explained, context);
  const soql = request.search.get("q");
  if (!soql) throw new SalesforceFailure(400, "MALFORMED_QUERY", "A query string has to be specified");
  if (request.search.get("columns") === "true") return columnMetadata(org, soql);
  return ok(pageOf(runQuery(org.database, soql, context), 0, pagingOf(org, request)));
}

function pagingOf(org: Org, { apiVersion, headers, session }: RestRequest): Paging {
  return {
    batchSize: batchSizeOf(headers["sforce-query-options"]),
    path: `/services/data/v${apiVersion.toFixed(1)}/query`,
    keep: ({ totalSize, records }) => org.cursors.open({ totalSize, records, userId: session.user.id }),
  };
}

/** GET /query?explain= : https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_query.htm */
function explain({ database }: Org, soql: string, context: QueryContext): RestAnswer {
  return ok({ plans: [explainQuery(database, soql, context)], sourceQuery: soql });
}
