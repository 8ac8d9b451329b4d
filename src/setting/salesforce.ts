import type { KeyObject } from "node:crypto";
import type { ApiBudgetOptions } from "../salesforce/api-budget.ts";
import type { CallerOptions } from "../salesforce/connection.ts";
import type { OrgTraits } from "../salesforce/record.ts";
import type { Credentials } from "../salesforce/sign-in.ts";
import type { Environment } from "./environment.ts";
import {
  anyText,
  apiVersion,
  currencyCode,
  flag,
  listOf,
  oneOf,
  port,
  salesforceDomain,
  salesforceKey,
  salesforceKeyFile,
  siteName,
  webstoreId,
  wholeNumber,
  word,
} from "./format.ts";

export type SalesforceConfig = {
  /** e.g. "68.0" */
  readonly apiVersion: string;
  readonly timeoutMs: number;
  readonly maxConcurrent: number;
  readonly budget: ApiBudgetOptions;
  /** Ids of the partners' programs that stand back when the org runs short of API calls. */
  readonly lowPriority: ReadonlySet<string>;
  readonly traits: OrgTraits;
  /** Whether related records come along with each other in one query. */
  readonly joins: boolean;
  /** 18 characters; "none": the org has no web store; null: not said. */
  readonly webstoreId: string | null;
  /** Whether a mapped account brings the accounts below it in the hierarchy. */
  readonly scopeDescendants: boolean;
  /** Whether people stand before Salesforce as their own Salesforce users. */
  readonly asCaller: boolean;
} & ({ readonly embedded: true; readonly localOrgPort: number } | ({ readonly embedded: false } & RealOrg));

interface RealOrg {
  readonly loginUrl: string;
  readonly credentials: Credentials;
  readonly callers: CallerOptions | null;
}

const percent = wholeNumber(0, 100);

const accountScopes = ["mapped", "hierarchy"] as const;

const identities = ["integration", "caller"] as const;

const userSettings = ["SFCC_ADMIN_USERNAME", "SFCC_ADMIN_PASSWORD", "SFCC_ADMIN_TOKEN"] as const;

/** Shared by all orgs: a client without a user could mean any of them, so Salesforce refuses. */
const sharedLoginUrls = ["https://login.salesforce.com", "https://test.salesforce.com"];

/** Null when something is missing or malformed: the environment's faults say what. */
export function readSalesforce(environment: Environment, embedded: boolean): SalesforceConfig | null {
  const common = {
    apiVersion: environment.defaulted("SALESFORCE_API_VERSION", apiVersion),
    timeoutMs: environment.defaulted("SALESFORCE_TIMEOUT_SECONDS", wholeNumber(1, 120)) * 1000,
    maxConcurrent: environment.defaulted("SALESFORCE_MAX_CONCURRENT", wholeNumber(2, 1_000)),
    budget: {
      conservePercent: environment.defaulted("SALESFORCE_CONSERVE_PERCENT", percent),
      reservePercent: environment.defaulted("SALESFORCE_RESERVE_PERCENT", percent),
    },
    lowPriority: new Set(
      environment.optional("LOW_PRIORITY_CLIENTS", listOf(word, "ids separated by spaces")) ?? [],
    ),
    traits: {
      currencyCode: environment.defaulted("CURRENCY_CODE", currencyCode),
      multiCurrency: environment.defaulted("MULTI_CURRENCY", flag),
    },
    joins: environment.defaulted("SALESFORCE_JOINS", flag),
    webstoreId: environment.optional("WEBSTORE_ID", webstoreId),
    scopeDescendants: environment.defaulted("ACCOUNT_SCOPE", oneOf(accountScopes)) === "hierarchy",
    asCaller: environment.defaulted("SALESFORCE_IDENTITY", oneOf(identities)) === "caller",
  };
  const localOrgPort = environment.defaulted("LOCAL_ORG_PORT", port);
  if (embedded) return { embedded, localOrgPort, ...common };
  const org = readOrg(environment, common.asCaller);
  return org && { embedded, ...org, ...common };
}

function readOrg(environment: Environment, asCaller: boolean): RealOrg | null {
  const loginUrl = environment.required("SFCC_DOMAIN_NAME", salesforceDomain);
  const clientId = environment.required("SFCC_CLIENT_ID", word);
  const site = environment.optional("SFCC_NETWORK_NAME", siteName);
  const privateKey = readPrivateKey(environment);
  const credentials = readCredentials(environment, { loginUrl, clientId, privateKey });
  const hasKey = environment.has("SFCC_PRIVATE_KEY") || environment.has("SFCC_PRIVATE_KEY_PATH");
  if (asCaller && !hasKey) {
    environment.addFault(
      "SFCC_PRIVATE_KEY_PATH is missing: SALESFORCE_IDENTITY=caller signs people in with it.",
    );
  }
  if (loginUrl === null || clientId === null || credentials === null) return null;
  const callers = asCaller && privateKey ? { clientId, privateKey, siteName: site } : null;
  return { loginUrl, credentials, callers };
}

function readPrivateKey(environment: Environment): KeyObject | null {
  return (
    environment.optional("SFCC_PRIVATE_KEY_PATH", salesforceKeyFile) ??
    environment.optional("SFCC_PRIVATE_KEY", salesforceKey)
  );
}

interface App {
  readonly loginUrl: string | null;
  readonly clientId: string | null;
  readonly privateKey: KeyObject | null;
}

/** A user with a password signs in with it, one without with the key; without a user the app itself signs in. */
function readCredentials(environment: Environment, app: App): Credentials | null {
  const { clientId, privateKey } = app;
  const hasUser = userSettings.some(environment.has);
  if (!hasUser) return readClientCredentials(environment, app);
  const username = environment.required("SFCC_ADMIN_USERNAME", word);
  if (privateKey && !environment.has("SFCC_ADMIN_PASSWORD")) {
    return clientId && username ? { flow: "jwt-bearer", clientId, privateKey, username } : null;
  }
  const clientSecret = environment.required("SFCC_CLIENT_SECRET", word);
  const password = environment.required("SFCC_ADMIN_PASSWORD", anyText);
  const token = environment.optional("SFCC_ADMIN_TOKEN", word) ?? "";
  const isComplete = clientId && clientSecret && username && password;
  return isComplete ? { flow: "password", clientId, clientSecret, username, password, token } : null;
}

function readClientCredentials(environment: Environment, { loginUrl, clientId }: App): Credentials | null {
  const clientSecret = environment.required("SFCC_CLIENT_SECRET", word);
  if (loginUrl !== null && sharedLoginUrls.includes(loginUrl)) {
    environment.addFault(
      "SFCC_DOMAIN_NAME must be the org's My Domain for client credentials; login and test need SFCC_ADMIN_USERNAME and SFCC_ADMIN_PASSWORD.",
    );
  }
  return clientId && clientSecret ? { flow: "client-credentials", clientId, clientSecret } : null;
}
