import { randomUUID } from "node:crypto";
import { LRUCache } from "lru-cache";
import { openRedis, type RedisOptions } from "./redis.ts";

/** Texts for a while. It never throws: a store that is away keeps nothing and has nothing. */
export interface Cache extends AsyncDisposable {
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

/** Of keys and texts, in bytes of UTF-8. */
const maxBytes = 64 * 1024 * 1024;

/** Of this process alone; what was not read for longest goes first. */
export function createMemoryCache(): Cache {
  const texts = new LRUCache<string, string>({
    maxSize: maxBytes,
    sizeCalculation: (text, key) => Buffer.byteLength(text) + key.length,
  });
  const marks = new Map<string, number>();
  const markOf = (subject: string): number => marks.get(subject) ?? 0;
  return {
    read: (keys, subjects) =>
      Promise.resolve({
        texts: keys.map((key) => texts.get(key) ?? null),
        marks: subjects.map((subject) => String(markOf(subject))),
      }),
    keep: (key, text, ttl) => void texts.set(key, text, { ttl }),
    mark: (subjects) => {
      for (const subject of subjects) marks.set(subject, markOf(subject) + 1);
      return Promise.resolve();
    },
    [Symbol.asyncDispose]: () => Promise.resolve(texts.clear()),
  };
}

/**
 * Shared by several gateways; without an answer the gateway does as if there were no cache. Marks are random, so that one
 * that Redis has dropped for want of memory never comes back. What was written while Redis was away is owed to it: until it has
 * been told, nothing is taken from there.
 */
export function connectRedis(options: RedisOptions): Cache {
  const redis = openRedis(options);
  /** New marks by subject, until Redis has them. */
  const owed = new Map<string, string>();

  async function settle(): Promise<void> {
    const marks = [...owed];
    if (marks.length === 0) return;
    await redis.mset(...marks.flatMap(([subject, mark]) => [markKey(subject), mark]));
    for (const [subject, mark] of marks) if (owed.get(subject) === mark) owed.delete(subject);
  }

  async function read(keys: readonly string[], subjects: readonly string[]): Promise<CacheReading> {
    await settle();
    const values = await redis.mget([...keys.map(textKey), ...subjects.map(markKey)]);
    const marks = values.slice(keys.length);
    return {
      texts: values.slice(0, keys.length),
      marks: marks.includes(null) ? await markUnmarked(subjects) : marks,
    };
  }

  async function markUnmarked(subjects: readonly string[]): Promise<CacheReading["marks"]> {
    await Promise.all(subjects.map((subject) => redis.set(markKey(subject), randomUUID(), "NX")));
    return await redis.mget(subjects.map(markKey));
  }

  return {
    read: (keys, subjects) =>
      read(keys, subjects).catch(() => ({ texts: keys.map(() => null), marks: subjects.map(() => null) })),
    keep: (key, text, lifetimeMs) =>
      void redis.set(textKey(key), text, "PX", lifetimeMs).catch(() => undefined),
    mark: async (subjects) => {
      for (const subject of subjects) owed.set(subject, randomUUID());
      await settle().catch(() => undefined);
    },
    [Symbol.asyncDispose]: () => Promise.resolve(redis.disconnect()),
  };
}

function textKey(key: string): string {
  return `answer:${key}`;
}

function markKey(subject: string): string {
  return `mark:${subject}`;
}
