import { type LocalOrg, type LocalOrgOptions, startLocalOrg } from "../../src/local/org/server.ts";

export interface Request {
  readonly method: string;
  /** Path and query string; a recorded address goes as well. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON, a text otherwise. */
  readonly body: unknown;
}

/** A local org as one user works with it. */
export interface Place {
  readonly url: string;
  readonly token: string;
  send(request: Request): Promise<Answer>;
  /** POSTs to a control endpoint. */
  control(endpoint: string, body: object): Promise<void>;
  /** Creates records in this order through the usual checks; answers their ids. */
  seed(records: readonly SeedRecord[]): Promise<readonly string[]>;
  /** The records of a query that has to succeed. */
  query(soql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** What describe tells of a type, null when the org does not have it. */
  describe(type: string): Promise<Describe | null>;
  /** The same org as another user, signed in with the password. */
  as(username: string): Promise<Place>;
}

export interface SeedRecord {
  readonly attributes: { readonly type: string; readonly referenceId?: string };
  readonly [field: string]: unknown;
}

export interface Describe {
  readonly fields: readonly { readonly name: string; readonly createable: boolean }[];
  readonly childRelationships: readonly { readonly relationshipName: string | null }[];
}

export interface Conformance extends AsyncDisposable {
  /** The org as it was at its start. */
  open(data: "none" | "sample"): Promise<Place>;
}

export const client = { client_id: "local-org", client_secret: "local-only" };
export const password = "local-onlyLocalSecurityToken";

/** An org with the sample data and an empty one. */
export async function startOrgs(options: Pick<LocalOrgOptions, "apps" | "describes">): Promise<Conformance> {
  const start = (data: "none" | "sample") => startLocalOrg({ ...options, port: 0, control: true, data });
  const [none, sample] = [await start("none"), await start("sample")];
  const orgs: Readonly<Record<string, LocalOrg>> = { none, sample };
  return {
    async open(data) {
      const url = orgs[data]?.url ?? "";
      await post(`${url}/_local/reset`, {});
      return createPlace(url, await askToken(url, { grant_type: "client_credentials" }));
    },
    async [Symbol.asyncDispose]() {
      await none[Symbol.asyncDispose]();
      await sample[Symbol.asyncDispose]();
    },
  };
}

function createPlace(url: string, token: string): Place {
  const send = (request: Request) => sendTo(url, token, request);
  const describes = new Map<string, Describe | null>();
  return {
    url,
    token,
    send,
    control: async (endpoint, body) => void (await post(`${url}/_local/${endpoint}`, body)),
    async seed(records) {
      const { ids } = (await post(`${url}/_local/seed`, { records })) as { ids: string[] };
      return ids;
    },
    async query(soql) {
      const path = `/services/data/v68.0/query?q=${encodeURIComponent(soql)}`;
      const { status, body } = await send({ method: "GET", path });
      if (status !== 200) throw new Error(`${soql}\n${JSON.stringify(body)}`);
      return (body as { records: Record<string, unknown>[] }).records;
    },
    async describe(type) {
      const path = `/services/data/v68.0/sobjects/${type}/describe`;
      const known = describes.get(type);
      if (known !== undefined) return known;
      const { status, body } = await send({ method: "GET", path });
      const described = status === 200 ? (body as Describe) : null;
      describes.set(type, described);
      return described;
    },
    as: async (username) =>
      createPlace(url, await askToken(url, { grant_type: "password", username, password })),
  };
}

async function askToken(url: string, form: Readonly<Record<string, string>>): Promise<string> {
  const body = new URLSearchParams({ ...form, ...client });
  const response = await fetch(`${url}/services/oauth2/token`, { method: "POST", body });
  const { access_token } = (await response.json()) as { access_token?: string };
  if (access_token) return access_token;
  throw new Error(`nobody could sign in with ${JSON.stringify(form)}`);
}

async function sendTo(url: string, token: string, request: Request): Promise<Answer> {
  const { method, path, body, headers } = request;
  const response = await fetch(`${url}${localPath(path)}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
    body: typeof body === "string" || body === undefined ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") === true && text !== "";
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

/** Recordings hide host and version, and some are of a version that no longer exists. */
export function localPath(address: string): string {
  return address
    .replace(/^https?:\/\/[^/]+/, "")
    .replace(/\/services\/data\/v(?:xx|[12]?\d|30)\.0/, "/services/data/v68.0");
}

async function post(url: string, body: object): Promise<unknown> {
  const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${text}`);
  return text === "" ? null : JSON.parse(text);
}
