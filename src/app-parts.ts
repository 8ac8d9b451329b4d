import type { Tracer } from "@opentelemetry/api";
import type { Embedded } from "./app.ts";
import type { AuditTrail } from "./auth/audit.store.ts";
import { openTokenIssuer, type TokenIssuer } from "./auth/token.ts";
import type { CartDocument } from "./cart/cart.document.ts";
import { type CartOptions, startCarts } from "./cart/cart-services.ts";
import { type Config, ConfigError } from "./config.ts";
import type { HttpOptions } from "./http.ts";
import type { LiveConfig } from "./live-config.ts";
import type { Log } from "./log.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { allRecords } from "./node/node.ts";
import { createCheckoutRunner } from "./order/checkout-run.ts";
import {
  type ConnectionOptions,
  connectSalesforce,
  type OrgSignIn,
  type SalesforceConnection,
} from "./salesforce/connection.ts";
import { createQueryCache, type QueryCache } from "./salesforce/query-cache.ts";
import { connectRedis, createMemoryCache } from "./stores/cache.ts";
import type { DocumentStore } from "./stores/document.ts";
import { connectServer, type Database, type Postgres } from "./stores/postgres.ts";
import { createUpstreamWatch, type UpstreamWatch } from "./telemetry/upstream.ts";

export interface Frame {
  /** What is opened is closed with it. */
  readonly stack: AsyncDisposableStack;
  readonly log: Log;
  /** Null: nothing is traced. */
  readonly tracer: Tracer | null;
}

/** The way to the org, with what watches it. */
export function openSalesforce(
  live: LiveConfig,
  embedded: Embedded,
  { stack, log, tracer }: Frame,
): { readonly salesforce: SalesforceConnection; readonly metrics: Metrics; readonly watch: UpstreamWatch } {
  const config = live.current;
  const metrics = createMetrics(() => salesforce.budget());
  const watch = createUpstreamWatch(metrics.onUpstreamCall, tracer);
  const salesforce: SalesforceConnection = stack.use(
    connectSalesforce({
      ...config.salesforce,
      cache: openCache(config, { stack, log, metrics }),
      org: () => orgOf(live.current, embedded),
      onHidden: warnOfHidden(log),
      onCall: metrics.onSalesforceCall,
      onBreaker: metrics.onBreaker,
      watch,
    }),
  );
  return { salesforce, metrics, watch };
}

/** Null where nothing is to be kept. @throws ConfigError for a type that there is not */
function openCache(
  { cache }: Config,
  { stack, log, metrics }: Omit<Frame, "tracer"> & { readonly metrics: Metrics },
): QueryCache | null {
  const { seconds, redisUrl } = cache;
  if (seconds.size === 0) return null;
  const names = allRecords.map(({ typeName }) => typeName);
  const unknown = [...seconds.keys()].filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new ConfigError([`CACHE_SECONDS names ${unknown.join(", ")}; there are ${names.join(", ")}.`]);
  }
  const onAway = (error: Error) => log.warn({ err: error }, "Redis is away: nothing comes from the cache");
  const store = stack.use(redisUrl === null ? createMemoryCache() : connectRedis({ url: redisUrl, onAway }));
  return createQueryCache({ store, seconds, onUse: metrics.onCacheUse });
}

interface Checked {
  readonly salesforce: SalesforceConnection;
  readonly postgres: Postgres;
  readonly documents: DocumentStore<CartDocument>;
  readonly live: LiveConfig;
}

export function checksOf({ salesforce, postgres, documents, live }: Checked): HttpOptions["checks"] {
  return {
    salesforce: () => salesforce.ping(),
    postgres: (timeout) => postgres.ping(timeout),
    ...(live.current.cosmos && { cosmos: async () => void (await documents.read("readiness", "readiness")) }),
    ...(live.vault && { vault: live.vault.check }),
  };
}

interface CartParts extends Pick<CartOptions, "documents"> {
  readonly config: Config;
  readonly embedded: Embedded;
  readonly audit: AuditTrail;
  readonly salesforce: SalesforceConnection;
  readonly metrics: Metrics;
  readonly log: Log;
}

export function openCarts(parts: CartParts): ReturnType<typeof startCarts> {
  const { config, embedded, audit, documents, salesforce, metrics, log } = parts;
  const { integration, caller } = salesforce;
  const session = (username: string | null) => (username === null ? null : caller?.(username)) ?? integration;
  const webStoreId = webStoreOf(config, embedded);
  const { keyField } = config.orders;
  const checkouts = createCheckoutRunner({ session, webStoreId, keyField, audit, onEnd: metrics.onCheckout });
  metrics.watchDue(() => documents.countDue(new Date()));
  const { traits: org, timeoutMs } = config.salesforce;
  const { lifetimeMs } = config.carts;
  const onFailure: CartOptions["onFailure"] = (error, cartId) =>
    log.warn({ err: error, cartId }, "A cart could not be brought in step; it is tried again");
  return startCarts({
    documents,
    webStoreId,
    session,
    integration,
    checkouts,
    org,
    timeoutMs,
    lifetimeMs,
    onFailure,
    onAttempt: metrics.onCartSync,
  });
}

/** The operator can show the integration user what it does not see; of callers it is their administrator's will. */
function warnOfHidden(log: Log): ConnectionOptions["onHidden"] {
  return (identity, names) => {
    if (identity === "GATEWAY") {
      log.warn({ names }, "Salesforce hides fields from the integration user, or does not have them");
    }
  };
}

export async function openTokens(live: LiveConfig, log: Log): Promise<TokenIssuer> {
  warnOfOwnKeys(live.current, log);
  return await openTokenIssuer(live.current.jwt, () => live.current.jwt);
}

/** On a server others may run beside this gateway, whose callers a key of its own would lock out. */
function warnOfOwnKeys({ jwt, postgres }: Config, log: Log): void {
  if (jwt.keys !== null || jwt.keyFiles !== null || postgres.connectionString === null) return;
  log.warn(
    "This gateway signs access tokens with a key of its own in DATA_DIR; others accept them only if they share that folder. Set JWT_PRIVATE_KEY for several gateways.",
  );
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
export function openDatabase(live: LiveConfig, { database }: Embedded): Database {
  const { connectionString } = live.current.postgres;
  if (connectionString !== null) {
    return connectServer(() => live.current.postgres.connectionString ?? connectionString);
  }
  if (!database) throw new TypeError("without PSQL_CONNECTION_STRING the gateway needs an embedded database");
  return database;
}
