import { Connection } from "jsforce";
import { TransportError, toGatewayError } from "./failure.ts";
import { createTransport } from "./transport.ts";

export type Credentials =
  | { readonly flow: "client-credentials"; readonly clientId: string; readonly clientSecret: string }
  | {
      readonly flow: "password";
      readonly clientId: string;
      readonly clientSecret: string;
      readonly username: string;
      readonly password: string;
      /** The user's security token; Salesforce wants it appended to the password. */
      readonly token: string;
    };

/** Where tokens are asked for, e.g. https://acme.my.salesforce.com, and with what. */
export interface OrgSignIn {
  readonly loginUrl: string;
  readonly credentials: Credentials;
}

export interface ConnectionOptions {
  readonly loginUrl: string;
  /** Asked for at every sign-in: they may change. */
  readonly credentials: () => Credentials;
  /** e.g. "68.0" */
  readonly apiVersion: string;
  /** Deadline of one HTTP exchange. */
  readonly timeoutMs: number;
}

/** One identity's session with the org. All of the gateway's traffic to Salesforce goes through `get` and `post`. */
export interface SalesforceSession extends AsyncDisposable {
  /** e.g. /services/data/v68.0 */
  readonly basePath: string;
  /** Both answer parsed JSON and throw GatewayError. */
  get(path: string): Promise<unknown>;
  post(path: string, body: unknown): Promise<unknown>;
  /** Proves that the org takes this identity and answers; the list of versions costs no API call. */
  ping(): Promise<void>;
}

/**
 * Signs in when the first call needs it and again when Salesforce says that the session has expired, once for all
 * callers that wait (jsforce's refresh delegate does the queueing).
 */
export function connectSalesforce(options: ConnectionOptions): SalesforceSession {
  const transport = createTransport({ timeoutMs: options.timeoutMs });
  const refusal = { reason: undefined as Error | undefined };
  const connection = createConnection(options, (reason) => {
    refusal.reason = reason;
  });
  Object.assign(connection, { _transport: transport });
  Object.assign(connection.oauth2, { _transport: transport });
  const basePath = `/services/data/v${options.apiVersion}`;

  async function call(exchange: () => PromiseLike<unknown>): Promise<unknown> {
    try {
      await signedIn(connection);
      return requireJson(await exchange());
    } catch (error) {
      throw toGatewayError(signInReason(error, refusal.reason));
    }
  }

  return {
    basePath,
    get: (path) => call(() => connection.requestGet(path)),
    post: (path, body) => call(() => connection.requestPost(path, body as object)),
    ping: async () => {
      await call(() => connection.requestGet("/services/data"));
    },
    [Symbol.asyncDispose]: () => transport.close(),
  };
}

function createConnection(
  { loginUrl, credentials, apiVersion }: ConnectionOptions,
  onRefusal: (reason: Error) => void,
): Connection {
  return new Connection({
    loginUrl,
    instanceUrl: loginUrl,
    version: apiVersion,
    oauth2: { loginUrl },
    refreshFn: (connection, callback) => {
      signIn(connection, credentials()).then(
        () => callback(null, connection.accessToken ?? ""),
        (error: Error) => {
          onRefusal(error);
          callback(error);
        },
      );
    },
  });
}

async function signIn(connection: Connection, credentials: Credentials): Promise<void> {
  const { clientId, clientSecret } = credentials;
  Object.assign(connection.oauth2, { clientId, clientSecret });
  if (credentials.flow === "password") {
    await connection.loginByOAuth2(credentials.username, credentials.password + credentials.token);
    return;
  }
  await connection.authorize({ grant_type: "client_credentials" });
}

async function signedIn(connection: Connection): Promise<void> {
  if (!connection.accessToken) await connection._refreshDelegate?.refresh(0);
}

/** jsforce wraps the reason of a failed sign-in in an Error that keeps only the message. */
function signInReason(error: unknown, reason: Error | undefined): unknown {
  const failedToSignIn = error instanceof Error && error.message.startsWith("Unable to refresh session");
  return failedToSignIn ? (reason ?? error) : error;
}

/** jsforce hands a body that it cannot parse on as a string. */
function requireJson(body: unknown): unknown {
  if (typeof body === "string") {
    throw new TransportError("SALESFORCE_UNAVAILABLE", "answered JSON that is cut short");
  }
  return body;
}
