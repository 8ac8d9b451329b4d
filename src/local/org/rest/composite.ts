import { ok } from "../answer.ts";
import { type CallPart, describeCall } from "../control/call-log.ts";
import { SalesforceFailure } from "../failure.ts";
import type { Org } from "../org.ts";
import { recordValues } from "./record.ts";
import { type Answered, resolveReferences, UnresolvedReference } from "./reference.ts";
import type { RestAnswer, RestRequest } from "./route.ts";

export interface SubRequest {
  readonly method: string;
  readonly url: string;
  readonly referenceId: string;
  readonly body?: unknown;
  readonly httpHeaders?: Readonly<Record<string, string>>;
}

interface SubAnswer {
  readonly body: unknown;
  readonly httpHeaders: Readonly<Record<string, string>>;
  readonly httpStatusCode: number;
  readonly referenceId: string;
}

/** Answers one sub-request as if it had come by itself. */
export type AnswerPart = (org: Org, request: RestRequest, part: SubRequest) => RestAnswer;

/** https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_composite_post.htm */
const compositeLimits: SubRequestLimits = { subRequests: 25, queriesAndCollections: 5 };

export interface SubRequestLimits {
  readonly subRequests: number;
  readonly queriesAndCollections: number;
}

/** POST /composite: sub-requests run in order and may refer to earlier answers; together they are one API call. */
export function createComposite(answerPart: AnswerPart) {
  return (org: Org, request: RestRequest): RestAnswer => {
    const { compositeRequest, allOrNone } = recordValues(request.body);
    const subRequests = readSubRequests(compositeRequest, compositeLimits);
    const parts: CallPart[] = [];
    const answer = (part: SubRequest) => {
      parts.push(describeCall(part.method, part.url));
      return answerPart(org, request, part);
    };
    const compositeResponse =
      allOrNone === true ? runTogether(org, subRequests, answer) : [...runEach(subRequests, answer)];
    return { ...ok({ compositeResponse }), parts };
  };
}

/** Runs a sub-request when its answer is asked for. A failure halts only those that refer to it. */
function* runEach(
  subRequests: readonly SubRequest[],
  answer: (part: SubRequest) => RestAnswer,
): Generator<SubAnswer> {
  const answered = new Map<string, { status: number; body: unknown }>();
  for (const subRequest of subRequests) {
    const { status, headers = {}, body } = runOne(subRequest, answered, answer);
    answered.set(subRequest.referenceId, { status, body });
    yield { body, httpHeaders: headers, httpStatusCode: status, referenceId: subRequest.referenceId };
  }
}

function runOne(
  subRequest: SubRequest,
  answered: Answered,
  answer: (part: SubRequest) => RestAnswer,
): RestAnswer {
  try {
    const url = String(resolveReferences(subRequest.url, answered));
    return answer({ ...subRequest, url, body: resolveReferences(subRequest.body, answered) });
  } catch (error) {
    if (error instanceof UnresolvedReference) return halted(error.message);
    throw error;
  }
}

/** The first failure ends and undoes everything; every other sub-request answers that it was rolled back. */
export function runTogether(
  org: Org,
  subRequests: readonly SubRequest[],
  answer: (part: SubRequest) => RestAnswer,
): readonly SubAnswer[] {
  try {
    return org.database.transaction(() => untilFailure(runEach(subRequests, answer)));
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
    const { failed } = error;
    return subRequests.map(({ referenceId }) =>
      referenceId === failed.referenceId ? failed : rolledBack(referenceId),
    );
  }
}

function untilFailure(answers: Iterable<SubAnswer>): readonly SubAnswer[] {
  const done: SubAnswer[] = [];
  for (const answer of answers) {
    if (answer.httpStatusCode >= 400) throw new RolledBack(answer);
    done.push(answer);
  }
  return done;
}

class RolledBack extends Error {
  readonly failed: SubAnswer;

  constructor(failed: SubAnswer) {
    super("rolled back");
    this.failed = failed;
  }
}

function rolledBack(referenceId: string): SubAnswer {
  const message = "The transaction was rolled back since another operation in the same transaction failed.";
  const { status, body } = halted(message);
  return { body, httpHeaders: {}, httpStatusCode: status, referenceId };
}

function halted(message: string): RestAnswer {
  return { status: 400, body: [{ errorCode: "PROCESSING_HALTED", message }] };
}

/** @throws SalesforceFailure when the requests are malformed or too many */
export function readSubRequests(value: unknown, limits: SubRequestLimits): readonly SubRequest[] {
  if (!Array.isArray(value) || !value.every(isSubRequest)) {
    throw refused(
      "INVALID_INPUT",
      "Each sub-request needs a method, a url and a referenceId of letters, digits and _.",
    );
  }
  const expensive = value.filter(({ url }) =>
    /^\/services\/data\/v[\d.]+\/(query(all)?|composite\/sobjects)\b/i.test(url),
  );
  if (value.length > limits.subRequests) {
    throw refused(
      "LIMIT_EXCEEDED",
      `A composite request may have at most ${limits.subRequests} sub-requests.`,
    );
  }
  if (expensive.length > limits.queriesAndCollections) {
    throw refused(
      "LIMIT_EXCEEDED",
      `A composite request may have at most ${limits.queriesAndCollections} queries and sObject collections.`,
    );
  }
  if (new Set(value.map(({ referenceId }) => referenceId)).size < value.length) {
    throw refused("INVALID_INPUT", "Each referenceId of a composite request must be unique.");
  }
  return value;
}

function isSubRequest(value: unknown): value is SubRequest {
  const { method, url, referenceId } = (value ?? {}) as Record<string, unknown>;
  return (
    typeof method === "string" &&
    typeof url === "string" &&
    typeof referenceId === "string" &&
    /^[A-Za-z0-9]\w*$/.test(referenceId)
  );
}

export function refused(errorCode: string, message: string): SalesforceFailure {
  return new SalesforceFailure(400, errorCode, message);
}
