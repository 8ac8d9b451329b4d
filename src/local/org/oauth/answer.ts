import { createHmac } from "node:crypto";
import type { Answer } from "../answer.ts";
import type { Session } from "./session.ts";
import { type OrgUser, organizationId } from "./user.ts";

/** A form post to one of the OAuth endpoints. */
export interface OAuthRequest {
  readonly form: URLSearchParams;
  /** The Authorization header, or "". */
  readonly authorization: string;
  /** e.g. http://127.0.0.1:4001 */
  readonly origin: string;
  /** The path of the Experience Cloud site the request came through; "" for the org itself. */
  readonly site: string;
}

export interface TokenAnswer extends Answer {
  readonly username?: string;
}

const noCaching = { "cache-control": "no-cache,must-revalidate,max-age=0,no-store,private" };

/** https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_flow_errors.htm */
export function oauthError(error: string, description: string): Answer {
  return { status: 400, headers: noCaching, body: { error, error_description: description } };
}

export function identityUrl(origin: string, user: OrgUser): string {
  return `${origin}/id/${organizationId}/${user.id}`;
}

/** What a session's token endpoint answers, with who has signed in. */
export function sessionAnswer(session: Session, { origin }: OAuthRequest, secret: string) {
  const id = identityUrl(origin, session.user);
  const issuedAt = String(session.issuedAt.getTime());
  const body = {
    access_token: session.accessToken,
    signature: createHmac("sha256", secret).update(`${id}${issuedAt}`).digest("base64"),
    instance_url: origin,
    id,
    token_type: "Bearer",
    issued_at: issuedAt,
  };
  return { status: 200, headers: noCaching, body, username: session.user.username };
}
