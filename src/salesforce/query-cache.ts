import { createHash } from "node:crypto";
import type { QueryPage, QueryTrace } from "./query-batch.ts";
import type { RecordMap } from "./record.ts";
import type { Touched } from "./touched.ts";

/** Texts for a while. It never throws: a store that is away keeps nothing and has nothing. */
interface CacheStore {
  /** Both in the order asked. */
  read(keys: readonly string[], subjects: readonly string[]): Promise<CacheReading>;
  keep(key: string, text: string, lifetimeMs: number): void;
  /** Gives subjects new marks. */
  mark(subjects: readonly string[]): Promise<void>;
}

interface CacheReading {
  /** Null where nothing is kept. */
  readonly texts: readonly (string | null)[];
  /** Changes whenever its subject was written to; null where that cannot be told at the moment. */
  readonly marks: readonly (string | null)[];
}

/** Answers to queries for a short while, by identity and query; the row scope stands in the query. */
export interface QueryCache {
  /** The answer from the cache, or from `fetch`. */
  through(query: CachedQuery, fetch: () => Promise<QueryPage>): Promise<QueryPage>;
  /** What was read of these sObjects is not told any more, by any gateway. */
  forget(sObjects: readonly string[]): Promise<void>;
}

interface CachedQuery {
  /** Whose answer it is: the org and the user in it. */
  readonly identity: string;
  readonly path: string;
  readonly touched: Touched;
  readonly trace: QueryTrace;
  /** Whether an answer does that is older than it should be. */
  readonly mayBeStale: boolean;
}

export type CacheUse = "fresh" | "stale" | "miss";

export interface QueryCacheOptions {
  readonly store: CacheStore;
  /** Seconds by GraphQL type; an answer that has others in it is not kept. */
  readonly seconds: ReadonlyMap<string, number>;
  onUse(use: CacheUse): void;
}

interface Entry {
  /** In milliseconds of the epoch. */
  readonly at: number;
  /** Of the sObjects before it was asked for, in the order of their names. */
  readonly marks: string;
  readonly page: QueryPage;
}

/** Beyond its time an answer is kept for when the org runs out of calls. */
const staleMs = 60 * 60_000;

export function createQueryCache({ store, seconds, onUse }: QueryCacheOptions): QueryCache {
  async function lookUp(key: string, { sObjects }: Touched): Promise<Known> {
    const { texts, marks } = await store.read([key], [...sObjects].toSorted());
    const entry = texts[0] ? (JSON.parse(texts[0]) as Entry) : null;
    const known = marks.includes(null) ? null : marks.join(" ");
    return { marks: known, entry: entry?.marks === known ? entry : null };
  }

  return {
    through: async ({ identity, path, touched, trace, mayBeStale }, fetch) => {
      const lifetimeMs = lifetimeOf(touched.records, seconds);
      if (lifetimeMs === 0) return await fetch();
      const key = createHash("sha256").update(`${identity} ${path}`).digest("base64url");
      const { entry, marks } = await lookUp(key, touched);
      const use = useOf(entry, lifetimeMs);
      if (entry && (use === "fresh" || mayBeStale)) {
        onUse(use);
        trace.cached.push(ageOf(entry));
        return entry.page;
      }
      onUse("miss");
      const page = await fetch();
      const fresh = JSON.stringify({ at: Date.now(), marks, page });
      // A page that goes on has a locator in it, which is of no use later.
      const isWhole = !fresh.includes('"nextRecordsUrl":');
      if (marks !== null && isWhole) store.keep(key, fresh, lifetimeMs + staleMs);
      return page;
    },
    forget: (sObjects) => store.mark(sObjects),
  };
}

function useOf(entry: Entry | null, lifetimeMs: number): CacheUse {
  return entry && ageOf(entry) < lifetimeMs ? "fresh" : "stale";
}

function ageOf({ at }: Entry): number {
  return Date.now() - at;
}

interface Known {
  /** Of the sObjects now; null when they cannot be told. */
  readonly marks: string | null;
  readonly entry: Entry | null;
}

/** In milliseconds; 0: not at all. */
function lifetimeOf(records: ReadonlySet<RecordMap>, seconds: ReadonlyMap<string, number>): number {
  return Math.min(...[...records].map(({ typeName }) => seconds.get(typeName) ?? 0)) * 1_000;
}
