import { ok } from "../answer.ts";
import { type CallPart, describeCall } from "../control/call-log.ts";
import type { Org } from "../org.ts";
import { type AnswerPart, refused, type SubRequest } from "./composite.ts";
import { recordValues } from "./record.ts";
import type { RestAnswer, RestRequest } from "./route.ts";

/** https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_batch.htm */
const maxRequests = 25;

interface BatchResult {
  readonly statusCode: number;
  readonly result: unknown;
}

/** POST /composite/batch: requests that know nothing of each other; each costs an API call. */
export function createBatch(answerPart: AnswerPart) {
  return (org: Org, request: RestRequest): RestAnswer => {
    const { batchRequests, haltOnError } = recordValues(request.body);
    const parts: CallPart[] = [];
    const results: BatchResult[] = [];
    for (const part of readRequests(batchRequests)) {
      if (haltOnError === true && results.some(hasFailed)) {
        results.push(halted);
        continue;
      }
      // The HTTP request itself has paid for the first one.
      if (parts.length > 0) org.usage.spend();
      parts.push(describeCall(part.method, part.url));
      const { status, body } = answerPart(org, request, part);
      results.push({ statusCode: status, result: body });
    }
    return { ...ok({ hasErrors: results.some(hasFailed), results }), parts };
  };
}

function hasFailed({ statusCode }: BatchResult): boolean {
  return statusCode >= 400;
}

const halted: BatchResult = {
  statusCode: 412,
  result: [
    {
      errorCode: "BATCH_PROCESSING_HALTED",
      message: "Batch processing halted per request: haltOnError is true and a previous request failed",
    },
  ],
};

/** URLs begin with the version: v68.0/sobjects/Account. */
function readRequests(value: unknown): readonly SubRequest[] {
  const requests = Array.isArray(value) ? value.map(recordValues) : [];
  if (requests.length === 0 || requests.length > maxRequests) {
    throw refused("INVALID_INPUT", `A batch wants 1 to ${maxRequests} requests.`);
  }
  return requests.map(({ method, url, richInput }) => {
    if (typeof method !== "string" || typeof url !== "string") {
      throw refused("INVALID_INPUT", "Each request of a batch needs a method and a url.");
    }
    const path = url.startsWith("/services/data/") ? url : `/services/data/${url}`;
    return { method, url: path, referenceId: "", body: richInput };
  });
}
