import type { Tracer } from "@opentelemetry/api";

export interface TracingConfig {
  /** Of a collector, without /v1/traces: http://collector:4318 */
  readonly endpoint: string;
  /** What the collector wants with every request, such as a key. */
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  /** The share of the traces that begin here; others are as whoever began them decided. */
  readonly ratio: number;
}

export interface Tracing extends AsyncDisposable {
  readonly tracer: Tracer;
}

const exportTimeoutMs = 3_000;
/** Of spans that wait; more are dropped rather than held in memory while the collector is away. */
const maxQueueSize = 4_096;

/**
 * Sends spans to a collector by OTLP over HTTP, in batches. What goes wrong there disturbs nothing. Disposing it sends the rest.
 * https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
export async function openTracing(config: TracingConfig): Promise<Tracing> {
  // Loaded only here: who traces nothing does without the SDK.
  const [sdk, { OTLPTraceExporter }, { resourceFromAttributes }, { ATTR_SERVICE_NAME }] = await Promise.all([
    import("@opentelemetry/sdk-trace-node"),
    import("@opentelemetry/exporter-trace-otlp-http"),
    import("@opentelemetry/resources"),
    import("@opentelemetry/semantic-conventions"),
  ]);
  const { endpoint, headers, serviceName, ratio } = config;
  const url = `${endpoint.replace(/\/$/, "")}/v1/traces`;
  const exporter = new OTLPTraceExporter({ url, headers: { ...headers }, timeoutMillis: exportTimeoutMs });
  const provider = new sdk.NodeTracerProvider({
    resource: resourceFromAttributes({ [ATTR_SERVICE_NAME]: serviceName }),
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [
      new sdk.BatchSpanProcessor(exporter, { maxQueueSize, exportTimeoutMillis: exportTimeoutMs }),
    ],
  });
  return {
    // Not registered as the process's own: each gateway has its own, and contexts are those of request-scope.ts.
    tracer: provider.getTracer("salesforce-graphql-gateway"),
    [Symbol.asyncDispose]: () => provider.shutdown().catch(() => undefined),
  };
}
