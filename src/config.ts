import { join, resolve } from "node:path";
import type { IdentityProviderOptions } from "./auth/identity-provider.ts";
import { type JwtAlgorithm, type KeyFiles, loadKeyPair, type TokenKeys, toKeyPair } from "./auth/key.ts";
import type { TokenIssuerOptions } from "./auth/token.ts";
import type { PersistedDocuments } from "./persisted-document.ts";
import type { SessionLimits } from "./session/session.store.ts";
import { createEnvironment, type Environment, secretValues } from "./setting/environment.ts";
import {
  anyText,
  customField,
  flag,
  jwtAlgorithm,
  oneOf,
  origins,
  port,
  postgresUrl,
  privateKey,
  privateKeyFile,
  publicKeyFile,
  redisUrl,
  secondsByName,
  serviceUrl,
  wholeNumber,
  word,
} from "./setting/format.ts";
import { readIdentityProvider } from "./setting/identity-provider.ts";
import { type LimitConfig, proxyAddresses, readLimits } from "./setting/limit.ts";
import { persistedDocumentFiles } from "./setting/persisted-document.ts";
import { readSalesforce, type SalesforceConfig } from "./setting/salesforce.ts";
import { readTracing } from "./setting/tracing.ts";
import type { TracingConfig } from "./telemetry/tracing.ts";

/** Everything the environment decides, one group a room. */
export interface Config {
  readonly http: {
    readonly host: string;
    /** 0: any free one. */
    readonly port: number;
    /** No explorer, no introspection. */
    readonly production: boolean;
    readonly corsOrigins: readonly string[];
    /** Whose word on who calls is taken. */
    readonly trustedProxies: readonly string[];
    /** What an operation may come to: docs/query-cost.md. */
    readonly maxOperationCost: number;
    readonly persisted: {
      /** Besides the typed client's. */
      readonly documents: PersistedDocuments;
      /** Whether no others are run. */
      readonly only: boolean;
    };
    /** How long a request may take from its arrival, in milliseconds. */
    readonly requestMs: number;
    /** How many requests may be in progress; fewer are while the process is late: docs/load.md. */
    readonly maxConcurrentRequests: number;
    /** Who may read /metrics: whoever has the token; null: everybody, but nobody in production. */
    readonly metricsToken: string | null;
  };
  readonly limits: LimitConfig;
  /** How long after SIGTERM requests are still taken. */
  readonly drainMs: number;
  /** Null: nothing is traced. */
  readonly tracing: TracingConfig | null;
  readonly cache: {
    /** Seconds by GraphQL type; empty: nothing is kept. */
    readonly seconds: ReadonlyMap<string, number>;
    /** Null: in the memory of the process. */
    readonly redisUrl: string | null;
  };
  readonly salesforce: SalesforceConfig;
  readonly jwt: TokenIssuerOptions;
  /** Null: no tokens but the gateway's own. */
  readonly identityProvider: IdentityProviderOptions | null;
  readonly sessions: SessionLimits;
  readonly postgres: {
    /** Null: the embedded database. */
    readonly connectionString: string | null;
    /** Where the embedded database keeps its files. */
    readonly embeddedDirectory: string;
    readonly migrate: boolean;
  };
  readonly carts: {
    /** How long a cart lives that nobody touches. */
    readonly lifetimeMs: number;
  };
  readonly orders: {
    /** The unique external id field of Order that gets the reference; null: there is none. */
    readonly keyField: string | null;
    /** Whether an order has to be approved by somebody else than who placed it. */
    readonly fourEyes: boolean;
    /** How large a file may be that is put to an order. */
    readonly maxDocumentBytes: number;
  };
  /** Null: carts live in PostgreSQL. */
  readonly cosmos: {
    readonly endpoint: string;
    /** Null: the process's Entra ID. */
    readonly key: string | null;
    readonly database: string;
  } | null;
  /** Null: all secrets come from the environment. */
  readonly vault: VaultConfig | null;
  readonly log: {
    readonly level: LogLevel;
    /** What must not be written down, even where another's error message repeats it. */
    readonly secrets: readonly string[];
  };
}

export interface VaultConfig {
  readonly url: string;
  readonly refreshMs: number;
}

type LogLevel = (typeof logLevels)[number];

/** The environment cannot be started with. The sentences name settings, never their values. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly faults: readonly string[];

  constructor(faults: readonly string[], options?: ErrorOptions) {
    super(faults.join("\n"), options);
    this.faults = faults;
  }
}

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

/** Ten years. */
const maxCartSeconds = 315_360_000;

const megabyte = 1_000_000;
const hourMs = 60 * 60 * 1000;

const modes = ["production", "development", "test"] as const;

const keyFileSettings = ["JWT_PRIVATE_KEY_PATH", "JWT_PUBLIC_KEY_PATH"] as const;

/**
 * Reads the settings of setting/setting.ts. Without any SFCC_ variable the gateway runs in embedded mode, with the local
 * org; with one it needs all that a sign-in to that org takes, and in production signing keys.
 *
 * @throws ConfigError with every missing or malformed setting at once
 */
export function readConfig(variables: NodeJS.ProcessEnv): Config {
  const { config, faults } = inspectConfig(variables);
  if (faults.length > 0 || config.salesforce === null) throw new ConfigError(faults);
  return { ...config, salesforce: config.salesforce };
}

/** The settings as far as they can be read: what is at fault has its default, or null. */
export type InspectedConfig = Omit<Config, "salesforce"> & { readonly salesforce: SalesforceConfig | null };

/** The same, also with faults. */
export function inspectConfig(variables: NodeJS.ProcessEnv): {
  readonly config: InspectedConfig;
  readonly faults: readonly string[];
} {
  const environment = createEnvironment(variables);
  const embedded = isEmbedded(variables);
  const dataDirectory = resolve(environment.defaulted("DATA_DIR", anyText));
  const http = readHttp(environment);
  const salesforce = readSalesforce(environment, embedded);
  const jwt = readJwt(environment, { ownKeys: embedded || !http.production, dataDirectory });
  const config = {
    http,
    jwt,
    salesforce,
    identityProvider: readIdentityProvider(environment, jwt.issuer),
    sessions: {
      absoluteMs: environment.defaulted("SESSION_MAX_HOURS", wholeNumber(1, 8_760)) * hourMs,
      idleMs: environment.defaulted("SESSION_IDLE_HOURS", wholeNumber(1, 8_760)) * hourMs,
    },
    postgres: readPostgres(environment, dataDirectory),
    carts: {
      lifetimeMs: environment.defaulted("CART_EXPIRE_SECONDS", wholeNumber(1, maxCartSeconds)) * 1000,
    },
    orders: {
      keyField: environment.optional("ORDER_KEY_FIELD", customField),
      fourEyes: environment.defaulted("FOUR_EYES", flag),
      maxDocumentBytes: environment.defaulted("MAX_DOCUMENT_MEGABYTES", wholeNumber(1, 25)) * megabyte,
    },
    limits: readLimits(environment),
    cache: {
      seconds: environment.optional("CACHE_SECONDS", secondsByName) ?? new Map(),
      redisUrl: environment.optional("REDIS_URL", redisUrl),
    },
    drainMs:
      (environment.optional("DRAIN_SECONDS", wholeNumber(0, 300)) ?? (http.production ? 5 : 0)) * 1_000,
    tracing: readTracing(environment),
    cosmos: readCosmos(environment),
    vault: readVault(environment),
    log: {
      level: environment.defaulted("LOG_LEVEL", oneOf(logLevels)),
      secrets: secretValues(variables),
    },
  };
  if (salesforce?.embedded && http.port !== 0 && http.port === salesforce.localOrgPort) {
    environment.addFault("PORT and LOCAL_ORG_PORT must differ.");
  }
  return { config, faults: environment.faults };
}

/** True when no SFCC_ variable is set: the local org stands in for Salesforce. */
export function isEmbedded(variables: NodeJS.ProcessEnv): boolean {
  return !Object.entries(variables).some(([name, text]) => name.startsWith("SFCC_") && text?.trim());
}

function readHttp(environment: Environment): Config["http"] {
  return {
    host: environment.defaulted("HOST", word),
    port: environment.defaulted("PORT", port),
    production: environment.defaulted("NODE_ENV", oneOf(modes)) === "production",
    corsOrigins: environment.defaulted("CORS_ORIGINS", origins),
    trustedProxies: environment.optional("TRUSTED_PROXIES", proxyAddresses) ?? [],
    persisted: {
      documents: environment.optional("PERSISTED_DOCUMENTS", persistedDocumentFiles) ?? new Map(),
      only: environment.defaulted("ONLY_PERSISTED_DOCUMENTS", flag),
    },
    maxOperationCost: environment.defaulted("MAX_OPERATION_COST", wholeNumber(100, 100_000_000)),
    requestMs: environment.defaulted("REQUEST_TIMEOUT_SECONDS", wholeNumber(1, 20)) * 1000,
    maxConcurrentRequests: environment.defaulted("MAX_CONCURRENT_REQUESTS", wholeNumber(1, 100_000)),
    metricsToken: environment.optional("METRICS_TOKEN", word),
  };
}

function readJwt(
  environment: Environment,
  { ownKeys, dataDirectory }: { ownKeys: boolean; dataDirectory: string },
): TokenIssuerOptions {
  const algorithm = environment.defaulted("JWT_ALGORITHM", jwtAlgorithm);
  const hasFiles = keyFileSettings.some(environment.has);
  const needsFiles = hasFiles || !(ownKeys || environment.has("JWT_PRIVATE_KEY"));
  return {
    algorithm,
    issuer: environment.defaulted("JWT_ISSUER", word),
    audience: environment.defaulted("JWT_AUDIENCE", word),
    lifetimeSeconds: environment.defaulted("JWT_ACCESS_TOKEN_EXPIRE_MINUTES", wholeNumber(1, 1440)) * 60,
    keys: readTokenKeys(environment, algorithm),
    keyFiles: needsFiles ? readKeyFiles(environment, algorithm) : null,
    ownKeyDirectory: join(dataDirectory, "keys"),
  };
}

function readTokenKeys(environment: Environment, algorithm: JwtAlgorithm): TokenKeys | null {
  const key = environment.optional("JWT_PRIVATE_KEY", privateKey(algorithm));
  if (environment.has("JWT_PRIVATE_KEY") && keyFileSettings.some(environment.has)) {
    environment.addFault(
      `JWT_PRIVATE_KEY stands in place of ${keyFileSettings.join(" and ")}: unset one side.`,
    );
  }
  if (key === null) return null;
  const pair = toKeyPair(key);
  return { signingKey: pair, publicKeys: new Map([[pair.id, pair.publicKey]]) };
}

/** Looks into the files, so that a bad key is found together with the other faults. */
function readKeyFiles(environment: Environment, algorithm: JwtAlgorithm): KeyFiles | null {
  const privateKeyPath = environment.required("JWT_PRIVATE_KEY_PATH", privateKeyFile(algorithm));
  const publicKeyPath = environment.required("JWT_PUBLIC_KEY_PATH", publicKeyFile(algorithm));
  if (privateKeyPath === null || publicKeyPath === null) return null;
  const files = { privateKeyPath, publicKeyPath };
  try {
    loadKeyPair(files, algorithm);
  } catch {
    // Each file holds a good key, so only their belonging together can be at fault.
    environment.addFault("JWT_PRIVATE_KEY_PATH and JWT_PUBLIC_KEY_PATH must hold the two keys of one pair.");
  }
  return files;
}

function readPostgres(environment: Environment, dataDirectory: string): Config["postgres"] {
  const connectionString = environment.optional("PSQL_CONNECTION_STRING", postgresUrl);
  const migrate = environment.defaulted("MIGRATE_ON_START", flag);
  return {
    connectionString,
    embeddedDirectory: join(dataDirectory, "postgres"),
    migrate: migrate || connectionString === null,
  };
}

function readCosmos(environment: Environment): Config["cosmos"] {
  const key = environment.optional("AZURE_COSMOS_KEY", word);
  const database = environment.defaulted("AZURE_COSMOS_DATABASE", word);
  if (environment.has("AZURE_COSMOS_KEY") && !environment.has("AZURE_COSMOS_ENDPOINT")) {
    environment.addFault("AZURE_COSMOS_ENDPOINT is missing.");
  }
  const endpoint = environment.optional("AZURE_COSMOS_ENDPOINT", serviceUrl);
  return endpoint === null ? null : { endpoint, key, database };
}

/** Also before the rest is read: secrets may come from there. */
export function readVault(environment: Environment): VaultConfig | null {
  const url = environment.optional("AZURE_KEY_VAULT_URL", serviceUrl);
  const seconds = environment.defaulted("AZURE_KEY_VAULT_REFRESH_SECONDS", wholeNumber(1, 3_600));
  return url === null ? null : { url, refreshMs: seconds * 1000 };
}
