import type { Scope } from "./scope.ts";
import { type AccessClaims, invalidToken } from "./token.ts";

/** Who asks: a person, or a program of a partner. */
export interface Viewer {
  readonly kind: "USER" | "CLIENT";
  /** The user's or the client's id, the token's `sub`; of another issuer's callers with that issuer in front. */
  readonly id: string;
  readonly scopes: ReadonlySet<Scope>;
  /** The organizations whose Salesforce accounts this caller may see; the token's `org`. */
  readonly organizationIds: readonly string[];
  /** The token's own id (`jti`): what is revoked when it must not be accepted any longer. */
  readonly tokenId: string;
  /** The session that ends with signing out; null where there is none. */
  readonly sessionId: string | null;
  /** What the token says of them; null for the gateway's own people, whom it knows itself. */
  readonly profile: { readonly email: string | null; readonly displayName: string | null } | null;
}

export function viewerFromClaims(claims: AccessClaims): Viewer {
  const { kind, subject, scopes, organizationIds, tokenId, sessionId } = claims;
  return { kind, id: subject, scopes, organizationIds, tokenId, sessionId, profile: null };
}

/**
 * Takes the token out of an Authorization header; null without a header.
 * Source: https://www.rfc-editor.org/rfc/rfc6750#section-2.1
 *
 * @throws GatewayError UNAUTHENTICATED for a header that is anything but `Bearer <token>`
 */
export function readBearer(authorization: string | undefined): string | null {
  if (authorization === undefined) return null;
  const [, token] = /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization) ?? [];
  if (token === undefined) throw invalidToken();
  return token;
}
