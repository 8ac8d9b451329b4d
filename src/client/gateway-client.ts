import { type Credentials, createTokenSource, type TokenSource } from "./access-token.ts";
import { type DocumentText, type GatewayDocument, natureOf } from "./document.ts";
import { exchange, type GatewayAnswer, readAnswer } from "./exchange.ts";
import { GatewayRequestError } from "./gateway-request-error.ts";
import { createKey, withKeys } from "./idempotency-key.ts";
import { openPersisted, type Persisted } from "./persisted.ts";
import { answerRequest } from "./request-adapter.ts";
import { abortable, type Deadline, defaultRetry, type RetryPolicy, retrying } from "./retry.ts";

export interface GatewayClientOptions {
  /** Base address of the gateway, such as https://gateway.example.com; /graphql and /oauth/token lie below it. */
  readonly url: string;
  readonly credentials: Credentials;
  /** Default: the global fetch. */
  readonly fetch?: typeof fetch;
  /** What differs from 4 tries with pauses of at most 0.2, 0.4, 0.8 seconds; false: one try. */
  readonly retry?: Partial<RetryPolicy> | false;
  /** For an operation with all its tries. Default: 30 seconds. */
  readonly timeoutMs?: number;
  /** Whether generated documents are sent by their hash first. Default: true. */
  readonly persisted?: boolean;
}

export interface RequestOptions {
  /** Ends the request, and the wait for a sign-in or the next try. */
  readonly signal?: AbortSignal;
  /** For a mutation whose input has one; without it a new one is made for each call. */
  readonly idempotencyKey?: string;
  /** Beside those of the client, such as `x-request-id` or `x-salesforce-trace`. */
  readonly headers?: ConstructorParameters<typeof Headers>[0];
  readonly timeoutMs?: number;
}

/** Variables may be left out when none is required. */
export type RequestArguments<Variables> =
  Record<never, never> extends Variables
    ? [variables?: Variables, options?: RequestOptions]
    : [variables: Variables, options?: RequestOptions];

export interface GatewayClient {
  /** Address of GraphQL. */
  readonly endpoint: string;
  /**
   * The data of a document's answer.
   *
   * @throws GatewayRequestError for an answer with errors, or none
   */
  run<Result, Variables>(
    document: GatewayDocument<Result, Variables>,
    ...rest: RequestArguments<Variables>
  ): Promise<Result>;
  /** The same with the request id and the answer's extensions. */
  request<Result, Variables>(
    document: GatewayDocument<Result, Variables>,
    ...rest: RequestArguments<Variables>
  ): Promise<GatewayAnswer<Result>>;
  /** The same for other GraphQL clients, in place of their fetch: takes POSTs of `{ query, variables }`. */
  readonly fetch: typeof fetch;
}

/** Settings and state of one client. */
interface Transport {
  readonly endpoint: string;
  readonly send: typeof fetch;
  readonly retry: RetryPolicy;
  readonly timeoutMs: number;
  readonly tokens: TokenSource;
  readonly persisted: Persisted;
}

/** One operation with all its tries. */
interface Operation {
  readonly document: DocumentText;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly headers: Headers;
  readonly requestId: string;
  readonly isRepeatable: boolean;
}

const defaultTimeoutMs = 30_000;

/** @throws TypeError for an address that is none */
export function createGatewayClient(options: GatewayClientOptions): GatewayClient {
  const transport = createTransport(options);
  const request = (document: DocumentText, variables: unknown, given?: RequestOptions) =>
    perform(transport, operationOf(document, variables, given), given);
  return {
    endpoint: transport.endpoint,
    // The document says what its result is: it was generated from the schema that the gateway answers by.
    run: async (document, ...[variables, given]) => (await request(document, variables, given)).data as never,
    request: async (document, ...[variables, given]) =>
      (await request(document, variables, given)) as GatewayAnswer<never>,
    fetch: (input, init) => answerRequest(new Request(input, init), request),
  };
}

function createTransport(options: GatewayClientOptions): Transport {
  const base = baseOf(options.url);
  // Found anew each time: an app may replace it.
  const send: typeof fetch = options.fetch ?? ((input, init) => fetch(input, init));
  const retry =
    options.retry === false ? { ...defaultRetry, attempts: 1 } : { ...defaultRetry, ...options.retry };
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
  const tokenUrl = new URL("oauth/token", base).href;
  const tokens = createTokenSource(options.credentials, { tokenUrl, send, retry, timeoutMs });
  const persisted = openPersisted(options.persisted ?? true);
  return { endpoint: new URL("graphql", base).href, send, retry, timeoutMs, tokens, persisted };
}

function baseOf(url: string): URL {
  const base = URL.canParse(url) ? new URL(url) : null;
  const isBase = base && /^https?:$/.test(base.protocol) && !/\/graphql\/?$/.test(base.pathname);
  if (!isBase) throw new TypeError("url is the gateway's base address, such as https://gateway.example.com.");
  if (!base.pathname.endsWith("/")) base.pathname += "/";
  return base;
}

function operationOf(document: DocumentText, given: unknown, options: RequestOptions = {}): Operation {
  const { isMutation, keyedVariables } = natureOf(document.toString());
  const { variables, isKeyed } = withKeys({ ...(given as object) }, keyedVariables, options.idempotencyKey);
  const headers = new Headers(options.headers);
  const requestId = headers.get("x-request-id") ?? createKey();
  headers.set("x-request-id", requestId);
  headers.set("content-type", "application/json");
  headers.set("accept", "application/graphql-response+json, application/json;q=0.9");
  return { document, variables, headers, requestId, isRepeatable: !isMutation || isKeyed };
}

async function perform(
  transport: Transport,
  operation: Operation,
  options: RequestOptions = {},
): Promise<GatewayAnswer<unknown>> {
  const timeoutMs = options.timeoutMs ?? transport.timeoutMs;
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  const deadline = { signal, at: Date.now() + timeoutMs };
  try {
    return await carryOut(transport, operation, deadline);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!timeout.aborted || error instanceof GatewayRequestError) throw error;
    throw timedOut(timeoutMs, operation.requestId, error);
  }
}

function timedOut(timeoutMs: number, requestId: string, cause: unknown): GatewayRequestError {
  const sentence = `The gateway did not answer within ${timeoutMs} ms.`;
  return new GatewayRequestError("TIMEOUT", sentence, { requestId, cause });
}

/** A refused token is renewed once: the request was not carried out, whatever it was. */
async function carryOut(transport: Transport, operation: Operation, deadline: Deadline) {
  const { tokens, retry } = transport;
  const policy = operation.isRepeatable ? retry : { ...retry, attempts: 1 };
  const token = await abortable(tokens.current(), deadline.signal);
  const tryWith = (accessToken: string) =>
    retrying(policy, deadline, () => ask(transport, operation, { accessToken, signal: deadline.signal }));
  try {
    return await tryWith(token);
  } catch (error) {
    if (!isRefusedToken(error)) throw error;
    const renewed = await abortable(tokens.renewed(token), deadline.signal);
    if (renewed === token) throw error;
    return await tryWith(renewed);
  }
}

function isRefusedToken(error: unknown): boolean {
  return error instanceof GatewayRequestError && error.code === "UNAUTHENTICATED" && error.status === 401;
}

interface Try {
  readonly accessToken: string;
  readonly signal: AbortSignal;
}

/** By its hash, and with the whole document when the gateway does not know that. */
async function ask(transport: Transport, operation: Operation, { accessToken, signal }: Try) {
  const { send, endpoint: url, persisted } = transport;
  const { document, variables, requestId } = operation;
  const headers = new Headers(operation.headers);
  headers.set("authorization", `Bearer ${accessToken}`);
  return await persisted.send(document, async (named) => {
    const body = JSON.stringify({ ...named, variables });
    return readAnswer(await exchange(send, { url, headers, body, requestId, signal }));
  });
}
