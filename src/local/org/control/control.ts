import type { FastifyRequest } from "fastify";
import { type Answer, failureAnswer, ok } from "../answer.ts";
import { SalesforceFailure } from "../failure.ts";
import { parseJson } from "../json.ts";
import type { Org } from "../org.ts";
import { seed } from "./seed.ts";

export const controlPrefix = "/_local/";

/** The endpoints tests steer the org with; they cost no API call and are not logged. */
export function answerControl(org: Org, { method, url, body }: FastifyRequest): Answer {
  try {
    return answer(org, `${method} ${url.slice(controlPrefix.length)}`, String(body ?? ""));
  } catch (error) {
    if (error instanceof SalesforceFailure) return failureAnswer(error);
    throw error;
  }
}

function answer(org: Org, endpoint: string, text: string): Answer {
  switch (endpoint) {
    case "GET calls":
      return ok(org.calls.entries());
    case "DELETE calls":
      org.calls.clear();
      return done;
    case "POST seed":
      return ok(seed(org.database, objectOf(text)));
    case "POST faults":
      return causeFault(org, objectOf(text));
    default:
      return {
        status: 404,
        body: { message: "There is no such control endpoint; docs/local-org.md lists them." },
      };
  }
}

const done: Answer = { status: 204, body: null };

function causeFault(org: Org, fault: Record<string, unknown>): Answer {
  if (fault.expireSessions !== true) {
    throw new SalesforceFailure(400, "INVALID_INPUT", 'The only fault there is: {"expireSessions": true}');
  }
  org.sessions.expireAll();
  return done;
}

function objectOf(text: string): Record<string, unknown> {
  const value = parseJson(text);
  if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  throw new SalesforceFailure(400, "JSON_PARSER_ERROR", "The body must be a JSON object");
}
