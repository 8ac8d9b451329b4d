import type { Postgres } from "../stores/postgres.ts";

/** What an access token says that it can be revoked by. */
interface RevocableToken {
  /** `jti` */
  readonly tokenId: string;
  /** `sub` */
  readonly subject: string;
  /** `sid`; null for tokens without a session. */
  readonly sessionId: string | null;
  readonly issuedAt: Date;
}

/**
 * Access tokens that are no longer accepted. They are checked in memory on every request; what other gateways revoke
 * arrives within two seconds.
 */
export interface Revocations extends AsyncDisposable {
  isRevoked(token: RevocableToken): boolean;
  /** One token, a session's, or all of a person or client, issued until now. */
  revoke(what: "jti" | "sid" | "sub", id: string): Promise<void>;
}

/** Half of what is promised: reading takes time as well. */
const pollMs = 1_000;
/** Rows of another gateway become visible later than their time says, and its clock may be behind. */
const overlapMs = 60_000;

export async function openRevocations(
  { prisma }: Postgres,
  { lifetimeSeconds }: { readonly lifetimeSeconds: number },
): Promise<Revocations> {
  const revokedUntil = new Map<string, { readonly until: number; readonly expiresAt: number }>();
  let seen = new Date(0);

  async function poll(): Promise<void> {
    const since = new Date(seen.getTime() - overlapMs);
    seen = new Date();
    const rows = await prisma.revocation.findMany({
      where: { revokedAt: { gte: since }, expiresAt: { gt: seen } },
    });
    for (const row of rows) remember(row.key, row.revokedAt, row.expiresAt);
    for (const [key, { expiresAt }] of revokedUntil)
      if (expiresAt <= seen.getTime()) revokedUntil.delete(key);
  }

  function remember(key: string, until: Date, expiresAt: Date): void {
    revokedUntil.set(key, { until: until.getTime(), expiresAt: expiresAt.getTime() });
  }

  await poll();
  // While the database is away the known ones go on counting; the next poll that succeeds brings what was missed.
  const timer = setInterval(() => void poll().catch(() => (seen = new Date(0))), pollMs);
  timer.unref();
  return {
    isRevoked: ({ tokenId, subject, sessionId, issuedAt }) => {
      // A token or a session never comes back, whatever the clock said that ended it; a person may sign in again.
      if (revokedUntil.has(`jti:${tokenId}`) || revokedUntil.has(`sid:${sessionId}`)) return true;
      const ofSubject = revokedUntil.get(`sub:${subject}`);
      return ofSubject !== undefined && issuedAt.getTime() <= ofSubject.until;
    },
    async revoke(what, id) {
      const key = `${what}:${id}`;
      const revokedAt = new Date();
      const expiresAt = new Date(revokedAt.getTime() + lifetimeSeconds * 1000);
      remember(key, revokedAt, expiresAt);
      const data = { revokedAt, expiresAt };
      await prisma.revocation.upsert({ where: { key }, create: { key, ...data }, update: data });
    },
    [Symbol.asyncDispose]: () => {
      clearInterval(timer);
      return Promise.resolve();
    },
  };
}
