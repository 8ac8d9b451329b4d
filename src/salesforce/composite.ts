import type { GatewayError } from "../errors.ts";
import { toGatewayError, toGatewayErrorOfBody } from "./failure.ts";
import type { RequestSender, SalesforceRequest } from "./session.ts";

interface CompositeAnswer {
  readonly compositeResponse?: readonly {
    readonly body: unknown;
    readonly httpStatusCode: number;
    readonly referenceId: string;
  }[];
}

/**
 * Several requests in one, which counts as one API call: at most 25, and at most 5 of them queries or collections. The parts
 * succeed and fail by themselves, one after the other; each is the answer's body or the error.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_composite_post.htm
 */
export async function sendTogether(
  { identity, basePath, send }: RequestSender,
  parts: readonly SalesforceRequest[],
): Promise<readonly (unknown | GatewayError)[]> {
  const compositeRequest = parts.map(({ method, path, body, headers }, index) => ({
    method,
    url: path,
    referenceId: `part${index}`,
    ...(body && { body }),
    ...(headers && { httpHeaders: headers }),
  }));
  const isRead = parts.every(({ method }) => method === "GET");
  const request = {
    method: "POST",
    path: `${basePath}/composite`,
    body: { compositeRequest },
    isRead,
  } as const;
  const answer = (await send(request)) as CompositeAnswer;
  const byReference = new Map(answer.compositeResponse?.map((part) => [part.referenceId, part]));
  return compositeRequest.map(({ referenceId }) => {
    const part = byReference.get(referenceId);
    if (!part) return toGatewayError(new Error(`the composite answer has no ${referenceId}`));
    const { httpStatusCode: status, body } = part;
    return status < 300 ? body : toGatewayErrorOfBody({ status, body }, identity);
  });
}

interface BatchAnswer {
  readonly results?: readonly { readonly statusCode: number; readonly result: unknown }[];
}

/**
 * A GET that is too long for an address and that no composite takes. One API call.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_batch.htm
 *
 * @throws GatewayError
 */
export async function getInBatch(
  { identity, basePath, send }: RequestSender,
  path: string,
): Promise<unknown> {
  const batchRequests = [{ method: "GET", url: path.replace("/services/data/", "") }];
  const request = { method: "POST", path: `${basePath}/composite/batch`, body: { batchRequests } } as const;
  const answer = (await send({ ...request, isRead: true })) as BatchAnswer;
  const [part] = answer.results ?? [];
  if (!part) throw toGatewayError(new Error("the batch answer has no result"));
  const { statusCode: status, result: body } = part;
  if (status < 300) return body;
  throw toGatewayErrorOfBody({ status, body }, identity);
}

/** The same for GETs. */
export function getTogether(
  sender: RequestSender,
  paths: readonly string[],
): Promise<readonly (unknown | GatewayError)[]> {
  return sendTogether(
    sender,
    paths.map((path) => ({ method: "GET", path })),
  );
}
