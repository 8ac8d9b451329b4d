import { Connection, type HttpRequest } from "jsforce";
import type { BudgetGate } from "./budget-gate.ts";
import { type CompositeSender, getTogether } from "./composite.ts";
import { type Download, download } from "./download.ts";
import { type IdentityKind, isNotFound, TransportError, toGatewayError } from "./failure.ts";
import type { QueryCache } from "./query-cache.ts";
import { type Credentials, type LoginPlace, signIn } from "./sign-in.ts";
import type { Transport } from "./transport.ts";
import { createVisibility, type Describe, type Visibility } from "./visibility.ts";

/** One request: `path` begins with a slash, `body` is sent as JSON. */
export interface SalesforceRequest {
  readonly method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One identity's session with the org. All of the gateway's traffic to Salesforce goes through `send`. */
export interface SalesforceSession {
  readonly identity: IdentityKind;
  /** Who it is: the org's address and the user's name there. */
  readonly name: string;
  /** e.g. /services/data/v68.0 */
  readonly basePath: string;
  /** Sends once and answers parsed JSON, null for an empty answer. @throws GatewayError; see refusal.ts for writes */
  send(request: SalesforceRequest): Promise<unknown>;
  get(path: string): Promise<unknown>;
  post(path: string, body: object): Promise<unknown>;
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
  const refusal = { reason: undefined as Error | undefined };
  const connection = createConnection(identity, options, (reason) => {
    refusal.reason = reason;
  });
  const basePath = `/services/data/v${options.apiVersion}`;

  async function call<T>(exchange: () => PromiseLike<T>): Promise<T> {
    try {
      if (!connection.accessToken) await connection._refreshDelegate?.refresh(Date.now());
      const answer = await exchange();
      options.onCall("ok");
      return answer;
    } catch (error) {
      const failure = toGatewayError(signInReason(error, refusal.reason), identity.kind);
      options.onCall(failure.code);
      throw failure;
    }
  }

  const flights = createFlights();

  const send: SalesforceSession["send"] = (request) =>
    call(async () => requireJson(await connection.request(toHttp(request))));

  const sender: CompositeSender = {
    identity: identity.kind,
    basePath,
    post: (path, body) => send({ method: "POST", path, body }),
  };
  return {
    ...sender,
    send,
    name: `${options.loginUrl} ${identity.username}`,
    gate: options.gate,
    cache: options.cache,
    get: (path) => send({ method: "GET", path }),
    download: (path) => call(() => download(connection, path, { ...options, identity: identity.kind })),
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

function toHttp({ method, path, body, headers }: SalesforceRequest): HttpRequest {
  return {
    method,
    url: path,
    headers: { ...headers, ...(body && { "content-type": "application/json" }) },
    ...(body && { body: JSON.stringify(body) }),
  };
}

interface Flights {
  readonly share: SalesforceSession["share"];
  /** What is under way is not shared with who asks from now on. */
  part(): void;
}

function createFlights(): Flights {
  let underWay = new Map<string, Promise<unknown>>();
  return {
    share: (key, read) => {
      const reads = underWay;
      const shared = reads.get(key) ?? read().finally(() => reads.delete(key));
      reads.set(key, shared);
      return shared as ReturnType<typeof read>;
    },
    part: () => {
      underWay = new Map();
    },
  };
}

/** @throws GatewayError unless every object is described or not there */
async function describe(
  sender: CompositeSender,
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
  { transport, loginUrl, apiVersion }: SessionOptions,
  onRefusal: (reason: Error) => void,
): Connection {
  const connection = new Connection({
    loginUrl,
    instanceUrl: loginUrl,
    version: apiVersion,
    refreshFn: (session, callback) => {
      place()
        .then((found) => signIn(session, { ...found, credentials: credentials(), transport }))
        .then(
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
    throw new TransportError("SALESFORCE_UNAVAILABLE", "answered JSON that is cut short");
  }
  return body;
}

/** The same session, whose every request is told. */
export function watched(session: SalesforceSession, onCall: () => void): SalesforceSession {
  const told =
    <Arguments extends readonly unknown[]>(send: (...rest: Arguments) => Promise<unknown>) =>
    (...rest: Arguments): Promise<unknown> => {
      onCall();
      return send(...rest);
    };
  return { ...session, send: told(session.send), get: told(session.get), post: told(session.post) };
}
