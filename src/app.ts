import { type Actor, type AuditTrail, createAuditTrail } from "./auth/audit.store.ts";
import { openIdentityProvider } from "./auth/identity-provider.ts";
import { openRevocations } from "./auth/revocation.store.ts";
import { openTokenIssuer } from "./auth/token.ts";
import type { Viewer } from "./auth/viewer.ts";
import type { Config } from "./config.ts";
import type { Services } from "./context.ts";
import { createHttp, type HttpOptions } from "./http.ts";
import { createLog } from "./log.ts";
import { createOrganizationStore } from "./organization/organization.store.ts";
import { protect } from "./permissions.ts";
import { type ConnectionOptions, connectSalesforce } from "./salesforce/connection.ts";
import { createReader, type SalesforceReader } from "./salesforce/reader.ts";
import type { RowScope } from "./salesforce/row-scope.ts";
import { buildGatewaySchema } from "./schema.ts";
import { createClientStore } from "./session/client.store.ts";
import { addSamplePeople, removeSamplePeople } from "./session/sample.ts";
import { createSessionStore } from "./session/session.store.ts";
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
  await (config.salesforce.embedded ? addSamplePeople : removeSamplePeople)(postgres);
  const tokens = await openTokenIssuer(config.jwt);
  const provider = config.identityProvider && stack.use(openIdentityProvider(config.identityProvider));
  const revocations = stack.use(await openRevocations(postgres, config.jwt));
  const services: Services = {
    organizations: createOrganizationStore(postgres),
    clients: createClientStore(postgres),
    sessions: { store: createSessionStore(postgres, config.sessions), revocations, tokens },
  };
  const http = await createHttp({
    config: config.http,
    log: createLog(config.log.level),
    schema: protect(buildGatewaySchema()),
    tokens,
    provider,
    revocations,
    checks: { salesforce: () => salesforce.ping(), postgres: (timeout) => postgres.ping(timeout) },
    createContext: createContexts({
      services,
      audit: createAuditTrail(postgres),
      descendants: config.salesforce.scopeDescendants,
      reader: (scope) => createReader(salesforce, traits, scope),
    }),
  });
  stack.defer(() => http.close());
  const url = await http.listen({ host: config.http.host, port: config.http.port });
  const parts = stack.move();
  return { url, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

interface ContextParts {
  readonly services: Services;
  readonly audit: AuditTrail;
  /** Whether a mapped account brings the accounts below it. */
  readonly descendants: boolean;
  reader(scope: RowScope): SalesforceReader;
}

function createContexts({
  services,
  audit,
  descendants,
  reader,
}: ContextParts): HttpOptions["createContext"] {
  return async ({ address, ...request }) => {
    const { viewer } = request;
    const scope = await scopeOf(viewer, services.organizations);
    const actor: Actor = { kind: viewer?.kind ?? "NOBODY", id: viewer?.id ?? null, address };
    return {
      ...services,
      ...request,
      salesforce: reader(scope && { accountIds: scope, descendants }),
      everything: reader(null),
      audit: (act, ...about) => audit.note(actor, act, ...about),
    };
  };
}

/** The accounts of the viewer's organizations; null for those who see all. */
async function scopeOf(
  viewer: Viewer | null,
  { accountIds }: Services["organizations"],
): Promise<readonly string[] | null> {
  if (viewer?.scopes.has("accounts:all")) return null;
  return await accountIds(viewer?.organizationIds ?? []);
}

function openDatabase({ postgres }: Config, { database }: Embedded): Database {
  if (postgres.connectionString !== null) return connectServer(postgres.connectionString);
  if (!database) throw new TypeError("without PSQL_CONNECTION_STRING the gateway needs an embedded database");
  return database;
}
