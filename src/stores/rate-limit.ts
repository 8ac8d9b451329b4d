import type { Redis } from "ioredis";
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from "rate-limiter-flexible";

/** Points that each key has for a while; the time runs from its first point on. */
export interface RateLimit {
  consume(key: string, points: number): Promise<Allowance>;
  /** Returns a point that was consumed. */
  giveBack(key: string): Promise<void>;
  /** As if nothing had been consumed. */
  reset(key: string): Promise<void>;
}

/** What a key has left. */
export interface Allowance {
  readonly isAllowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Until all points are there again. */
  readonly resetSeconds: number;
}

export interface RateLimitOptions {
  /** Of the limit, among others in one Redis. */
  readonly name: string;
  readonly points: number;
  readonly seconds: number;
  /** Where several gateways count together, in one round trip; null: this one counts alone, in memory. */
  readonly redis: Redis | null;
}

/** It never throws: while Redis is away each gateway counts by itself. */
export function openRateLimit({ name, points, seconds, redis }: RateLimitOptions): RateLimit {
  const options = { keyPrefix: `limit:${name}`, points, duration: seconds };
  const memory = new RateLimiterMemory(options);
  const limiter: RateLimiterAbstract = redis
    ? new RateLimiterRedis({
        ...options,
        storeClient: redis,
        insuranceLimiter: memory,
        rejectIfRedisNotReady: true,
        // Redis is not asked again for who has used up everything.
        inMemoryBlockOnConsumed: points + 1,
      })
    : memory;
  return {
    consume: (key, wanted) => consume(limiter, key, Math.min(wanted, points)),
    giveBack: async (key) => void (await limiter.reward(key)),
    reset: async (key) => void (await limiter.delete(key)),
  };
}

async function consume(limiter: RateLimiterAbstract, key: string, points: number): Promise<Allowance> {
  try {
    return toAllowance(await limiter.consume(key, points), limiter.points, true);
  } catch (refused) {
    // Anything else is thrown by neither of the two.
    if (!(refused instanceof RateLimiterRes)) throw refused;
    return toAllowance(refused, limiter.points, false);
  }
}

function toAllowance(
  { remainingPoints, msBeforeNext }: RateLimiterRes,
  limit: number,
  isAllowed: boolean,
): Allowance {
  return { isAllowed, limit, remaining: remainingPoints, resetSeconds: Math.ceil(msBeforeNext / 1_000) };
}
