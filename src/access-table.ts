import type { Scope } from "./auth/scope.ts";

/** Whoever got hold of the object may read the field: its entry points are guarded. */
export const open = "open";
/** Any valid token. */
export const signedIn = "signedIn";

export type Access = typeof open | typeof signedIn | Scope;

/**
 * The access of one type. The fields that are not named are open as far as `rest` says: no field at all, the values
 * (a relation to other things has to be named), or whatever there is.
 */
export interface TypeAccess {
  readonly rest?: "values" | "all";
  readonly fields?: Readonly<Record<string, Access>>;
}

const values: TypeAccess = { rest: "values" };
/** Whoever may read a list may read its pages, and whoever may do something what became of it. */
const page: TypeAccess = { rest: "all" };

/**
 * The access table: who may read what. What it does not list is refused, and a field of the schema that it does not
 * cover stops the gateway at start. A relation into another room asks for that room's scope.
 */
export const accessTable: Readonly<Record<string, TypeAccess>> = {
  Query: {
    fields: {
      node: signedIn,
      nodes: signedIn,
      search: signedIn,
      account: "accounts:read",
      accounts: "accounts:read",
      asset: "assets:read",
      assetBySerialNumber: "assets:read",
      assets: "assets:read",
      order: "orders:read",
      orderByNumber: "orders:read",
      orders: "orders:read",
      product: signedIn,
      productBySku: signedIn,
      products: signedIn,
      cart: "carts:read",
      carts: "carts:read",
      checkout: "carts:read",
      viewer: open,
      organizations: "mappings:admin",
      apiBudget: "operations:read",
    },
  },
  Mutation: {
    fields: {
      signIn: open,
      refreshSession: open,
      signOut: open,
      createOrganization: "mappings:admin",
      mapAccount: "mappings:admin",
      unmapAccount: "mappings:admin",
      updateAccount: "accounts:write",
      registerAsset: "assets:write",
      registerAssets: "assets:write",
      updateAsset: "assets:write",
      transferAsset: "assets:write",
      createCart: "carts:write",
      addCartLines: "carts:write",
      updateCartLines: "carts:write",
      removeCartLines: "carts:write",
      clearCart: "carts:write",
      applyCoupon: "carts:write",
      removeCoupon: "carts:write",
      updateCartDetails: "carts:write",
      mergeCarts: "carts:write",
      importCartLines: "carts:write",
      cloneCart: "carts:write",
      cancelCart: "carts:write",
      placeOrder: "orders:write",
      activateOrder: "orders:approve",
      cancelOrder: "orders:write",
      reorder: "carts:write",
      attachOrderDocument: "orders:write",
    },
  },
  Viewer: { rest: "values", fields: { organizations: open, accounts: "accounts:read" } },
  Organization: { rest: "values", fields: { accountMappings: open } },
  AccountMapping: { rest: "values", fields: { organization: open, account: "accounts:read" } },
  Account: {
    rest: "values",
    fields: {
      annualRevenue: "accounts:financials",
      numberOfEmployees: "accounts:financials",
      parent: open,
      children: open,
      contacts: open,
      assets: "assets:read",
      orders: "orders:read",
      activeCart: "carts:read",
    },
  },
  Contact: { rest: "values", fields: { account: "accounts:read" } },
  Asset: {
    rest: "values",
    fields: {
      account: "accounts:read",
      contact: "accounts:read",
      product: open,
      parent: open,
      root: open,
      children: open,
      coverage: open,
      serviceHistory: open,
      orders: "orders:read",
    },
  },
  AssetCoverage: values,
  ServiceEvent: values,
  Order: {
    rest: "values",
    fields: { account: "accounts:read", items: open, documents: open, allowedActions: open },
  },
  OrderDocument: { rest: "values", fields: { downloadUrl: open } },
  OrderItem: { rest: "values", fields: { product: open } },
  Cart: {
    rest: "all",
    fields: { account: "accounts:read", checkout: open, orders: "orders:read" },
  },
  Checkout: { rest: "values", fields: { cart: open, userErrors: open, orders: "orders:read" } },
  AccountPayload: { rest: "values", fields: { account: "accounts:read", userErrors: open } },
  AssetPayload: { rest: "values", fields: { asset: "assets:read", userErrors: open } },
  AssetsPayload: { rest: "values", fields: { assets: "assets:read", userErrors: open } },
  OrderPayload: { rest: "values", fields: { order: "orders:read", userErrors: open } },
  PlaceOrderPayload: { rest: "all", fields: { orders: "orders:read" } },
  CartLine: { rest: "all" },
  CartCoupon: values,
  CartMessage: values,
  CartProblem: values,
  CartSync: values,
  Product: values,
  Price: values,
  Money: values,
  ApiBudget: values,
  Address: values,
  PageInfo: values,
  UserError: values,
  AuthPayload: page,
  SignOutPayload: page,
  OrganizationPayload: page,
  AccountMappingPayload: page,
  UnmapAccountPayload: page,
  CartPayload: page,
  CartConnection: page,
  CartEdge: page,
  OrganizationConnection: page,
  OrganizationEdge: page,
  AccountConnection: page,
  AccountEdge: page,
  AssetConnection: page,
  AssetEdge: page,
  ServiceEventConnection: page,
  ServiceEventEdge: page,
  ContactConnection: page,
  ContactEdge: page,
  OrderConnection: page,
  OrderEdge: page,
  OrderItemConnection: page,
  OrderItemEdge: page,
  ProductConnection: page,
  ProductEdge: page,
};

/** What a global id of a type asks for, so that node lookups and searches are no way round the table. */
export const nodeAccess: Readonly<Record<string, Access>> = {
  Account: "accounts:read",
  Contact: "accounts:read",
  Asset: "assets:read",
  Order: "orders:read",
  OrderItem: "orders:read",
  OrderDocument: "orders:read",
  Cart: "carts:read",
  CartLine: "carts:read",
  Checkout: "carts:read",
  Product: signedIn,
  Organization: "mappings:admin",
  AccountMapping: "mappings:admin",
};
