import { ok } from "../answer.ts";
import { isId, toId18 } from "../id.ts";
import type { Org } from "../org.ts";
import { recordValues } from "../rest/record.ts";
import type { Parameters, RestAnswer, RestRequest } from "../rest/route.ts";
import type { Row } from "../row.ts";
import { childrenOf, related } from "../rule/related.ts";
import { type OpenCart, openCart, summaryOf } from "./cart.ts";
import { itemsOf } from "./cart-item.ts";
import { defaultGroup } from "./delivery-group.ts";
import { checkItem } from "./message.ts";
import { priceOf } from "./price.ts";
import { reprice } from "./reprice.ts";
import { amount, invalidInput, refuse, typeOf } from "./storefront.ts";

/** A checkout and its cart. */
interface OpenCheckout extends OpenCart {
  readonly checkout: Row;
}

/** POST or PUT checkouts { cartId }: locks the cart. https://developer.salesforce.com/docs/commerce/salesforce-commerce/references/comm-checkout-ref */
export function startCheckout(org: Org, request: RestRequest, { store = "" }: Parameters): RestAnswer {
  const { cartId = "current" } = recordValues(request.body ?? {});
  const open = openCart(org, request, { store, cart: String(cartId) });
  const running = checkoutOf(open);
  if (running) return ok(checkoutAnswer({ ...open, checkout: running }));
  if (itemsOf(open).length === 0) throw invalidInput("An empty cart cannot be checked out.");
  const checkout = open.database.transaction(() => {
    reprice(open);
    open.database.update(typeOf(open.database, "WebCart"), String(open.cart.Id), { Status: "Checkout" });
    return open.database.insert(typeOf(open.database, "CartCheckoutSession"), {
      WebCartId: open.cart.Id,
      State: "Ready",
    });
  });
  return { status: 201, body: checkoutAnswer({ ...open, checkout }) };
}

/** GET checkouts/{id|active} */
export function getCheckout(org: Org, request: RestRequest, parameters: Parameters): RestAnswer {
  return ok(checkoutAnswer(openCheckout(org, request, parameters)));
}

/** PATCH checkouts/{id|active} { deliveryAddress } */
export function updateCheckout(org: Org, request: RestRequest, parameters: Parameters): RestAnswer {
  const open = openCheckout(org, request, parameters);
  const { street, city, region, postalCode, country, name } = recordValues(
    recordValues(request.body).deliveryAddress,
  );
  open.database.update(typeOf(open.database, "CartDeliveryGroup"), String(defaultGroup(open).Id), {
    DeliverToName: name,
    DeliverToStreet: street,
    DeliverToCity: city,
    DeliverToState: region,
    DeliverToPostalCode: postalCode,
    DeliverToCountry: country,
  });
  return ok(checkoutAnswer(open));
}

/** DELETE checkouts/{id|active}: the cart can be changed again. */
export function cancelCheckout(org: Org, request: RestRequest, parameters: Parameters): RestAnswer {
  const { database, cart, checkout } = openCheckout(org, request, parameters);
  database.transaction(() => {
    database.delete(typeOf(database, "CartCheckoutSession"), String(checkout.Id));
    database.update(typeOf(database, "WebCart"), String(cart.Id), { Status: "Active" });
  });
  return { status: 204, body: null };
}

/** POST checkouts/{id|active}/orders: 201 { orderReferenceNumber }, 409 when the cart has changed, 422 with its errors. */
export function placeOrder(org: Org, request: RestRequest, parameters: Parameters): RestAnswer {
  const open = openCheckout(org, request, parameters);
  if (open.checkout.State === "Complete") return { status: 201, body: orderAnswer(open.checkout) };
  requireUnchanged(open);
  const errors = itemsOf(open).flatMap((item) => checkItem(open, item));
  if (errors.length > 0) return refusal(errors.map(({ Type, Message }) => ({ type: Type, detail: Message })));
  const lines = linesOf(open);
  const books = new Set(lines.map(({ entry }) => entry.Pricebook2Id));
  if (books.size > 1) {
    return refusal([{ type: "Pricing", detail: "The items of an order must be of one price book." }]);
  }
  open.database.transaction(() => writeOrder(open, lines));
  return { status: 201, body: orderAnswer(open.checkout) };
}

/** POST checkouts/{id|active}/orders/actions { actions: [{ action: "prepare" | "submit" }] }, from version 64 on */
export function runOrderActions(org: Org, request: RestRequest, parameters: Parameters): RestAnswer {
  const { actions } = recordValues(request.body);
  const names = Array.isArray(actions) ? actions.map((action) => recordValues(action).action) : [];
  if (names.length === 0 || !names.every((name) => name === "prepare" || name === "submit")) {
    throw invalidInput("actions wants { action } of prepare and submit.");
  }
  if (!names.includes("submit")) {
    const open = openCheckout(org, request, parameters);
    requireUnchanged(open);
    return ok({ actions: names.map((action) => ({ action, success: true })), orderReferenceNumber: null });
  }
  const answer = placeOrder(org, request, parameters);
  if (answer.status !== 201) return answer;
  return ok({ actions: names.map((action) => ({ action, success: true })), ...(answer.body as object) });
}

interface Line {
  readonly item: Row;
  readonly entry: Row;
}

function linesOf(open: OpenCart): readonly Line[] {
  return itemsOf(open).flatMap((item) => {
    const product = related(open.database, "Product2", item.Product2Id);
    const price = product && priceOf(open, product, Number(item.Quantity));
    return price ? [{ item, entry: price.entry }] : [];
  });
}

/** The cart becomes an activated order. */
function writeOrder(open: OpenCheckout, lines: readonly Line[]): void {
  const { database, cart, checkout, account, store } = open;
  const orders = typeOf(database, "Order");
  const group = defaultGroup(open);
  const reference = `PO-${String(checkout.Id).slice(-12)}`;
  const order = database.insert(orders, {
    AccountId: account.Id,
    EffectiveDate: database.now().toISOString().slice(0, 10),
    Status: "Draft",
    Pricebook2Id: lines[0]?.entry.Pricebook2Id,
    OrderReferenceNumber: reference,
    PoNumber: cart.PoNumber,
    SalesStoreId: store.Id,
    ShippingStreet: group.DeliverToStreet,
    ShippingCity: group.DeliverToCity,
    ShippingState: group.DeliverToState,
    ShippingPostalCode: group.DeliverToPostalCode,
    ShippingCountry: group.DeliverToCountry,
  });
  for (const { item, entry } of lines) {
    const adjusted = Number(item.TotalLineAmount) / Number(item.Quantity);
    const values = {
      OrderId: order.Id,
      PricebookEntryId: entry.Id,
      Quantity: item.Quantity,
      UnitPrice: adjusted,
    };
    database.insert(typeOf(database, "OrderItem"), values);
  }
  database.update(orders, String(order.Id), { Status: "Activated" });
  database.update(typeOf(database, "WebCart"), String(cart.Id), { Status: "Closed" });
  const done = { State: "Complete", OrderReferenceNumber: reference, OrderId: order.Id };
  database.update(typeOf(database, "CartCheckoutSession"), String(checkout.Id), done);
}

function orderAnswer({ OrderReferenceNumber }: Row): object {
  return { orderReferenceNumber: OrderReferenceNumber };
}

function refusal(errors: readonly { readonly type: string; readonly detail: string }[]): RestAnswer {
  return { status: 422, body: { errors, orderReferenceNumber: null } };
}

function openCheckout(
  org: Org,
  request: RestRequest,
  { store = "", checkout: id = "" }: Parameters,
): OpenCheckout {
  const type = typeOf(org.database, "CartCheckoutSession");
  const session = isId(id) ? org.database.find(type, toId18(id)) : undefined;
  if (isId(id) && !session) throw refuse(404, "MISSING_RECORD", `There is no checkout ${id}.`);
  const open = openCart(org, request, { store, cart: session ? String(session.WebCartId) : "current" });
  const checkout = session ?? checkoutOf(open);
  if (!checkout) throw refuse(404, "MISSING_RECORD", "There is no active checkout.");
  return { ...open, checkout };
}

function checkoutOf({ database, cart }: OpenCart): Row | undefined {
  return childrenOf(database, "CartCheckoutSession", { field: "WebCartId", id: cart.Id }).find(
    ({ State }) => State === "Ready",
  );
}

/** Prices and stock are looked at again; whoever changed the cart through the sObject API has to start over. */
function requireUnchanged(open: OpenCheckout): void {
  const before = open.cart.GrandTotalAmount;
  reprice(open);
  if (open.cart.GrandTotalAmount === before) return;
  throw refuse(409, "CART_CHANGED", "The cart has changed since the checkout began.");
}

function checkoutAnswer(open: OpenCheckout): object {
  const { cart, checkout } = open;
  const group = defaultGroup(open);
  return {
    checkoutId: checkout.Id,
    cartSummary: summaryOf(open),
    deliveryGroups: {
      items: [
        {
          id: group.Id,
          deliveryAddress: {
            city: group.DeliverToCity,
            country: group.DeliverToCountry,
            name: group.DeliverToName,
            postalCode: group.DeliverToPostalCode,
            region: group.DeliverToState,
            street: group.DeliverToStreet,
          },
          totalProductAmount: amount(cart.TotalProductAmount),
        },
      ],
    },
    errors: [],
    status: checkout.State === "Ready" ? 200 : 201,
  };
}
