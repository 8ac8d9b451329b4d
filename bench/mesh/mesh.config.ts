import { defineConfig } from "@graphql-mesh/compose-cli";
import { loadJSONSchemaSubgraph } from "@omnigraph/json-schema";

/**
 * GraphQL Mesh over the org's REST API: https://the-guild.dev/graphql/mesh/v1/source-handlers/json-schema. Relations are
 * https://the-guild.dev/graphql/mesh/v1/schema-extensions; a reference that may be empty is found by a semi-join, as Mesh asks
 * for it in any case. Wants ORG_URL and ORG_TOKEN.
 */
const columns = {
  Account: ["Id", "Name", "AccountNumber", "Phone", "Industry"],
  Contact: ["Id", "Name", "Email", "AccountId"],
  Asset: ["Id", "Name", "SerialNumber", "Status", "AccountId", "Product2Id", "ParentId"],
  Product2: ["Id", "ProductCode", "Name"],
  Order: ["Id", "OrderNumber", "Status", "EffectiveDate", "AccountId"],
  OrderItem: ["Id", "Quantity", "Product2Id", "OrderId"],
} as const;
type SObject = keyof typeof columns;

const text = { type: "string" } as const;

const record = (name: SObject) => ({
  title: name,
  type: "object" as const,
  properties: Object.fromEntries(
    columns[name].map((column) => [column, column === "Quantity" ? { type: "number" } : text]),
  ),
});

const list = (name: SObject) => ({
  title: `${name}List`,
  type: "object" as const,
  properties: { totalSize: { type: "integer" }, records: { type: "array", items: record(name) } },
});

const byId = (name: SObject) => ({
  type: "Query" as const,
  field: name,
  path: `/sobjects/${name}/{args.id}?fields=${columns[name].join(",")}`,
  method: "GET" as const,
  responseSchema: record(name),
});

const select = (field: string, name: SObject, clause: string) => ({
  type: "Query" as const,
  field,
  path: `/query?q=${escaped(`SELECT ${columns[name].join(", ")} FROM ${name} ${clause}`)}`,
  method: "GET" as const,
  responseSchema: list(name),
});

const sosl =
  "FIND {{{args.text}}} IN ALL FIELDS RETURNING Account(Id, Name LIMIT 10), Asset(Id, Name, SerialNumber, Account.Name LIMIT 10), Product2(Id, ProductCode, Name LIMIT 10)";

const search = {
  type: "Query" as const,
  field: "search",
  path: `/search?q=${escaped(sosl.replace("{{{args.text}}}", "%7B{args.text}%7D"))}`,
  method: "GET" as const,
  responseSchema: {
    title: "Found",
    type: "object" as const,
    properties: {
      searchRecords: {
        type: "array",
        items: {
          title: "FoundRecord",
          type: "object",
          properties: {
            Id: text,
            Name: text,
            SerialNumber: text,
            ProductCode: text,
            Account: { title: "FoundAccount", type: "object", properties: { Name: text } },
          },
        },
      },
    },
  },
};

/** All but the arguments. */
function escaped(template: string): string {
  return template
    .split(/(\{args\.\w+\}|%7B|%7D)/)
    .map((part, index) => (index % 2 === 1 ? part : encodeURIComponent(part)))
    .join("");
}

const byName = "ORDER BY Name, Id LIMIT {args.first}";
const latest = "ORDER BY EffectiveDate DESC, Id LIMIT {args.first}";
const resolve = (field: string, key: string, args: string) =>
  `@resolveTo(sourceName: "salesforce", sourceTypeName: "Query", sourceFieldName: "${field}", requiredSelectionSet: "{ ${key} }", sourceArgs: { ${args} })`;
const listOf = (field: string) => resolve(field, "Id", 'id: "{root.Id}", first: "{args.first}"');
const accountOf = resolve("Account", "AccountId", 'id: "{root.AccountId}"');

export const composeConfig = defineConfig({
  subgraphs: [
    {
      sourceHandler: loadJSONSchemaSubgraph("salesforce", {
        endpoint: `${process.env.ORG_URL}/services/data/v68.0`,
        operationHeaders: { Authorization: `Bearer ${process.env.ORG_TOKEN}` },
        operations: [
          byId("Account"),
          byId("Asset"),
          byId("Order"),
          byId("Product2"),
          search,
          select("accounts", "Account", byName),
          select("assets", "Asset", byName),
          select("orders", "Order", latest),
          select("products", "Product2", byName),
          select("assetsBySerialNumber", "Asset", "WHERE SerialNumber = '{args.serialNumber}' LIMIT 2"),
          select("ordersByNumber", "Order", "WHERE OrderNumber = '{args.orderNumber}' LIMIT 1"),
          select("contactsOf", "Contact", `WHERE AccountId = '{args.id}' ${byName}`),
          select("assetsOf", "Asset", `WHERE AccountId = '{args.id}' ${byName}`),
          select("ordersOf", "Order", `WHERE AccountId = '{args.id}' ${latest}`),
          select("itemsOf", "OrderItem", "WHERE OrderId = '{args.id}' ORDER BY Id LIMIT {args.first}"),
          select("childrenOf", "Asset", `WHERE ParentId = '{args.id}' ${byName}`),
          select(
            "productOf",
            "Product2",
            "WHERE Id IN (SELECT Product2Id FROM Asset WHERE Id = '{args.id}')",
          ),
        ],
      }),
    },
  ],
  additionalTypeDefs: `
    extend type Account {
      contacts(first: String): ContactList ${listOf("contactsOf")}
      assets(first: String): AssetList ${listOf("assetsOf")}
      orders(first: String): OrderList ${listOf("ordersOf")}
    }
    extend type Asset {
      account: Account ${accountOf}
      product: Product2List ${resolve("productOf", "Id", 'id: "{root.Id}"')}
      children(first: String): AssetList ${listOf("childrenOf")}
    }
    extend type Order {
      account: Account ${accountOf}
      items(first: String): OrderItemList ${listOf("itemsOf")}
    }
    extend type OrderItem {
      product: Product2 ${resolve("Product2", "Product2Id", 'id: "{root.Product2Id}"')}
    }
  `,
});
