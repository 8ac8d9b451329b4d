import {
  createDefaultHttpClient,
  type HttpClient,
  type PipelineRequest,
  type PipelineResponse,
} from "@azure/core-rest-pipeline";
import type { Attributes } from "@opentelemetry/api";
import { isConfidential } from "../confidential.ts";
import type { UpstreamWatch } from "../telemetry/upstream.ts";

/** Cosmos DB gave no answer, or one that may be another in a moment. */
export class CosmosFault extends Error {
  override readonly name = "CosmosFault";
  /** How long it asks to be left alone; 0: it does not say. */
  readonly retryAfterMs: number;

  constructor(
    reason: string,
    { retryAfterMs = 0, ...options }: ErrorOptions & { retryAfterMs?: number } = {},
  ) {
    super(reason, options);
    this.retryAfterMs = retryAfterMs;
  }
}

/** Besides all from 500 on: https://learn.microsoft.com/rest/api/cosmos-db/http-status-codes-for-cosmosdb */
const passing: ReadonlySet<number> = new Set([408, 410, 429, 449]);

const client = createDefaultHttpClient();

/**
 * What the SDK sends its requests through. By itself it repeats them: reads ten times, each a second after the other, after
 * a broken connection, and everything for two minutes where no connection comes about. It does not know a CosmosFault, and so
 * hands it on. What tells it of another region (403) it goes on following.
 */
export function createCosmosHttpClient(watch: UpstreamWatch): HttpClient {
  const statusOf = ({ status }: PipelineResponse) => status;
  return {
    async sendRequest(request) {
      if (!isConfidential(new URL(request.url))) throw new TypeError("an address without https");
      const call = { upstream: "cosmos", describe: () => describe(request), statusOf } as const;
      return checked(await watch(call, () => client.sendRequest(request)).catch(toFault));
    },
  };
}

/** https://opentelemetry.io/docs/specs/semconv/database/cosmosdb/ without ids of documents and texts of queries. */
function describe({ url, method, headers }: PipelineRequest): { name: string; attributes: Attributes } {
  const { pathname, host } = new URL(url);
  const [, , database = "", , container = "", kind = ""] = pathname.split("/");
  const isQuery = headers.get("x-ms-documentdb-isquery")?.toLowerCase() === "true";
  const operation = isQuery ? "query_items" : (operations[`${method} ${kind}`] ?? method);
  return {
    name: `${operation} ${container}`.trim(),
    attributes: {
      "db.system.name": "azure.cosmosdb",
      "db.operation.name": operation,
      "db.namespace": database,
      "db.collection.name": container,
      "server.address": host,
    },
  };
}

const operations: Readonly<Record<string, string>> = {
  "GET docs": "read_item",
  "POST docs": "create_item",
  "PUT docs": "replace_item",
};

function toFault(cause: unknown): never {
  throw new CosmosFault("no answer", { cause });
}

function checked(response: PipelineResponse): PipelineResponse {
  const { status, headers, bodyAsText } = response;
  if (status >= 500 || passing.has(status)) {
    throw new CosmosFault(`HTTP ${status}`, {
      retryAfterMs: Number(headers.get("x-ms-retry-after-ms") ?? 0),
    });
  }
  // A proxy's or a firewall's page; the SDK would fail of it in its own ways.
  const isJson = bodyAsText ? bodyAsText.startsWith("{") : status < 400;
  if (!isJson) throw new CosmosFault(`HTTP ${status} of another server`);
  return response;
}
