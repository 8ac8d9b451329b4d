import { exchange, isErrorList } from "./exchange.ts";
import { GatewayRequestError, toRequestError } from "./gateway-request-error.ts";
import { createKey } from "./idempotency-key.ts";
import { abortable, type RetryPolicy, retrying } from "./retry.ts";

/** A partner's program, which signs in by itself. Nothing for a browser: everybody could read the secret there. */
export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  /** A part of the scopes that the client has, separated by spaces; all of them when left out. */
  readonly scope?: string;
}

/**
 * Gives a bearer token for each request, from wherever the app keeps it. After UNAUTHENTICATED it is asked once more, with
 * the token that was refused: answer another one, or the same if there is none.
 */
export type AccessTokenProvider = (refused: string | null) => string | Promise<string>;

export type Credentials = ClientCredentials | { readonly accessToken: string } | AccessTokenProvider;

/** Where the tokens of requests come from. */
export interface TokenSource {
  current(): Promise<string>;
  /** Another one than the refused, or the same if there is no other. */
  renewed(refused: string): Promise<string>;
}

export interface SignIn {
  readonly tokenUrl: string;
  readonly send: typeof fetch;
  readonly retry: RetryPolicy;
  readonly timeoutMs: number;
}

export function createTokenSource(credentials: Credentials, signIn: SignIn): TokenSource {
  if (typeof credentials === "function") return providedTokens(credentials);
  if ("accessToken" in credentials) return fixedToken(credentials.accessToken);
  return grantedTokens(() => grant(credentials, signIn));
}

interface Grant {
  readonly token: string;
  readonly expiresAt: number;
  /** From then on a new one is fetched. */
  readonly renewAt: number;
}

/** A token that is used until the last moment is too old when it arrives. */
const renewBeforeMs = 60_000;
/** Of short lives that would be all. */
const renewBeforeShare = 0.2;

function fixedToken(token: string): TokenSource {
  return { current: () => Promise.resolve(token), renewed: () => Promise.resolve(token) };
}

function providedTokens(provide: AccessTokenProvider): TokenSource {
  const renewals = new Map<string, Promise<string>>();
  return {
    current: async () => await provide(null),
    renewed: (refused) => {
      const running = renewals.get(refused);
      if (running !== undefined) return running;
      const renewal = Promise.resolve(provide(refused)).finally(() => renewals.delete(refused));
      renewals.set(refused, renewal);
      return renewal;
    },
  };
}

/** However many want one at the same time, there is one sign-in. */
function grantedTokens(signIn: () => Promise<Grant>): TokenSource {
  let granted: Grant | null = null;
  let running: Promise<Grant> | null = null;

  function fetchGrant(): Promise<Grant> {
    running ??= signIn()
      .then((grant) => {
        granted = grant;
        return grant;
      })
      .finally(() => {
        running = null;
      });
    return running;
  }

  async function current(): Promise<string> {
    const known = granted;
    if (known && Date.now() < known.renewAt) return known.token;
    try {
      return (await fetchGrant()).token;
    } catch (error) {
      // What was fetched early need not be there yet.
      if (known && known === granted && Date.now() < known.expiresAt) return known.token;
      throw error;
    }
  }

  return {
    current,
    renewed: async (refused) => {
      if (granted?.token === refused) granted = null;
      return await current();
    },
  };
}

/** https://www.rfc-editor.org/rfc/rfc6749#section-4.4 */
async function grant(credentials: ClientCredentials, { tokenUrl, send, retry, timeoutMs }: SignIn) {
  const requestId = createKey();
  const signal = AbortSignal.timeout(timeoutMs);
  const { clientId, clientSecret, scope } = credentials;
  const headers = new Headers({
    // Both parts are form-encoded: https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1
    authorization: `Basic ${btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`)}`,
    "content-type": "application/x-www-form-urlencoded",
    "x-request-id": requestId,
  });
  const form = new URLSearchParams({ grant_type: "client_credentials", ...(scope && { scope }) });
  const post = { url: tokenUrl, headers, body: form.toString(), requestId, signal };
  const tries = retrying(retry, { signal, at: Date.now() + timeoutMs }, async () => {
    const sentAt = Date.now();
    return readGrant(await exchange(send, post), sentAt);
  });
  return await abortable(tries, signal).catch((error: unknown) => {
    throw signal.aborted ? timedOut(requestId, error) : error;
  });
}

function readGrant({ body, ...facts }: Awaited<ReturnType<typeof exchange>>, sentAt: number): Grant {
  const { access_token: token, expires_in: seconds, errors } = body;
  if (facts.status === 200 && typeof token === "string" && typeof seconds === "number") {
    const lifeMs = seconds * 1_000;
    const expiresAt = sentAt + lifeMs;
    return { token, expiresAt, renewAt: expiresAt - Math.min(renewBeforeMs, lifeMs * renewBeforeShare) };
  }
  if (isErrorList(errors)) throw toRequestError({ ...facts, errors });
  const reason = typeof body.error_description === "string" ? body.error_description : "No reason is given.";
  throw new GatewayRequestError("SIGN_IN_REFUSED", reason, facts);
}

function timedOut(requestId: string, cause: unknown): GatewayRequestError {
  return new GatewayRequestError("TIMEOUT", "The gateway did not answer the sign-in in time.", {
    requestId,
    cause,
  });
}
