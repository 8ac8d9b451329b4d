import { defineRoutes } from "../rest/route.ts";
import * as cart from "./cart.ts";
import * as item from "./cart-item.ts";
import * as checkout from "./checkout.ts";
import * as coupon from "./coupon.ts";
import * as group from "./delivery-group.ts";
import * as product from "./product.ts";
import * as sale from "./sale-order.ts";

const store = "/commerce/webstores/:store";
const one = `${store}/carts/:cart`;

/** B2B Commerce: https://developer.salesforce.com/docs/atlas.en-us.chatterapi.meta/chatterapi/connect_resources_commerce.htm */
export const commerceRoutes = defineRoutes({
  [`GET ${store}/carts`]: cart.listCarts,
  [`POST ${store}/carts`]: cart.createCart,
  [`PUT ${store}/carts/active`]: cart.putActiveCart,
  [`GET ${one}`]: cart.getCart,
  [`DELETE ${one}`]: cart.deleteCart,
  [`GET ${one}/cart-items`]: item.listItems,
  [`POST ${one}/cart-items`]: item.addItem,
  [`POST ${one}/cart-items/batch`]: item.addItems,
  [`PATCH ${one}/cart-items/:item`]: item.updateItem,
  [`DELETE ${one}/cart-items/:item`]: item.deleteItem,
  [`GET ${one}/cart-coupons`]: coupon.listCoupons,
  [`POST ${one}/cart-coupons`]: coupon.applyCoupon,
  [`DELETE ${one}/cart-coupons/:coupon`]: coupon.removeCoupon,
  [`GET ${one}/delivery-groups`]: group.listGroups,
  [`POST ${one}/delivery-groups`]: group.createGroup,
  [`POST ${one}/delivery-groups/actions/arrange-items`]: group.arrangeItems,
  [`GET ${one}/delivery-groups/:group`]: group.getGroup,
  [`PATCH ${one}/delivery-groups/:group`]: group.updateGroup,
  [`DELETE ${one}/delivery-groups/:group`]: group.deleteGroup,
  [`GET ${store}/products/:product`]: product.getProduct,
  [`GET ${store}/search/products`]: product.searchProducts,
  [`POST ${store}/search/product-search`]: product.searchProducts,
  [`GET ${store}/pricing/products`]: product.getPrices,
  [`POST ${store}/pricing/products`]: product.getPrices,
  [`GET ${store}/pricing/products/:product`]: product.getPrice,
  [`POST ${store}/checkouts`]: checkout.startCheckout,
  [`PUT ${store}/checkouts`]: checkout.startCheckout,
  [`GET ${store}/checkouts/:checkout`]: checkout.getCheckout,
  [`PATCH ${store}/checkouts/:checkout`]: checkout.updateCheckout,
  [`DELETE ${store}/checkouts/:checkout`]: checkout.cancelCheckout,
  [`POST ${store}/checkouts/:checkout/orders`]: checkout.placeOrder,
  [`POST ${store}/checkouts/:checkout/orders/actions`]: checkout.runOrderActions,
  "POST /commerce/sale/order": sale.placeSaleOrder,
  "GET /commerce/sale/order/:id": sale.getSaleOrder,
  "PATCH /commerce/sale/order/:id": sale.addToSaleOrder,
});
