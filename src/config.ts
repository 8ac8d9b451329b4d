import { join, resolve } from "node:path";
import type { IdentityProviderOptions } from "./auth/identity-provider.ts";
import { type JwtAlgorithm, type KeyFiles, loadKeyPair } from "./auth/key.ts";
import type { TokenIssuerOptions } from "./auth/token.ts";
import type { Credentials } from "./salesforce/connection.ts";
import type { OrgTraits } from "./salesforce/record.ts";
import type { SessionLimits } from "./session/session.store.ts";
import { createEnvironment, type Environment } from "./setting/environment.ts";
import {
  anyText,
  apiVersion,
  currencyCode,
  flag,
  jwtAlgorithm,
  oneOf,
  origins,
  postgresUrl,
  privateKeyFile,
  publicKeyFile,
  salesforceDomain,
  serviceUrl,
  siteName,
  webstoreId,
  wholeNumber,
  word,
} from "./setting/format.ts";
import { readIdentityProvider } from "./setting/identity-provider.ts";

/** Everything the environment decides, one group a room. */
export interface Config {
  readonly http: {
    readonly host: string;
    /** 0: any free one. */
    readonly port: number;
    /** No explorer, no introspection. */
    readonly production: boolean;
    readonly corsOrigins: readonly string[];
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
  /** Null: carts live in PostgreSQL. */
  readonly cosmos: {
    readonly endpoint: string;
    /** Null: the process's Entra ID. */
    readonly key: string | null;
    readonly database: string;
  } | null;
  /** Null: all secrets come from the environment. */
  readonly vault: { readonly url: string } | null;
  readonly log: { readonly level: LogLevel };
}

type SalesforceConfig = {
  /** e.g. "68.0" */
  readonly apiVersion: string;
  readonly timeoutMs: number;
  readonly traits: OrgTraits;
  /** 18 characters; "none": the org has no web store; null: not said. */
  readonly webstoreId: string | null;
  /** The Experience Cloud site; null: none. */
  readonly networkName: string | null;
  /** Whether a mapped account brings the accounts below it in the hierarchy. */
  readonly scopeDescendants: boolean;
} & (
  | { readonly embedded: true; readonly localOrgPort: number }
  | { readonly embedded: false; readonly loginUrl: string; readonly credentials: Credentials }
);

type LogLevel = (typeof logLevels)[number];

/** The environment cannot be started with. The sentences name settings, never their values. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join("\n"));
    this.faults = faults;
  }
}

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

const accountScopes = ["mapped", "hierarchy"] as const;

const hourMs = 60 * 60 * 1000;

const modes = ["production", "development", "test"] as const;

const port = wholeNumber(0, 65_535);

const adminSettings = ["SFCC_ADMIN_USERNAME", "SFCC_ADMIN_PASSWORD", "SFCC_ADMIN_TOKEN"] as const;

const keySettings = ["JWT_PRIVATE_KEY_PATH", "JWT_PUBLIC_KEY_PATH"] as const;

/** Shared by all orgs: a client without a user could mean any of them, so Salesforce refuses. */
const sharedLoginUrls = ["https://login.salesforce.com", "https://test.salesforce.com"];

/**
 * Reads the settings of setting/setting.ts. Without any SFCC_ variable the gateway runs in embedded mode, with the local
 * org; with one it needs all that a sign-in to that org takes, and in production signing keys.
 *
 * @throws ConfigError with every missing or malformed setting at once
 */
export function readConfig(variables: NodeJS.ProcessEnv): Config {
  const environment = createEnvironment(variables);
  const embedded = isEmbedded(variables);
  const dataDirectory = resolve(environment.defaulted("DATA_DIR", anyText));
  const http = readHttp(environment);
  const salesforce = readSalesforce(environment, embedded);
  const jwt = readJwt(environment, { ownKeys: embedded || !http.production, dataDirectory });
  const config = {
    http,
    jwt,
    identityProvider: readIdentityProvider(environment, jwt.issuer),
    sessions: {
      absoluteMs: environment.defaulted("SESSION_MAX_HOURS", wholeNumber(1, 8_760)) * hourMs,
      idleMs: environment.defaulted("SESSION_IDLE_HOURS", wholeNumber(1, 8_760)) * hourMs,
    },
    postgres: readPostgres(environment, dataDirectory),
    cosmos: readCosmos(environment),
    vault: readVault(environment),
    log: { level: environment.defaulted("LOG_LEVEL", oneOf(logLevels)) },
  };
  if (salesforce?.embedded && http.port !== 0 && http.port === salesforce.localOrgPort) {
    environment.addFault("PORT and LOCAL_ORG_PORT must differ.");
  }
  if (environment.faults.length > 0 || salesforce === null) throw new ConfigError(environment.faults);
  return { ...config, salesforce };
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
  };
}

function readSalesforce(environment: Environment, embedded: boolean): SalesforceConfig | null {
  const common = {
    apiVersion: environment.defaulted("SALESFORCE_API_VERSION", apiVersion),
    timeoutMs: environment.defaulted("SALESFORCE_TIMEOUT_SECONDS", wholeNumber(1, 120)) * 1000,
    traits: {
      currencyCode: environment.defaulted("CURRENCY_CODE", currencyCode),
      multiCurrency: environment.defaulted("MULTI_CURRENCY", flag),
    },
    webstoreId: environment.optional("WEBSTORE_ID", webstoreId),
    networkName: environment.optional("SFCC_NETWORK_NAME", siteName),
    scopeDescendants: environment.defaulted("ACCOUNT_SCOPE", oneOf(accountScopes)) === "hierarchy",
  };
  const localOrgPort = environment.defaulted("LOCAL_ORG_PORT", port);
  if (embedded) return { embedded, localOrgPort, ...common };
  const loginUrl = environment.required("SFCC_DOMAIN_NAME", salesforceDomain);
  const credentials = readCredentials(environment, loginUrl);
  if (loginUrl === null || credentials === null) return null;
  return { embedded, loginUrl, credentials, ...common };
}

function readCredentials(environment: Environment, loginUrl: string | null): Credentials | null {
  const clientId = environment.required("SFCC_CLIENT_ID", word);
  const clientSecret = environment.required("SFCC_CLIENT_SECRET", word);
  const hasUser = adminSettings.some(environment.has);
  const user = hasUser ? readAdminUser(environment) : null;
  if (!hasUser && loginUrl !== null && sharedLoginUrls.includes(loginUrl)) {
    environment.addFault(
      "SFCC_DOMAIN_NAME must be the org's My Domain for client credentials; login and test need SFCC_ADMIN_USERNAME and SFCC_ADMIN_PASSWORD.",
    );
  }
  if (clientId === null || clientSecret === null) return null;
  if (!hasUser) return { flow: "client-credentials", clientId, clientSecret };
  return user && { flow: "password", clientId, clientSecret, ...user };
}

function readAdminUser(
  environment: Environment,
): { username: string; password: string; token: string } | null {
  const username = environment.required("SFCC_ADMIN_USERNAME", word);
  const password = environment.required("SFCC_ADMIN_PASSWORD", anyText);
  const token = environment.optional("SFCC_ADMIN_TOKEN", word) ?? "";
  return username === null || password === null ? null : { username, password, token };
}

function readJwt(
  environment: Environment,
  { ownKeys, dataDirectory }: { ownKeys: boolean; dataDirectory: string },
): TokenIssuerOptions {
  const algorithm = environment.defaulted("JWT_ALGORITHM", jwtAlgorithm);
  return {
    algorithm,
    issuer: environment.defaulted("JWT_ISSUER", word),
    audience: environment.defaulted("JWT_AUDIENCE", word),
    lifetimeSeconds: environment.defaulted("JWT_ACCESS_TOKEN_EXPIRE_MINUTES", wholeNumber(1, 1440)) * 60,
    keyFiles: ownKeys && !keySettings.some(environment.has) ? null : readKeyFiles(environment, algorithm),
    ownKeyDirectory: join(dataDirectory, "keys"),
  };
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

function readVault(environment: Environment): Config["vault"] {
  const url = environment.optional("AZURE_KEY_VAULT_URL", serviceUrl);
  return url === null ? null : { url };
}
