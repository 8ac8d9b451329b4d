import Big from "big.js";
import { type CartDocument, keyOf, type Line } from "../cart/cart.document.ts";
import type { CheckoutRecord, PlannedLine, PlannedOrder } from "../cart/checkout.document.ts";
import { isSame } from "../cart/quantity.ts";
import type { UserError } from "../graph/user-error.type.ts";
import { maxGraphRequests } from "../salesforce/graph.ts";
import type { OrderFacts } from "./place-order.salesforce.ts";

export type Verdict =
  | { readonly orders: readonly PlannedOrder[] }
  | { readonly userErrors: readonly UserError[] };

const cartPath = ["input", "cartId"];

/** What is to be ordered of a cart that has the shop's prices of this moment, or what speaks against it. */
export function planOrders(cart: CartDocument, checkout: CheckoutRecord, facts: OrderFacts): Verdict {
  const changes = unlikeSeen(cart, checkout);
  if (changes.length > 0) return { userErrors: changes };
  const userErrors = [
    ...cart.lines.flatMap((line) => objectionsTo(line, cart, facts)),
    ...(checkout.wanted.acceptPriceChanges ? [] : priceChanges(cart, checkout)),
  ];
  if (userErrors.length > 0) return { userErrors };
  const books = Map.groupBy(cart.lines, (line) => priceOf(line, facts)?.priceBookId ?? "");
  if (cart.lines.length + books.size + 1 > maxGraphRequests) {
    const message = `Salesforce takes ${maxGraphRequests} records at a time, orders and their lines together: split the cart.`;
    return { userErrors: [{ code: "LIMIT_EXCEEDED", message, path: cartPath }] };
  }
  const columns = columnsOf(cart, checkout, facts);
  const orders = [...books].map(([priceBookId, lines], index) => ({
    reference: `${checkout.id}-${index + 1}`,
    priceBookId,
    columns,
    lines: lines.map((line) => toPlannedLine(line, cart, facts)),
  }));
  return { orders };
}

/** Somebody has changed the web cart in the store's own pages. */
function unlikeSeen({ lines }: CartDocument, { seen }: CheckoutRecord): readonly UserError[] {
  const isSeen = (line: Line): boolean => {
    const before = seen[keyOf(line)] ?? seen[`sku:${line.sku}`];
    return before !== undefined && isSame(before.quantity, line.quantity);
  };
  if (lines.length === Object.keys(seen).length && lines.every(isSeen)) return [];
  const message = "The cart was changed in the web store meanwhile: look at it and place the order again.";
  return [{ code: "VERSION_MISMATCH", message, path: cartPath }];
}

function objectionsTo(line: Line, cart: CartDocument, facts: OrderFacts): readonly UserError[] {
  const item = cart.priced?.items[line.productId ?? ""];
  const refusal = cart.refused[keyOf(line)];
  const told = [...(refusal ? [refusal] : []), ...(item?.messages ?? [])];
  const errors = told.filter(({ severity }) => severity === "ERROR");
  if (errors.length > 0) {
    return errors.map(({ code, text }) => ({
      code: code === "OUT_OF_STOCK" ? code : "NOT_ALLOWED",
      message: `${nameOf(line)}: ${text}`,
      path: cartPath,
    }));
  }
  if (item?.unitPrice != null && priceOf(line, facts)) return [];
  return [{ code: "NOT_ALLOWED", message: `${nameOf(line)} has no price.`, path: cartPath }];
}

function priceChanges({ lines, priced }: CartDocument, { seen }: CheckoutRecord): readonly UserError[] {
  return lines.flatMap((line) => {
    const before = seen[keyOf(line)]?.unitPrice ?? null;
    const now = priced?.items[line.productId ?? ""]?.unitPrice ?? null;
    if (before === null || now === null || isSame(before, now)) return [];
    const message = `The price of ${nameOf(line)} was ${before} and is ${now} now: look at the cart, or send acceptPriceChanges.`;
    return [{ code: "CONFLICT" as const, message, path: ["input", "acceptPriceChanges"] }];
  });
}

function priceOf({ productId }: Line, { prices }: OrderFacts) {
  return productId === null ? undefined : prices.get(productId);
}

function nameOf({ sku, productId }: Line): string {
  return sku ?? productId ?? "A product";
}

/** The shop's price for the quantity; what coupons take off is spread over the pieces, to the cent. */
function toPlannedLine(line: Line, { priced }: CartDocument, facts: OrderFacts): PlannedLine {
  const price = priceOf(line, facts);
  const item = priced?.items[line.productId ?? ""];
  if (!price || item?.unitPrice == null) throw new TypeError("a line without a price cannot be ordered");
  const off = new Big(item.discount).div(line.quantity);
  return {
    sku: line.sku,
    priceBookEntryId: price.priceBookEntryId,
    quantity: line.quantity,
    unitPrice: off.eq(0) ? item.unitPrice : new Big(item.unitPrice).minus(off).toFixed(2),
  };
}

function columnsOf(
  { accountId, deliveryAddress, poNumber, notes }: CartDocument,
  { wanted, startedAt }: CheckoutRecord,
  { addresses, timeZone }: OrderFacts,
): PlannedOrder["columns"] {
  return {
    ...addresses,
    ...(deliveryAddress && {
      ShippingStreet: deliveryAddress.street,
      ShippingCity: deliveryAddress.city,
      ShippingState: deliveryAddress.state,
      ShippingPostalCode: deliveryAddress.postalCode,
      ShippingCountry: deliveryAddress.country,
    }),
    AccountId: accountId,
    EffectiveDate: wanted.effectiveDate ?? dayIn(timeZone, new Date(startedAt)),
    PoNumber: wanted.poNumber ?? poNumber,
    PoDate: wanted.poDate,
    Description: notes,
  };
}

/** YYYY-MM-DD */
function dayIn(timeZone: string, moment: Date): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(moment);
}
