import { failureAnswer } from "../answer.ts";
import { commerceRoutes } from "../commerce/route.ts";
import { SalesforceFailure } from "../failure.ts";
import { parseJson } from "../json.ts";
import type { Session } from "../oauth/session.ts";
import type { Org } from "../org.ts";
import { createBatch } from "./batch.ts";
import * as collection from "./collection.ts";
import { getCommunity, listCommunities } from "./community.ts";
import { type AnswerPart, createComposite } from "./composite.ts";
import * as describe from "./describe.ts";
import { createGraph } from "./graph.ts";
import { limitExceeded, limitInfo, limits, recordCount } from "./limits.ts";
import { query, queryAll, queryMore } from "./query.ts";
import { listDeleted, listUpdated } from "./replication.ts";
import { defineRoutes, dispatch, notFound, type RestAnswer, type RestRequest, type Route } from "./route.ts";
import { parameterizedSearch, search } from "./search.ts";
import * as sobject from "./sobject.ts";
import { createTree } from "./tree.ts";
import { readVersion, resourceList } from "./version.ts";

/** What the parts of composites, batches and graphs may ask for. */
const partRoutes = defineRoutes({
  "GET /query": query,
  "GET /query/:locator": queryMore,
  "GET /queryall": queryAll,
  "GET /queryall/:locator": queryMore,
  "GET /limits": limits,
  "GET /limits/recordcount": recordCount,
  "GET /sobjects": describe.describeGlobal,
  "GET /sobjects/:type": describe.describeBriefly,
  "POST /sobjects/:type": sobject.createRecord,
  "GET /sobjects/:type/describe": describe.describeType,
  "GET /sobjects/:type/deleted": listDeleted,
  "GET /sobjects/:type/updated": listUpdated,
  "GET /sobjects/:type/:id": sobject.getRecord,
  "PATCH /sobjects/:type/:id": sobject.updateRecord,
  "DELETE /sobjects/:type/:id": sobject.deleteRecord,
  "GET /sobjects/:type/:field/:value": sobject.getByExternalId,
  "PATCH /sobjects/:type/:field/:value": sobject.upsertByExternalId,
  "DELETE /sobjects/:type/:field/:value": sobject.deleteByExternalId,
  "POST /composite/sobjects": collection.createRecords,
  "PATCH /composite/sobjects": collection.updateRecords,
  "DELETE /composite/sobjects": collection.deleteRecords,
  "GET /composite/sobjects/:type": collection.retrieveRecords,
  "POST /composite/sobjects/:type": collection.retrieveRecords,
  "PATCH /composite/sobjects/:type/:field": collection.upsertRecords,
  "POST /composite/tree/:type": createTree,
});

/**
 * Batches may search as well, composites may not.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_batch.htm
 */
const batchRoutes = [
  ...partRoutes,
  ...defineRoutes({
    "GET /search": search,
    "GET /parameterizedsearch": parameterizedSearch,
    "POST /parameterizedsearch": parameterizedSearch,
  }),
];

const routes = [
  ...batchRoutes,
  ...commerceRoutes,
  ...defineRoutes({
    "GET /": resourceList,
    "GET /connect/communities": listCommunities,
    "GET /connect/communities/:id": getCommunity,
    "POST /composite": createComposite(answerPart(partRoutes)),
    "POST /composite/batch": createBatch(answerPart(batchRoutes)),
    "POST /composite/graph": createGraph(answerPart(partRoutes)),
  }),
];

/** One HTTP request to /services/data/vNN.0/... */
export interface RestCall {
  readonly method: string;
  /** Path and query string. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The body as it came; "" without one. */
  readonly text: string;
  readonly session: Session | undefined;
  readonly origin: string;
}

/** Answers a REST call, in Salesforce's own words when it fails. `counted` tells whether it cost an API call. */
export function answerRest(org: Org, call: RestCall): RestAnswer & { readonly counted: boolean } {
  const { session, text, origin } = call;
  if (!session) return { ...failureAnswer(expiredSession()), counted: false };
  const counted = org.usage.spend();
  const answer = guarded(() => {
    if (!counted) throw limitExceeded();
    const target = readTarget(call.url);
    return dispatch(
      actingAs(org, session),
      { ...call, ...target, body: parseJson(text), session, origin },
      routes,
    );
  });
  const headers = { ...answer.headers, "Sforce-Limit-Info": limitInfo(org) };
  return { ...answer, headers, counted };
}

/** The org as the session's user works with it. */
function actingAs(org: Org, { user }: Session): Org {
  if (!user.profile.apiEnabled) {
    throw new SalesforceFailure(
      403,
      "API_DISABLED_FOR_ORG",
      "API is not enabled for this Organization or Partner",
    );
  }
  return { ...org, database: org.database.as(user) };
}

function answerPart(routes: readonly Route[]): AnswerPart {
  return (org, request, { method, url, body, httpHeaders = {} }) => {
    const fault = org.faults.strikePart(method, url.split("?")[0] ?? url);
    if (fault) return fault;
    const names = Object.entries(httpHeaders).map(([name, value]) => [name.toLowerCase(), value]);
    const headers = Object.fromEntries(names);
    return guarded(() => dispatch(org, { ...request, ...readTarget(url), method, headers, body }, routes));
  };
}

function guarded(run: () => RestAnswer): RestAnswer {
  try {
    return run();
  } catch (error) {
    if (error instanceof SalesforceFailure) return failureAnswer(error);
    throw error;
  }
}

function readTarget(url: string): Pick<RestRequest, "apiVersion" | "segments" | "search"> {
  const target = URL.parse(url, "http://local-org");
  const [, version = "", path = ""] =
    /^(?:\/[^/]+)?\/services\/data\/([^/]+)(.*)$/i.exec(target?.pathname ?? "") ?? [];
  if (!target || version === "") throw notFound();
  const segments = path.split("/").filter(Boolean);
  const decoded = segments.map(tryDecode);
  if (decoded.includes(null)) throw notFound();
  return { apiVersion: readVersion(version), segments: decoded.map(String), search: target.searchParams };
}

function tryDecode(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}

function expiredSession(): SalesforceFailure {
  return new SalesforceFailure(401, "INVALID_SESSION_ID", "Session expired or invalid");
}
