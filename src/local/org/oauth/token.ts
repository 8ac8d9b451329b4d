import { createHmac } from "node:crypto";
import { type Answer, ok } from "../answer.ts";
import type { Org } from "../org.ts";
import type { Session } from "./session.ts";
import { connectedApp, findUser, integrationUser, type OrgUser, organizationId } from "./user.ts";

/** A form post to one of the OAuth endpoints. */
export interface OAuthRequest {
  readonly form: URLSearchParams;
  /** The Authorization header, or "". */
  readonly authorization: string;
  /** e.g. http://127.0.0.1:4001 */
  readonly origin: string;
}

export interface TokenAnswer extends Answer {
  readonly username?: string;
}

type Grant = (org: Org, request: OAuthRequest) => TokenAnswer;

const grants: ReadonlyMap<string, Grant> = new Map([
  ["client_credentials", grantClientCredentials],
  ["password", grantPassword],
  ["refresh_token", grantRefresh],
]);

const noCaching = { "cache-control": "no-cache,must-revalidate,max-age=0,no-store,private" };

/** https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_flows.htm */
export function grantToken(org: Org, request: OAuthRequest): TokenAnswer {
  const grant = grants.get(request.form.get("grant_type") ?? "");
  if (!grant) return oauthError("unsupported_grant_type", "grant type not supported");
  const { clientId, clientSecret } = clientOf(request);
  if (clientId !== connectedApp.clientId) return oauthError("invalid_client_id", "client identifier invalid");
  if (clientSecret !== undefined && clientSecret !== connectedApp.clientSecret) return wrongSecret();
  return grant(org, request);
}

/** https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_flow_errors.htm */
export function oauthError(error: string, description: string): Answer {
  return { status: 400, headers: noCaching, body: { error, error_description: description } };
}

/** True when the request carries the connected app's id and secret. */
export function isConnectedApp(request: OAuthRequest): boolean {
  const { clientId, clientSecret } = clientOf(request);
  return clientId === connectedApp.clientId && clientSecret === connectedApp.clientSecret;
}

export function identityUrl(origin: string, user: OrgUser): string {
  return `${origin}/id/${organizationId}/${user.id}`;
}

function grantClientCredentials(org: Org, request: OAuthRequest): TokenAnswer {
  if (!isConnectedApp(request)) return wrongSecret();
  const { origin } = request;
  return sessionAnswer(org.sessions.start(integrationUser), origin, {
    scope: "api",
    api_instance_url: origin,
  });
}

function grantPassword(org: Org, request: OAuthRequest): TokenAnswer {
  if (!isConnectedApp(request)) return wrongSecret();
  const { form, origin } = request;
  const user = findUser(form.get("username") ?? "");
  if (!user?.password || form.get("password") !== user.password + user.securityToken) {
    return oauthError("invalid_grant", "authentication failure");
  }
  return sessionAnswer(org.sessions.start(user), origin);
}

function grantRefresh(org: Org, { form, origin }: OAuthRequest): TokenAnswer {
  const user = org.sessions.findRefreshUser(form.get("refresh_token") ?? "");
  if (!user) return oauthError("invalid_grant", "expired access/refresh token");
  return sessionAnswer(org.sessions.start(user), origin, { scope: "refresh_token api" });
}

function wrongSecret(): Answer {
  return oauthError("invalid_client", "invalid client credentials");
}

function sessionAnswer(session: Session, origin: string, extras: Record<string, string> = {}): TokenAnswer {
  const id = identityUrl(origin, session.user);
  const issuedAt = String(session.issuedAt.getTime());
  const signature = createHmac("sha256", connectedApp.clientSecret)
    .update(`${id}${issuedAt}`)
    .digest("base64");
  return {
    ...ok({
      access_token: session.accessToken,
      signature,
      instance_url: origin,
      id,
      token_type: "Bearer",
      issued_at: issuedAt,
      ...extras,
    }),
    headers: noCaching,
    username: session.user.username,
  };
}

/** Salesforce takes the client's id and secret from the form or from a Basic header. */
function clientOf({ form, authorization }: OAuthRequest): { clientId?: string; clientSecret?: string } {
  const [scheme, encoded] = authorization.split(" ");
  if (scheme === "Basic" && encoded && !form.has("client_id")) {
    const [clientId, clientSecret] = Buffer.from(encoded, "base64").toString().split(":");
    return { clientId, clientSecret };
  }
  return {
    clientId: form.get("client_id") ?? undefined,
    clientSecret: form.get("client_secret") ?? undefined,
  };
}
