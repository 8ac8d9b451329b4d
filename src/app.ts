import { createAuditTrail } from "./auth/audit.store.ts";
import { openIdentityProvider } from "./auth/identity-provider.ts";
import { openRevocations } from "./auth/revocation.store.ts";
import { openTokenIssuer } from "./auth/token.ts";
import type { CartDocument } from "./cart/cart.document.ts";
import { type CartOptions, startCarts } from "./cart/cart-services.ts";
import type { Config } from "./config.ts";
import type { Services } from "./context.ts";
import { createHttp, type HttpOptions } from "./http.ts";
import type { LiveConfig } from "./live-config.ts";
import { createLog, type Log, type LogOutput } from "./log.ts";
import { createOrganizationStore } from "./organization/organization.store.ts";
import { protect } from "./permissions.ts";
import { createContexts } from "./request-context.ts";
import {
  type ConnectionOptions,
  connectSalesforce,
  type OrgSignIn,
  type SalesforceConnection,
} from "./salesforce/connection.ts";
import { buildGatewaySchema } from "./schema.ts";
import { createClientStore } from "./session/client.store.ts";
import { addSamplePeople, removeSamplePeople } from "./session/sample.ts";
import { createSessionStore } from "./session/session.store.ts";
import type { DocumentStore } from "./stores/document.ts";
import { openDocuments } from "./stores/open-documents.ts";
import { connectServer, type Database, openPostgres, type Postgres } from "./stores/postgres.ts";

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
  const documents = stack.use(openDocuments<CartDocument>(live, postgres));
  const services: Services = {
    carts: stack.use(
      openCarts({ config, webStoreId: webStoreOf(config, embedded), documents, salesforce, log }),
    ),
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
    checks: checksOf({ salesforce, postgres, documents, live }),
    createContext: createContexts({
      services,
      audit: createAuditTrail(postgres),
      descendants: config.salesforce.scopeDescendants,
      salesforce,
      reading: { org: traits, joins },
    }),
  });
  stack.defer(() => http.close());
  const url = await http.listen(config.http);
  const parts = stack.move();
  return { url, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

interface Checked {
  readonly salesforce: SalesforceConnection;
  readonly postgres: Postgres;
  readonly documents: DocumentStore<CartDocument>;
  readonly live: LiveConfig;
}

function checksOf({ salesforce, postgres, documents, live }: Checked): HttpOptions["checks"] {
  return {
    salesforce: () => salesforce.ping(),
    postgres: (timeout) => postgres.ping(timeout),
    ...(live.current.cosmos && { cosmos: async () => void (await documents.read("readiness", "readiness")) }),
    ...(live.vault && { vault: live.vault.check }),
  };
}

interface CartParts extends Pick<CartOptions, "webStoreId" | "documents"> {
  readonly config: Config;
  readonly salesforce: SalesforceConnection;
  readonly log: Log;
}

function openCarts({ config, salesforce, log, ...parts }: CartParts): ReturnType<typeof startCarts> {
  const { integration, caller } = salesforce;
  const { traits: org, timeoutMs } = config.salesforce;
  const { lifetimeMs } = config.carts;
  const onFailure: CartOptions["onFailure"] = (error, cartId) =>
    log.warn({ err: error, cartId }, "A cart could not be brought in step; it is tried again");
  return startCarts({ ...parts, integration, caller, org, timeoutMs, lifetimeMs, onFailure });
}

/** The operator can show the integration user what it does not see; of callers it is their administrator's will. */
function warnOfHidden(log: Log): ConnectionOptions["onHidden"] {
  return (identity, names) => {
    if (identity === "GATEWAY") {
      log.warn({ names }, "Salesforce hides fields from the integration user, or does not have them");
    }
  };
}

/** Embedded mode has a store unless told otherwise. */
function webStoreOf(
  { salesforce: { webstoreId, embedded } }: Config,
  { webStoreId = null }: Embedded,
): string | null {
  const chosen = webstoreId ?? (embedded ? webStoreId : null);
  return chosen === "none" ? null : chosen;
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
