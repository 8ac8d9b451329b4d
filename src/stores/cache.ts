import { Redis } from "ioredis";
import { LRUCache } from "lru-cache";

/** Texts under keys, for a while. It never throws: what it does not know is not there. */
export interface Cache extends AsyncDisposable {
  /** In the order of the keys. */
  getMany(keys: readonly string[]): Promise<readonly (string | null)[]>;
  set(key: string, text: string, lifetimeMs: number): Promise<void>;
  /** Counts numbers up that begin at nothing. */
  increment(keys: readonly string[]): Promise<void>;
}

const maxBytes = 64 * 1024 * 1024;
/** Numbers are counted for longer than any text lives. */
const maxNumbers = 10_000;

/** Of this process alone. */
export function createMemoryCache(): Cache {
  const texts = new LRUCache<string, string>({
    maxSize: maxBytes,
    sizeCalculation: (text) => 2 * text.length + 1,
  });
  const numbers = new LRUCache<string, number>({ max: maxNumbers });
  return {
    getMany: (keys) =>
      Promise.resolve(keys.map((key) => texts.get(key) ?? numbers.get(key)?.toString() ?? null)),
    set: (key, text, ttl) => {
      texts.set(key, text, { ttl });
      return Promise.resolve();
    },
    increment: (keys) => {
      for (const key of keys) numbers.set(key, (numbers.get(key) ?? 0) + 1);
      return Promise.resolve();
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

export interface RedisOptions {
  readonly url: string;
  /** Told when it goes away, once until it is back. */
  onAway(error: Error): void;
}

/** A cache must not be slower than what it saves. */
const commandTimeoutMs = 250;
const prefix = "salesforce-graphql-gateway ";

/** Shared by several gateways. Without an answer the gateway does as if there were no cache. */
export function connectRedis({ url, onAway }: RedisOptions): Cache {
  let isAway = false;
  const redis = new Redis(url, {
    commandTimeout: commandTimeoutMs,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    keyPrefix: prefix,
    retryStrategy: (times) => Math.min(100 * times, 5_000),
  });
  redis.on("ready", () => {
    isAway = false;
  });
  redis.on("error", (error: Error) => {
    if (!isAway) onAway(error);
    isAway = true;
  });
  return {
    getMany: (keys) => redis.mget([...keys]).catch(() => keys.map(() => null)),
    set: async (key, text, lifetimeMs) => {
      await redis.set(key, text, "PX", lifetimeMs).catch(() => undefined);
    },
    increment: async (keys) => {
      await Promise.all(keys.map((key) => redis.incr(key))).catch(() => undefined);
    },
    [Symbol.asyncDispose]: () => {
      redis.disconnect();
      return Promise.resolve();
    },
  };
}
