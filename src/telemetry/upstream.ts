import { type Attributes, type Span, SpanKind, SpanStatusCode, type Tracer } from "@opentelemetry/api";
import { currentScope } from "./request-scope.ts";

type Upstream = "salesforce" | "postgresql" | "cosmos" | "vault";

/** refused: answered with 4xx, which may be as meant (nothing there, no longer the same); failed: no answer, or 5xx. */
type Outcome = "ok" | "refused" | "failed" | "timeout";

export interface UpstreamReport {
  readonly upstream: Upstream;
  readonly outcome: Outcome;
  readonly seconds: number;
}

export interface UpstreamCall<Answer> {
  readonly upstream: Upstream;
  /** For traces, and made only for those: no value may be in it. */
  describe(): { readonly name: string; readonly attributes: Attributes };
  /** The HTTP status of an answer; 200 where it is left out. */
  statusOf?(answer: Answer): number;
}

/** Makes a call to what the gateway stands on, and tells how it went. */
export type UpstreamWatch = <Answer>(
  call: UpstreamCall<NoInfer<Answer>>,
  make: () => Promise<Answer>,
) => Promise<Answer>;

export const unwatched: UpstreamWatch = (_call, make) => make();

/** Calls that are made for a traced request become spans of its trace. */
export function createUpstreamWatch(
  onCall: (report: UpstreamReport) => void,
  tracer: Tracer | null,
): UpstreamWatch {
  return async (call, make) => {
    const started = performance.now();
    const span = tracer && startSpan(tracer, call);
    const tell = (outcome: Outcome, status: number | null) => {
      onCall({ upstream: call.upstream, outcome, seconds: (performance.now() - started) / 1_000 });
      if (span) endSpan(span, outcome, status);
    };
    try {
      const answer = await make();
      const status = call.statusOf?.(answer) ?? 200;
      tell(outcomeOf(status), call.statusOf ? status : null);
      return answer;
    } catch (error) {
      tell(isLate(error) ? "timeout" : "failed", null);
      throw error;
    }
  };
}

function startSpan(tracer: Tracer, call: Pick<UpstreamCall<never>, "describe">): Span | null {
  const parent = currentScope()?.parent;
  if (!parent) return null;
  const { name, attributes } = call.describe();
  return tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes }, parent);
}

/** https://opentelemetry.io/docs/specs/semconv/http/http-spans/#status */
function endSpan(span: Span, outcome: Outcome, status: number | null): void {
  if (status !== null) span.setAttribute("http.response.status_code", status);
  if (outcome !== "ok") {
    span.setAttribute("error.type", status === null ? outcome : String(status));
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}

function outcomeOf(status: number): Outcome {
  if (status < 400) return "ok";
  return status < 500 ? "refused" : "failed";
}

function isLate(error: unknown): boolean {
  const { name = "", code = "" } = error as { readonly name?: string; readonly code?: string };
  return name === "TimeoutError" || name === "AbortError" || code === "SALESFORCE_TIMEOUT";
}
