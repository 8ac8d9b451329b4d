import { setImmediate } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import { hashSecret } from "../auth/secret.ts";
import { isUuid } from "../organization/organization.store.ts";
import type { Postgres } from "../stores/postgres.ts";

export interface UserRow {
  readonly id: string;
  readonly email: string;
  readonly displayName: string | null;
  readonly passwordHash: string | null;
  readonly isDisabled: boolean;
  readonly scopes: readonly string[];
  readonly organizationIds: readonly string[];
}

type UserKey = { readonly email: string } | { readonly id: string };

/** What became of a refresh token that was sent. */
type Rotation =
  | { readonly kind: "rotated"; readonly sessionId: string; readonly userId: string }
  /** Sent again after it had been replaced: somebody else has it. The session is over. */
  | { readonly kind: "reused"; readonly sessionId: string; readonly userId: string }
  /** Unknown, expired, revoked, or beaten by a refresh that was under way at the same time. */
  | { readonly kind: "refused" };

export interface SessionStore {
  /** By e-mail in any case. */
  findUser(by: UserKey): Promise<UserRow | null>;
  /** As whom a person may stand before Salesforce, at most `usernameLagMs` old; null: as nobody. */
  salesforceUsername(userId: string): Promise<string | null>;
  /** Opens a session with its first refresh token. */
  open(userId: string, refreshToken: string): Promise<string>;
  /** Replaces a refresh token by the next one; of parallel attempts one succeeds. */
  rotate(refreshToken: string, next: string, arrivedAt: Date): Promise<Rotation>;
  /** Notes that the token after this one is being handed out: whoever sends this one from now on is a second owner. */
  markAnswered(refreshToken: string): Promise<void>;
  /** Ends the session of a refresh token, even of an old one; null when there is none. */
  end(
    refreshToken: string,
    reason: string,
  ): Promise<{ readonly sessionId: string; readonly userId: string } | null>;
  endAll(userId: string, reason: string): Promise<void>;
}

export interface SessionLimits {
  /** From the sign-in on. */
  readonly absoluteMs: number;
  /** From the last refresh on. */
  readonly idleMs: number;
}

/** A username that an operator changes counts everywhere after this time at the latest. */
const usernameLagMs = 10_000;
const maxCachedUsernames = 10_000;

export function createSessionStore(postgres: Postgres, limits: SessionLimits): SessionStore {
  const { prisma } = postgres;
  const usernames = new LRUCache<string, { readonly salesforceUsername: string | null }>({
    max: maxCachedUsernames,
    ttl: usernameLagMs,
    fetchMethod: async (id) => {
      const select = { salesforceUsername: true };
      return (await prisma.user.findUnique({ where: { id }, select })) ?? { salesforceUsername: null };
    },
  });
  return {
    findUser: (by) => findUser(postgres, by),
    async salesforceUsername(userId) {
      return isUuid(userId) ? ((await usernames.fetch(userId))?.salesforceUsername ?? null) : null;
    },
    async open(userId, refreshToken) {
      const createdAt = new Date();
      const session = await prisma.session.create({
        data: {
          userId,
          createdAt,
          expiresAt: new Date(createdAt.getTime() + limits.absoluteMs),
          tokens: { create: { hash: hashSecret(refreshToken), createdAt } },
        },
      });
      return session.id;
    },
    rotate: (refreshToken, next, arrivedAt) => rotate(postgres, limits, { refreshToken, next, arrivedAt }),
    async markAnswered(refreshToken) {
      // What has reached this machine by now is read first, and so arrived before.
      for (let turn = 0; turn < 2; turn += 1) await setImmediate();
      const answeredAt = new Date();
      await prisma.refreshToken.updateMany({
        where: { hash: hashSecret(refreshToken) },
        data: { answeredAt },
      });
    },
    async end(refreshToken, reason) {
      const hash = hashSecret(refreshToken);
      const token = await prisma.refreshToken.findUnique({ where: { hash }, include: { session: true } });
      if (!token || token.session.revokedAt !== null) return null;
      await revoke(postgres, token.sessionId, reason);
      return { sessionId: token.sessionId, userId: token.session.userId };
    },
    async endAll(userId, revokeReason) {
      await prisma.session.updateMany({
        where: { userId, revokedAt: null },
        data: { revokedAt: new Date(), revokeReason },
      });
    },
  };
}

async function findUser({ prisma }: Postgres, by: UserKey): Promise<UserRow | null> {
  if ("id" in by && !isUuid(by.id)) return null;
  const where = "email" in by ? { email: by.email.trim().toLowerCase() } : { id: by.id };
  // An `include` asks a second time only where there is a user: a sign-in would take longer for people who exist.
  const [user, memberships] = await Promise.all([
    prisma.user.findUnique({ where }),
    prisma.membership.findMany({ where: { user: where } }),
  ]);
  return user && { ...user, organizationIds: memberships.map(({ organizationId }) => organizationId) };
}

interface Attempt {
  readonly refreshToken: string;
  readonly next: string;
  readonly arrivedAt: Date;
}

async function rotate(postgres: Postgres, limits: SessionLimits, attempt: Attempt): Promise<Rotation> {
  const { prisma } = postgres;
  const hash = hashSecret(attempt.refreshToken);
  const token = await prisma.refreshToken.findUnique({ where: { hash }, include: { session: true } });
  if (!token) return { kind: "refused" };
  const { session, replacedAt, answeredAt } = token;
  const now = new Date();
  const isIdle = replacedAt === null && now.getTime() - token.createdAt.getTime() > limits.idleMs;
  if (session.revokedAt !== null || session.expiresAt <= now || isIdle) return { kind: "refused" };
  const known = { sessionId: session.id, userId: session.userId };
  // The database decides: of parallel attempts one finds the token not yet replaced.
  const { count } = await prisma.refreshToken.updateMany({
    where: { hash, replacedAt: null },
    data: { replacedAt: now },
  });
  if (count === 1) {
    const data = { hash: hashSecret(attempt.next), sessionId: session.id, createdAt: now };
    await prisma.refreshToken.create({ data });
    return { kind: "rotated", ...known };
  }
  // A request that arrived before the next token was handed out has lost a race; a later one comes from a second owner.
  if (answeredAt === null || attempt.arrivedAt <= answeredAt) return { kind: "refused" };
  await revoke(postgres, session.id, "REUSED");
  return { kind: "reused", ...known };
}

async function revoke({ prisma }: Postgres, id: string, revokeReason: string): Promise<void> {
  await prisma.session.updateMany({
    where: { id, revokedAt: null },
    data: { revokedAt: new Date(), revokeReason },
  });
}
