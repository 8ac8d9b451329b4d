import { toGatewayError, toGatewayErrorOfBody } from "./failure.ts";
import type { RequestSender, SalesforceRequest } from "./session.ts";

/** A write that others may refer to by its name: "@{order0.id}". */
export interface GraphRequest extends Pick<SalesforceRequest, "method" | "path" | "body"> {
  readonly name: string;
}

/** So many records go in one request: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_graph_limits.htm */
export const maxGraphRequests = 500;

/**
 * Carries all of the writes out, or none. One API call.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_graph.htm
 *
 * @returns the ids of new records by the names of their writes
 * @throws GatewayError; `refusalsOf` it says why Salesforce has written nothing
 */
export async function writeGraph(
  { basePath, send, identity }: RequestSender,
  requests: readonly GraphRequest[],
): Promise<ReadonlyMap<string, string>> {
  const compositeRequest = requests.map(({ name, method, path, body }) => ({
    method,
    url: path,
    referenceId: name,
    ...(body && { body }),
  }));
  const graphs = [{ graphId: "all", compositeRequest }];
  const path = `${basePath}/composite/graph`;
  const answer = (await send({ method: "POST", path, body: { graphs } })) as GraphAnswer;
  const parts = answer.graphs?.[0]?.graphResponse?.compositeResponse;
  if (!parts) throw toGatewayError(new Error("the answer to a composite graph has no parts"));
  const failed = parts.find(({ httpStatusCode, body }) => httpStatusCode >= 300 && !isHalted(body));
  if (failed) throw toGatewayErrorOfBody({ status: failed.httpStatusCode, body: failed.body }, identity);
  return new Map(parts.flatMap(({ referenceId, body }) => (hasId(body) ? [[referenceId, body.id]] : [])));
}

interface GraphAnswer {
  readonly graphs?: readonly {
    readonly graphResponse?: { readonly compositeResponse?: readonly GraphPart[] };
  }[];
}

interface GraphPart {
  readonly referenceId: string;
  readonly httpStatusCode: number;
  readonly body: unknown;
}

/** Nothing is wrong with it but that something else was wrong. */
function isHalted(body: unknown): boolean {
  return Array.isArray(body) && body.every(({ errorCode }) => errorCode === "PROCESSING_HALTED");
}

function hasId(body: unknown): body is { readonly id: string } {
  return typeof body === "object" && body !== null && "id" in body && typeof body.id === "string";
}
