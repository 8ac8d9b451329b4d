import { checksOf, openCarts, openDatabase, openSalesforce, webStoreOf } from "./app-parts.ts";
import { createAuditTrail } from "./auth/audit.store.ts";
import { openIdentityProvider } from "./auth/identity-provider.ts";
import { openRevocations } from "./auth/revocation.store.ts";
import { openTokenIssuer } from "./auth/token.ts";
import type { CartDocument } from "./cart/cart.document.ts";
import type { Services } from "./context.ts";
import { createHttp } from "./http.ts";
import { openLimits } from "./limit-parts.ts";
import type { LiveConfig } from "./live-config.ts";
import { createLog, type LogOutput } from "./log.ts";
import { createOrganizationStore } from "./organization/organization.store.ts";
import { protect } from "./permissions.ts";
import { createContexts } from "./request-context.ts";
import type { OrgSignIn } from "./salesforce/connection.ts";
import { buildGatewaySchema } from "./schema.ts";
import { createClientStore } from "./session/client.store.ts";
import { addSamplePeople, removeSamplePeople } from "./session/sample.ts";
import { createSessionStore } from "./session/session.store.ts";
import { createOnce } from "./stores/once.ts";
import { openDocuments } from "./stores/open-documents.ts";
import { type Database, openPostgres } from "./stores/postgres.ts";

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
}

/** Joins the parts and listens. Nothing has been started when it throws. */
export async function startApp(live: LiveConfig, embedded: Embedded): Promise<App> {
  const config = live.current;
  await using stack = new AsyncDisposableStack();
  const log = createLog({ level: config.log.level, secrets: () => live.current.log.secrets }, embedded.log);
  const { salesforce, metrics } = openSalesforce(live, embedded, { stack, log });
  const postgres = stack.use(await openPostgres(openDatabase(live, embedded), config.postgres));
  await (config.salesforce.embedded ? addSamplePeople : removeSamplePeople)(postgres);
  const tokens = await openTokenIssuer(config.jwt, () => live.current.jwt);
  const provider = config.identityProvider && stack.use(openIdentityProvider(config.identityProvider));
  const revocations = stack.use(await openRevocations(postgres, config.jwt));
  const documents = stack.use(openDocuments<CartDocument>(live, postgres));
  const audit = createAuditTrail(postgres);
  const { callers, signIns: attempts } = openLimits(config, { stack, log });
  const store = createSessionStore(postgres, config.sessions);
  const services: Services = {
    carts: stack.use(
      openCarts({ config, audit, webStoreId: webStoreOf(config, embedded), documents, salesforce, log }),
    ),
    once: createOnce(postgres),
    organizations: createOrganizationStore(postgres),
    clients: createClientStore(postgres),
    sessions: { store, revocations, tokens, attempts },
  };
  if (live.vault) stack.use(live.vault.watch(log));
  const http = await createHttp({
    config: config.http,
    maxDocumentBytes: config.orders.maxDocumentBytes,
    log,
    schema: protect(buildGatewaySchema()),
    tokens,
    provider,
    revocations,
    openTrace: config.salesforce.embedded,
    callers,
    metrics,
    checks: checksOf({ salesforce, postgres, documents, live }),
    facts: () => ({ apiBudget: salesforce.budget() }),
    createContext: createContexts({ services, audit, salesforce, config }),
  });
  stack.defer(() => http.close());
  const url = await http.listen(config.http);
  const parts = stack.move();
  return { url, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}
