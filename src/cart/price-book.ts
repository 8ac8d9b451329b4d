import Big from "big.js";
import type { OrgTraits } from "../salesforce/record.ts";
import { type SalesforceSession, watched } from "../salesforce/session.ts";
import type { Line, Message, PricedItem } from "./cart.document.ts";
import type { Catalogue, CatalogueProduct } from "./catalogue.salesforce.ts";
import { type ListPrice, readPrices } from "./price-list.salesforce.ts";
import { resolveSkus } from "./product-key.ts";
import { sum } from "./quantity.ts";
import type { Shop } from "./shop.ts";

export interface PriceBookOptions {
  readonly catalogue: Catalogue;
  readonly org: OrgTraits;
  readonly session: SalesforceSession;
}

const noPrice: Message = { severity: "ERROR", code: "NO_PRICE", text: "This product has no price." };

/** Without a web store the price books are all there is: there is nothing to keep in step, and no discount. */
export function createPriceBook({ catalogue, org, session }: PriceBookOptions): Shop {
  const bring: Shop["bring"] = async (cart, progress) => {
    await progress.hold();
    const { onCall } = progress;
    const { resolved, refused } = await resolveSkus(catalogue, cart, onCall);
    const lines = cart.lines.flatMap((line) => toSoldLine(line, resolved));
    await progress.hold();
    const productIds = [...new Set(lines.map(({ productId }) => productId))];
    const prices = await readPrices(watched(session, onCall), cart.accountId, productIds);
    const items = lines.map((line) => [line.productId, toPricedItem(line, prices)] as const);
    const subtotal = new Big(sum(items.map(([, { total }]) => total ?? "0"))).toFixed(2);
    return {
      resolved,
      refused,
      web: null,
      quantities: new Map(lines.map(({ productId, quantity }) => [productId, quantity])),
      priced: {
        at: new Date().toISOString(),
        currencyCode: org.currencyCode,
        items: Object.fromEntries(items),
        subtotal,
        discount: "0.00",
        tax: "0.00",
        shipping: "0.00",
        total: subtotal,
        messages: [],
      },
      isOrdered: false,
    };
  };
  return { bring, price: bring, close: () => Promise.resolve() };
}

type SoldLine = Pick<Line, "sku" | "quantity"> & { readonly productId: string };

function toSoldLine(
  { productId, sku, quantity }: Line,
  resolved: ReadonlyMap<string, CatalogueProduct>,
): readonly SoldLine[] {
  const id = productId ?? resolved.get(`sku:${sku}`)?.productId;
  return id === undefined ? [] : [{ productId: id, sku, quantity }];
}

function toPricedItem(
  { productId, sku, quantity }: SoldLine,
  prices: ReadonlyMap<string, ListPrice>,
): PricedItem {
  const price = prices.get(productId);
  return {
    sku,
    quantity,
    listPrice: price?.listPrice ?? price?.unitPrice ?? null,
    unitPrice: price?.unitPrice ?? null,
    total: price ? new Big(price.unitPrice).times(quantity).toFixed(2) : null,
    discount: "0.00",
    messages: price ? [] : [noPrice],
  };
}
