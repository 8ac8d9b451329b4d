import jsonwebtoken, { type JwtPayload } from "jsonwebtoken";
import type { Org } from "../org.ts";
import { type OAuthRequest, oauthError, sessionAnswer, type TokenAnswer } from "./answer.ts";
import { type ConnectedApp, publicKeyOf } from "./connected-app.ts";
import { siteOf, siteUrls } from "./site.ts";
import { findUser, isActive } from "./user.ts";

/** Salesforce takes assertions that expire within five minutes. */
const longestLifeSeconds = 5 * 60;
const loginHosts = ["https://login.salesforce.com", "https://test.salesforce.com"];

/**
 * The JWT bearer flow: `assertion` is signed RS256 with the key of the app's certificate, says the app (iss), the
 * username (sub), for whom it is meant (aud: login.salesforce.com, test.salesforce.com, this org or its site) and
 * until when it is good (exp).
 * https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm
 */
export function grantJwtBearer(org: Org, request: OAuthRequest): TokenAnswer {
  const assertion = request.form.get("assertion") ?? "";
  const app = org.apps.find(({ clientId }) => clientId === claimsOf(assertion)?.iss);
  if (!app) return oauthError("invalid_client_id", "client identifier invalid");
  const claims = verify(app, assertion);
  if (!claims) return oauthError("invalid_grant", "invalid assertion");
  if (isExpired(org, claims)) return oauthError("invalid_grant", "expired assertion");
  if (!isMeantFor(org, request.origin, claims))
    return oauthError("invalid_grant", "Audience validation failed");
  const user = findUser(claims.sub ?? "");
  if (!user?.approved) return oauthError("invalid_grant", "user hasn't approved this consumer");
  if (!isActive(org.database, user)) return oauthError("inactive_user", "user is inactive");
  const session = org.sessions.start({ user, clientId: app.clientId, scope: "api" });
  const answer = sessionAnswer(session, request, app.clientSecret);
  const { access_token, instance_url, id, token_type } = answer.body;
  const body = { access_token, scope: session.scope, instance_url, id, token_type, ...siteOf(org, request) };
  return { ...answer, body };
}

function claimsOf(assertion: string): JwtPayload | null {
  const claims = jsonwebtoken.decode(assertion);
  return typeof claims === "object" ? claims : null;
}

/** Null when the signature does not hold. Times are checked by the org's own clock. */
function verify(app: ConnectedApp, assertion: string): JwtPayload | null {
  const key = publicKeyOf(app);
  if (!key) return null;
  try {
    const claims = jsonwebtoken.verify(assertion, key, { algorithms: ["RS256"], ignoreExpiration: true });
    return typeof claims === "object" ? claims : null;
  } catch {
    return null;
  }
}

function isExpired({ clock }: Org, { exp }: JwtPayload): boolean {
  const now = clock.now().getTime() / 1000;
  return typeof exp !== "number" || exp <= now || exp > now + longestLifeSeconds;
}

function isMeantFor(org: Org, origin: string, { aud }: JwtPayload): boolean {
  const known = [...loginHosts, origin, ...siteUrls(org, origin)];
  return [aud ?? []].flat().some((audience) => known.includes(audience.replace(/\/$/, "")));
}
