import { createHash } from "node:crypto";
import type { QueryPage, QueryTrace } from "./query-batch.ts";
import type { RecordMap } from "./record.ts";

/** Texts under keys, for a while. It never throws: what it does not know is not there. */
interface CacheStore {
  /** In the order of the keys. */
  getMany(keys: readonly string[]): Promise<readonly (string | null)[]>;
  set(key: string, text: string, lifetimeMs: number): Promise<void>;
  /** Counts numbers up that begin at nothing. */
  increment(keys: readonly string[]): Promise<void>;
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
  /** Whatever the query reads of. */
  readonly records: ReadonlySet<RecordMap>;
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
  /** Of the sObjects when it was asked for, in the order of their names. */
  readonly generations: readonly (string | null)[];
  readonly page: QueryPage;
}

/** Beyond its time an answer is kept for when the org runs out of calls. */
const staleMs = 60 * 60_000;

export function createQueryCache({ store, seconds, onUse }: QueryCacheOptions): QueryCache {
  /** What is known under a key, if nothing was written to the sObjects since. */
  async function lookUp(key: string, sObjects: readonly string[]): Promise<Known> {
    const [text = null, ...generations] = await store.getMany([key, ...sObjects.map(generationKey)]);
    const entry = text === null ? null : (JSON.parse(text) as Entry);
    const isCurrent = entry !== null && String(entry.generations) === String(generations);
    return { generations, entry: isCurrent ? entry : null };
  }

  return {
    through: async ({ identity, path, records, trace, mayBeStale }, fetch) => {
      const lifetimeMs = lifetimeOf(records, seconds);
      if (lifetimeMs === 0) return await fetch();
      const key = `query ${createHash("sha256").update(`${identity} ${path}`).digest("base64url")}`;
      const sObjects = [...new Set([...records].map(({ sObject }) => sObject))].toSorted();
      const { entry, generations } = await lookUp(key, sObjects);
      const use = useOf(entry, lifetimeMs);
      if (entry && (use === "fresh" || mayBeStale)) {
        onUse(use);
        trace.cached.push(ageOf(entry));
        return entry.page;
      }
      onUse("miss");
      const page = await fetch();
      const fresh = JSON.stringify({ at: Date.now(), generations, page } satisfies Entry);
      // A page that goes on has a locator in it, which is of no use later.
      if (!fresh.includes('"nextRecordsUrl"')) await store.set(key, fresh, lifetimeMs + staleMs);
      return page;
    },
    forget: (sObjects) => store.increment(sObjects.map(generationKey)),
  };
}

function useOf(entry: Entry | null, lifetimeMs: number): CacheUse {
  return entry && ageOf(entry) < lifetimeMs ? "fresh" : "stale";
}

function ageOf({ at }: Entry): number {
  return Date.now() - at;
}

interface Known {
  /** Of the sObjects now. */
  readonly generations: readonly (string | null)[];
  readonly entry: Entry | null;
}

/** In milliseconds; 0: not at all. */
function lifetimeOf(records: ReadonlySet<RecordMap>, seconds: ReadonlyMap<string, number>): number {
  return Math.min(...[...records].map(({ typeName }) => seconds.get(typeName) ?? 0)) * 1_000;
}

function generationKey(sObject: string): string {
  return `generation ${sObject}`;
}
