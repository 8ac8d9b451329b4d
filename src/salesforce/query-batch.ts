import DataLoader from "dataloader";
import { byDeadline, detached, remainingMs } from "../deadline.ts";
import { GatewayError } from "../errors.ts";
import { getInBatch, getTogether } from "./composite.ts";
import { late, toGatewayError } from "./failure.ts";
import type { Row } from "./record.ts";
import { type RecordSelect, type RowScope, toScopedSelect } from "./row-scope.ts";
import { type RequestSender, type SalesforceSession, watched } from "./session.ts";
import { type Select, writeSelect } from "./soql.ts";
import { type SearchTerm, writeSearch } from "./sosl.ts";
import { touchedBy } from "./touched.ts";

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

/** Counts requests to Salesforce that an operation made by itself, one after the other. */
export function noteCalls({ trace }: { readonly trace: QueryTrace }, calls: number): void {
  trace.apiCalls += calls;
  trace.roundTrips += calls;
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
  /** The rows of several records that a term is found in. */
  search(term: SearchTerm, selects: readonly RecordSelect[]): Promise<readonly Row[]>;
  /** After a write: what is asked for from now on is asked anew. */
  forget(): void;
  /** A child list may be cut where the answer's page is full. */
  completed(list: QueryPage | null): Promise<readonly Row[]>;
}

const queriesPerComposite = 5;
/** URL and headers together may have 16,384 bytes; the access token alone has up to 2,000. */
const maxUrlLength = 12_000;
/** https://developer.salesforce.com/docs/atlas.en-us.salesforce_app_limits_cheatsheet.meta/salesforce_app_limits_cheatsheet/salesforce_app_limits_platform_soslsoql.htm */
const maxSoqlLength = 100_000;
const tooLong = {
  query: "The filter is too long for Salesforce: send shorter lists or texts.",
  search:
    "For all the accounts that you may see this is too long for Salesforce: search fewer types at once.",
} as const;
/** No list the gateway asks for has more rows; an org that goes on for ever must not take the gateway with it. */
const maxPages = 100;
/** Of one full page each. */
const maxRows = maxPages * 2_000;

export interface BatchOptions {
  readonly scope: RowScope;
  /** Where the operation's cost is counted. */
  readonly trace: QueryTrace;
  /** Whether the caller stands back when the org runs short of API calls. */
  readonly isLowPriority: boolean;
}

/**
 * Lays the caller's row scope on every query and sends whatever SOQL is asked for in the same tick of one operation in one
 * HTTP request: alone as a query, together as a composite. Searches go out beside it, as Salesforce takes none in composites.
 * The same query is never sent twice in an operation, nor by two operations of one identity at the same time: the scope is
 * in the query, so that only callers who see the same share an answer.
 */
export function createQueryBatch(session: SalesforceSession, options: BatchOptions): QueryBatch {
  const { scope, trace, isLowPriority } = options;
  const { gate, cache, name: identity, share } = session;
  const { pages, searches } = createLoaders(session.reader, trace);

  function pathOf(resource: keyof typeof tooLong, text: string): string {
    if (text.length > maxSoqlLength) throw new GatewayError("BAD_USER_INPUT", tooLong[resource]);
    if (!trace.queries.includes(text)) trace.queries.push(text);
    return `${session.basePath}/${resource}?q=${encodeURIComponent(text)}`;
  }

  function query(select: RecordSelect, scoped: Select): Promise<QueryPage> {
    const path = pathOf("query", writeSelect(scoped));
    const touched = touchedBy(select, scoped);
    const isEssential = [...touched.records].some((record) => record.isEssential);
    const ask = async (): Promise<QueryPage> => {
      gate.admit({ isEssential, isLowPriority });
      return await pages.load(path);
    };
    const asked = { identity, path, touched, trace, mayBeStale: gate.isSaving };
    return share(path, () => (cache ? cache.through(asked, ask) : ask()));
  }

  const load = (path: string) => pages.load(path);

  return {
    scope,
    fits: (select) => {
      const scoped = toScopedSelect(select, scope);
      return scoped === null || writeSelect(scoped).length <= maxSoqlLength;
    },
    rows: async (select) => {
      const scoped = toScopedSelect(select, scope);
      return scoped ? complete(await query(select, scoped), load, select.limit) : [];
    },
    count: async (select) => {
      const counting = { ...select, columns: ["COUNT()"] };
      const scoped = toScopedSelect(counting, scope);
      return scoped ? (await query(counting, scoped)).totalSize : 0;
    },
    search: async (term, selects) => {
      const scoped = selects.flatMap((select) => toScopedSelect(select, scope) ?? []);
      if (scoped.length === 0) return [];
      const path = pathOf("search", writeSearch(term, scoped));
      gate.admit({ isEssential: false, isLowPriority });
      return await session.share(path, () => searches.load(path));
    },
    forget: () => {
      pages.clearAll();
      searches.clearAll();
    },
    completed: (list) => complete(list, load),
  };
}

/**
 * All rows of an answer that may go on, in the caller's time.
 *
 * @throws GatewayError when there are more than `limit`
 */
async function complete(
  list: QueryPage | null,
  load: (path: string) => Promise<QueryPage>,
  limit = maxRows,
): Promise<readonly Row[]> {
  if (list === null) return [];
  const rows = list.done ? list.records : await byDeadline(follow(list, load, limit), late);
  return requireWanted(rows, limit);
}

async function follow(
  first: QueryPage,
  load: (path: string) => Promise<QueryPage>,
  limit: number,
): Promise<readonly Row[]> {
  const records = [...first.records];
  let page = first;
  for (let fetched = 1; !page.done; fetched += 1) {
    // Nobody waits for the rest.
    if (remainingMs() === 0) throw late();
    page = await load(nextPath(page, fetched));
    records.push(...page.records);
    requireWanted(records, limit);
  }
  return records;
}

/** An org that hands on more than it was asked for must not take the gateway with it. */
function requireWanted(rows: readonly Row[], limit: number): readonly Row[] {
  if (rows.length <= limit) return rows;
  throw toGatewayError(new Error(`a query for ${limit} rows was answered with ${rows.length} and more`));
}

interface Loaders {
  readonly pages: DataLoader<string, QueryPage>;
  readonly searches: DataLoader<string, readonly Row[]>;
}

function createLoaders(reader: RequestSender, trace: QueryTrace): Loaders {
  const sender = watched(reader, () => {
    trace.apiCalls += 1;
  });
  const batchScheduleFn = eachTick(() => {
    trace.roundTrips += 1;
  });
  return {
    // What others wait for as well: each of them goes when its own time is over.
    pages: new DataLoader((paths) => detached(() => send(sender, paths)), {
      maxBatchSize: queriesPerComposite,
      batchScheduleFn,
    }),
    searches: new DataLoader((paths) => detached(() => sendSearch(sender, paths)), {
      maxBatchSize: 1,
      batchScheduleFn,
    }),
  };
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
  sender: RequestSender,
  paths: readonly string[],
): Promise<readonly (QueryPage | Error)[]> {
  const [first = ""] = paths;
  if (paths.length === 1 && first.length <= maxUrlLength) return [toPage(await sender.get(first))];
  const bodies = await getTogether(sender, paths);
  return bodies.map((body) => (body instanceof Error ? body : toPage(body)));
}

async function sendSearch(
  sender: RequestSender,
  [path = ""]: readonly string[],
): Promise<readonly (readonly Row[])[]> {
  const body = await (path.length <= maxUrlLength ? sender.get(path) : getInBatch(sender, path));
  const { searchRecords } = (body ?? {}) as { readonly searchRecords?: readonly Row[] };
  if (Array.isArray(searchRecords)) return [searchRecords];
  throw toGatewayError(new Error("a search's answer has no records"));
}

function toPage(body: unknown): QueryPage {
  const page = body as QueryPage | null;
  if (Array.isArray(page?.records)) return page;
  throw toGatewayError(new Error("a query's answer has no records"));
}
