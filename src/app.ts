import { type Actor, type AuditTrail, createAuditTrail } from "./auth/audit.store.ts";
import { openIdentityProvider } from "./auth/identity-provider.ts";
import { openRevocations } from "./auth/revocation.store.ts";
import { openTokenIssuer } from "./auth/token.ts";
import type { Viewer } from "./auth/viewer.ts";
import type { Config } from "./config.ts";
import type { Services } from "./context.ts";
import { createHttp, type HttpOptions } from "./http.ts";
import type { LiveConfig } from "./live-config.ts";
import { createLog, type Log, type LogOutput } from "./log.ts";
import { createOrganizationStore } from "./organization/organization.store.ts";
import { mayRead, protect } from "./permissions.ts";
import {
  type ConnectionOptions,
  connectSalesforce,
  type OrgSignIn,
  type SalesforceConnection,
} from "./salesforce/connection.ts";
import { createTrace } from "./salesforce/query-batch.ts";
import { createReader, type ReaderOptions } from "./salesforce/reader.ts";
import type { SalesforceSession } from "./salesforce/session.ts";
import { buildGatewaySchema } from "./schema.ts";
import { createClientStore } from "./session/client.store.ts";
import { addSamplePeople, removeSamplePeople } from "./session/sample.ts";
import { createSessionStore } from "./session/session.store.ts";
import { connectServer, type Database, openPostgres } from "./stores/postgres.ts";

/** What stands in for the outside in embedded mode; main.ts and the tests start it. */
export interface Embedded {
  /** Where the local org is and how to sign in there. */
  readonly org: OrgSignIn | null;
  readonly database: Database | null;
  /** Where the log goes; stdout without it. */
  readonly log?: LogOutput;
}

export interface App extends AsyncDisposable {
  /** e.g. http://127.0.0.1:4000 */
  readonly url: string;
}

/** Joins the parts and listens. Nothing has been started when it throws. */
export async function startApp(live: LiveConfig, embedded: Embedded): Promise<App> {
  const config = live.current;
  await using stack = new AsyncDisposableStack();
  const { apiVersion, timeoutMs, traits, joins, budget } = config.salesforce;
  const org = () => orgOf(live.current, embedded);
  const log = createLog({ level: config.log.level, secrets: () => live.current.log.secrets }, embedded.log);
  const onHidden = warnOfHidden(log);
  const salesforce = stack.use(connectSalesforce({ org, apiVersion, timeoutMs, budget, onHidden }));
  const postgres = stack.use(await openPostgres(openDatabase(live, embedded), config.postgres));
  await (config.salesforce.embedded ? addSamplePeople : removeSamplePeople)(postgres);
  const tokens = await openTokenIssuer(config.jwt, () => live.current.jwt);
  const provider = config.identityProvider && stack.use(openIdentityProvider(config.identityProvider));
  const revocations = stack.use(await openRevocations(postgres, config.jwt));
  const services: Services = {
    organizations: createOrganizationStore(postgres),
    clients: createClientStore(postgres),
    sessions: { store: createSessionStore(postgres, config.sessions), revocations, tokens },
  };
  if (live.vault) stack.use(live.vault.watch(log));
  const http = await createHttp({
    config: config.http,
    log,
    schema: protect(buildGatewaySchema()),
    tokens,
    provider,
    revocations,
    openTrace: config.salesforce.embedded,
    checks: {
      salesforce: () => salesforce.ping(),
      postgres: (timeout) => postgres.ping(timeout),
      ...(live.vault && { vault: live.vault.check }),
    },
    createContext: createContexts({
      services,
      audit: createAuditTrail(postgres),
      descendants: config.salesforce.scopeDescendants,
      salesforce,
      reading: { org: traits, joins },
    }),
  });
  stack.defer(() => http.close());
  const url = await http.listen({ host: config.http.host, port: config.http.port });
  const parts = stack.move();
  return { url, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

/** The operator can show the integration user what it does not see; of callers it is their administrator's will. */
function warnOfHidden(log: Log): ConnectionOptions["onHidden"] {
  return (identity, names) => {
    if (identity === "GATEWAY") {
      log.warn({ names }, "Salesforce hides fields from the integration user, or does not have them");
    }
  };
}

interface ContextParts {
  readonly services: Services;
  readonly audit: AuditTrail;
  readonly salesforce: SalesforceConnection;
  readonly reading: Pick<ReaderOptions, "org" | "joins">;
  /** Whether a mapped account brings the accounts below it. */
  readonly descendants: boolean;
}

function createContexts(parts: ContextParts): HttpOptions["createContext"] {
  const { services, audit, salesforce, reading, descendants } = parts;
  return async ({ address, ...request }) => {
    const { viewer } = request;
    const [scope, session] = await Promise.all([
      scopeOf(viewer, services.organizations),
      sessionOf(viewer, parts),
    ]);
    const actor: Actor = { kind: viewer?.kind ?? "NOBODY", id: viewer?.id ?? null, address };
    const trace = createTrace();
    return {
      ...services,
      ...request,
      org: salesforce,
      trace,
      salesforce: createReader(session, {
        ...reading,
        trace,
        scope: scope && { accountIds: scope, descendants },
        mayRead: (type, name, args) => mayRead(viewer, type, { name, args }),
      }),
      everything: createReader(salesforce.integration, {
        ...reading,
        trace,
        scope: null,
        mayRead: () => true,
      }),
      audit: (act, ...about) => audit.note(actor, act, ...about),
    };
  };
}

/** People with a Salesforce user are that user, where callers sign in themselves; the integration user serves all others. */
async function sessionOf(
  viewer: Viewer | null,
  { salesforce, services }: ContextParts,
): Promise<SalesforceSession> {
  const { caller, integration } = salesforce;
  if (!caller || viewer?.kind !== "USER") return integration;
  const username = await services.sessions.store.salesforceUsername(viewer.id);
  return username === null ? integration : caller(username);
}

/** The accounts of the viewer's organizations; null for those who see all. */
async function scopeOf(
  viewer: Viewer | null,
  { accountIds }: Services["organizations"],
): Promise<readonly string[] | null> {
  if (viewer?.scopes.has("accounts:all")) return null;
  return await accountIds(viewer?.organizationIds ?? []);
}

function orgOf({ salesforce }: Config, { org }: Embedded): OrgSignIn {
  if (!salesforce.embedded) return salesforce;
  if (!org) throw new TypeError("embedded mode needs a local org");
  return org;
}

/** Whether there is a server is settled at the start. */
function openDatabase(live: LiveConfig, { database }: Embedded): Database {
  const { connectionString } = live.current.postgres;
  if (connectionString !== null) {
    return connectServer(() => live.current.postgres.connectionString ?? connectionString);
  }
  if (!database) throw new TypeError("without PSQL_CONNECTION_STRING the gateway needs an embedded database");
  return database;
}
