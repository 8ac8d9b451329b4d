import { randomBytes } from "node:crypto";
import { type OrgUser, organizationId, orgUsers } from "./user.ts";

interface SessionStart {
  readonly user: OrgUser;
  readonly clientId: string;
  /** As OAuth writes it: "api refresh_token". */
  readonly scope: string;
  /** The refresh token that it was given for; its end is the session's. */
  readonly refreshToken?: string;
}

export interface Session extends SessionStart {
  readonly accessToken: string;
  readonly issuedAt: Date;
}

export interface Sessions {
  start(start: SessionStart): Session;
  /** Finds a living session and keeps it alive, as every call does in Salesforce. */
  use(accessToken: string): Session | undefined;
  findRefreshUser(refreshToken: string): OrgUser | undefined;
  /** Revokes an access token, or a refresh token with its sessions; false when it is neither. */
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
    start(start) {
      const session = { ...start, accessToken: newAccessToken(), issuedAt: now() };
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
    revoke(token) {
      for (const [accessToken, { session }] of sessions) {
        if (session.refreshToken === token) sessions.delete(accessToken);
      }
      return sessions.delete(token) || refreshUsers.delete(token);
    },
    expireAll: () => sessions.clear(),
  };
}

/** The org's 15-character id, "!", then 96 random characters: clients read the org's id from the part before "!". */
function newAccessToken(): string {
  return `${organizationId.slice(0, 15)}!${randomBytes(72).toString("base64url").replaceAll("-", ".")}`;
}
