import { checksOf, type Frame, openCarts, openDatabase, openSalesforce, openTokens } from "./app-parts.ts";
import { createAuditTrail } from "./auth/audit.store.ts";
import { openIdentityProvider } from "./auth/identity-provider.ts";
import { openRevocations } from "./auth/revocation.store.ts";
import type { CartDocument } from "./cart/cart.document.ts";
import type { Services } from "./context.ts";
import { createHttp, type HttpOptions } from "./http.ts";
import { openLimits } from "./limit-parts.ts";
import type { LiveConfig } from "./live-config.ts";
import { createLog, type Log, type LogOutput } from "./log.ts";
import { createOrganizationStore } from "./organization/organization.store.ts";
import { protect } from "./permissions.ts";
import { createContexts } from "./request-context.ts";
import type { OrgSignIn } from "./salesforce/connection.ts";
import { buildGatewaySchema } from "./schema.ts";
import { createClientStore } from "./session/client.store.ts";
import { addSamplePeople, removeSamplePeople, sampleLogins } from "./session/sample.ts";
import { createSessionStore } from "./session/session.store.ts";
import { createOnce } from "./stores/once.ts";
import { openDocuments } from "./stores/open-documents.ts";
import { type Database, openPostgres, type Postgres } from "./stores/postgres.ts";
import { watchMutations } from "./telemetry/operation.ts";
import { openTracing } from "./telemetry/tracing.ts";

/** What stands in for the outside in embedded mode; main.ts and the tests start it. */
export interface Embedded {
  /** Where the local org is and how to sign in there. */
  readonly org: OrgSignIn | null;
  readonly database: Database | null;
  /** The local org's web store. */
  readonly webStoreId?: string | null;
  /** Where the log goes; stdout without it. */
  readonly log?: LogOutput;
}

export interface App extends AsyncDisposable {
  /** e.g. http://127.0.0.1:4000 */
  readonly url: string;
  readonly log: Log;
  /** From now on it is not ready, and whoever is answered is to connect anew. */
  drain(): void;
}

/** Connections that wait to be accepted. Where there is no room for one its client tries again after 1 s, then after 3 s and 7 s. */
const backlog = 4_096;

/** Joins the parts and listens. Nothing has been started when it throws. */
export async function startApp(live: LiveConfig, embedded: Embedded): Promise<App> {
  const { log: logging, http: config } = live.current;
  await using stack = new AsyncDisposableStack();
  const log = createLog({ level: logging.level, secrets: () => live.current.log.secrets }, embedded.log);
  const draining = new AbortController();
  const parts = await openParts(live, embedded, { stack, log });
  const http = await createHttp({ ...parts, isDraining: () => draining.signal.aborted });
  stack.defer(() => http.close());
  const url = await http.listen({ ...config, backlog });
  const opened = stack.move();
  return { url, log, drain: () => draining.abort(), [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

/** Opens them in the order in which each needs those before it; they are closed the other way round. */
async function openParts(
  live: LiveConfig,
  embedded: Embedded,
  { stack, log }: Pick<Frame, "stack" | "log">,
): Promise<Omit<HttpOptions, "isDraining">> {
  const config = live.current;
  const tracing = config.tracing && stack.use(await openTracing(config.tracing));
  const tracer = tracing?.tracer ?? null;
  const { salesforce, metrics, watch } = openSalesforce(live, embedded, { stack, log, tracer });
  const postgres = stack.use(await openPostgres(openDatabase(live, embedded), { ...config.postgres, watch }));
  await (config.salesforce.embedded ? addSamplePeople : removeSamplePeople)(postgres);
  const tokens = await openTokens(live, log);
  const provider = config.identityProvider && stack.use(openIdentityProvider(config.identityProvider));
  const revocations = stack.use(await openRevocations(postgres, config.jwt));
  const watching = { watch, onBreaker: metrics.onBreaker };
  const documents = stack.use(await openDocuments<CartDocument>(live, postgres, watching));
  const audit = createAuditTrail(postgres);
  const carts = stack.use(openCarts({ config, embedded, audit, documents, salesforce, metrics, log }));
  const { callers, signIns: attempts } = openLimits(config, { stack, log });
  const sessions = { store: createSessionStore(postgres, config.sessions), revocations, tokens, attempts };
  const services = { carts, sessions, ...storesOf(postgres) };
  if (live.vault) stack.use(live.vault.watch(log, watch));
  return {
    ...{ config: config.http, log, tokens, provider, revocations, callers, metrics, tracer },
    maxDocumentBytes: config.orders.maxDocumentBytes,
    schema: watchMutations(protect(buildGatewaySchema()), metrics.onUserError),
    openTrace: config.salesforce.embedded,
    samplePeople: config.salesforce.embedded ? sampleLogins : null,
    checks: checksOf({ salesforce, postgres, documents, live }),
    facts: () => ({ apiBudget: salesforce.budget() }),
    createContext: createContexts({ services, audit, salesforce, config }),
  };
}

function storesOf(postgres: Postgres): Pick<Services, "once" | "organizations" | "clients"> {
  return {
    once: createOnce(postgres),
    organizations: createOrganizationStore(postgres),
    clients: createClientStore(postgres),
  };
}
