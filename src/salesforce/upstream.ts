import {
  type BulkheadPolicy,
  BulkheadRejectedError,
  bulkhead,
  type CircuitBreakerPolicy,
  CircuitState,
  isBrokenCircuitError,
  isTaskCancelledError,
} from "cockatiel";
import { type BreakerOptions, createBreaker } from "../circuit-breaker.ts";
import { byDeadline, remainingMs, runUntil } from "../deadline.ts";
import { GatewayError } from "../errors.ts";
import type { BudgetGate } from "./budget-gate.ts";
import { late, TransportError, toGatewayError } from "./failure.ts";
import { type AnswerNote, createRetry } from "./retry.ts";

/**
 * For whom a request is: READER reads for somebody's query, WORK is all else that the gateway does, PROBE finds out how
 * Salesforce is.
 */
export type Lane = "READER" | "WORK" | "PROBE";

interface Task<T> {
  readonly lane: Lane;
  /** Whether it certainly writes nothing. */
  readonly isRead: boolean;
  /** One try. @throws GatewayError */
  attempt(note: AnswerNote): Promise<T>;
}

/** The way to one org, for all identities together. */
export interface Upstream {
  /**
   * Carries a task out within the time for one answer and the caller's own, queueing and tries included.
   *
   * @throws GatewayError: what the task has failed with; SALESFORCE_UNAVAILABLE or SALESFORCE_LIMIT_EXCEEDED at once where
   * it is of no use to ask; SALESFORCE_TIMEOUT when the time is over
   */
  run<T>(task: Task<T>): Promise<T>;
}

export interface UpstreamOptions {
  /** Longest wait for one answer, in milliseconds. */
  readonly timeoutMs: number;
  /** Requests under way at once. */
  readonly maxConcurrent: number;
  readonly gate: Pick<BudgetGate, "requireCalls" | "noteExhausted">;
  readonly onBreaker: BreakerOptions["onState"];
}

/** What readers leave to carts, checkouts and other writes, however slow Salesforce is. */
const readerShare = 0.8;
/** So many wait for each that is under way. */
const queuedEach = 4;
/** So many failures in a row, and Salesforce counts as away. */
const maxFailures = 10;
/** One call asks then whether it is back, in milliseconds. */
export const probeAfterMs = 2_000;

export function createUpstream(options: UpstreamOptions): Upstream {
  const { timeoutMs, maxConcurrent, gate, onBreaker: onState } = options;
  const retry = createRetry();
  const breaker = createBreaker({ upstream: "salesforce", maxFailures, probeAfterMs, isOutage, onState });
  const compartments = createCompartments(maxConcurrent);

  async function attempt<T>({ lane, attempt: once }: Task<T>, note: AnswerNote): Promise<T> {
    if (lane !== "PROBE") gate.requireCalls();
    try {
      return await guarded(breaker, () => compartments.run(lane, () => once(note)));
    } catch (error) {
      if (error instanceof GatewayError && error.code === "SALESFORCE_LIMIT_EXCEEDED") gate.noteExhausted();
      throw error;
    }
  }

  return {
    run: (task) => {
      const deadline = Date.now() + Math.min(timeoutMs, remainingMs());
      return runUntil(deadline, () => {
        const tries = task.isRead ? retry.read : retry.once;
        return byDeadline(
          tries((note) => attempt(task, note)),
          late,
        );
      });
    },
  };
}

/** @throws GatewayError SALESFORCE_UNAVAILABLE at once while Salesforce counts as away; while one call asks, all others do not wait for it */
async function guarded<T>(breaker: CircuitBreakerPolicy, work: () => Promise<T>): Promise<T> {
  if (breaker.state === CircuitState.HalfOpen)
    throw unsent("it was away, and is being asked whether it is back");
  try {
    return await breaker.execute(work);
  } catch (error) {
    if (isBrokenCircuitError(error)) throw unsent("it was away a moment ago");
    if (error instanceof BulkheadRejectedError) throw unsent("too many requests wait for it");
    if (isTaskCancelledError(error)) throw unsent("no request ended in time", "SALESFORCE_TIMEOUT");
    throw error;
  }
}

interface Compartments {
  run<T>(lane: Lane, work: () => Promise<T>): Promise<T>;
}

/** https://learn.microsoft.com/azure/architecture/patterns/bulkhead */
function createCompartments(maxConcurrent: number): Compartments {
  const maxReaders = Math.max(1, Math.floor(maxConcurrent * readerShare));
  const readers = bulkhead(maxReaders, maxReaders * queuedEach);
  const all = bulkhead(maxConcurrent, maxConcurrent * queuedEach);
  return {
    run: (lane, work) => {
      if (lane === "PROBE") return work();
      const within = () => enter(all, work);
      return lane === "READER" ? enter(readers, within) : within();
    },
  };
}

/** @throws BulkheadRejectedError, TaskCancelledError */
async function enter<T>(compartment: BulkheadPolicy, work: () => Promise<T>): Promise<T> {
  if (compartment.executionSlots > 0) return await compartment.execute(work);
  // Whoever has waited in vain is not sent any more.
  const signal = AbortSignal.timeout(Math.ceil(Math.min(remainingMs(), maxTimerMs)));
  return await compartment.execute(work, signal);
}

const maxTimerMs = 2 ** 31 - 1;

function unsent(
  reason: string,
  code: "SALESFORCE_UNAVAILABLE" | "SALESFORCE_TIMEOUT" = "SALESFORCE_UNAVAILABLE",
): GatewayError {
  return toGatewayError(new TransportError(code, `nothing was sent: ${reason}`, { kind: "UNSENT" }));
}

/** No answer, or one that Salesforce gives when it is out of service; what it says of the request itself is none. */
function isOutage(error: unknown): boolean {
  if (!(error instanceof GatewayError)) return isTaskCancelledError(error);
  const { code, cause } = error;
  return (
    code === "SALESFORCE_UNAVAILABLE" || (code === "SALESFORCE_TIMEOUT" && cause instanceof TransportError)
  );
}
