import { type Answer, ok } from "../answer.ts";
import type { Org } from "../org.ts";
import { identityUrl, type OAuthRequest, oauthError } from "./answer.ts";
import { type Session, sessionSeconds } from "./session.ts";
import { authenticatedApp } from "./token.ts";
import { isActive, type OrgUser, organizationId } from "./user.ts";

/** Ends an access token's session. An empty 200, as RFC 7009 wants it. */
export function revokeToken(org: Org, { form }: OAuthRequest): Answer {
  const known = org.sessions.revoke(form.get("token") ?? "");
  return known ? { status: 200, body: null } : oauthError("invalid_token", "the token is invalid or expired");
}

/** RFC 7662, for the connected app's own tokens. */
export function introspectToken(org: Org, request: OAuthRequest): Answer {
  const app = authenticatedApp(org, request);
  if (!app) return oauthError("invalid_client", "invalid client credentials");
  const token = request.form.get("token") ?? "";
  const session = org.sessions.use(token);
  if (session?.clientId === app.clientId) return ok(activeToken(session, request.origin));
  const user = org.sessions.findRefreshUser(token);
  if (!user) return ok({ active: false });
  const { username } = user;
  const sub = identityUrl(request.origin, user);
  return ok({
    active: true,
    scope: "refresh_token api",
    client_id: app.clientId,
    username,
    sub,
    token_type: "refresh_token",
  });
}

/** OpenID Connect's UserInfo for the session's user. */
export function userInfo(org: Org, { authorization, origin }: OAuthRequest): Answer {
  const session = sessionOf(org, authorization);
  if (!session) return badToken();
  return ok({ ...personOf(session.user), sub: identityUrl(origin, session.user) });
}

/**
 * GET /id/{organization}/{user}: https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_using_openid.htm
 * The token may come in the query string.
 */
export function identity(org: Org, path: string, request: OAuthRequest): Answer {
  const session =
    sessionOf(org, `Bearer ${request.form.get("oauth_token")}`) ?? sessionOf(org, request.authorization);
  if (!session) return badToken();
  const id = identityUrl(request.origin, session.user);
  if (!id.endsWith(path)) return { status: 404, body: "Not Found" };
  const { user_id, organization_id, preferred_username, ...person } = personOf(session.user);
  return ok({
    id,
    asserted_user: true,
    user_id,
    organization_id,
    username: preferred_username,
    ...person,
    urls: {
      rest: `${request.origin}/services/data/v{version}/`,
      sobjects: `${request.origin}/services/data/v{version}/sobjects/`,
      query: `${request.origin}/services/data/v{version}/query/`,
    },
  });
}

/** The session of an Authorization header; Salesforce takes `OAuth` for `Bearer` as well. */
export function sessionOf(org: Org, authorization: string): Session | undefined {
  const [scheme, token] = authorization.split(" ");
  if (!/^(bearer|oauth)$/i.test(scheme ?? "") || !token) return undefined;
  const session = org.sessions.use(token);
  return session && isActive(org.database, session.user) ? session : undefined;
}

function personOf(user: OrgUser) {
  const { id, username, firstName, lastName } = user;
  return {
    user_id: id,
    organization_id: organizationId,
    preferred_username: username,
    nick_name: firstName,
    display_name: `${firstName} ${lastName}`,
    name: `${firstName} ${lastName}`,
    email: username,
    email_verified: true,
    first_name: firstName,
    given_name: firstName,
    last_name: lastName,
    family_name: lastName,
    timezone: "Etc/UTC",
    user_type: "STANDARD",
    active: true,
    is_active: true,
    language: "en_US",
    locale: "en_US",
    utcOffset: 0,
  };
}

function activeToken({ user, issuedAt, clientId, scope }: Session, origin: string) {
  const issuedSeconds = Math.floor(issuedAt.getTime() / 1000);
  return {
    active: true,
    scope,
    client_id: clientId,
    username: user.username,
    sub: identityUrl(origin, user),
    token_type: "access_token",
    iat: issuedSeconds,
    nbf: issuedSeconds,
    exp: issuedSeconds + sessionSeconds,
  };
}

function badToken(): Answer {
  return { status: 403, body: "Bad_OAuth_Token" };
}

/** https://login.salesforce.com/.well-known/openid-configuration, as far as this org has it. */
export function openIdConfiguration(origin: string): Answer {
  const endpoint = (name: string) => `${origin}/services/oauth2/${name}`;
  return ok({
    issuer: origin,
    token_endpoint: endpoint("token"),
    revocation_endpoint: endpoint("revoke"),
    userinfo_endpoint: endpoint("userinfo"),
    introspection_endpoint: endpoint("introspect"),
    scopes_supported: ["api", "refresh_token"],
    token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic", "private_key_jwt"],
    subject_types_supported: ["public"],
  });
}
