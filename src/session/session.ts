import { verifyPassword } from "../auth/password.ts";
import { knownScopes, type Scope } from "../auth/scope.ts";
import { createSecret } from "../auth/secret.ts";
import { signAccessToken } from "../auth/token.ts";
import type { Context } from "../context.ts";
import { inputError } from "../graph/user-error.ts";
import type { UserRow } from "./session.store.ts";
import type { AuthPayload, SignInInput, SignOutPayload } from "./session.type.ts";
import type { ViewerType } from "./viewer.type.ts";

/**
 * The same answer, after the same work, for a wrong password, an unknown and a disabled person.
 *
 * @throws GatewayError RATE_LIMITED
 */
export async function signIn(context: Context, { email, password }: SignInInput): Promise<AuthPayload> {
  const { sessions, audit } = context;
  const attempt = await sessions.attempts.begin(context, `USER:${email.trim().toLowerCase()}`);
  const user = await attempt.decideBy(sessions.store.findUser({ email }));
  const isRight = await verifyPassword(user?.passwordHash ?? null, password);
  if (!user || !isRight || user.isDisabled) {
    await audit("session.refuse", user?.id ?? null);
    return refused(inputError("INVALID", "", "The e-mail address or the password is wrong."));
  }
  await attempt.succeed();
  const refreshToken = createSecret();
  const sessionId = await sessions.store.open(user.id, refreshToken);
  await audit("session.open", sessionId, { userId: user.id });
  return toPayload(context, grant(context, user, { sessionId, refreshToken }));
}

/** Exchanges a refresh token for the next pair, as GraphQL has it. */
export async function refreshSession(context: Context, refreshToken: string): Promise<AuthPayload> {
  const granted = await refreshTokens(context, { refreshToken, next: createSecret() });
  if (granted) return toPayload(context, granted);
  const message = "This refresh token is unknown, used, expired or revoked: sign in again.";
  return refused(inputError("INVALID", "refreshToken", message));
}

/** A session's tokens. */
interface GrantedTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly scopes: ReadonlySet<Scope>;
  readonly user: UserRow;
}

interface Exchange {
  readonly refreshToken: string;
  readonly next: string;
}

/**
 * The next pair of a session; null when the token is good no more. One that comes a second time ends its session.
 *
 * @throws GatewayError RATE_LIMITED
 */
export async function refreshTokens(
  context: Context,
  { refreshToken, next }: Exchange,
): Promise<GrantedTokens | null> {
  const { sessions, audit, arrivedAt } = context;
  const attempt = await sessions.attempts.begin(context, null);
  const rotation = await attempt.decideBy(sessions.store.rotate(refreshToken, next, arrivedAt));
  if (rotation.kind === "reused") {
    await sessions.revocations.revoke("sid", rotation.sessionId);
    await audit("session.reuse", rotation.sessionId, { userId: rotation.userId });
  }
  const user = rotation.kind === "rotated" ? await sessions.store.findUser({ id: rotation.userId }) : null;
  if (rotation.kind !== "rotated" || !user || user.isDisabled) return null;
  await audit("session.refresh", rotation.sessionId, { userId: user.id });
  const granted = grant(context, user, { sessionId: rotation.sessionId, refreshToken: next });
  await Promise.all([sessions.store.markAnswered(refreshToken), attempt.succeed()]);
  return granted;
}

/** Ends a session at once, its access tokens included. */
export async function signOut(context: Context, refreshToken: string): Promise<SignOutPayload> {
  const { sessions, audit } = context;
  const ended = await sessions.store.end(refreshToken, "SIGNED_OUT");
  if (ended) {
    await sessions.revocations.revoke("sid", ended.sessionId);
    await audit("session.close", ended.sessionId, { userId: ended.userId });
  }
  return { userErrors: [] };
}

export function viewerOf(user: UserRow): ViewerType {
  const { id, email, displayName, scopes, organizationIds } = user;
  return {
    id,
    kind: "USER",
    email,
    displayName,
    scopes: [...knownScopes(scopes.join(" "))],
    organizationIds,
  };
}

interface Grant {
  readonly sessionId: string;
  readonly refreshToken: string;
}

function grant(
  { sessions: { tokens } }: Context,
  user: UserRow,
  { sessionId, refreshToken }: Grant,
): GrantedTokens {
  const granted = knownScopes(user.scopes.join(" "));
  const accessToken = signAccessToken(tokens, {
    kind: "USER",
    subject: user.id,
    scopes: granted,
    organizationIds: user.organizationIds,
    sessionId,
  });
  return { accessToken, refreshToken, scopes: granted, user };
}

function toPayload({ sessions: { tokens } }: Context, granted: GrantedTokens): AuthPayload {
  const { accessToken, refreshToken, user } = granted;
  const expiresAt = new Date(Date.now() + tokens.lifetimeSeconds * 1000);
  return { accessToken, refreshToken, expiresAt, viewer: viewerOf(user), userErrors: [] };
}

function refused(userErrors: AuthPayload["userErrors"]): AuthPayload {
  return { accessToken: null, refreshToken: null, expiresAt: null, viewer: null, userErrors };
}
