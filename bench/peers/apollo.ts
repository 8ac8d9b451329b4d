import { readFile } from "node:fs/promises";
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import { Connection } from "jsforce";
import {
  loaderSource,
  orders,
  plainSource,
  type Relation,
  type Row,
  type SObject,
  type Source,
} from "./source.ts";

/**
 * Apollo over jsforce, as one writes it without further thought (`plain`), or with DataLoader (`loader`):
 * `node bench/peers/apollo.ts plain http://127.0.0.1:8080`.
 */
const [kind, loginUrl = ""] = process.argv.slice(2);
const createSource = kind === "loader" ? loaderSource : plainSource;

const connection = new Connection({
  loginUrl,
  version: "68.0",
  oauth2: { clientId: "local-org", clientSecret: "local-only", loginUrl },
});
await connection.authorize({ grant_type: "client_credentials" });

interface Context {
  readonly source: Source;
}
type Resolver<Arguments = object> = (row: Row, args: Arguments, context: Context) => unknown;

const column =
  (name: string): Resolver =>
  (row) =>
    row[name];
const parent =
  (sObject: SObject, foreignKey: string): Resolver =>
  (row, _args, { source }) =>
    source.byId(sObject, row[foreignKey] as string | null);
const children =
  (relation: Relation): Resolver<{ readonly first: number }> =>
  async (row, { first }, { source }) => ({ nodes: await source.children(relation, row.Id, first) });
const list =
  (sObject: SObject): Resolver<{ readonly first: number }> =>
  (_row, { first }, { source }) => ({
    nodes: () => source.rows(sObject, `ORDER BY ${orders[sObject]}, Id LIMIT ${first}`),
    totalCount: () => source.count(sObject),
  });
const one =
  (sObject: SObject, name: string, argument: string): Resolver<Readonly<Record<string, string>>> =>
  async (_row, args, { source }) =>
    (await source.rows(sObject, `WHERE ${name} = '${quoted(args[argument])}' LIMIT 2`))[0] ?? null;

const types = {
  "001": "Account",
  "02i": "Asset",
  "801": "Order",
  "01t": "Product2",
  "802": "OrderItem",
} as const;
const typeNames: Readonly<Record<string, string>> = { Product2: "Product" };
const resolveType = ({ Id }: Row): string => {
  const sObject = types[Id.slice(0, 3) as keyof typeof types];
  return typeNames[sObject] ?? sObject;
};
const id = column("Id");
const name = column("Name");

const resolvers = {
  Query: {
    account: (_: object, args: { readonly id: string }, { source }: Context) =>
      source.byId("Account", args.id),
    accounts: list("Account"),
    assetBySerialNumber: one("Asset", "SerialNumber", "serialNumber"),
    assets: list("Asset"),
    nodes: (_: object, { ids }: { readonly ids: readonly string[] }, { source }: Context) =>
      ids.map((each) => source.byId(types[each.slice(0, 3) as keyof typeof types], each)),
    orderByNumber: one("Order", "OrderNumber", "orderNumber"),
    orders: list("Order"),
    products: list("Product2"),
    search: async (_: object, { query, first }: { readonly query: string; readonly first: number }) => {
      const term = query.replaceAll(/[?&|!{}[\]()^~*:\\"'+-]/g, "\\$&");
      const found = await connection.search(`FIND {${term}*} IN NAME FIELDS RETURNING
        Account(Id, Name LIMIT ${first}), Asset(Id, Name, SerialNumber, AccountId LIMIT ${first}),
        Product2(Id, ProductCode, Name LIMIT ${first})`);
      return found.searchRecords.slice(0, first);
    },
  },
  Node: { __resolveType: resolveType },
  SearchResult: { __resolveType: resolveType },
  Account: {
    id,
    name,
    accountNumber: column("AccountNumber"),
    phone: column("Phone"),
    industry: column("Industry"),
    contacts: children({ sObject: "Contact", foreignKey: "AccountId" }),
    assets: children({ sObject: "Asset", foreignKey: "AccountId" }),
    orders: children({ sObject: "Order", foreignKey: "AccountId" }),
  },
  Contact: { id, name, email: column("Email") },
  Asset: {
    id,
    name,
    serialNumber: column("SerialNumber"),
    status: column("Status"),
    account: parent("Account", "AccountId"),
    product: parent("Product2", "Product2Id"),
    children: children({ sObject: "Asset", foreignKey: "ParentId" }),
  },
  Product: { id, name, sku: column("ProductCode") },
  Order: {
    id,
    orderNumber: column("OrderNumber"),
    status: column("Status"),
    effectiveDate: column("EffectiveDate"),
    account: parent("Account", "AccountId"),
    items: children({ sObject: "OrderItem", foreignKey: "OrderId" }),
  },
  OrderItem: { id, quantity: column("Quantity"), product: parent("Product2", "Product2Id") },
};

function quoted(text = ""): string {
  return text.replaceAll(/['\\]/g, "\\$&");
}

const typeDefs = await readFile(new URL("schema.graphql", import.meta.url), "utf8");
const server = new ApolloServer<Context>({ typeDefs, resolvers });
const { url } = await startStandaloneServer(server, {
  listen: { host: "127.0.0.1", port: 0 },
  context: () => Promise.resolve({ source: createSource(connection) }),
});
console.log(url);
