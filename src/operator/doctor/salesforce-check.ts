import { GatewayError } from "../../errors.ts";
import type { SalesforceConnection } from "../../salesforce/connection.ts";
import { requireRows } from "../../salesforce/query-together.ts";
import { createSiteFinder } from "../../salesforce/site.ts";
import { describeObjects } from "../../salesforce/sobject-describe.ts";
import { textLiteral } from "../../salesforce/soql.ts";
import type { SalesforceConfig } from "../../setting/salesforce.ts";
import { compareWithOrg } from "../drift.ts";
import { type Finding, failed, ok, type Place, skipped, warning } from "./check.ts";
import { readMappedAccounts } from "./store-check.ts";

/** What to do for what Salesforce says: https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_flow_errors.htm */
const remedies: Readonly<Record<string, string>> = {
  invalid_client_id:
    "Correct SFCC_CLIENT_ID: the consumer key of the app. A new app takes ten minutes to work.",
  invalid_client: "Correct SFCC_CLIENT_SECRET: the consumer secret of the app, of the latest rotation.",
  unauthorized_client: "Enable the flow in the app's settings: docs/real-org.md, step 2.",
  unsupported_grant_type: "Enable the flow in the app's settings: docs/real-org.md, step 2.",
  invalid_app_access:
    "Give the user's profile or a permission set the app: Manage Connected Apps, the app, Policies.",
  inactive_user: "The user is deactivated or frozen: activate it, or name another.",
  inactive_org: "The org is closed or locked: SFCC_DOMAIN_NAME must name another.",
  API_DISABLED_FOR_ORG: "Give the user's profile API Enabled.",
  REQUEST_LIMIT_EXCEEDED: "The org has no API calls left today: wait, or buy more; `limits` shows the count.",
  INVALID_TYPE: "The object is not there, or hidden from the user: give its permission set Read on it.",
};

/** invalid_grant has several reasons, which only the text tells. */
const grantRemedies: readonly (readonly [RegExp, string])[] = [
  [/no client credentials user/i, "Set Run As in the app's policies to the integration user."],
  [
    /invalid assertion/i,
    "The app's certificate is not the one to SFCC_PRIVATE_KEY_PATH: upload it, or correct the path.",
  ],
  [/expired/i, "This machine's clock is off by minutes: set it."],
  [/audience/i, "SFCC_DOMAIN_NAME must be the org's My Domain; a sandbox's has --name.sandbox in it."],
  [
    /hasn't approved/i,
    "Pre-authorize the user for the app, by profile or permission set; check SFCC_ADMIN_USERNAME.",
  ],
  [/authentication failure/i, "Correct SFCC_ADMIN_USERNAME, SFCC_ADMIN_PASSWORD or SFCC_ADMIN_TOKEN."],
];

/** Runs a check that asks Salesforce: what Salesforce refuses is a finding with its own code and words. */
function asking(
  work: (
    connection: SalesforceConnection,
    place: Place & { readonly org: SalesforceConfig },
  ) => Promise<Finding>,
): (place: Place) => Promise<Finding> {
  return async (place) => {
    const { salesforce, config } = place;
    if (!salesforce || !config.salesforce) return skipped("Its settings are not complete.");
    try {
      return await work(salesforce, { ...place, org: config.salesforce });
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      return toFinding(error);
    }
  };
}

function toFinding(error: GatewayError): Finding {
  const { cause, code } = error;
  const { name, message } = cause instanceof Error ? cause : error;
  const [, remedy] = grantRemedies.find(([words]) => words.test(message)) ?? [];
  const known = name === "invalid_grant" ? remedy : remedies[name];
  const away = code === "SALESFORCE_UNAVAILABLE" || code === "SALESFORCE_TIMEOUT";
  const otherwise = away
    ? "Check SFCC_DOMAIN_NAME, and the way from this machine to it: name, proxy, firewall."
    : 'docs/real-org.md, "When it does not work".';
  return failed(
    away ? `Salesforce does not answer (${message}).` : `${name}: ${message}.`,
    known ?? otherwise,
  );
}

export const checkSignIn = asking(async (salesforce, { org }) => {
  await salesforce.ping();
  if (org.embedded) return ok("The local org answers; it is started for this check, and with the gateway.");
  return ok(`${org.loginUrl} takes the integration user (${org.credentials.flow}).`);
});

interface Version {
  readonly version: string;
}

export const checkVersion = asking(async ({ integration }, { org }) => {
  const versions = (await integration.get("/services/data")) as readonly Version[];
  const offered = versions
    .map(({ version }) => version)
    .toSorted((one, other) => Number(one) - Number(other));
  const newest = offered.at(-1) ?? "none";
  if (offered.includes(org.apiVersion)) return ok(`${org.apiVersion} is offered; the newest is ${newest}.`);
  return failed(
    `The org offers ${offered[0]} to ${newest}, not ${org.apiVersion}.`,
    `Set SALESFORCE_API_VERSION=${newest}.`,
  );
});

export const checkBudget = asking(async (salesforce) => {
  const { used, limit, reserve, state } = await salesforce.readBudget();
  const found = `${state}: ${limit - used} of ${limit} API calls are left today, ${reserve} are reserved.`;
  if (state === "NORMAL") return ok(found);
  const remedy = "See what uses them: Setup, System Overview, API Usage; then docs/caching.md.";
  return state === "CRITICAL" ? failed(found, remedy) : warning(found, remedy);
});

/** How many are named; `schema check` has them all. */
const maxNamed = 5;

export const checkRecords = asking(async ({ integration }, { org }) => {
  const { drifts, fields, objects } = await compareWithOrg(integration, org.traits);
  if (drifts.length === 0) return ok(`${fields} fields of ${objects} objects are as the record maps say.`);
  const names = [...new Set(drifts.map(({ column }) => column))];
  const more = names.length > maxNamed ? ` and ${names.length - maxNamed} more` : "";
  const found = `Not as the record maps say: ${names.slice(0, maxNamed).join(", ")}${more}.`;
  return failed(found, "Run schema check: it tells of each what is wrong and what to do.");
});

export const checkOrderKey = asking(async ({ integration }, { config }) => {
  const { keyField } = config.orders;
  if (keyField === null)
    return skipped("ORDER_KEY_FIELD is not set: the gateway itself sees to it that an order is made once.");
  const order = (await describeObjects(integration, ["Order"])).get("Order");
  const field = order?.fields.find(({ name }) => name === keyField);
  if (!field)
    return failed(
      `Order has no field ${keyField}, or hides it.`,
      "Make it, give the permission set Read and Edit on it, or unset ORDER_KEY_FIELD.",
    );
  if (field.unique && field.externalId) return ok(`Order.${keyField} is a unique external id.`);
  return failed(`Order.${keyField} is not a unique external id.`, "Set Unique and External ID on the field.");
});

interface StoreRow {
  readonly Id: string;
  readonly Name: string;
}

export const checkWebStore = asking(async ({ integration }, { webStoreId }) => {
  if (webStoreId === null)
    return skipped("There is no web store (WEBSTORE_ID): carts have the prices of the price books.");
  const [stores = []] = (await requireRows(integration, [
    "SELECT Id, Name FROM WebStore ORDER BY Name LIMIT 20",
  ])) as readonly (readonly StoreRow[])[];
  const store = stores.find(({ Id }) => Id === webStoreId);
  if (store) return ok(`${store.Name} (${store.Id}) is there.`);
  const names = stores.map(({ Id, Name }) => `${Name} (${Id})`).join(", ");
  return failed(
    `There is no web store ${webStoreId}${names ? `; there are ${names}` : ", and no other"}.`,
    "Set WEBSTORE_ID to one of the org's, or to none for the prices of the price books.",
  );
});

interface GroupRow {
  readonly BuyerGroupId: string;
}

interface BuyerRow {
  readonly BuyerId: string;
  readonly IsActive?: boolean;
}

/** Whether the store sells to anybody, and to the mapped accounts. */
export const checkBuyers = asking(async ({ integration }, place) => {
  const { webStoreId } = place;
  if (webStoreId === null) return skipped("There is no web store.");
  const store = textLiteral(webStoreId);
  const served = `SELECT BuyerGroupId FROM WebStoreBuyerGroup WHERE WebStoreId = ${store}`;
  const accounts = (await readMappedAccounts(place).catch(() => null)) ?? [];
  const [groups = [], policies = [], buyers = []] = (await requireRows(integration, [
    served,
    `SELECT BuyerGroupId FROM CommerceEntitlementBuyerGroup WHERE Policy.IsActive = true AND Policy.CanViewProduct = true AND BuyerGroupId IN (${served})`,
    ...(accounts.length > 0
      ? [
          `SELECT BuyerId, IsActive FROM BuyerAccount WHERE BuyerId IN (${accounts.map(textLiteral).join(", ")})`,
        ]
      : []),
  ])) as readonly [GroupRow[], GroupRow[], BuyerRow[]];
  if (groups.length === 0) {
    return failed("The store has no buyer group.", "Commerce, the store, Buyer Access: add a buyer group.");
  }
  if (policies.length === 0) {
    const remedy =
      "Commerce, the store, Buyer Access: give a buyer group an active entitlement policy with View Product.";
    return failed("No product is shown to any of the store's buyer groups.", remedy);
  }
  return judgeAccounts(groups.length, accounts, buyers);
});

function judgeAccounts(groups: number, accounts: readonly string[], buyers: readonly BuyerRow[]): Finding {
  const active = new Set(buyers.filter(({ IsActive }) => IsActive === true).map(({ BuyerId }) => BuyerId));
  const others = accounts.filter((id) => !active.has(id));
  const store = `The store sells to ${groups} buyer ${groups === 1 ? "group" : "groups"}`;
  if (others.length === 0)
    return ok(
      accounts.length > 0 ? `${store}; all ${accounts.length} mapped accounts may buy.` : `${store}.`,
    );
  const named = others.slice(0, maxNamed).join(", ");
  const found = `${store}, but ${others.length} of ${accounts.length} mapped accounts are no active buyers: ${named}.`;
  return warning(
    found,
    "Enable As Buyer on the account, and make it a member of one of the store's buyer groups.",
  );
}

export const checkSite = asking(async ({ integration }, { org }) => {
  const name = org.embedded ? null : (org.callers?.siteName ?? null);
  if (name === null) return skipped("SFCC_NETWORK_NAME is not set, or SALESFORCE_IDENTITY is not caller.");
  const { loginUrl } = await createSiteFinder(integration, name)();
  return ok(`${name} is at ${loginUrl}.`);
});
