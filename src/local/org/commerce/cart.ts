import { ok } from "../answer.ts";
import { isId, toId18 } from "../id.ts";
import type { Org } from "../org.ts";
import { recordValues } from "../rest/record.ts";
import type { Parameters, RestAnswer, RestRequest } from "../rest/route.ts";
import type { Row } from "../row.ts";
import { childrenOf } from "../rule/related.ts";
import { messagesSummary } from "./message.ts";
import { invalidInput, openStorefront, refuse, type Storefront, typeOf } from "./storefront.ts";

/** A cart with the store it stands in. */
export interface OpenCart extends Storefront {
  readonly cart: Row;
}

/** POST carts: https://developer.salesforce.com/docs/atlas.en-us.chatterapi.meta/chatterapi/connect_resources_commerce_webstore_carts.htm */
export function createCart(org: Org, request: RestRequest, { store = "" }: Parameters): RestAnswer {
  const body = request.body === undefined ? {} : recordValues(request.body);
  const { name = "Cart", type = "Cart", effectiveAccountId = null, isSecondary = false } = body;
  if (type !== "Cart") throw invalidInput("The type of a cart is Cart.");
  const accountId = effectiveAccountId === null ? null : String(effectiveAccountId);
  const front = openStorefront(org, request, { storeId: store, accountId });
  const cart = insertCart(front, { Name: String(name), IsSecondary: isSecondary === true });
  return { status: 201, body: summaryOf({ ...front, cart }, { isNew: true }) };
}

/** GET carts/{id|active|current} */
export function getCart(org: Org, request: RestRequest, parameters: Parameters): RestAnswer {
  return ok(summaryOf(openCart(org, request, parameters)));
}

/** PUT carts/active: the active cart, made if there is none. */
export function putActiveCart(org: Org, request: RestRequest, { store = "" }: Parameters): RestAnswer {
  const front = openStorefront(org, request, { storeId: store, accountId: null });
  const found = findState(front, "active");
  if (found) return ok(summaryOf({ ...front, cart: found }));
  const cart = insertCart(front, { Name: "Cart", IsSecondary: false });
  return { status: 201, body: summaryOf({ ...front, cart }, { isNew: true }) };
}

/** DELETE carts/{id|active|current} */
export function deleteCart(org: Org, request: RestRequest, parameters: Parameters): RestAnswer {
  const { database, cart } = openCart(org, request, parameters);
  database.delete(typeOf(database, "WebCart"), String(cart.Id));
  return { status: 204, body: null };
}

/** GET carts: the buyer's open carts, newest first. */
export function listCarts(org: Org, request: RestRequest, { store = "" }: Parameters): RestAnswer {
  const front = openStorefront(org, request, { storeId: store, accountId: null });
  const carts = cartsOf(front).toReversed();
  return ok({ carts: carts.map((cart) => summaryOf({ ...front, cart })), count: carts.length });
}

/** @throws SalesforceFailure when there is no such cart, or the user does not see it */
export function openCart(
  org: Org,
  request: RestRequest,
  { store = "", cart: state = "" }: Parameters,
): OpenCart {
  if (!isId(state)) {
    const front = openStorefront(org, request, { storeId: store, accountId: null });
    const cart = findState(front, state.toLowerCase());
    if (cart) return { ...front, cart };
    throw refuse(404, "MISSING_RECORD", `There is no ${state} cart.`);
  }
  const type = typeOf(org.database, "WebCart");
  const cart = org.database.table(type).get(toId18(state));
  if (!cart || !org.database.sees(type, cart)) {
    throw refuse(404, "MISSING_RECORD", `There is no cart ${state}.`);
  }
  if (cart.IsDeleted === true) throw invalidInput(`Cart Id: '${state.slice(0, 15)}' is Deleted`);
  const front = openStorefront(org, request, { storeId: store, accountId: String(cart.AccountId) });
  if (cart.WebStoreId !== front.store.Id) throw refuse(404, "MISSING_RECORD", `There is no cart ${state}.`);
  return { ...front, cart };
}

/** A cart that may be changed: not in checkout and not closed. @throws SalesforceFailure */
export function openActiveCart(org: Org, request: RestRequest, parameters: Parameters): OpenCart {
  const open = openCart(org, request, parameters);
  if (open.cart.Status === "Active") return open;
  throw invalidInput(`Cart Id: '${String(open.cart.Id).slice(0, 15)}' is ${open.cart.Status}`);
}

/** https://developer.salesforce.com/docs/atlas.en-us.chatterapi.meta/chatterapi/connect_responses_cart_summary.htm */
export function summaryOf({ database, cart }: OpenCart, { isNew = false } = {}): object {
  const adjusted = Number(cart.TotalProductAmount) + Number(cart.TotalAdjustmentAmount);
  return {
    accountId: cart.AccountId,
    cartId: cart.Id,
    currencyIsoCode: cart.CurrencyIsoCode,
    grandTotalAmount: String(cart.GrandTotalAmount),
    isSecondary: cart.IsSecondary,
    messagesSummary: messagesSummary(database, cart, isNew),
    name: cart.Name,
    ownerId: cart.OwnerId,
    purchaseOrderNumber: cart.PoNumber,
    status: cart.Status,
    taxType: "Net",
    totalChargeAmount: String(cart.TotalChargeAmount),
    totalListPrice: String(cart.TotalListAmount),
    totalProductAmount: String(cart.TotalProductAmount),
    totalProductAmountAfterAdjustments: String(adjusted),
    totalProductCount: String(cart.TotalProductCount),
    totalPromotionalAdjustmentAmount: String(cart.TotalAdjustmentAmount),
    totalTaxAmount: String(cart.TotalTaxAmount),
    type: cart.Type,
    uniqueProductCount: cart.UniqueProductCount,
    webstoreId: cart.WebStoreId,
  };
}

function insertCart({ database, store, account }: Storefront, values: Record<string, unknown>): Row {
  return database.transaction(() => {
    const place = { WebStoreId: store.Id, AccountId: account.Id };
    const cart = database.insert(typeOf(database, "WebCart"), { ...place, ...values });
    const group = { Name: "Default Delivery Group", CartId: cart.Id, IsDefault: true };
    database.insert(typeOf(database, "CartDeliveryGroup"), group);
    return cart;
  });
}

/** `active` is the primary cart that can be changed, `current` also one in checkout. */
function findState(front: Storefront, state: string): Row | undefined {
  const states = state === "active" ? ["Active"] : ["Active", "Processing", "Checkout"];
  return cartsOf(front).findLast((cart) => states.includes(String(cart.Status)) && cart.IsSecondary !== true);
}

/** The user's own carts for the account, oldest first. */
function cartsOf({ database, store, account, userId }: Storefront): readonly Row[] {
  return childrenOf(database, "WebCart", { field: "AccountId", id: account.Id }).filter(
    (cart) => cart.WebStoreId === store.Id && cart.OwnerId === userId && cart.Status !== "Closed",
  );
}
