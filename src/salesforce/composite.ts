import type { GatewayError } from "../errors.ts";
import { toGatewayError, toGatewayErrorOfBody } from "./failure.ts";
import type { SalesforceSession } from "./session.ts";

interface CompositeAnswer {
  readonly compositeResponse?: readonly {
    readonly body: unknown;
    readonly httpStatusCode: number;
    readonly referenceId: string;
  }[];
}

/** What can send a composite. */
export type CompositeSender = Pick<SalesforceSession, "identity" | "basePath" | "post">;

/**
 * Several GETs in one request, which counts as one API call: at most 25, and at most 5 of them queries. The parts
 * succeed and fail by themselves; each is the answer's body or the error.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_composite_post.htm
 */
export async function getTogether(
  { identity, basePath, post }: CompositeSender,
  paths: readonly string[],
): Promise<readonly (unknown | GatewayError)[]> {
  const compositeRequest = paths.map((url, index) => ({ method: "GET", url, referenceId: `part${index}` }));
  const answer = (await post(`${basePath}/composite`, { compositeRequest })) as CompositeAnswer;
  const byReference = new Map(answer.compositeResponse?.map((part) => [part.referenceId, part]));
  return compositeRequest.map(({ referenceId }) => {
    const part = byReference.get(referenceId);
    if (!part) return toGatewayError(new Error(`the composite answer has no ${referenceId}`));
    const { httpStatusCode: status, body } = part;
    return status < 300 ? body : toGatewayErrorOfBody({ status, body }, identity);
  });
}
