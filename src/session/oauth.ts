import { knownScopes, type Scope } from "../auth/scope.ts";
import { createSecret } from "../auth/secret.ts";
import { signAccessToken, type TokenIssuer, verifyAccessToken } from "../auth/token.ts";
import type { Context } from "../context.ts";
import type { ClientRow } from "./client.store.ts";
import { refreshTokens } from "./session.ts";

/** A form post to one of the OAuth endpoints. */
export interface OAuthForm {
  readonly parameters: URLSearchParams;
  readonly authorization: string | undefined;
}

/** An error as https://www.rfc-editor.org/rfc/rfc6749#section-5.2 has it. */
export class OAuthError extends Error {
  override readonly name = "OAuthError";
  readonly error: string;
  readonly status: number;

  constructor(error: string, description: string) {
    super(description);
    this.error = error;
    this.status = statuses[error] ?? 400;
  }
}

const statuses: Readonly<Record<string, number>> = { invalid_client: 401, temporarily_unavailable: 429 };

interface Tokens {
  readonly access_token: string;
  readonly token_type: "Bearer";
  readonly expires_in: number;
  readonly scope: string;
  readonly refresh_token?: string;
}

/**
 * POST /oauth/token: client_credentials for partners' programs, refresh_token for people's sessions.
 *
 * @throws OAuthError; GatewayError RATE_LIMITED
 */
export async function grantTokens(context: Context, form: OAuthForm): Promise<Tokens> {
  const grantType = one(form.parameters, "grant_type");
  if (grantType === "client_credentials") return await grantClientCredentials(context, form);
  if (grantType === "refresh_token") return await grantRefresh(context, form);
  if (grantType === null) throw new OAuthError("invalid_request", "grant_type is missing.");
  const known = "client_credentials and refresh_token";
  throw new OAuthError("unsupported_grant_type", `The gateway knows the grant types ${known}.`);
}

/** POST /oauth/revoke: https://www.rfc-editor.org/rfc/rfc7009; what is no token of ours is revoked already. */
export async function revokeToken(context: Context, form: OAuthForm): Promise<void> {
  const token = one(form.parameters, "token");
  if (token === null) throw new OAuthError("invalid_request", "token is missing.");
  if (form.authorization !== undefined || form.parameters.has("client_secret"))
    await requireClient(context, form);
  const { sessions, audit } = context;
  const ended = await sessions.store.end(token, "SIGNED_OUT");
  if (ended) {
    await sessions.revocations.revoke("sid", ended.sessionId);
    return await audit("session.close", ended.sessionId, { userId: ended.userId });
  }
  const tokenId = accessTokenId(sessions.tokens, token);
  if (tokenId === null) return;
  await sessions.revocations.revoke("jti", tokenId);
  await audit("token.revoke", tokenId);
}

/** GET /.well-known/jwks.json: the keys that verify the gateway's tokens, those before a rotation as well. */
export function keySet({ publicKeys, algorithm }: TokenIssuer): object {
  const keys = [...publicKeys].map(([kid, key]) => ({
    ...key.export({ format: "jwk" }),
    kid,
    use: "sig",
    alg: algorithm,
  }));
  return { keys };
}

/** GET /.well-known/oauth-authorization-server: https://www.rfc-editor.org/rfc/rfc8414 */
export function serverMetadata({ issuer }: TokenIssuer, knownNames: readonly string[]): object {
  const at = (path: string) => new URL(path, issuer).href;
  const methods = ["client_secret_basic", "client_secret_post"];
  return {
    issuer,
    token_endpoint: at("/oauth/token"),
    revocation_endpoint: at("/oauth/revoke"),
    jwks_uri: at("/.well-known/jwks.json"),
    scopes_supported: knownNames,
    response_types_supported: [],
    grant_types_supported: ["client_credentials", "refresh_token"],
    token_endpoint_auth_methods_supported: methods,
    revocation_endpoint_auth_methods_supported: [...methods, "none"],
  };
}

async function grantClientCredentials(context: Context, form: OAuthForm): Promise<Tokens> {
  const client = await requireClient(context, form);
  const granted = narrow(knownScopes(client.scopes.join(" ")), one(form.parameters, "scope"));
  const { tokens } = context.sessions;
  const accessToken = signAccessToken(tokens, {
    kind: "CLIENT",
    subject: client.id,
    scopes: granted,
    organizationIds: client.organizationIds,
  });
  await context.audit("token.grant", client.id, { scope: [...granted].join(" ") });
  return bearer(tokens, accessToken, granted);
}

async function grantRefresh(context: Context, { parameters }: OAuthForm): Promise<Tokens> {
  const refreshToken = one(parameters, "refresh_token");
  if (refreshToken === null) throw new OAuthError("invalid_request", "refresh_token is missing.");
  const granted = await refreshTokens(context, { refreshToken, next: createSecret() });
  if (!granted)
    throw new OAuthError("invalid_grant", "This refresh token is unknown, used, expired or revoked.");
  const { tokens } = context.sessions;
  return { ...bearer(tokens, granted.accessToken, granted.scopes), refresh_token: granted.refreshToken };
}

function bearer({ lifetimeSeconds }: TokenIssuer, accessToken: string, granted: Iterable<Scope>): Tokens {
  const scope = [...granted].join(" ");
  return { access_token: accessToken, token_type: "Bearer", expires_in: lifetimeSeconds, scope };
}

/** What is asked for must be a part of what is granted; asking for nothing is asking for all of it. */
function narrow(granted: ReadonlySet<Scope>, wanted: string | null): ReadonlySet<Scope> {
  if (wanted === null) return granted;
  const asked = readScopes(wanted);
  const beyond = [...asked].filter((scope) => !granted.has(scope));
  if (beyond.length === 0) return asked;
  throw new OAuthError("invalid_scope", `This client may not have ${beyond.join(", ")}.`);
}

function readScopes(text: string): ReadonlySet<Scope> {
  const asked = knownScopes(text);
  const unknown = text.split(" ").filter((word) => word !== "" && !(asked as ReadonlySet<string>).has(word));
  if (unknown.length === 0) return asked;
  throw new OAuthError("invalid_scope", `There is no scope ${unknown.join(", ")}.`);
}

/** https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1: either way, but not both. */
async function requireClient(context: Context, form: OAuthForm): Promise<ClientRow> {
  const { clients, audit, sessions } = context;
  const given = credentialsOf(form);
  const attempt = await sessions.attempts.begin(context, given && `CLIENT:${given.id}`);
  const client = given && (await attempt.decideBy(clients.authenticate(given.id, given.secret)));
  if (client) {
    await attempt.succeed();
    return client;
  }
  await audit("client.refuse", given?.id ?? null);
  throw new OAuthError("invalid_client", "The client is unknown, or its secret is wrong.");
}

function credentialsOf({ parameters, authorization }: OAuthForm): { id: string; secret: string } | null {
  const [id, secret] = [one(parameters, "client_id"), one(parameters, "client_secret")];
  if (authorization === undefined) return id === null || secret === null ? null : { id, secret };
  if (secret !== null)
    throw new OAuthError("invalid_request", "Send the client's secret once: in the header or in the form.");
  const [, encoded] = /^Basic +([\w+/=-]+)$/i.exec(authorization) ?? [];
  const [, name, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded ?? "", "base64").toString()) ?? [];
  return name === undefined || password === undefined
    ? null
    : { id: decoded(name), secret: decoded(password) };
}

/** Both parts of the header are form-encoded: https://www.rfc-editor.org/rfc/rfc6749#appendix-B */
function decoded(text: string): string {
  return new URLSearchParams(`text=${text}`).get("text") ?? text;
}

function accessTokenId(tokens: TokenIssuer, token: string): string | null {
  try {
    return verifyAccessToken(tokens, token).tokenId;
  } catch {
    // Not ours, malformed or expired: nothing to revoke, and nothing to tell.
    return null;
  }
}

/** https://www.rfc-editor.org/rfc/rfc6749#section-3.2: no parameter twice, and an empty one is none. */
function one(parameters: URLSearchParams, name: string): string | null {
  const values = parameters.getAll(name);
  if (values.length > 1) throw new OAuthError("invalid_request", `${name} comes twice.`);
  return values[0] || null;
}
