import { Connection, type HttpRequest } from "jsforce";
import { runUntil } from "../deadline.ts";
import type { BudgetGate } from "./budget-gate.ts";
import { getTogether } from "./composite.ts";
import { type Download, download } from "./download.ts";
import { type IdentityKind, isNotFound, TransportError, toGatewayError } from "./failure.ts";
import { createFlights } from "./flight.ts";
import type { QueryCache } from "./query-cache.ts";
import type { AnswerNote } from "./retry.ts";
import { type Credentials, type LoginPlace, signIn } from "./sign-in.ts";
import type { Transport } from "./transport.ts";
import type { Lane, Upstream } from "./upstream.ts";
import { createVisibility, type Describe, type Visibility } from "./visibility.ts";

/** One request: `path` begins with a slash, `body` is sent as JSON. */
export interface SalesforceRequest {
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether it certainly writes nothing, and may be sent again; a GET does not have to say it. */
  readonly isRead?: boolean;
  /** Called at each try that goes out. */
  readonly onTry?: () => void;
}

/** One identity's session with the org. All of the gateway's traffic to Salesforce goes through `send`. */
export interface SalesforceSession {
  readonly identity: IdentityKind;
  /** Who it is: the org's address and the user's name there. */
  readonly name: string;
  /** e.g. /services/data/v68.0 */
  readonly basePath: string;
  /**
   * Answers parsed JSON, null for an empty answer. A read is tried again where retry.ts says so, a write is sent once.
   *
   * @throws GatewayError; see refusal.ts for writes
   */
  send(request: SalesforceRequest): Promise<unknown>;
  get(path: string): Promise<unknown>;
  /** What reads for somebody's query: however much there is of it, room is left for all else. */
  readonly reader: RequestSender;
  /** A GET that finds out how Salesforce is. It goes out when nothing else does. */
  probe(path: string): Promise<unknown>;
  /** A file, as it arrives. @throws GatewayError */
  download(path: string): Promise<Download>;
  /** The Experience Cloud site that the identity belongs to; null: none. */
  networkId(): Promise<string | null>;
  /** What Salesforce hides from the identity. */
  readonly visibility: Visibility;
  readonly gate: BudgetGate;
  /** Null: answers are not kept. */
  readonly cache: QueryCache | null;
  /** After a write to these sObjects: what was read of them before is not told any more. */
  forget(sObjects: readonly string[]): Promise<void>;
  /** What is being read for this identity under the same key by somebody else is not read once more. */
  share<T>(key: string, read: () => Promise<T>): Promise<T>;
}

/** What can send requests. */
export type RequestSender = Pick<SalesforceSession, "identity" | "basePath" | "send" | "get">;

export interface Identity {
  readonly kind: IdentityKind;
  /** The username; "" for the integration user. */
  readonly username: string;
  /** Read at every sign-in, so that a rotated secret needs no restart. */
  credentials(): Credentials;
  place(): Promise<LoginPlace>;
}

export interface SessionOptions {
  readonly transport: Transport;
  /** The same for all identities. */
  readonly upstream: Upstream;
  /** How long a sign-in may take, in milliseconds. */
  readonly timeoutMs: number;
  /** The org's address: calls before the first sign-in go there. */
  readonly loginUrl: string;
  /** e.g. "68.0" */
  readonly apiVersion: string;
  readonly gate: BudgetGate;
  readonly cache: QueryCache | null;
  /** Called after each request with what came of it: ok, or the code of the error. */
  onCall(outcome: string): void;
  /** Called with what Salesforce turned out to hide from an identity: Asset.price */
  onHidden(identity: IdentityKind, names: readonly string[]): void;
}

/**
 * Signs in when the first call needs it and again when Salesforce says that the session has expired, once for all
 * callers that wait (jsforce's refresh delegate does the queueing).
 */
export function createSession(identity: Identity, options: SessionOptions): SalesforceSession {
  const basePath = `/services/data/v${options.apiVersion}`;
  const { send, open } = createRoad(identity, options);
  const flights = createFlights(options.timeoutMs);

  function senderIn(lane: Lane): RequestSender {
    const sendHere: RequestSender["send"] = (request) => send(lane, request);
    const get: RequestSender["get"] = (path) => sendHere({ method: "GET", path });
    return { identity: identity.kind, basePath, send: sendHere, get };
  }

  const sender = senderIn("WORK");
  return {
    ...sender,
    reader: senderIn("READER"),
    probe: senderIn("PROBE").get,
    name: `${options.loginUrl} ${identity.username}`,
    gate: options.gate,
    cache: options.cache,
    download: open,
    networkId: async () => (await identity.place()).networkId,
    share: flights.share,
    forget: async (sObjects) => {
      flights.part();
      await options.cache?.forget(sObjects);
    },
    visibility: createVisibility({
      describe: (sObjects) => flights.share(`describe ${sObjects.join()}`, () => describe(sender, sObjects)),
      onHidden: (names) => options.onHidden(identity.kind, names),
    }),
  };
}

interface Road {
  send(lane: Lane, request: SalesforceRequest): Promise<unknown>;
  open(path: string): Promise<Download>;
}

function createRoad(identity: Identity, options: SessionOptions): Road {
  const { upstream, onCall } = options;
  const refusal = { reason: undefined as Error | undefined };
  const connection = createConnection(identity, options, (reason) => {
    refusal.reason = reason;
  });

  async function attempt<T>(exchange: () => PromiseLike<T>): Promise<T> {
    try {
      if (!connection.accessToken) await connection._refreshDelegate?.refresh(Date.now());
      const answer = await exchange();
      onCall("ok");
      return answer;
    } catch (error) {
      const failure = toGatewayError(signInReason(error, refusal.reason), identity.kind);
      onCall(failure.code);
      throw failure;
    }
  }

  return {
    send: (lane, request) =>
      upstream.run({
        lane,
        isRead: request.isRead ?? request.method === "GET",
        attempt: (note) => {
          request.onTry?.();
          return attempt(async () => requireJson(await connection.request(toHttp(request, note))));
        },
      }),
    open: (path) => {
      const parts = { ...options, identity: identity.kind };
      const begin = () => attempt(() => download(connection, path, parts));
      return upstream.run({ lane: "READER", isRead: true, attempt: begin });
    },
  };
}

function toHttp(
  { method, path, body, headers }: SalesforceRequest,
  note: AnswerNote,
): HttpRequest & { readonly note: AnswerNote } {
  return {
    method,
    url: path,
    note,
    headers: { ...headers, ...(body && { "content-type": "application/json" }) },
    ...(body && { body: JSON.stringify(body) }),
  };
}

/** @throws GatewayError unless every object is described or not there */
async function describe(
  sender: RequestSender,
  sObjects: readonly string[],
): Promise<readonly (Describe | null)[]> {
  const paths = sObjects.map((sObject) => `${sender.basePath}/sobjects/${sObject}/describe`);
  const bodies = await getTogether(sender, paths);
  return bodies.map((body) => {
    if (body instanceof Error && !isNotFound(body)) throw body;
    return body instanceof Error ? null : (body as Describe);
  });
}

function createConnection(
  { credentials, place }: Identity,
  { transport, loginUrl, apiVersion, timeoutMs }: SessionOptions,
  onRefusal: (reason: Error) => void,
): Connection {
  const connection = new Connection({
    loginUrl,
    instanceUrl: loginUrl,
    version: apiVersion,
    refreshFn: (session, callback) => {
      const signingIn = async () =>
        await signIn(session, { ...(await place()), credentials: credentials(), transport });
      // Others wait for it as well: it does not end with the one who came first.
      runUntil(Date.now() + timeoutMs, signingIn).then(
        () => callback(null, session.accessToken ?? ""),
        (error: Error) => {
          onRefusal(error);
          callback(error);
        },
      );
    },
  });
  return Object.assign(connection, { _transport: transport });
}

/** jsforce wraps the reason of a failed sign-in in an Error that keeps only the message. */
function signInReason(error: unknown, reason: Error | undefined): unknown {
  const failedToSignIn = error instanceof Error && error.message.startsWith("Unable to refresh session");
  return failedToSignIn ? (reason ?? error) : error;
}

/** jsforce hands a body that it cannot parse on as a string, an empty one too. */
function requireJson(body: unknown): unknown {
  if (body === "" || body === undefined) return null;
  if (typeof body === "string") {
    throw new TransportError("SALESFORCE_UNAVAILABLE", "answered JSON that is cut short", { kind: "BROKEN" });
  }
  return body;
}

/** The same session, whose every request is told when it goes out, and each time that it is sent again. */
export function watched<Sender extends RequestSender>(sender: Sender, onCall: () => void): Sender {
  const send: RequestSender["send"] = (request) => {
    const onTry = (): void => {
      onCall();
      request.onTry?.();
    };
    return sender.send({ ...request, onTry });
  };
  return { ...sender, send, get: (path) => send({ method: "GET", path }) };
}
