import Big from "big.js";
import { textLiteral } from "../salesforce/soql.ts";
import type { Message, Priced, PricedItem, WebCart, WebItem } from "./cart.document.ts";

/** A web cart as the store has it at this moment. */
export interface WebCartView {
  readonly web: WebCart & { readonly id: string };
  /** Active, Checkout, Closed, PendingClosed, PendingDelete, Processing */
  readonly status: string;
  readonly priced: Priced;
}

/** The records behind the page that the store shows, without its limit of 100 items a page; five queries are one API call. */
export function viewQueries(cartId: string): readonly string[] {
  const id = textLiteral(cartId);
  return [
    `SELECT Id, Status, CurrencyIsoCode, TotalProductAmount, TotalAdjustmentAmount, TotalChargeAmount, TotalTaxAmount, GrandTotalAmount FROM WebCart WHERE Id = ${id}`,
    `SELECT Id, Product2Id, Product2.ProductCode, Quantity, ListPrice, SalesPrice, TotalPrice, TotalAdjustmentAmount FROM CartItem WHERE CartId = ${id} AND Type = 'Product' ORDER BY CreatedDate, Id`,
    `SELECT RelatedEntityId, Level, Type, Message FROM CartValidationOutput WHERE CartId = ${id}`,
    `SELECT Id, Name FROM WebCartAdjustmentBasis WHERE WebCartId = ${id}`,
    `SELECT Id FROM CartDeliveryGroup WHERE CartId = ${id} AND IsDefault = true LIMIT 1`,
  ];
}

interface Cart {
  readonly Id: string;
  readonly Status: string;
  readonly CurrencyIsoCode: string;
  readonly TotalProductAmount: number | null;
  readonly TotalAdjustmentAmount: number | null;
  readonly TotalChargeAmount: number | null;
  readonly TotalTaxAmount: number | null;
  readonly GrandTotalAmount: number | null;
}

interface Item {
  readonly Id: string;
  readonly Product2Id: string;
  readonly Product2: { readonly ProductCode: string | null } | null;
  readonly Quantity: number;
  readonly ListPrice: number | null;
  readonly SalesPrice: number | null;
  readonly TotalPrice: number | null;
  /** Below 0. */
  readonly TotalAdjustmentAmount: number | null;
}

interface Output {
  readonly RelatedEntityId: string | null;
  readonly Level: string;
  readonly Type: string;
  readonly Message: string | null;
}

/** The rows of those queries; null where there is no such cart. */
export function viewOf(rows: readonly (readonly unknown[])[], now = new Date()): WebCartView | null {
  const [carts, items, outputs, coupons, groups] = rows;
  const cart = carts?.[0] as Cart | undefined;
  if (!cart) return null;
  const products = new Map((items as readonly Item[]).map((item) => [item.Product2Id, item]));
  const messages = outputs as readonly Output[];
  const group = groups?.[0] as { readonly Id: string } | undefined;
  return {
    web: {
      id: cart.Id,
      items: mapEntries(products, toWebItem),
      coupons: Object.fromEntries(
        (coupons as readonly { Id: string; Name: string }[]).map(({ Id, Name }) => [Name.toUpperCase(), Id]),
      ),
      deliveryGroupId: group?.Id ?? null,
    },
    status: cart.Status,
    priced: {
      at: now.toISOString(),
      currencyCode: cart.CurrencyIsoCode,
      items: mapEntries(products, (item) => toPricedItem(item, messages)),
      subtotal: toAmount(cart.TotalProductAmount),
      discount: new Big(cart.TotalAdjustmentAmount ?? 0).abs().toFixed(2),
      tax: toAmount(cart.TotalTaxAmount),
      shipping: toAmount(cart.TotalChargeAmount),
      total: toAmount(cart.GrandTotalAmount),
      messages: messages.filter(({ RelatedEntityId }) => RelatedEntityId === cart.Id).map(toMessage),
    },
  };
}

function toWebItem({ Id, Quantity }: Item): WebItem {
  return { id: Id, quantity: new Big(Quantity).toFixed() };
}

function toPricedItem(item: Item, outputs: readonly Output[]): PricedItem {
  return {
    sku: item.Product2?.ProductCode ?? null,
    quantity: new Big(item.Quantity).toFixed(),
    listPrice: item.ListPrice === null ? null : toAmount(item.ListPrice),
    unitPrice: item.SalesPrice === null ? null : toAmount(item.SalesPrice),
    total: item.TotalPrice === null ? null : toAmount(item.TotalPrice),
    discount: new Big(item.TotalAdjustmentAmount ?? 0).abs().toFixed(2),
    messages: outputs.filter(({ RelatedEntityId }) => RelatedEntityId === item.Id).map(toMessage),
  };
}

const severities: Readonly<Record<string, Message["severity"]>> = { Error: "ERROR", Warning: "WARNING" };

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_cartvalidationoutput.htm */
const codes: Readonly<Record<string, string>> = {
  Inventory: "OUT_OF_STOCK",
  Pricing: "NO_PRICE",
  Entitlement: "NOT_SOLD",
  SystemError: "STORE_FAILED",
};

function toMessage({ Level, Type, Message: text }: Output): Message {
  return { severity: severities[Level] ?? "INFO", code: codes[Type] ?? "OTHER", text: text ?? Type };
}

function toAmount(value: number | null): string {
  const amount = new Big(value ?? 0);
  return amount.round(2).eq(amount) ? amount.toFixed(2) : amount.toFixed();
}

function mapEntries<A, B>(map: ReadonlyMap<string, A>, to: (value: A) => B): Readonly<Record<string, B>> {
  return Object.fromEntries([...map].map(([key, value]) => [key, to(value)]));
}
