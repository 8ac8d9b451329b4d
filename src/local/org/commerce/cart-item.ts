import { ok } from "../answer.ts";
import { SalesforceFailure } from "../failure.ts";
import { isId, toId18 } from "../id.ts";
import type { Org } from "../org.ts";
import { recordValues } from "../rest/record.ts";
import type { Parameters, RestAnswer, RestRequest } from "../rest/route.ts";
import type { Row } from "../row.ts";
import { childrenOf, related } from "../rule/related.ts";
import { type OpenCart, openActiveCart, openCart, summaryOf } from "./cart.ts";
import { defaultGroup } from "./delivery-group.ts";
import { messagesSummary } from "./message.ts";
import { pageOf } from "./page.ts";
import { requireProduct } from "./price.ts";
import { reprice } from "./reprice.ts";
import { amount, invalidInput, refuse, typeOf } from "./storefront.ts";

/** https://developer.salesforce.com/docs/atlas.en-us.chatterapi.meta/chatterapi/connect_resources_commerce_webstore_cart_items_batch.htm */
const maxBatch = 100;
const maxItems = 500;

/** GET cart-items?page&pageSize&sort&productFields, with the prices of today. */
export function listItems(org: Org, request: RestRequest, parameters: Parameters): RestAnswer {
  const open = openCart(org, request, parameters);
  if (open.cart.Status === "Active") reprice(open);
  const items = itemsOf(open);
  const page = pageOf(request, items);
  const fields = request.search.get("productFields")?.split(",").filter(Boolean) ?? [];
  const cartItems = page.items.map((item) => ({
    cartItem: itemAnswer(open, item, fields),
    message: null,
    status: "Success",
  }));
  const { hasErrors } = messagesSummary(open.database, open.cart) as { hasErrors: boolean };
  return ok({ cartItems, cartSummary: summaryOf(open), hasErrors, ...page.links });
}

/** POST cart-items: a product that is in the cart already is counted up. */
export function addItem(org: Org, request: RestRequest, parameters: Parameters): RestAnswer {
  const open = openActiveCart(org, request, parameters);
  const item = open.database.transaction(() => {
    const added = add(open, recordValues(request.body));
    reprice(open);
    return added;
  });
  return { status: 201, body: itemAnswer(open, item) };
}

/** POST cart-items/batch { inputs: [{ richInput }] }: each input by itself, in their order. */
export function addItems(org: Org, request: RestRequest, parameters: Parameters): RestAnswer {
  const open = openActiveCart(org, request, parameters);
  const { inputs } = recordValues(request.body);
  if (!Array.isArray(inputs) || inputs.length === 0 || inputs.length > maxBatch) {
    throw refuse(400, "INVALID_BATCH_SIZE", `A batch has 1 to ${maxBatch} inputs.`);
  }
  const added = inputs.map((input) => tryTo(() => add(open, recordValues(recordValues(input).richInput))));
  reprice(open);
  const results = added.map((item) =>
    item instanceof SalesforceFailure
      ? { statusCode: item.status, result: [{ errorCode: item.errorCode, message: item.message }] }
      : { statusCode: 201, result: itemAnswer(open, item) },
  );
  return ok({ hasErrors: added.some((item) => item instanceof SalesforceFailure), results });
}

/** PATCH cart-items/{id} { quantity } */
export function updateItem(org: Org, request: RestRequest, parameters: Parameters): RestAnswer {
  const open = openActiveCart(org, request, parameters);
  const item = requireItem(open, parameters.item ?? "");
  const Quantity = readQuantity(recordValues(request.body).quantity);
  open.database.transaction(() => {
    open.database.update(typeOf(open.database, "CartItem"), String(item.Id), { Quantity });
    reprice(open);
  });
  return ok(itemAnswer(open, item));
}

/** DELETE cart-items/{id} */
export function deleteItem(org: Org, request: RestRequest, parameters: Parameters): RestAnswer {
  const open = openActiveCart(org, request, parameters);
  const item = requireItem(open, parameters.item ?? "");
  open.database.transaction(() => {
    open.database.delete(typeOf(open.database, "CartItem"), String(item.Id));
    reprice(open);
  });
  return { status: 204, body: null };
}

export function itemsOf({ database, cart }: OpenCart): readonly Row[] {
  return childrenOf(database, "CartItem", { field: "CartId", id: cart.Id });
}

function add(open: OpenCart, { productId, quantity = "1", type = "Product" }: Record<string, unknown>): Row {
  const { database, cart } = open;
  if (typeof productId !== "string" || !isId(productId)) throw invalidInput("A productId is needed.");
  if (type !== "Product") throw invalidInput("The type of a cart item is Product.");
  const Quantity = readQuantity(quantity);
  const product = requireProduct(open, toId18(productId));
  const items = itemsOf(open);
  const known = items.find((item) => item.Product2Id === product.Id);
  const cartItems = typeOf(database, "CartItem");
  if (known)
    return database.update(cartItems, String(known.Id), { Quantity: Number(known.Quantity) + Quantity });
  if (items.length >= maxItems) {
    throw refuse(400, "MAX_LIMIT_EXCEEDED", `A cart may have at most ${maxItems} items.`);
  }
  return database.insert(cartItems, {
    Name: product.Name,
    CartId: cart.Id,
    CartDeliveryGroupId: defaultGroup(open).Id,
    Product2Id: product.Id,
    Sku: product.StockKeepingUnit,
    Quantity,
    Type: "Product",
  });
}

/** Quantities are strings: "5", "2.5". */
function readQuantity(value: unknown): number {
  const quantity = typeof value === "string" || typeof value === "number" ? Number(value) : Number.NaN;
  if (quantity > 0 && quantity < 1e12 && Number.isInteger(Math.round(quantity * 1e6) / 1e4)) return quantity;
  throw invalidInput("The quantity must be a number above 0 with at most two decimals.");
}

function requireItem({ database, cart }: OpenCart, id: string): Row {
  const item = isId(id) ? related(database, "CartItem", toId18(id)) : undefined;
  if (item?.CartId === cart.Id && item) return item;
  throw refuse(404, "ITEM_NOT_FOUND", `There is no item ${id} in the cart.`);
}

function tryTo<T>(run: () => T): T | SalesforceFailure {
  try {
    return run();
  } catch (error) {
    if (error instanceof SalesforceFailure) return error;
    throw error;
  }
}

/** https://developer.salesforce.com/docs/atlas.en-us.chatterapi.meta/chatterapi/connect_responses_cart_item.htm */
function itemAnswer({ database }: OpenCart, item: Row, fields: readonly string[] = []): object {
  const product = related(database, "Product2", item.Product2Id);
  const names = fields.includes("*") ? Object.keys(product ?? {}) : fields;
  const quantity = Number(item.Quantity);
  const adjustment = Number(item.TotalAdjustmentAmount ?? 0);
  return {
    cartId: item.CartId,
    cartItemId: item.Id,
    itemizedAdjustmentAmount: amount(adjustment),
    listPrice: amount(item.ListPrice),
    messagesSummary: messagesSummary(database, item),
    name: item.Name,
    productDetails: {
      fields: Object.fromEntries(names.map((name) => [name, product?.[name] ?? null])),
      name: product?.Name ?? item.Name,
      productId: item.Product2Id,
      sku: item.Sku ?? "",
      thumbnailImage: null,
    },
    productId: item.Product2Id,
    quantity: String(quantity),
    salesPrice: amount(item.SalesPrice),
    totalAdjustmentAmount: amount(adjustment),
    totalAmount: amount(item.TotalAmount),
    totalListPrice: amount(item.TotalListPrice),
    totalPrice: amount(item.TotalPrice),
    totalTax: amount(item.TotalTaxAmount),
    type: item.Type,
    unitAdjustedPrice: amount((Number(item.TotalPrice) + adjustment) / quantity),
    unitAdjustmentAmount: amount(adjustment / quantity),
  };
}
