import {
  type Context,
  createTraceState,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type RequestScope, runInScope } from "./request-scope.ts";

declare module "fastify" {
  interface FastifyRequest {
    scope: RequestScope;
  }
}

/** Asked for every few seconds by machines; nobody looks for their traces. */
const untraced: ReadonlySet<string> = new Set(["/livez", "/readyz", "/metrics"]);

/** Everything that is done for a request knows its id, and its trace where there is one. */
export function scopeRequests(app: FastifyInstance, tracer: Tracer | null): void {
  app.decorateRequest("scope");
  app.addHook("onRequest", (request, reply, done) => {
    const parent = tracer && startSpan(tracer, request, reply);
    request.scope = { requestId: request.id, parent };
    runInScope(request.scope, done);
  });
  // A body arrives in events of its socket, which belong to no request.
  app.addHook("preValidation", ({ scope }, _reply, done) => runInScope(scope, done));
}

/** https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server-span */
function startSpan(tracer: Tracer, request: FastifyRequest, reply: FastifyReply): Context | null {
  const route = request.routeOptions.url ?? "unknown";
  if (untraced.has(route)) return null;
  const { method, protocol, id } = request;
  const attributes = {
    "http.request.method": method,
    "http.route": route,
    "url.scheme": protocol,
    "gateway.request.id": id,
  };
  const begun = callersContext(request);
  const span = tracer.startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, begun);
  reply.raw.once("close", () => endSpan(span, reply));
  return trace.setSpan(begun, span);
}

function endSpan(span: Span, { raw }: FastifyReply): void {
  if (raw.writableFinished) span.setAttribute("http.response.status_code", raw.statusCode);
  if (raw.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

/** The trace that the caller has begun: https://www.w3.org/TR/trace-context/#traceparent-header */
function callersContext({ headers }: FastifyRequest): Context {
  const { traceparent, tracestate } = headers;
  const [, traceId = "", spanId = "", flags = ""] =
    /^00-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})$/.exec(String(traceparent)) ?? [];
  const traceFlags = Number.parseInt(flags, 16) & 1;
  const state = typeof tracestate === "string" ? { traceState: createTraceState(tracestate) } : {};
  const caller = { traceId, spanId, traceFlags, isRemote: true, ...state };
  return isSpanContextValid(caller) ? trace.setSpanContext(ROOT_CONTEXT, caller) : ROOT_CONTEXT;
}
