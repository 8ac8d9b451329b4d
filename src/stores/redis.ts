import { Redis } from "ioredis";

export interface RedisOptions {
  readonly url: string;
  /** Told when it goes away, once until it is back. */
  onAway(error: Error): void;
}

/** Nothing that is asked there may take longer than what it is asked for. */
const commandTimeoutMs = 250;
const prefix = "salesforce-graphql-gateway:";

/** Commands fail at once while Redis is away; it is looked for until it is back. */
export function openRedis({ url, onAway }: RedisOptions): Redis {
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
  return redis;
}
