import DataLoader from "dataloader";
import { GatewayError } from "../errors.ts";
import { getTogether } from "./composite.ts";
import { toGatewayError } from "./failure.ts";
import type { RecordMap, Row } from "./record.ts";
import { type RecordSelect, type RowScope, toScopedSelect } from "./row-scope.ts";
import type { SalesforceSession } from "./session.ts";
import { writeSelect } from "./soql.ts";
import { recordsOf } from "./touched.ts";

/** What one GraphQL operation has cost so far. */
export interface QueryTrace {
  /** Requests that count towards the org's daily limit. */
  apiCalls: number;
  /** Moments at which the operation waited for Salesforce; requests sent together count once. */
  roundTrips: number;
  readonly queries: string[];
  /** Ages of the answers that came from the cache, in milliseconds. */
  readonly cached: number[];
  /** The paths of lists that are empty because Salesforce hides them from the acting user. */
  readonly redacted: (readonly (string | number)[])[];
}

/** A query's answer or a child list inside a row. */
export interface QueryPage {
  readonly totalSize: number;
  readonly done: boolean;
  readonly nextRecordsUrl?: string;
  readonly records: readonly Row[];
}

export function createTrace(): QueryTrace {
  return { apiCalls: 0, roundTrips: 0, queries: [], cached: [], redacted: [] };
}

export interface QueryBatch {
  readonly scope: RowScope;
  /** Whether Salesforce takes a query of this length. */
  fits(select: RecordSelect): boolean;
  /** All rows of a query. */
  rows(select: RecordSelect): Promise<readonly Row[]>;
  /** `SELECT COUNT()` of a query's rows. */
  count(select: Pick<RecordSelect, "record" | "where">): Promise<number>;
  /** A child list may be cut where the answer's page is full. */
  completed(list: QueryPage | null): Promise<readonly Row[]>;
}

const queriesPerComposite = 5;
/** URL and headers together may have 16,384 bytes; the access token alone has up to 2,000. */
const maxUrlLength = 12_000;
/** https://developer.salesforce.com/docs/atlas.en-us.salesforce_app_limits_cheatsheet.meta/salesforce_app_limits_cheatsheet/salesforce_app_limits_platform_soslsoql.htm */
const maxSoqlLength = 100_000;
/** No list the gateway asks for has more rows; an org that goes on for ever must not take the gateway with it. */
const maxPages = 100;

export interface BatchOptions {
  readonly scope: RowScope;
  /** Where the operation's cost is counted. */
  readonly trace: QueryTrace;
  /** Whether the caller stands back when the org runs short of API calls. */
  readonly isLowPriority: boolean;
}

/**
 * Lays the caller's row scope on every query and sends whatever SOQL is asked for in the same tick of one operation in one
 * HTTP request: alone as a query, together as a composite. The same query is never sent twice in an operation, nor by two
 * operations of one identity at the same time: the scope is in the query, so that only callers who see the same share an
 * answer.
 */
export function createQueryBatch(session: SalesforceSession, options: BatchOptions): QueryBatch {
  const { scope, trace, isLowPriority } = options;
  const pages = new DataLoader<string, QueryPage>((paths) => send(session, paths, trace), {
    maxBatchSize: queriesPerComposite,
    batchScheduleFn: eachTick(() => {
      trace.roundTrips += 1;
    }),
  });

  function query(soql: string, records: ReadonlySet<RecordMap>): Promise<QueryPage> {
    requireFitting(soql);
    if (!trace.queries.includes(soql)) trace.queries.push(soql);
    const path = `${session.basePath}/query?q=${encodeURIComponent(soql)}`;
    const { gate, cache, name: identity, share } = session;
    const asked = { identity, path, records, trace, mayBeStale: gate.isSaving };
    return share(path, () => (cache ? cache.through(asked, () => ask(path, records)) : ask(path, records)));
  }

  async function ask(path: string, records: ReadonlySet<RecordMap>): Promise<QueryPage> {
    const isEssential = [...records].some((record) => record.isEssential);
    session.gate.admit({ isEssential, isLowPriority });
    return await pages.load(path);
  }

  async function completed(list: QueryPage | null): Promise<readonly Row[]> {
    if (list === null) return [];
    const records = [...list.records];
    let page = list;
    for (let fetched = 1; !page.done; fetched += 1) {
      page = await pages.load(nextPath(page, fetched));
      records.push(...page.records);
    }
    return records;
  }

  return {
    scope,
    fits: (select) => {
      const scoped = toScopedSelect(select, scope);
      return scoped === null || writeSelect(scoped).length <= maxSoqlLength;
    },
    rows: async (select) => {
      const scoped = toScopedSelect(select, scope);
      return scoped ? completed(await query(writeSelect(scoped), recordsOf(select))) : [];
    },
    count: async (select) => {
      const counting = { ...select, columns: ["COUNT()"] };
      const scoped = toScopedSelect(counting, scope);
      return scoped ? (await query(writeSelect(scoped), recordsOf(counting))).totalSize : 0;
    },
    completed,
  };
}

function requireFitting(soql: string): void {
  if (soql.length <= maxSoqlLength) return;
  throw new GatewayError(
    "BAD_USER_INPUT",
    "The filter is too long for Salesforce: send shorter lists or texts.",
  );
}

/** Dispatches after everything that the current answers have set off; DataLoader's own schedule would be too early. */
function eachTick(onTick: () => void): (dispatch: () => void) => void {
  let waiting: (() => void)[] = [];
  return (dispatch) => {
    waiting.push(dispatch);
    if (waiting.length > 1) return;
    setImmediate(() => {
      const due = waiting;
      waiting = [];
      onTick();
      for (const dispatchBatch of due) dispatchBatch();
    });
  };
}

function nextPath(page: QueryPage, fetched: number): string {
  const path = page.nextRecordsUrl ?? "";
  if (fetched >= maxPages || !path.startsWith("/services/data/")) {
    throw toGatewayError(new Error(`a query's answer goes on after ${fetched} pages at "${path}"`));
  }
  return path;
}

async function send(
  session: SalesforceSession,
  paths: readonly string[],
  trace: QueryTrace,
): Promise<readonly (QueryPage | Error)[]> {
  trace.apiCalls += 1;
  const [first = ""] = paths;
  if (paths.length === 1 && first.length <= maxUrlLength) return [toPage(await session.get(first))];
  const bodies = await getTogether(session, paths);
  return bodies.map((body) => (body instanceof Error ? body : toPage(body)));
}

function toPage(body: unknown): QueryPage {
  const page = body as QueryPage | null;
  if (Array.isArray(page?.records)) return page;
  throw toGatewayError(new Error("a query's answer has no records"));
}
