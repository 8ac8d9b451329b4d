import type { Row } from "../row.ts";
import type { SObjectType } from "../sobject.ts";
import type { Store } from "../store.ts";

/** Whether a user sees a row; deleted rows are shared like living ones. */
export type Sees = (type: SObjectType, row: Row) => boolean;

/** Where the account stands on which the sharing of a type's rows depends; all other types are public. */
const roads: Readonly<Record<string, readonly string[]>> = {
  Account: ["Id"],
  Contact: ["AccountId"],
  Asset: ["AccountId"],
  Order: ["AccountId"],
  OrderItem: ["OrderId", "AccountId"],
  Case: ["AccountId"],
  WorkOrder: ["AccountId"],
  AssetWarranty: ["AssetId", "AccountId"],
  Entitlement: ["AccountId"],
  BuyerAccount: ["BuyerId"],
  WebCart: ["AccountId"],
  CartItem: ["CartId", "AccountId"],
  CartDeliveryGroup: ["CartId", "AccountId"],
  CartCheckoutSession: ["WebCartId", "AccountId"],
  CartValidationOutput: ["CartId", "AccountId"],
  WebCartAdjustmentBasis: ["WebCartId", "AccountId"],
  ContentDocumentLink: ["LinkedEntityId", "AccountId"],
};

/**
 * Private sharing: a user sees the accounts that are shared with them (AccountShare), and what hangs on those.
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_accountshare.htm
 */
export function createSharing(store: Store, userId: string): Sees {
  const shares = store.schema.type("AccountShare");
  const user = shares?.field("UserOrGroupId");
  const isShared = (accountId: unknown): boolean => {
    if (!shares || !user) return false;
    return store
      .table(shares)
      .lookup(user, userId)
      .some((share) => share.AccountId === accountId && share.IsDeleted !== true);
  };
  const sees: Sees = (type, row) => {
    if (type.name === "User") return row.Id === userId;
    if (type.name === "ContentDocument" || type.name === "ContentVersion") {
      return row.CreatedById === userId || isLinked(store, row, sees);
    }
    const road = roads[type.name];
    return !road || isShared(accountOf(store, road, row));
  };
  return sees;
}

function accountOf(store: Store, [field = "", ...rest]: readonly string[], row: Row): unknown {
  const value = row[field] ?? null;
  if (rest.length === 0 || typeof value !== "string") return value;
  const type = store.schema.typeOfId(value);
  const next = type && store.table(type).get(value);
  if (!type || !next) return null;
  return accountOf(store, type.name === "Account" ? ["Id"] : rest, next);
}

/** A file is seen by whoever sees a record it is linked to. */
function isLinked(store: Store, row: Row, sees: Sees): boolean {
  const links = store.schema.type("ContentDocumentLink");
  const document = links?.field("ContentDocumentId");
  if (!links || !document) return false;
  const id = row.ContentDocumentId ?? row.Id ?? null;
  return store
    .table(links)
    .lookup(document, id)
    .some((link) => link.IsDeleted !== true && sees(links, link));
}
