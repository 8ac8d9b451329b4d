import { openTokenIssuer } from "./auth/token.ts";
import type { Config } from "./config.ts";
import { createHttp } from "./http.ts";
import { createLog } from "./log.ts";
import { protect } from "./permissions.ts";
import { type ConnectionOptions, connectSalesforce } from "./salesforce/connection.ts";
import { createReader } from "./salesforce/reader.ts";
import { buildGatewaySchema } from "./schema.ts";
import { connectServer, type Database, openPostgres } from "./stores/postgres.ts";

/** What stands in for the outside in embedded mode; main.ts and the tests start it. */
export interface Embedded {
  /** Where the local org is and how to sign in there. */
  readonly org: Pick<ConnectionOptions, "loginUrl" | "credentials"> | null;
  readonly database: Database | null;
}

export interface App extends AsyncDisposable {
  /** e.g. http://127.0.0.1:4000 */
  readonly url: string;
}

/** Joins the parts and listens. Nothing has been started when it throws. */
export async function startApp(config: Config, embedded: Embedded): Promise<App> {
  await using stack = new AsyncDisposableStack();
  const { apiVersion, timeoutMs, traits } = config.salesforce;
  const org = config.salesforce.embedded ? embedded.org : config.salesforce;
  if (!org) throw new TypeError("embedded mode needs a local org");
  const salesforce = stack.use(connectSalesforce({ ...org, apiVersion, timeoutMs }));
  const postgres = stack.use(await openPostgres(openDatabase(config, embedded), config.postgres));
  const http = await createHttp({
    config: config.http,
    log: createLog(config.log.level),
    schema: protect(buildGatewaySchema()),
    tokens: await openTokenIssuer(config.jwt),
    checks: { salesforce: () => salesforce.ping(), postgres: (timeout) => postgres.ping(timeout) },
    createContext: (request) => ({ ...request, salesforce: createReader(salesforce, traits) }),
  });
  stack.defer(() => http.close());
  const url = await http.listen({ host: config.http.host, port: config.http.port });
  const parts = stack.move();
  return { url, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

function openDatabase({ postgres }: Config, { database }: Embedded): Database {
  if (postgres.connectionString !== null) return connectServer(postgres.connectionString);
  if (!database) throw new TypeError("without PSQL_CONNECTION_STRING the gateway needs an embedded database");
  return database;
}
