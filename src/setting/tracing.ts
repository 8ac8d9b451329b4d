import type { TracingConfig } from "../telemetry/tracing.ts";
import type { Environment } from "./environment.ts";
import { collectorUrl, headerList, share, word } from "./format.ts";

/** Null: nothing is traced. */
export function readTracing(environment: Environment): TracingConfig | null {
  const endpoint = environment.optional("OTEL_EXPORTER_OTLP_ENDPOINT", collectorUrl);
  const headers = environment.optional("OTEL_EXPORTER_OTLP_HEADERS", headerList) ?? {};
  const serviceName = environment.defaulted("OTEL_SERVICE_NAME", word);
  const ratio = environment.defaulted("OTEL_TRACES_SAMPLER_ARG", share);
  return endpoint === null ? null : { endpoint, headers, serviceName, ratio };
}
