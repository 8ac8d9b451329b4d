import type { Scope } from "../../src/auth/scope.ts";

export const anyToken = "any token";
/** Whoever got hold of the object may read the field. */
export const open = "open";

export type Need = Scope | typeof anyToken | typeof open;

/** Who may read what, written down a second time: a field that is missing here turns the test below red. */
export const table: Readonly<Record<string, Partial<Record<Need, string>>>> = {
  Query: {
    [anyToken]: "node nodes search product productBySku products",
    "accounts:read": "account accounts",
    "assets:read": "asset assetBySerialNumber assets",
    "orders:read": "order orderByNumber orders",
    "carts:read": "cart carts checkout",
    "mappings:admin": "organizations",
    "operations:read": "apiBudget",
    [open]: "viewer",
  },
  Mutation: {
    [open]: "signIn refreshSession signOut",
    "mappings:admin": "createOrganization mapAccount unmapAccount",
    "carts:write":
      "createCart addCartLines updateCartLines removeCartLines clearCart applyCoupon removeCoupon updateCartDetails mergeCarts importCartLines cloneCart cancelCart reorder",
    "accounts:write": "updateAccount",
    "assets:write": "registerAsset registerAssets updateAsset transferAsset",
    "orders:write": "placeOrder cancelOrder attachOrderDocument",
    "orders:approve": "activateOrder",
  },
  Viewer: { [open]: "id kind email displayName scopes organizations", "accounts:read": "accounts" },
  Organization: { [open]: "id name accountMappings" },
  AccountMapping: { [open]: "id organization externalId isDefault createdAt", "accounts:read": "account" },
  AuthPayload: { [open]: "accessToken refreshToken expiresAt viewer userErrors" },
  SignOutPayload: { [open]: "userErrors" },
  OrganizationPayload: { [open]: "organization userErrors" },
  AccountMappingPayload: { [open]: "accountMapping userErrors" },
  UnmapAccountPayload: { [open]: "accountMappingId userErrors" },
  UserError: { [open]: "code message path" },
  Account: {
    [open]:
      "id name accountNumber type industry phone website billingAddress shippingAddress parent children contacts createdAt updatedAt",
    "accounts:financials": "annualRevenue numberOfEmployees",
    "assets:read": "assets",
    "orders:read": "orders",
    "carts:read": "activeCart",
  },
  Cart: {
    [open]:
      "id name status lines lineCount itemCount subtotal total discount tax shipping coupons deliveryAddress poNumber notes sync messages problems version createdAt updatedAt expiresAt checkout",
    "accounts:read": "account",
    "orders:read": "orders",
  },
  CartLine: { [open]: "id product sku quantity listPrice unitPrice total messages" },
  CartCoupon: { [open]: "code" },
  CartMessage: { [open]: "severity code text" },
  CartProblem: { [open]: "code text lineId" },
  CartSync: { [open]: "state pendingChanges syncedAt pricedAt webCartId lastError" },
  CartPayload: { [open]: "cart userErrors replayed" },
  Checkout: { [open]: "id state cart userErrors startedAt finishedAt", "orders:read": "orders" },
  PlaceOrderPayload: { [open]: "checkout cart userErrors replayed", "orders:read": "orders" },
  AccountPayload: { [open]: "userErrors", "accounts:read": "account" },
  AssetPayload: { [open]: "userErrors", "assets:read": "asset" },
  AssetsPayload: { [open]: "userErrors", "assets:read": "assets" },
  OrderPayload: { [open]: "userErrors", "orders:read": "order" },
  Contact: { [open]: "id name email phone title", "accounts:read": "account" },
  Asset: {
    [open]:
      "id name serialNumber status quantity price purchaseDate installDate usageEndDate description product parent root children coverage serviceHistory createdAt updatedAt",
    "accounts:read": "account contact",
    "orders:read": "orders",
  },
  AssetCoverage: { [open]: "state endsOn source" },
  ServiceEvent: { [open]: "id kind number subject status openedAt closedAt" },
  Product: { [open]: "id sku name description family isActive prices" },
  Price: { [open]: "id priceBookId priceBookName unitPrice" },
  Order: {
    [open]:
      "id orderNumber status statusCode effectiveDate endDate type poNumber poDate description totalAmount billingAddress shippingAddress items documents allowedActions reference activatedAt createdAt updatedAt",
    "accounts:read": "account",
  },
  OrderDocument: { [open]: "id title fileType contentSize createdAt downloadUrl" },
  OrderItem: {
    [open]: "id product quantity listPrice unitPrice totalPrice serviceDate description",
  },
  ApiBudget: { [open]: "used limit reserve state observedAt" },
  Money: { [open]: "amount currencyCode" },
  Address: { [open]: "street city state postalCode country" },
  PageInfo: { [open]: "hasNextPage hasPreviousPage startCursor endCursor" },
};
