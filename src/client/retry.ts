import { GatewayRequestError, isTransient } from "./gateway-request-error.ts";

/** How failures that pass by themselves are met. */
export interface RetryPolicy {
  /** Tries in all; 1 for no second one. */
  readonly attempts: number;
  /** The first pause is at most this long, every further one at most twice the one before. */
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
}

/** The end of an operation with all its tries. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** As of Date.now(). */
  readonly at: number;
}

export const defaultRetry: RetryPolicy = { attempts: 4, baseDelayMs: 200, maxDelayMs: 5_000 };

/**
 * Tries until it works, the failure is one that stays, the tries are used up, or what the gateway asks to wait is longer than
 * there is time for. Pauses have full jitter, on top of a Retry-After:
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export async function retrying<T>(
  policy: RetryPolicy,
  deadline: Deadline,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt();
    } catch (error) {
      const pauseMs = pauseBefore(error, tried, policy);
      if (pauseMs === null || Date.now() + pauseMs >= deadline.at) throw error;
      await pause(pauseMs, deadline.signal);
    }
  }
}

/** Milliseconds that a Retry-After header asks for, in seconds or as a date; null without one that can be read. */
export function readRetryAfter(header: string | null, now = Date.now()): number | null {
  if (header === null || header.trim() === "") return null;
  const ms = /^\s*\d+\s*$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}

/** The promise, or the signal's reason as soon as it aborts; what the promise stands for goes on for others. */
export async function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

function pauseBefore(error: unknown, tried: number, policy: RetryPolicy): number | null {
  if (!(error instanceof GatewayRequestError) || tried >= policy.attempts || !isTransient(error)) return null;
  const longest = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (tried - 1));
  return (error.retryAfterMs ?? 0) + Math.random() * longest;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  try {
    await abortable(promise, signal);
  } finally {
    clearTimeout(timer);
  }
}
