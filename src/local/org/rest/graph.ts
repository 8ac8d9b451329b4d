import { ok } from "../answer.ts";
import { type CallPart, describeCall } from "../control/call-log.ts";
import type { Org } from "../org.ts";
import { type AnswerPart, readSubRequests, refused, runTogether } from "./composite.ts";
import { recordValues } from "./record.ts";
import type { RestAnswer, RestRequest } from "./route.ts";

/** https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_graph_limits.htm */
const maxGraphs = 75;
const graphLimits = { subRequests: 500, queriesAndCollections: 500 };

/** POST /composite/graph: each graph is written whole or not at all, whatever becomes of the others. */
export function createGraph(answerPart: AnswerPart) {
  return (org: Org, request: RestRequest): RestAnswer => {
    const parts: CallPart[] = [];
    const graphs = readGraphs(recordValues(request.body).graphs).map(({ graphId, compositeRequest }) => {
      const subRequests = readSubRequests(compositeRequest, graphLimits);
      const compositeResponse = runTogether(org, subRequests, (part) => {
        parts.push(describeCall(part.method, part.url));
        return answerPart(org, request, part);
      });
      const isSuccessful = compositeResponse.every(({ httpStatusCode }) => httpStatusCode < 400);
      return { graphId, graphResponse: { compositeResponse }, isSuccessful };
    });
    return { ...ok({ graphs }), parts };
  };
}

interface Graph {
  readonly graphId: string;
  readonly compositeRequest: unknown;
}

function readGraphs(value: unknown): readonly Graph[] {
  const graphs = Array.isArray(value) ? value.map(recordValues) : [];
  if (graphs.length === 0 || graphs.length > maxGraphs) {
    throw refused("INVALID_INPUT", `A composite graph request wants 1 to ${maxGraphs} graphs.`);
  }
  return graphs.map(({ graphId, compositeRequest }) => {
    if (typeof graphId !== "string") throw refused("INVALID_INPUT", "Each graph needs a graphId.");
    return { graphId, compositeRequest };
  });
}
