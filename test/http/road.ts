import type { Scope } from "../../src/auth/scope.ts";
import type { Gateway } from "../gateway.ts";

/** One record of every kind, of the account Edge Communications. */
export type Ids = Readonly<
  Record<"Account" | "Contact" | "Asset" | "Product" | "Order" | "OrderItem", string>
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
};

const unknown = "00000000-0000-7000-8000-000000000000";

/** Arguments that root fields cannot do without. */
export const rootArguments: Readonly<Record<string, (ids: Ids) => string>> = {
  node: ({ Product }) => `(id: "${Product}")`,
  nodes: ({ Product }) => `(ids: ["${Product}"])`,
  account: ({ Account }) => `(id: "${Account}")`,
  asset: ({ Asset }) => `(id: "${Asset}")`,
  assetBySerialNumber: () => '(serialNumber: "GC1040-000101")',
  order: ({ Order }) => `(id: "${Order}")`,
  orderByNumber: () => '(orderNumber: "00000101")',
  product: ({ Product }) => `(id: "${Product}")`,
  productBySku: () => '(sku: "GC1040")',
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
  return {
    Account: account.id,
    Contact: account.contacts.nodes[0].id,
    Asset: asset.id,
    Product: product.id,
    Order: order.id,
    OrderItem: order.items.nodes[0].id,
  };
}
