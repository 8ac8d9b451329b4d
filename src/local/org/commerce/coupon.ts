import { ok } from "../answer.ts";
import { isId, toId18 } from "../id.ts";
import type { Org } from "../org.ts";
import { recordValues } from "../rest/record.ts";
import type { Parameters, RestAnswer, RestRequest } from "../rest/route.ts";
import type { Row } from "../row.ts";
import { childrenOf, related } from "../rule/related.ts";
import { type OpenCart, openActiveCart, openCart } from "./cart.ts";
import { isRedeemable } from "./price.ts";
import { reprice } from "./reprice.ts";
import { invalidInput, refuse, typeOf } from "./storefront.ts";

/** GET cart-coupons: https://developer.salesforce.com/docs/atlas.en-us.chatterapi.meta/chatterapi/connect_resources_commerce_webstore_carts_cart_coupons.htm */
export function listCoupons(org: Org, request: RestRequest, parameters: Parameters): RestAnswer {
  return ok(couponsOf(openCart(org, request, parameters)));
}

/** POST cart-coupons { couponCode } */
export function applyCoupon(org: Org, request: RestRequest, parameters: Parameters): RestAnswer {
  const open = openActiveCart(org, request, parameters);
  const { couponCode } = recordValues(request.body);
  if (typeof couponCode !== "string" || couponCode === "") throw invalidInput("A couponCode is needed.");
  const coupon = findCoupon(open, couponCode);
  if (!coupon) throw refuse(400, "MISSING_RECORD", `The coupon ${couponCode} is not valid.`);
  if (appliedOf(open).some(({ CouponId }) => CouponId === coupon.Id)) {
    throw refuse(400, "ALREADY_APPLIED", `The coupon ${couponCode} is applied already.`);
  }
  requireUnused(open, coupon);
  open.database.transaction(() => {
    const basis = { Name: coupon.CouponCode, WebCartId: open.cart.Id, CouponId: coupon.Id };
    open.database.insert(typeOf(open.database, "WebCartAdjustmentBasis"), basis);
    reprice(open);
  });
  return { status: 201, body: couponsOf(open) };
}

/** DELETE cart-coupons/{id} */
export function removeCoupon(org: Org, request: RestRequest, parameters: Parameters): RestAnswer {
  const open = openActiveCart(org, request, parameters);
  const { coupon: id = "" } = parameters;
  const applied = appliedOf(open).find((basis) => isId(id) && basis.Id === toId18(id));
  if (!applied) throw refuse(404, "ITEM_NOT_FOUND", `There is no coupon ${id} on the cart.`);
  open.database.transaction(() => {
    open.database.delete(typeOf(open.database, "WebCartAdjustmentBasis"), String(applied.Id));
    reprice(open);
  });
  return { status: 204, body: null };
}

function findCoupon(open: OpenCart, code: string): Row | undefined {
  const { database } = open;
  const type = typeOf(database, "Coupon");
  const field = type.field("CouponCode");
  const found = field ? database.table(type).lookup(field, code.toUpperCase()) : [];
  return found.find((coupon) => coupon.IsDeleted !== true && isRedeemable(open, coupon));
}

function requireUnused({ database }: OpenCart, coupon: Row): void {
  const limit = coupon.RedemptionLimitPerCoupon ?? null;
  const used = childrenOf(database, "WebCartAdjustmentBasis", { field: "CouponId", id: coupon.Id }).filter(
    ({ WebCartId }) => related(database, "WebCart", WebCartId)?.Status === "Closed",
  );
  if (limit === null || used.length < Number(limit)) return;
  const message = `The coupon ${coupon.CouponCode} has been used too often.`;
  throw refuse(400, "COUPON_REDEMPTION_LIMIT_EXCEEDED", message);
}

function appliedOf({ database, cart }: OpenCart): readonly Row[] {
  return childrenOf(database, "WebCartAdjustmentBasis", { field: "WebCartId", id: cart.Id });
}

function couponsOf(open: OpenCart): object {
  const cartCoupons = appliedOf(open).map((basis) => ({
    cartCouponId: basis.Id,
    couponCode: basis.Name,
    couponId: basis.CouponId,
  }));
  return { cartCoupons, cartId: open.cart.Id };
}
