import type { Answer } from "../answer.ts";
import type { Org } from "../org.ts";
import { type OAuthRequest, oauthError, sessionAnswer, type TokenAnswer } from "./answer.ts";
import type { ConnectedApp } from "./connected-app.ts";
import { grantJwtBearer } from "./jwt-bearer.ts";
import { siteOf } from "./site.ts";
import { findUser, isActive, type OrgUser } from "./user.ts";

type Grant = (org: Org, request: OAuthRequest, app: ConnectedApp) => TokenAnswer;

const grants: ReadonlyMap<string, Grant> = new Map([
  ["client_credentials", grantClientCredentials],
  ["password", grantPassword],
  ["refresh_token", grantRefresh],
]);

const jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/** https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_flows.htm */
export function grantToken(org: Org, request: OAuthRequest): TokenAnswer {
  const grantType = request.form.get("grant_type") ?? "";
  // The assertion says whose it is; id and secret may come along but are not needed.
  if (grantType === jwtBearer) return grantJwtBearer(org, request);
  const grant = grants.get(grantType);
  if (!grant) return oauthError("unsupported_grant_type", "grant type not supported");
  const { clientId, clientSecret } = clientOf(request);
  const app = org.apps.find((candidate) => candidate.clientId === clientId);
  if (!app) return oauthError("invalid_client_id", "client identifier invalid");
  if (clientSecret !== undefined && clientSecret !== app.clientSecret) return wrongSecret();
  return grant(org, request, app);
}

/** The connected app whose id and secret the request carries. */
export function authenticatedApp(org: Org, request: OAuthRequest): ConnectedApp | undefined {
  const { clientId, clientSecret } = clientOf(request);
  return org.apps.find((app) => app.clientId === clientId && app.clientSecret === clientSecret);
}

function grantClientCredentials(org: Org, request: OAuthRequest, app: ConnectedApp): TokenAnswer {
  if (authenticatedApp(org, request) !== app) return wrongSecret();
  const user = findUser(app.runAs ?? "");
  if (!user) return oauthError("invalid_grant", "no client credentials user enabled");
  return startSession(org, request, {
    app,
    user,
    extras: { scope: "api", api_instance_url: request.origin },
  });
}

function grantPassword(org: Org, request: OAuthRequest, app: ConnectedApp): TokenAnswer {
  if (authenticatedApp(org, request) !== app) return wrongSecret();
  const user = findUser(request.form.get("username") ?? "");
  if (!user?.password || request.form.get("password") !== user.password + user.securityToken) {
    return oauthError("invalid_grant", "authentication failure");
  }
  return startSession(org, request, { app, user, extras: {} });
}

function grantRefresh(org: Org, request: OAuthRequest, app: ConnectedApp): TokenAnswer {
  const refreshToken = request.form.get("refresh_token") ?? "";
  const user = org.sessions.findRefreshUser(refreshToken);
  if (!user) return oauthError("invalid_grant", "expired access/refresh token");
  return startSession(org, request, { app, user, extras: { scope: "refresh_token api" }, refreshToken });
}

interface SignIn {
  readonly app: ConnectedApp;
  readonly user: OrgUser;
  /** What the answer says besides. */
  readonly extras: Readonly<Record<string, string>>;
  readonly refreshToken?: string;
}

function startSession(org: Org, request: OAuthRequest, { app, user, extras, ...given }: SignIn): TokenAnswer {
  if (!isActive(org.database, user)) return oauthError("inactive_user", "user is inactive");
  const { scope = "api" } = extras;
  const session = org.sessions.start({ user, clientId: app.clientId, scope, ...given });
  const answer = sessionAnswer(session, request, app.clientSecret);
  return { ...answer, body: { ...answer.body, ...extras, ...siteOf(org, request) } };
}

function wrongSecret(): Answer {
  return oauthError("invalid_client", "invalid client credentials");
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
