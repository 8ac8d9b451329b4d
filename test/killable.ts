import { createServer } from "node:net";
import { join } from "node:path";
import { scopes } from "../src/auth/scope.ts";
import { openTokenIssuer, signAccessToken } from "../src/auth/token.ts";
import { readConfig } from "../src/config.ts";
import { build } from "./build.ts";
import { layEmbeddedDatabase } from "./embedded-database.ts";
import type { Answer, Gateway } from "./gateway.ts";
import { writeRsaPair } from "./key-files.ts";
import { startOrg, type TestOrg } from "./local-org/org.ts";
import type { Running } from "./process.ts";
import { startCosmos } from "./stores/cosmos-server.ts";
import { withoutLimits } from "./without-limits.ts";

/** Gateways in processes of their own that can be killed at any moment; Cosmos DB and the org live on. */
export interface Killable extends AsyncDisposable {
  readonly org: TestOrg;
  /** As much of a gateway as a client needs, whichever process it is. */
  readonly client: Gateway;
  start(): Promise<Running>;
  /** One more gateway beside. */
  startAnother(): Promise<{ readonly running: Running; readonly client: Gateway }>;
}

export async function openKillable(env: NodeJS.ProcessEnv = {}): Promise<Killable> {
  await using stack = new AsyncDisposableStack();
  const built = stack.use(await build());
  const cosmos = stack.use(await startCosmos());
  const org = stack.use(await startOrg({ data: "sample" }));
  const settings = {
    ...writeRsaPair(2048),
    SFCC_DOMAIN_NAME: org.url,
    SFCC_CLIENT_ID: "local-org",
    SFCC_CLIENT_SECRET: "local-only",
    WEBSTORE_ID: org.webStoreId ?? "",
    AZURE_COSMOS_ENDPOINT: cosmos.endpoint,
    AZURE_COSMOS_KEY: cosmos.key,
    ...withoutLimits,
    ...env,
  };
  const { jwt } = readConfig({ ...settings });
  const grant = { kind: "USER", subject: "crash", organizationIds: [], scopes: [...scopes] } as const;
  const token = signAccessToken(await openTokenIssuer(jwt), grant);
  const directoryAt = (port: number) => join(built.folder, `data-${port}`);
  const start = async (port: number): Promise<Running> => {
    const running = built.run("main.js", { ...settings, PORT: String(port), DATA_DIR: directoryAt(port) });
    await running.reaches(/Log /);
    return running;
  };
  const clientAt = (port: number) => clientOf(`http://127.0.0.1:${port}`, { token, orgUrl: org.url });
  const port = await freePort();
  await layEmbeddedDatabase(join(directoryAt(port), "postgres"));
  const parts = stack.move();
  return {
    org,
    client: clientAt(port),
    start: () => start(port),
    startAnother: async () => {
      const other = await freePort();
      await layEmbeddedDatabase(join(directoryAt(other), "postgres"));
      return { running: await start(other), client: clientAt(other) };
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}

function clientOf(
  url: string,
  { token, orgUrl }: { readonly token: string; readonly orgUrl: string },
): Gateway {
  const query: Gateway["query"] = async (document, variables = {}) => {
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: document, variables }),
    });
    return (await response.json()) as Answer;
  };
  return { url, query, org: { url: orgUrl } } as Gateway;
}
