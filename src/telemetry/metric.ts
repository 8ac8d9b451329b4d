import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import { type BreakerReport, breakerStates } from "../circuit-breaker.ts";
import type { UpstreamReport } from "./upstream.ts";

export interface OperationMetrics {
  onOperation(operation: { readonly type: string; readonly name: string; readonly seconds: number }): void;
  /** An error of an answer, by its code. */
  onError(code: string): void;
  onUserError(mutation: string, code: string): void;
}

export interface UpstreamMetrics {
  onUpstreamCall(report: UpstreamReport): void;
  onBreaker(report: BreakerReport): void;
}

export interface CartMetrics {
  /** A visit of a cart to the shop. given_up: so often in vain that it counts as FAILED, and is tried again seldom. */
  onCartSync(outcome: "in_step" | "failed" | "given_up"): void;
  /** A checkout that is over. */
  onCheckout(state: "COMPLETED" | "REJECTED"): void;
  /** From now on the gauges are read from there. */
  watchDue(read: () => Promise<DueCarts>): void;
}

/** Carts whose time to be looked after has come. */
interface DueCarts {
  readonly count: number;
  /** Null: there is none. */
  readonly since: Date | null;
}

const buckets = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createOperationMetrics(registers: Registry[]): OperationMetrics {
  const operations = new Histogram({
    name: "gateway_graphql_operation_duration_seconds",
    help: "GraphQL operations, by type and name: at most 100 names, the others are other.",
    labelNames: ["type", "name"],
    buckets,
    registers,
  });
  const errors = new Counter({
    name: "gateway_errors_total",
    help: "Errors in answers, by code.",
    labelNames: ["code"],
    registers,
  });
  const userErrors = new Counter({
    name: "gateway_user_errors_total",
    help: "userErrors of mutations, by mutation and code.",
    labelNames: ["mutation", "code"],
    registers,
  });
  return {
    onOperation: ({ type, name, seconds }) => operations.observe({ type, name }, seconds),
    onError: (code) => errors.inc({ code }),
    onUserError: (mutation, code) => userErrors.inc({ mutation, code }),
  };
}

export function createUpstreamMetrics(registers: Registry[]): UpstreamMetrics {
  const calls = new Histogram({
    name: "gateway_upstream_request_duration_seconds",
    help: "Exchanges with salesforce, postgresql, cosmos and vault, by outcome: ok, refused, failed, timeout.",
    labelNames: ["upstream", "outcome"],
    buckets,
    registers,
  });
  const breakers = new Gauge({
    name: "gateway_circuit_breaker_state",
    help: "1 for the state that the circuit breaker of salesforce or cosmos is in, 0 for the others: closed, open, half_open.",
    labelNames: ["upstream", "state"],
    registers,
  });
  return {
    onUpstreamCall: ({ upstream, outcome, seconds }) => calls.observe({ upstream, outcome }, seconds),
    onBreaker: ({ upstream, state: current }) => {
      for (const state of breakerStates) breakers.set({ upstream, state }, Number(state === current));
    },
  };
}

export function createCartMetrics(registers: Registry[]): CartMetrics {
  const visits = new Counter({
    name: "gateway_cart_sync_total",
    help: "Attempts to bring a cart in step with Salesforce, by outcome: in_step, failed, given_up.",
    labelNames: ["outcome"],
    registers,
  });
  const checkouts = new Counter({
    name: "gateway_checkouts_total",
    help: "Checkouts that this gateway has brought to an end, by state: COMPLETED, REJECTED.",
    labelNames: ["state"],
    registers,
  });
  for (const outcome of ["in_step", "failed", "given_up"]) visits.inc({ outcome }, 0);
  for (const state of ["COMPLETED", "REJECTED"]) checkouts.inc({ state }, 0);
  return {
    onCartSync: (outcome) => visits.inc({ outcome }),
    onCheckout: (state) => checkouts.inc({ state }),
    watchDue: (read) => addDueCarts(registers, read),
  };
}

/** Whoever asks more often gets the figures of the time before. */
const keptMs = 10_000;

function addDueCarts(registers: Registry[], read: () => Promise<DueCarts>): void {
  const current = keep(read);
  new Gauge({
    name: "gateway_carts_due",
    help: "Carts whose time to be looked after has come, in all gateways together.",
    registers,
    async collect() {
      const due = await current();
      this.set(due?.count ?? Number.NaN);
    },
  });
  new Gauge({
    name: "gateway_carts_overdue_seconds",
    help: "How long the longest waiting of these carts has waited; 0: there is none.",
    registers,
    async collect() {
      const due = await current();
      this.set(due ? secondsSince(due.since) : Number.NaN);
    },
  });
}

/** Null while the store is away: the other figures are told all the same. */
function keep(read: () => Promise<DueCarts>): () => Promise<DueCarts | null> {
  let reading: Promise<DueCarts | null> = Promise.resolve(null);
  let until = 0;
  return () => {
    if (Date.now() >= until) {
      until = Date.now() + keptMs;
      reading = read().catch(() => null);
    }
    return reading;
  };
}

function secondsSince(moment: Date | null): number {
  return moment ? Math.max(0, (Date.now() - moment.getTime()) / 1_000) : 0;
}
