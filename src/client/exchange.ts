import { type AnswerError, GatewayRequestError, toRequestError } from "./gateway-request-error.ts";
import { readRetryAfter } from "./retry.ts";

/** One POST. */
export interface Post {
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
  readonly requestId: string;
  readonly signal: AbortSignal;
}

/** What came back, of which only the form is known. */
export interface RawAnswer {
  readonly status: number;
  readonly requestId: string;
  readonly retryAfterMs: number | null;
  readonly body: Readonly<Record<string, unknown>>;
}

/** An answer without errors. */
export interface GatewayAnswer<Result> {
  readonly data: Result;
  /** The gateway's log has the request under it. */
  readonly requestId: string;
  /** `salesforce` with the header `x-salesforce-trace: 1`; `redacted` with the paths of what Salesforce hides. */
  readonly extensions: Readonly<Record<string, unknown>>;
}

/**
 * Sends it and reads the JSON object that comes back, whatever its status.
 *
 * @throws GatewayRequestError NETWORK_FAILURE or UNREADABLE_ANSWER; the signal's reason when it aborts
 */
export async function exchange(send: typeof fetch, post: Post): Promise<RawAnswer> {
  const { url, headers, body, signal } = post;
  let requestId = post.requestId;
  try {
    // A redirect could hand the token to somebody else, and cookies are nothing to the gateway.
    const options = { redirect: "error", credentials: "omit", cache: "no-store" } as const;
    const response = await send(url, { ...options, method: "POST", headers, body, signal });
    requestId = response.headers.get("x-request-id") ?? requestId;
    const retryAfterMs = readRetryAfter(response.headers.get("retry-after"));
    const facts = { status: response.status, requestId, retryAfterMs };
    return { ...facts, body: objectOf(await response.text(), facts) };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof GatewayRequestError) throw error;
    throw unreachable(url, requestId, error);
  }
}

/**
 * The data of a GraphQL answer.
 *
 * @throws GatewayRequestError for an answer with errors
 */
export function readAnswer({ body, ...facts }: RawAnswer): GatewayAnswer<unknown> {
  const { data, errors } = body;
  const extensions = isObject(body.extensions) ? body.extensions : {};
  if (isErrorList(errors)) throw toRequestError({ ...facts, errors, data, extensions });
  if (isObject(data)) return { data, requestId: facts.requestId, extensions };
  throw unreadable("neither data nor errors", facts);
}

export function isErrorList(errors: unknown): errors is readonly AnswerError[] {
  return Array.isArray(errors) && errors.length > 0 && errors.every(isObject);
}

type Facts = Omit<RawAnswer, "body">;

function objectOf(text: string, facts: Facts): Readonly<Record<string, unknown>> {
  const value = parsed(text);
  if (isObject(value)) return value;
  throw unreadable("no JSON object", facts);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's page, or nothing at all: the caller says so.
    return null;
  }
}

function unreachable(url: string, requestId: string, cause: unknown): GatewayRequestError {
  const sentence = `The gateway at ${url} cannot be reached, or the connection broke.`;
  return new GatewayRequestError("NETWORK_FAILURE", sentence, { requestId, cause });
}

function unreadable(what: string, facts: Facts): GatewayRequestError {
  const sentence = `What answered is not the gateway: HTTP ${facts.status} with ${what}.`;
  return new GatewayRequestError("UNREADABLE_ANSWER", sentence, facts);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
