import type { FastifyRequest } from "fastify";
import { type IdentityProvider, isProviderToken, verifyProviderToken } from "./auth/identity-provider.ts";
import type { Revocations } from "./auth/revocation.store.ts";
import { invalidToken, signAccessToken, type TokenIssuer, verifyAccessToken } from "./auth/token.ts";
import { readBearer, type Viewer, viewerFromClaims } from "./auth/viewer.ts";

export interface ViewerSource {
  readonly tokens: TokenIssuer;
  /** Null: no tokens but the gateway's own. */
  readonly provider: IdentityProvider | null;
  readonly revocations: Pick<Revocations, "isRevoked">;
}

/**
 * No token at all is a viewer of null.
 *
 * @throws GatewayError UNAUTHENTICATED for a token that is not valid; STORE_UNAVAILABLE for one that cannot be checked
 */
export async function viewerOf(
  { headers }: Pick<FastifyRequest, "headers">,
  { tokens, provider, revocations }: ViewerSource,
): Promise<Viewer | null> {
  const token = readBearer(headers.authorization);
  if (token === null) return null;
  if (provider && isProviderToken(provider, token)) return await verifyProviderToken(provider, token);
  return verified(token, tokens, revocations);
}

function verified(token: string, tokens: TokenIssuer, revocations: ViewerSource["revocations"]): Viewer {
  const claims = verifyAccessToken(tokens, token);
  if (revocations.isRevoked(claims)) throw invalidToken();
  return viewerFromClaims(claims);
}

const ticketSeconds = 300;

/**
 * A token for one place of the gateway, `documents/...`, to stand in an address: it is of no use anywhere else, and ends with the
 * viewer's session.
 */
export function signTicket(tokens: TokenIssuer, viewer: Viewer | null, place: string): string {
  if (!viewer) throw new TypeError("there is nobody to give a ticket to");
  const { kind, id: subject, scopes, organizationIds, sessionId } = viewer;
  return signAccessToken(at(tokens, place), {
    kind,
    subject,
    scopes: [...scopes].filter((scope) => scope === "orders:read" || scope === "accounts:all"),
    organizationIds,
    lifetimeSeconds: ticketSeconds,
    ...(sessionId !== null && { sessionId }),
  });
}

/** @throws GatewayError UNAUTHENTICATED */
export function viewerOfTicket(
  ticket: string,
  place: string,
  { tokens, revocations }: Pick<ViewerSource, "tokens" | "revocations">,
): Viewer {
  return verified(ticket, at(tokens, place), revocations);
}

/** The place is whom the token is for: https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3 */
function at(tokens: TokenIssuer, place: string): TokenIssuer {
  return { ...tokens, audience: `${tokens.audience}/${place}` };
}
