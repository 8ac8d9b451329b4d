import { timingSafeEqual } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { ApiBudget } from "./salesforce/api-budget.ts";
import type { CacheUse } from "./salesforce/query-cache.ts";
import {
  type CartMetrics,
  createCartMetrics,
  createOperationMetrics,
  createUpstreamMetrics,
  type OperationMetrics,
  type UpstreamMetrics,
} from "./telemetry/metric.ts";

/** What operators watch. Each gateway has its own: nothing is kept in the module. */
export interface Metrics extends OperationMetrics, UpstreamMetrics, CartMetrics {
  readonly registry: Registry;
  /** One request to Salesforce that counts towards the org's limit, by what came of it: ok or an error code. */
  onSalesforceCall(outcome: string): void;
  onCacheUse(use: CacheUse): void;
  /** One request was refused because there is too much to do. */
  onShed(): void;
  onRequest(request: { readonly route: string; readonly status: number; readonly seconds: number }): void;
}

const states = ["NORMAL", "CONSERVING", "CRITICAL"] as const;

/** https://prometheus.io/docs/practices/naming/ */
export function createMetrics(budget: () => ApiBudget | null): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const calls = new Counter({
    name: "gateway_salesforce_calls_total",
    help: "Requests to Salesforce, by outcome: ok, or the code of the error.",
    labelNames: ["outcome"],
    registers,
  });
  const cache = new Counter({
    name: "gateway_cache_queries_total",
    help: "Queries that the cache was asked for, by what it had: fresh, stale, miss.",
    labelNames: ["use"],
    registers,
  });
  const requests = new Histogram({
    name: "gateway_http_request_duration_seconds",
    help: "Requests to the gateway, by route and status.",
    labelNames: ["route", "status"],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const shed = new Counter({
    name: "gateway_shed_requests_total",
    help: "Requests that were refused because there was more to do than the gateway can.",
    registers,
  });
  addBudget(registers, budget);
  return {
    registry,
    ...createOperationMetrics(registers),
    ...createUpstreamMetrics(registers),
    ...createCartMetrics(registers),
    onSalesforceCall: (outcome) => calls.inc({ outcome }),
    onCacheUse: (use) => cache.inc({ use }),
    onShed: () => shed.inc(),
    onRequest: ({ route, status, seconds }) => requests.observe({ route, status: String(status) }, seconds),
  };
}

function addBudget(registers: Registry[], budget: () => ApiBudget | null): void {
  const gauge = (name: string, help: string, read: (current: ApiBudget) => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        const current = budget();
        if (current) this.set(read(current));
      },
    });
  gauge(
    "gateway_salesforce_api_used",
    "API calls of the org in 24 hours, as Salesforce counts.",
    ({ used }) => used,
  );
  gauge("gateway_salesforce_api_limit", "API calls that the org has in 24 hours.", ({ limit }) => limit);
  gauge(
    "gateway_salesforce_api_reserve",
    "With fewer left the budget is CRITICAL.",
    ({ reserve }) => reserve,
  );
  new Gauge({
    name: "gateway_salesforce_api_state",
    help: "1 for the state that the budget is in, 0 for the others.",
    labelNames: ["state"],
    registers,
    collect() {
      const current = budget()?.state;
      for (const state of states) this.set({ state }, Number(state === current));
    },
  });
}

export interface MetricsAccess {
  /** Who may read them: whoever sends this as bearer token; null: everybody. */
  readonly token: string | null;
}

/** GET /metrics in Prometheus' text format; 401 without the token where one is set. */
export function addMetrics(
  app: FastifyInstance,
  { registry, onRequest }: Metrics,
  { token }: MetricsAccess,
): void {
  app.addHook("onResponse", (request, reply, done) => {
    const route = request.routeOptions.url ?? "unknown";
    onRequest({ route, status: reply.statusCode, seconds: reply.elapsedTime / 1_000 });
    done();
  });
  app.get("/metrics", async (request, reply) => {
    if (token !== null && !isSame(request.headers.authorization ?? "", `Bearer ${token}`)) {
      return reply.status(401).header("www-authenticate", "Bearer").send();
    }
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
