import { AsyncLocalStorage } from "node:async_hooks";
import { type Context, trace } from "@opentelemetry/api";

/** What everything that is done for one request can tell of it, however deep it is called. */
export interface RequestScope {
  readonly requestId: string;
  /** Below what spans hang: the request, then its GraphQL operation. Null: it is not traced. */
  parent: Context | null;
}

const storage = new AsyncLocalStorage<RequestScope>();

export function runInScope(scope: RequestScope, work: () => void): void {
  storage.run(scope, work);
}

/** Undefined in what is done for no request, such as the look after carts that wait. */
export function currentScope(): RequestScope | undefined {
  return storage.getStore();
}

/** What every log line has of the request that it belongs to; empty without one. */
export function describeScope(scope = currentScope()): {
  readonly requestId?: string;
  readonly traceId?: string;
} {
  if (!scope) return {};
  const { requestId, parent } = scope;
  const traceId = parent ? trace.getSpanContext(parent)?.traceId : undefined;
  return traceId === undefined ? { requestId } : { requestId, traceId };
}
