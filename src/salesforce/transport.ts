import { PassThrough, type Readable } from "node:stream";
import { Agent, type Dispatcher, request as send } from "undici";
import { isConfidential } from "../confidential.ts";
import { TransportError } from "./failure.ts";

/** The part of jsforce's HttpRequest that its REST and OAuth calls use. */
interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
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
  const agent = new Agent({ connect: { timeout: connectTimeoutMs }, maxResponseSize: maxResponseBytes });
  // Files are handed on as they come: none is ever whole in memory.
  const fileAgent = new Agent({ connect: { timeout: connectTimeoutMs } });
  const refused = new WeakSet<HttpRequest>();

  async function attempt(request: HttpRequest): Promise<HttpResponse> {
    requireConfidential(request.url);
    const response = await exchange(request, agent, timeoutMs);
    onLimitInfo(response.headers["sforce-limit-info"]);
    if (response.statusCode === 401) stopSecondRefusal(request, refused);
    return response;
  }

  return {
    httpRequest: (request) => Object.assign(attempt(request), { stream: () => new PassThrough() }),
    open: async (url, headers) => {
      requireConfidential(url);
      const waits = { headersTimeout: timeoutMs, bodyTimeout: timeoutMs };
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

async function exchange(request: HttpRequest, dispatcher: Agent, timeoutMs: number): Promise<HttpResponse> {
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
  return new TransportError(
    late ? "SALESFORCE_TIMEOUT" : "SALESFORCE_UNAVAILABLE",
    `${name} ${code}`.trim(),
    {
      cause: error,
    },
  );
}

function singleHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
