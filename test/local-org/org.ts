import { Connection } from "jsforce";
import { type LocalOrg, type LocalOrgOptions, startLocalOrg } from "../../src/local/org/server.ts";

export const oauth2 = { clientId: "local-org", clientSecret: "local-only" };
export const admin = {
  username: "admin@local-org.example",
  password: "local-only",
  securityToken: "LocalSecurityToken",
  refreshToken: "local-org-admin-refresh-token",
};

export type TestOrg = LocalOrg & {
  /** A jsforce connection of the integration user. */
  connect(version?: string): Promise<Connection>;
  /** Plain HTTP with the token of a connection. */
  send(connection: Connection, path: string, init?: RequestInit): Promise<Response>;
  calls(): Promise<LoggedCall[]>;
  forgetCalls(): Promise<void>;
  expireSessions(): Promise<void>;
  seed(wanted: object): Promise<{ created: Record<string, number>; ids: string[] }>;
};

export interface LoggedCall {
  method: string;
  path: string;
  query?: string;
  identity: string | null;
  counted: boolean;
  status: number;
  parts?: { method: string; path: string; query?: string }[];
}

/** A local org on a free port; empty unless told otherwise. */
export async function startOrg(options: Partial<LocalOrgOptions> = {}): Promise<TestOrg> {
  const org = await startLocalOrg({ port: 0, control: true, data: "none", ...options });
  const post = (path: string, body: object) =>
    fetch(`${org.url}${path}`, { method: "POST", body: JSON.stringify(body) });

  return {
    ...org,
    [Symbol.asyncDispose]: () => org[Symbol.asyncDispose](),
    async connect(version = "68.0") {
      const connection = new Connection({
        loginUrl: org.url,
        instanceUrl: org.url,
        version,
        oauth2: { ...oauth2, loginUrl: org.url },
      });
      await connection.authorize({ grant_type: "client_credentials" });
      return connection;
    },
    send: (connection, path, init = {}) =>
      fetch(`${org.url}${path}`, {
        ...init,
        headers: { authorization: `Bearer ${connection.accessToken}`, ...init.headers },
      }),
    calls: async () => (await (await fetch(`${org.url}/_local/calls`)).json()) as LoggedCall[],
    async forgetCalls() {
      await fetch(`${org.url}/_local/calls`, { method: "DELETE" });
    },
    async expireSessions() {
      await post("/_local/faults", { expireSessions: true });
    },
    seed: async (wanted) => {
      const response = await post("/_local/seed", wanted);
      if (!response.ok) throw new Error(await response.text());
      return (await response.json()) as { created: Record<string, number>; ids: string[] };
    },
  };
}

/** Records of one type as /_local/seed wants them. */
export function recordsOf(type: string, rows: readonly Record<string, unknown>[]): object {
  return { records: rows.map((row) => ({ attributes: { type }, ...row })) };
}

/** `count` accounts: Account 0001, Account 0002 ... */
export function manyAccounts(count: number): object {
  const names = Array.from({ length: count }, (_, index) => `Account ${String(index + 1).padStart(4, "0")}`);
  return recordsOf(
    "Account",
    names.map((Name) => ({ Name })),
  );
}
