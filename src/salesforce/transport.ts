import { PassThrough, type Readable } from "node:stream";
import { type Dispatcher, request as send } from "undici";
import { isConfidential } from "../confidential.ts";
import { remainingMs } from "../deadline.ts";
import { createEgress } from "../egress.ts";
import { TransportError } from "./failure.ts";
import type { AnswerNote } from "./retry.ts";

/** The part of jsforce's HttpRequest that its REST and OAuth calls use. */
interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  /** jsforce hands on what it does not know. */
  readonly note?: AnswerNote;
}

interface HttpResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

export interface TransportOptions {
  /** From the first byte sent to the last byte read, in milliseconds. */
  readonly timeoutMs: number;
  /** Gets what every answer says of the org's API limit. */
  onLimitInfo(limitInfo: string | undefined): void;
}

/** What jsforce sends its requests through. */
export interface Transport extends AsyncDisposable {
  /** jsforce awaits the promise and pipes its `stream()`, which stays silent here. */
  httpRequest(request: HttpRequest): Promise<HttpResponse> & { stream(): PassThrough };
  /** A GET whose answer may be long, as soon as it begins. @throws TransportError */
  open(url: string, headers: Record<string, string>): Promise<OpenResponse>;
}

/** An answer that is still arriving. */
interface OpenResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Readable & { text(): Promise<string> };
}

const connectTimeoutMs = 5_000;
/** A full page of 2,000 wide rows has a few megabytes; more is not an answer the gateway asked for. */
const maxResponseBytes = 32 * 1024 * 1024;

/**
 * Replaces jsforce's own transport, which dies of a connection reset in mid-body, follows redirects with the
 * Authorization header, retries without Retry-After and hands truncated JSON on as success. This one makes exactly
 * one attempt with a deadline and a size limit, and rejects whatever is not a complete answer.
 */
export function createTransport({ timeoutMs, onLimitInfo }: TransportOptions): Transport {
  const agent = createEgress({ connectTimeout: connectTimeoutMs, maxResponseSize: maxResponseBytes });
  // Files are handed on as they come: none is ever whole in memory.
  const fileAgent = createEgress({ connectTimeout: connectTimeoutMs });
  const refused = new WeakSet<HttpRequest>();

  async function attempt(request: HttpRequest): Promise<HttpResponse> {
    requireConfidential(request.url);
    const response = await exchange(request, agent, within(timeoutMs));
    onLimitInfo(response.headers["sforce-limit-info"]);
    if (request.note) request.note.retryAfterMs = retryAfterMsOf(response);
    if (response.statusCode === 401) stopSecondRefusal(request, refused);
    return response;
  }

  return {
    httpRequest: (request) => Object.assign(attempt(request), { stream: () => new PassThrough() }),
    open: async (url, headers) => {
      requireConfidential(url);
      const waits = { headersTimeout: within(timeoutMs), bodyTimeout: timeoutMs };
      try {
        const response = await send(url, { dispatcher: fileAgent, headers, ...waits });
        return { ...response, headers: singleHeaders(response.headers), body: response.body };
      } catch (error) {
        throw toTransportError(error);
      }
    },
    [Symbol.asyncDispose]: async () => void (await Promise.all([agent.destroy(), fileAgent.destroy()])),
  };
}

/** What is left of the time of whoever waits; 0 would be for ever. */
function within(timeoutMs: number): number {
  return Math.max(1, Math.ceil(Math.min(timeoutMs, remainingMs())));
}

/** Seconds or a date: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function retryAfterMsOf({ headers }: HttpResponse): number {
  const text = headers["retry-after"] ?? "";
  const milliseconds = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - Date.now();
  return milliseconds > 0 ? milliseconds : 0;
}

function requireConfidential(url: string): void {
  if (isConfidential(new URL(url))) return;
  throw new TransportError("SALESFORCE_ERROR", "named an address without https: nothing was sent there");
}

/** jsforce refreshes the session and sends the same request object again after every 401, without end. */
function stopSecondRefusal(request: HttpRequest, refused: WeakSet<HttpRequest>): void {
  if (refused.has(request)) {
    throw new TransportError("SALESFORCE_REFUSED", "Salesforce answered 401 to a new session as well");
  }
  refused.add(request);
}

async function exchange(
  request: HttpRequest,
  dispatcher: Dispatcher,
  timeoutMs: number,
): Promise<HttpResponse> {
  try {
    const response = await send(request.url, {
      dispatcher,
      method: request.method as Dispatcher.HttpMethod,
      headers: request.headers ?? {},
      body: typeof request.body === "string" ? request.body : null,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const body = await response.body.text();
    return checked({ statusCode: response.statusCode, headers: singleHeaders(response.headers), body });
  } catch (error) {
    throw toTransportError(error);
  }
}

function checked(response: HttpResponse): HttpResponse {
  const { statusCode, headers, body } = response;
  if (statusCode >= 300 && statusCode < 400 && statusCode !== 304) {
    throw new TransportError("SALESFORCE_ERROR", `unexpected redirect (HTTP ${statusCode})`);
  }
  const contentType = headers["content-type"] ?? "no content type";
  if (statusCode < 300 && body !== "" && !contentType.startsWith("application/json")) {
    throw new TransportError("SALESFORCE_UNAVAILABLE", `answered ${contentType} instead of JSON`);
  }
  return response;
}

function toTransportError(error: unknown): TransportError {
  if (error instanceof TransportError) return error;
  const { name = "", code = "" } = error as { name?: string; code?: string };
  const late =
    name === "TimeoutError" || code === "UND_ERR_HEADERS_TIMEOUT" || code === "UND_ERR_BODY_TIMEOUT";
  const kind = kinds[code];
  const found = late ? "SALESFORCE_TIMEOUT" : "SALESFORCE_UNAVAILABLE";
  return new TransportError(found, `${name} ${code}`.trim(), { cause: error, kind });
}

const kinds: Readonly<Record<string, "BROKEN" | "UNSENT">> = {
  ECONNRESET: "BROKEN",
  EPIPE: "BROKEN",
  UND_ERR_SOCKET: "BROKEN",
  ECONNREFUSED: "UNSENT",
  ENOTFOUND: "UNSENT",
  EAI_AGAIN: "UNSENT",
  UND_ERR_CONNECT_TIMEOUT: "UNSENT",
};

function singleHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
