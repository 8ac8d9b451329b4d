import { type CallerLimit, limitCallers } from "./caller-limit.ts";
import type { Config } from "./config.ts";
import type { Log } from "./log.ts";
import { limitSignIns, type SignInLimit } from "./session/sign-in-limit.ts";
import { openRateLimit, type RateLimit, type RateLimitOptions } from "./stores/rate-limit.ts";
import { openRedis } from "./stores/redis.ts";

interface Frame {
  /** What is opened is closed with it. */
  readonly stack: AsyncDisposableStack;
  readonly log: Log;
}

const minuteSeconds = 60;

/** What callers may do in a while, counted in memory, or in Redis for several gateways. */
export function openLimits(
  { limits, cache: { redisUrl } }: Config,
  { stack, log }: Frame,
): { readonly callers: CallerLimit; readonly signIns: SignInLimit } {
  const onAway = (error: Error) =>
    log.warn({ err: error }, "Redis is away: each gateway counts its callers alone");
  // A connection of its own: what is counted does not wait behind the texts of the cache.
  const redis = redisUrl === null ? null : openRedis({ url: redisUrl, onAway });
  stack.defer(() => redis?.disconnect());
  const open = (options: Omit<RateLimitOptions, "redis">): RateLimit | null =>
    options.points === 0 ? null : openRateLimit({ ...options, redis });
  const { pointsPerMinute, anonymousPointsPerMinute, signIn } = limits;
  const { perAccount, perAddress, windowSeconds } = signIn;
  return {
    callers: limitCallers({
      known: open({ name: "caller", points: pointsPerMinute, seconds: minuteSeconds }),
      anonymous: open({ name: "address", points: anonymousPointsPerMinute, seconds: minuteSeconds }),
    }),
    signIns: limitSignIns({
      account: open({ name: "sign-in-account", points: perAccount, seconds: windowSeconds }),
      address: open({ name: "sign-in-address", points: perAddress, seconds: windowSeconds }),
    }),
  };
}
