import type { FastifyRequest } from "fastify";
import { type Answer, failureAnswer } from "../answer.ts";
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

type Endpoint = (org: Org, input: Record<string, unknown>) => unknown;

/** What an endpoint returns is the body of its answer; nothing is 204. */
const endpoints: Readonly<Record<string, Endpoint>> = {
  "GET calls": (org) => org.calls.entries(),
  "DELETE calls": (org) => org.calls.clear(),
  "POST seed": (org, input) => seed(org.database, input),
  "POST reset": (org) => org.reset(),
  "POST clock": setClock,
  "POST limits": setLimits,
  "POST faults": causeFault,
  "DELETE faults": (org) => org.faults.clear(),
};

function answer(org: Org, endpoint: string, text: string): Answer {
  const handle = endpoints[endpoint];
  if (!handle) {
    return {
      status: 404,
      body: { message: "There is no such control endpoint; docs/local-org.md lists them." },
    };
  }
  const body = handle(org, text.trim() === "" ? {} : objectOf(text)) ?? null;
  return { status: body === null ? 204 : 200, body };
}

function setClock({ clock, database }: Org, { now, advanceSeconds }: Record<string, unknown>): object {
  const moment = typeof now === "string" ? new Date(now) : null;
  if (moment && !Number.isNaN(moment.getTime())) clock.set(moment);
  else if (typeof advanceSeconds === "number") clock.advance(advanceSeconds * 1000);
  else throw wanted('{"now": "2026-11-23T10:15:30Z"} or {"advanceSeconds": 3600}');
  database.emptyRecycleBin();
  return { now: clock.now().toISOString() };
}

function setLimits({ usage }: Org, { limit, used }: Record<string, unknown>): object {
  if (!isCount(limit) || !isCount(used)) throw wanted('{"limit": 15000, "used": 14000}, or one of them');
  usage.set({ limit, used });
  return { limit: usage.limit(), used: usage.used() };
}

function isCount(value: unknown): value is number | undefined {
  return value === undefined || (Number.isInteger(value) && Number(value) >= 0);
}

/** Sessions end at once unless the fault is for certain requests. */
function causeFault(org: Org, input: Record<string, unknown>): void {
  if (input.expireSessions === true && Object.keys(input).length === 1) org.sessions.expireAll();
  else org.faults.add(input);
}

function wanted(form: string): SalesforceFailure {
  return new SalesforceFailure(400, "INVALID_INPUT", `Wanted ${form}.`);
}

function objectOf(text: string): Record<string, unknown> {
  const value = parseJson(text);
  if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  throw new SalesforceFailure(400, "JSON_PARSER_ERROR", "The body must be a JSON object");
}
