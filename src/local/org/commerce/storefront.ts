import { systemAdministrator } from "../access/profile.ts";
import type { Database } from "../database.ts";
import { SalesforceFailure } from "../failure.ts";
import { isId, toId18 } from "../id.ts";
import type { Org } from "../org.ts";
import type { RestRequest } from "../rest/route.ts";
import type { Row } from "../row.ts";
import { childrenOf, related } from "../rule/related.ts";
import type { SObjectType } from "../sobject.ts";

/** A web store as one buyer's account sees it. */
export interface Storefront {
  /** Sees and writes everything, in the name of the user who acts. */
  readonly database: Database;
  readonly store: Row;
  readonly account: Row;
  /** The account's buyer groups that the store serves. */
  readonly groupIds: readonly string[];
  readonly userId: string;
}

/**
 * @throws SalesforceFailure WEBSTORE_NOT_FOUND, EFFECTIVE_ACCOUNT_NOT_FOUND, INSUFFICIENT_ACCESS
 */
export function openStorefront(
  org: Org,
  request: RestRequest,
  wanted: { readonly storeId: string; readonly accountId: string | null },
): Storefront {
  const { id: userId } = request.session.user;
  const database = org.database.as({ id: userId, profile: systemAdministrator });
  const store = isId(wanted.storeId) ? related(database, "WebStore", toId18(wanted.storeId)) : undefined;
  if (!store) throw refuse(404, "WEBSTORE_NOT_FOUND", `The web store ${wanted.storeId} does not exist.`);
  const account = effectiveAccount(org, wanted.accountId ?? request.search.get("effectiveAccountId"));
  const buyer = childrenOf(database, "BuyerAccount", { field: "BuyerId", id: account.Id })[0];
  if (buyer?.IsActive !== true) {
    throw refuse(403, "INSUFFICIENT_ACCESS", `${account.Name} is not an active buyer of ${store.Name}.`);
  }
  const groupIds = buyerGroups(database, store, account);
  if (groupIds.length === 0) {
    throw refuse(403, "INSUFFICIENT_ACCESS", `${account.Name} is in no buyer group of ${store.Name}.`);
  }
  return { database, store, account, groupIds, userId };
}

export function refuse(status: number, errorCode: string, message: string): SalesforceFailure {
  return new SalesforceFailure(status, errorCode, message);
}

export function invalidInput(message: string): SalesforceFailure {
  return refuse(400, "INVALID_API_INPUT", message);
}

export function typeOf({ schema }: Pick<Database, "schema">, name: string): SObjectType {
  const type = schema.type(name);
  if (!type) throw new TypeError(`${name} is not in the schema`);
  return type;
}

/** Prices and the like are strings in Commerce. */
export function amount(value: unknown): string {
  return Number(value ?? 0).toFixed(2);
}

/** The account asked for, or the one that is shared with the user; never one the user does not see. */
function effectiveAccount({ database }: Org, id: string | null): Row {
  const accounts = typeOf(database, "Account");
  const given = id !== null && isId(id) ? database.find(accounts, toId18(id)) : undefined;
  const own = id === null && !database.seesAll ? ownAccount(database, accounts) : undefined;
  const account = given ?? own;
  if (account) return account;
  throw refuse(
    400,
    "EFFECTIVE_ACCOUNT_NOT_FOUND",
    id === null ? "An effectiveAccountId is needed." : `The account ${id} does not exist.`,
  );
}

function ownAccount(database: Database, accounts: SObjectType): Row | undefined {
  for (const row of database.table(accounts).rows()) {
    if (row.IsDeleted !== true && database.sees(accounts, row)) return row;
  }
  return undefined;
}

function buyerGroups(database: Database, store: Row, account: Row): readonly string[] {
  const served = childrenOf(database, "WebStoreBuyerGroup", { field: "WebStoreId", id: store.Id });
  const servedIds = new Set(served.map(({ BuyerGroupId }) => BuyerGroupId));
  return childrenOf(database, "BuyerGroupMember", { field: "BuyerId", id: account.Id })
    .map(({ BuyerGroupId }) => String(BuyerGroupId))
    .filter((id) => servedIds.has(id));
}
