import { setTimeout as pause } from "node:timers/promises";
import { DelegateBackoff, handleType, type IRetryBackoffContext, retry } from "cockatiel";
import { remainingMs } from "../deadline.ts";
import { GatewayError } from "../errors.ts";
import { salesforceCodeOf, TransportError } from "./failure.ts";
import { refusalsOf } from "./refusal.ts";

/** What an answer says besides what jsforce hands on. */
export interface AnswerNote {
  /** How long Salesforce asks to be left alone; 0: it does not say. */
  retryAfterMs: number;
}

export interface Retry {
  /** A read, tried again after what passes by itself. @throws what it failed with last */
  read<T>(attempt: (note: AnswerNote) => Promise<T>): Promise<T>;
  /** Anything else is sent once. */
  once<T>(attempt: (note: AnswerNote) => Promise<T>): Promise<T>;
}

const maxRetries = 2;
const firstPauseMs = 200;
const longestPauseMs = 2_000;
/** With less time than that after its pause a try has no chance. */
const shortestTryMs = 50;
/** A few single failures are always retried; beyond them one call in twenty is, so that 200 calls have 20 retries at most. */
const burst = 10;
const earnedByCall = 0.05;

/** A failure that is to be tried again, and when. */
class PassingFailure extends Error {
  readonly failure: unknown;
  readonly pauseMs: number;

  constructor(failure: unknown, pauseMs: number) {
    super("tried again", { cause: failure });
    this.failure = failure;
    this.pauseMs = pauseMs;
  }
}

/**
 * The only place where requests to Salesforce are repeated. Together they cost the org at most a tenth more: who has failed
 * often enough is not asked more because of it.
 * https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
 */
export function createRetry(): Retry {
  let tokens = burst;
  const policy = retry(handleType(PassingFailure), {
    maxAttempts: maxRetries,
    backoff: new DelegateBackoff(pauseOf),
  });

  function earn(): void {
    tokens = Math.min(burst, tokens + earnedByCall);
  }

  /** Null: it is not to be tried again. */
  function pauseAfter(failure: unknown, tries: number, { retryAfterMs }: AnswerNote): number | null {
    if (tries >= maxRetries || !isPassing(failure) || tokens < 1) return null;
    const pauseMs = retryAfterMs + Math.random() * Math.min(firstPauseMs * 2 ** tries, longestPauseMs);
    if (pauseMs + shortestTryMs > remainingMs()) return null;
    tokens -= 1;
    return pauseMs;
  }

  return {
    once: (attempt) => {
      earn();
      return attempt({ retryAfterMs: 0 });
    },
    read: (attempt) => {
      earn();
      return policy.execute(async ({ attempt: tries }) => {
        const note: AnswerNote = { retryAfterMs: 0 };
        try {
          return await attempt(note);
        } catch (failure) {
          const pauseMs = pauseAfter(failure, tries, note);
          throw pauseMs === null ? failure : new PassingFailure(failure, pauseMs);
        }
      });
    },
  };
}

function pauseOf({ result }: IRetryBackoffContext<unknown>): number {
  return "error" in result && result.error instanceof PassingFailure ? result.error.pauseMs : 0;
}

/** Out of service for a moment, too many requests, a connection that broke: no answer that a second try would only repeat. */
function isPassing(failure: unknown): boolean {
  if (!(failure instanceof GatewayError) || failure.code !== "SALESFORCE_UNAVAILABLE") return false;
  const { cause } = failure;
  return cause instanceof TransportError ? cause.isBroken : passingCodes.has(salesforceCodeOf(failure));
}

const passingCodes: ReadonlySet<string> = new Set([
  "SERVER_UNAVAILABLE",
  "ERROR_HTTP_420",
  "ERROR_HTTP_429",
  "ERROR_HTTP_503",
]);

const maxLockedTries = 4;
const firstLockedPauseMs = 100;

/**
 * A write of one record or all of several, once more while Salesforce says that somebody else holds a row: then nothing of
 * it was written.
 */
export async function whileLocked<T>(write: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await write();
    } catch (error) {
      if (tries === maxLockedTries || !isLocked(error)) throw error;
    }
    await pause(Math.min(Math.random() * firstLockedPauseMs * 2 ** tries, remainingMs()));
  }
}

function isLocked(error: unknown): boolean {
  const refusals = refusalsOf(error);
  return refusals.length > 0 && refusals.every(({ code }) => code === "UNABLE_TO_LOCK_ROW");
}
