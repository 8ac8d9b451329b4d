import type { Scope } from "../../src/auth/scope.ts";
import type { Gateway } from "../gateway.ts";

/** One thing of every kind, of the account Edge Communications. */
export type Ids = Readonly<
  Record<
    | "Account"
    | "Contact"
    | "Asset"
    | "Product"
    | "Order"
    | "OrderItem"
    | "OrderDocument"
    | "Cart"
    | "CartLine"
    | "Checkout",
    string
  >
>;

interface Road {
  /** A document that ends in a selection on the type. */
  to(selection: string, ids: Ids): string;
  readonly needs: readonly Scope[];
}

/** How to get hold of an object whose fields have rules or lead on. */
export const roads: Readonly<Record<string, Road>> = {
  Query: { to: (selection) => `{ ${selection} }`, needs: [] },
  Mutation: { to: (selection) => `mutation { ${selection} }`, needs: [] },
  Viewer: { to: (selection) => `{ viewer { ${selection} } }`, needs: [] },
  Organization: {
    to: (selection) => `{ organizations(first: 1) { nodes { ${selection} } } }`,
    needs: ["mappings:admin"],
  },
  AccountMapping: {
    to: (selection) => `{ organizations(first: 1) { nodes { accountMappings { ${selection} } } } }`,
    needs: ["mappings:admin"],
  },
  Account: {
    to: (selection, ids) => `{ account(id: "${ids.Account}") { ${selection} } }`,
    needs: ["accounts:read"],
  },
  Contact: {
    to: (selection, ids) => `{ node(id: "${ids.Contact}") { ... on Contact { ${selection} } } }`,
    needs: ["accounts:read"],
  },
  Asset: { to: (selection, ids) => `{ asset(id: "${ids.Asset}") { ${selection} } }`, needs: ["assets:read"] },
  Product: { to: (selection, ids) => `{ product(id: "${ids.Product}") { ${selection} } }`, needs: [] },
  Order: { to: (selection, ids) => `{ order(id: "${ids.Order}") { ${selection} } }`, needs: ["orders:read"] },
  OrderItem: {
    to: (selection, ids) => `{ node(id: "${ids.OrderItem}") { ... on OrderItem { ${selection} } } }`,
    needs: ["orders:read"],
  },
  OrderDocument: {
    to: (selection, ids) => `{ order(id: "${ids.Order}") { documents { ${selection} } } }`,
    needs: ["orders:read"],
  },
  Cart: { to: (selection, ids) => `{ cart(id: "${ids.Cart}") { ${selection} } }`, needs: ["carts:read"] },
  CartLine: {
    to: (selection, ids) => `{ cart(id: "${ids.Cart}") { lines { ${selection} } } }`,
    needs: ["carts:read"],
  },
  Checkout: {
    to: (selection, ids) => `{ checkout(id: "${ids.Checkout}") { ${selection} } }`,
    needs: ["carts:read"],
  },
  PlaceOrderPayload: {
    to: (selection) => `mutation { placeOrder(input: { cartId: "${unknown}" }) { ${selection} } }`,
    needs: ["orders:write"],
  },
  AccountPayload: {
    to: (selection) => `mutation { updateAccount(input: { accountId: "${noAccount}" }) { ${selection} } }`,
    needs: ["accounts:write"],
  },
  AssetPayload: {
    to: (selection) => `mutation { updateAsset(input: { assetId: "${noAsset}" }) { ${selection} } }`,
    needs: ["assets:write"],
  },
  AssetsPayload: {
    to: (selection) => `mutation { registerAssets(input: { assets: [] }) { ${selection} } }`,
    needs: ["assets:write"],
  },
  OrderPayload: {
    to: (selection) => `mutation { cancelOrder(input: { orderId: "${noOrder}" }) { ${selection} } }`,
    needs: ["orders:write"],
  },
};

const noAccount = "001000000000000AAA";
const noAsset = "02i000000000000AAA";
const noOrder = "801000000000000AAA";
const unknown = "00000000-0000-7000-8000-000000000000";

/** Arguments that root fields cannot do without. */
export const rootArguments: Readonly<Record<string, (ids: Ids) => string>> = {
  node: ({ Product }) => `(id: "${Product}")`,
  nodes: ({ Product }) => `(ids: ["${Product}"])`,
  search: () => '(query: "edge")',
  account: ({ Account }) => `(id: "${Account}")`,
  asset: ({ Asset }) => `(id: "${Asset}")`,
  assetBySerialNumber: () => '(serialNumber: "GC1040-000101")',
  order: ({ Order }) => `(id: "${Order}")`,
  orderByNumber: () => '(orderNumber: "00000101")',
  product: ({ Product }) => `(id: "${Product}")`,
  productBySku: () => '(sku: "GC1040")',
  cart: ({ Cart }) => `(id: "${Cart}")`,
  carts: ({ Account }) => `(accountId: "${Account}")`,
  checkout: ({ Checkout }) => `(id: "${Checkout}")`,
  placeOrder: () => `(input: { cartId: "${unknown}" })`,
  activateOrder: () => `(input: { orderId: "${noOrder}" })`,
  cancelOrder: () => `(input: { orderId: "${noOrder}" })`,
  attachOrderDocument: () => `(input: { orderId: "${noOrder}", fileName: "a.txt", contentBase64: "" })`,
  reorder: () => `(input: { orderId: "${noOrder}" })`,
  updateAccount: () => `(input: { accountId: "${noAccount}" })`,
  registerAsset: () => `(input: { accountId: "${noAccount}", serialNumber: "" })`,
  registerAssets: () => "(input: { assets: [] })",
  updateAsset: () => `(input: { assetId: "${noAsset}" })`,
  transferAsset: () => `(input: { assetId: "${noAsset}", accountId: "${noAccount}" })`,
  createCart: () => `(input: { accountId: "${noAccount}" })`,
  addCartLines: () => `(input: { cartId: "${unknown}", lines: [] })`,
  updateCartLines: () => `(input: { cartId: "${unknown}", lines: [] })`,
  removeCartLines: () => `(input: { cartId: "${unknown}", lineIds: [] })`,
  clearCart: () => `(input: { cartId: "${unknown}" })`,
  applyCoupon: () => `(input: { cartId: "${unknown}", code: "SPRING" })`,
  removeCoupon: () => `(input: { cartId: "${unknown}", code: "SPRING" })`,
  updateCartDetails: () => `(input: { cartId: "${unknown}" })`,
  mergeCarts: () => `(input: { sourceCartId: "${unknown}", targetCartId: "${unknown}" })`,
  importCartLines: () => `(input: { cartId: "${unknown}", text: "" })`,
  cloneCart: () => `(input: { cartId: "${unknown}" })`,
  cancelCart: () => `(input: { cartId: "${unknown}" })`,
  signIn: () => '(input: { email: "nobody@example.org", password: "wrong" })',
  refreshSession: () => '(input: { refreshToken: "unknown" })',
  signOut: () => '(input: { refreshToken: "unknown" })',
  createOrganization: () => '(input: { name: "" })',
  mapAccount: ({ Account }) => `(input: { organizationId: "${unknown}", accountId: "${Account}" })`,
  unmapAccount: () => `(input: { accountMappingId: "${unknown}" })`,
};

/** With a token that sees no other account than Edge Communications. */
export async function readIds(gateway: Gateway, token: string): Promise<Ids> {
  const document = `{
    accounts { nodes { id contacts(first: 1) { nodes { id } } } }
    assets(first: 1) { nodes { id } }
    products(first: 1) { nodes { id } }
    orders(first: 1) { nodes { id items(first: 1) { nodes { id } } } }
  }`;
  const { data } = await gateway.query(document, {}, { token });
  const [account, asset, product, order] = [data.accounts, data.assets, data.products, data.orders].map(
    ({ nodes }) => nodes[0],
  );
  const cart = await makeCart(gateway, account.id);
  return {
    Cart: cart.id,
    CartLine: cart.lines[0]?.id ?? "",
    Checkout: await makeCheckout(gateway, account.id),
    Account: account.id,
    Contact: account.contacts.nodes[0].id,
    Asset: asset.id,
    Product: product.id,
    Order: order.id,
    OrderItem: order.items.nodes[0].id,
    OrderDocument: await makeDocument(gateway, order.id),
  };
}

interface MadeCart {
  readonly id: string;
  readonly lines: readonly { readonly id: string }[];
}

/** A cart with one line, in step with the web store. */
export async function makeCart(gateway: Gateway, accountId: string): Promise<MadeCart> {
  const document = `mutation ($input: CreateCartInput!) {
    createCart(input: $input) { cart { id lines { id } sync { state } } userErrors { message } }
  }`;
  const input = { accountId, lines: [{ sku: "GC1020", quantity: "1" }] };
  const { data } = await gateway.query(document, { input });
  return data.createCart.cart;
}

/** The id of a checkout that has ordered a cart. */
export async function makeCheckout(gateway: Gateway, accountId: string): Promise<string> {
  const { id: cartId } = await makeCart(gateway, accountId);
  const document = "mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { checkout { id } } }";
  const { data } = await gateway.query(document, { input: { cartId } });
  return data.placeOrder.checkout.id;
}

/** The id of a file that was put to an order. */
export async function makeDocument(gateway: Gateway, orderId: string): Promise<string> {
  const document = `mutation ($input: AttachOrderDocumentInput!) {
    attachOrderDocument(input: $input) { order { documents { id } } userErrors { message } }
  }`;
  const contentBase64 = Buffer.from("A note.").toString("base64");
  const { data } = await gateway.query(document, { input: { orderId, fileName: "note.txt", contentBase64 } });
  return data.attachOrderDocument.order.documents[0].id;
}
