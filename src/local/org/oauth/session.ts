import { randomBytes } from "node:crypto";
import { type OrgUser, organizationId, orgUsers } from "./user.ts";

export interface Session {
  readonly accessToken: string;
  readonly user: OrgUser;
  readonly issuedAt: Date;
}

export interface Sessions {
  start(user: OrgUser): Session;
  /** Finds a living session and keeps it alive, as every call does in Salesforce. */
  use(accessToken: string): Session | undefined;
  findRefreshUser(refreshToken: string): OrgUser | undefined;
  /** Revokes an access or refresh token; false when it is neither. */
  revoke(token: string): boolean;
  expireAll(): void;
}

/** Salesforce's default session timeout: two hours without a call. */
export const sessionSeconds = 2 * 60 * 60;

export function createSessions(now: () => Date): Sessions {
  const sessions = new Map<string, { readonly session: Session; expiresAt: number }>();
  const refreshUsers = new Map(orgUsers.map((user) => [user.refreshToken, user]));
  const expiry = () => now().getTime() + sessionSeconds * 1000;

  return {
    start(user) {
      const session = { accessToken: newAccessToken(), user, issuedAt: now() };
      sessions.set(session.accessToken, { session, expiresAt: expiry() });
      return session;
    },
    use(accessToken) {
      const entry = sessions.get(accessToken);
      if (!entry || entry.expiresAt <= now().getTime()) {
        sessions.delete(accessToken);
        return undefined;
      }
      entry.expiresAt = expiry();
      return entry.session;
    },
    findRefreshUser: (refreshToken) => refreshUsers.get(refreshToken),
    revoke: (token) => sessions.delete(token) || refreshUsers.delete(token),
    expireAll: () => sessions.clear(),
  };
}

/** The org's 15-character id, "!", then 96 random characters: clients read the org's id from the part before "!". */
function newAccessToken(): string {
  return `${organizationId.slice(0, 15)}!${randomBytes(72).toString("base64url").replaceAll("-", ".")}`;
}
