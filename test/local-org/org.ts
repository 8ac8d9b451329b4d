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
  /** REST as a user: of the password flow, or the integration user. */
  signIn(username?: string): Promise<Rest>;
  /** Plain HTTP with the token of a connection. */
  send(connection: Connection, path: string, init?: RequestInit): Promise<Response>;
  calls(): Promise<LoggedCall[]>;
  forgetCalls(): Promise<void>;
  expireSessions(): Promise<void>;
  seed(wanted: object): Promise<{ created: Record<string, number>; ids: string[] }>;
};

/** REST below /services/data/v68.0 as one user. */
export interface Rest {
  /** `body` is sent as JSON; answers the parsed body, a text where it is none. */
  send(
    method: string,
    path: string,
    ...rest: [body?: unknown, headers?: Record<string, string>]
  ): Promise<Answer>;
  /** The records of a query that has to succeed. */
  query<T = Record<string, unknown>>(soql: string): Promise<T[]>;
  /** Creates a record that has to be accepted; answers its id. */
  create(type: string, fields: object): Promise<string>;
}

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of it
  body: any;
}

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
    signIn: (username) => signInAt(org.url, username),
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

/** REST as a user: of the password flow, or the integration user. */
export async function signInAt(url: string, username?: string): Promise<Rest> {
  return createRest(url, await askToken(url, username));
}

async function askToken(url: string, username: string | undefined): Promise<string> {
  const person = {
    grant_type: "password",
    username: username ?? "",
    password: `${admin.password}${admin.securityToken}`,
  };
  const flow = username === undefined ? { grant_type: "client_credentials" } : person;
  const form = { ...flow, client_id: oauth2.clientId, client_secret: oauth2.clientSecret };
  const response = await fetch(`${url}/services/oauth2/token`, {
    method: "POST",
    body: new URLSearchParams(form),
  });
  const body = (await response.json()) as { access_token?: string };
  if (!body.access_token) throw new Error(JSON.stringify(body));
  return body.access_token;
}

function createRest(url: string, token: string): Rest {
  const send: Rest["send"] = async (method, path, ...[body, headers = {}]) => {
    const response = await fetch(`${url}/services/data/v68.0${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") === true && text !== "";
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };
  const accepted = (answer: Answer) => {
    if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  };
  return {
    send,
    query: async (soql) => accepted(await send("GET", `/query?q=${encodeURIComponent(soql)}`)).records,
    create: async (type, fields) => accepted(await send("POST", `/sobjects/${type}`, fields)).id,
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
