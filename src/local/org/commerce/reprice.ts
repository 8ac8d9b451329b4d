import type { Row } from "../row.ts";
import { childrenOf, related } from "../rule/related.ts";
import type { OpenCart } from "./cart.ts";
import { refreshMessages } from "./message.ts";
import { isRedeemable, priceOf } from "./price.ts";
import { typeOf } from "./storefront.ts";

/** Gives every item the price of today for its quantity, the discount of the coupons and its messages. */
export function reprice(open: OpenCart): void {
  const { database, cart } = open;
  const percent = discountOf(open);
  const type = typeOf(database, "CartItem");
  for (const item of childrenOf(database, "CartItem", { field: "CartId", id: cart.Id })) {
    const prices = pricesOf(open, item, percent);
    const isSame = Object.entries(prices).every(([name, value]) => item[name] === value);
    if (!isSame) database.update(type, String(item.Id), prices);
  }
  refreshMessages(open, cart);
}

/** A product that is no longer sold keeps its last price; its message says so. */
function pricesOf(open: OpenCart, item: Row, percent: number): Row {
  const quantity = Number(item.Quantity);
  const product = related(open.database, "Product2", item.Product2Id);
  const price = product && priceOf(open, product, quantity);
  const SalesPrice = price?.unitPrice ?? item.SalesPrice ?? null;
  const discount = Math.round(Number(SalesPrice ?? 0) * quantity * percent) / 100;
  return {
    ListPrice: price?.listPrice ?? item.ListPrice ?? null,
    SalesPrice,
    TotalAdjustmentAmount: discount === 0 ? 0 : -discount,
  };
}

function discountOf(open: OpenCart): number {
  const { database, cart } = open;
  const applied = childrenOf(database, "WebCartAdjustmentBasis", { field: "WebCartId", id: cart.Id });
  const coupons = applied.map(({ CouponId }) => related(database, "Coupon", CouponId));
  const good = coupons.filter((coupon) => coupon !== undefined && isRedeemable(open, coupon));
  return Math.min(
    good.reduce((sum, coupon) => sum + Number(coupon?.DiscountPercent ?? 0), 0),
    100,
  );
}
