import type { Embedded } from "../src/app.ts";
import { type Scope, scopes } from "../src/auth/scope.ts";
import { openTokenIssuer, signAccessToken, type TokenIssuer } from "../src/auth/token.ts";
import type { TypedDocumentString } from "../src/client/generated/graphql.ts";
import { readConfig } from "../src/config.ts";
import { type LocalOrg, startLocalOrg } from "../src/local/org/server.ts";
import { startWatchedApp } from "./app.ts";
import { shareDatabase } from "./database.ts";
import { createTemporaryFolder } from "./temporary-folder.ts";
import { withoutLimits } from "./without-limits.ts";

/** One HTTP request that the local org received. */
export interface OrgCall {
  readonly method: string;
  readonly path: string;
  readonly query?: string;
  readonly identity: string | null;
  readonly counted: boolean;
  readonly parts?: readonly { readonly method: string; readonly path: string; readonly query?: string }[];
}

export interface OrgControl {
  readonly url: string;
  readonly webStoreId: string | null;
  calls(): Promise<readonly OrgCall[]>;
  clearCalls(): Promise<void>;
  /** Sets the org's time, from which it goes on. */
  setTime(now: Date): Promise<void>;
  /** Inserts records through Salesforce's own validation and answers their ids in order. */
  seed(records: readonly object[]): Promise<{ readonly ids: readonly string[] }>;
}

export interface Answer {
  readonly extensions?: object;
  // biome-ignore lint/suspicious/noExplicitAny: the answer's type is the document's, which these tests write as text
  readonly data?: any;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: { readonly code: string };
  }[];
}

export interface QueryOptions {
  /** Null: without a token. Default: one with all scopes. */
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Gateway extends AsyncDisposable {
  readonly url: string;
  readonly org: OrgControl;
  /** What the gateway signs its tokens with. */
  readonly issuer: TokenIssuer;
  /** A person's token; without organizations it may see all accounts. */
  token(granted?: readonly Scope[], organizationIds?: readonly string[]): string;
  query(document: string, variables?: object, options?: QueryOptions): Promise<Answer>;
  /** A document of the generated client; fails on errors. */
  run<Result, Variables extends object>(
    document: TypedDocumentString<Result, Variables>,
    variables: Variables,
  ): Promise<Result>;
}

export interface GatewayOptions {
  readonly data?: "sample" | "none";
  readonly env?: NodeJS.ProcessEnv;
  /** Another gateway, whose org this one shares; the gateways of a test file share their database anyway. */
  readonly beside?: Gateway;
}

/** To sign a token takes longer than most answers. */
const tokenReuseMs = 30_000;

/** The real gateway on a free port, with a local org of its own and a new database. */
export async function startGateway(options: GatewayOptions = {}): Promise<Gateway> {
  const { data = "sample", env = {}, beside } = options;
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await createTemporaryFolder());
  const org = beside?.org ?? stack.use(await startLocalOrg({ port: 0, control: true, data }));
  const config = readConfig({ PORT: "0", DATA_DIR: folder.path, ...withoutLimits, ...env });
  const app = stack.use(await startWatchedApp(config, await embed(org)));
  const issuer = await openTokenIssuer(config.jwt);
  const token: Gateway["token"] = (granted = scopes, organizationIds) => {
    const all = organizationIds === undefined ? [...granted, "accounts:all" as const] : granted;
    const owned = organizationIds ?? [];
    const identity = { kind: "USER", subject: "tester" } as const;
    return signAccessToken(issuer, { ...identity, scopes: all, organizationIds: owned });
  };
  let usual = { token: "", until: 0 };
  const usualToken = () => {
    if (Date.now() > usual.until) usual = { token: token(), until: Date.now() + tokenReuseMs };
    return usual.token;
  };
  const parts = stack.move();
  return {
    url: app.url,
    org: controlOf(org),
    issuer,
    token,
    query: (document, variables = {}, options = {}) =>
      post(app.url, { query: document, variables }, { token: usualToken(), ...options }),
    run: async (document, variables) => {
      const { data, errors } = await post(
        app.url,
        { query: document.toString(), variables },
        { token: usualToken() },
      );
      if (errors) throw new Error(JSON.stringify(errors));
      return data;
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

async function embed({ url: loginUrl, webStoreId }: OrgPlace): Promise<Embedded> {
  return {
    webStoreId,
    database: await shareDatabase(),
    org: {
      loginUrl,
      credentials: { flow: "client-credentials", clientId: "local-org", clientSecret: "local-only" },
      callers: null,
    },
  };
}

type OrgPlace = Pick<LocalOrg, "url" | "webStoreId">;

function controlOf({ url, webStoreId }: OrgPlace): OrgControl {
  return {
    url,
    webStoreId,
    calls: async () => {
      const calls = (await (await fetch(`${url}/_local/calls`)).json()) as OrgCall[];
      return calls.filter((call) => call.counted);
    },
    clearCalls: async () => {
      await fetch(`${url}/_local/calls`, { method: "DELETE" });
    },
    setTime: async (now) => {
      await fetch(`${url}/_local/clock`, { method: "POST", body: JSON.stringify({ now }) });
    },
    seed: async (records) => {
      const response = await fetch(`${url}/_local/seed`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ records }),
      });
      if (!response.ok) throw new Error(`the local org refused the records: ${await response.text()}`);
      return (await response.json()) as { ids: string[] };
    },
  };
}

async function post(url: string, body: object, { token = null, headers }: QueryOptions): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Answer;
}
