import type { Places } from "../operation.ts";

const nodeFields: Readonly<Record<string, string>> = {
  "001": "Account { Name }",
  "02i": "Asset { Name product { records { ProductCode } } }",
  "801": "Order { OrderNumber }",
  "01t": "Product2 { ProductCode }",
};

/** The benchmark's operations as Mesh's schema has them, by their names. */
export const meshDocuments: Readonly<Record<string, string | ((places: Places) => string)>> = {
  "one account":
    "query ($accountId: String!) { Account(id: $accountId) { Name AccountNumber Phone Industry } }",
  "machine by serial number": `query ($serialNumber: String!) { assetsBySerialNumber(serialNumber: $serialNumber) { records {
    Name Status account { Name Phone } product { records { ProductCode Name } } } } }`,
  "list of 10 accounts": `{ accounts(first: "10") { records { Name AccountNumber Phone } } }`,
  "list of 50 machines, their products and accounts": `{ assets(first: "50") { records {
    Name SerialNumber product { records { ProductCode Name } } account { Name } } } }`,
  "list of 200 orders and their accounts": `{ orders(first: "200") { records {
    OrderNumber Status EffectiveDate account { Name } } } }`,
  "an account's page: people, machines, orders with items": `query ($accountId: String!) { Account(id: $accountId) { Name
    contacts(first: "10") { records { Name Email } }
    assets(first: "20") { records { Name SerialNumber product { records { ProductCode } } } }
    orders(first: "10") { records { OrderNumber Status
      items(first: "20") { records { Quantity product { ProductCode Name } } } } } } }`,
  "50 accounts with machines, their products, and orders": `{ accounts(first: "50") { records { Name
    assets(first: "10") { records { Name product { records { ProductCode } } } }
    orders(first: "5") { records { OrderNumber Status } } } } }`,
  "four levels: accounts, machines, parts, parts of parts": `{ accounts(first: "10") { records { Name
    assets(first: "5") { records { Name children(first: "5") { records { Name
      children(first: "5") { records { Name product { records { ProductCode } } } } } } } } } } }`,
  "an order with its customer's machines": `query ($orderNumber: String!) { ordersByNumber(orderNumber: $orderNumber) { records {
    Status account { Name assets(first: "10") { records { Name SerialNumber product { records { ProductCode } } } } } } } }`,
  "search in three types": `{ search(text: "GC1020-00000*") { searchRecords { Id Name SerialNumber ProductCode Account { Name } } } }`,
  "twenty things of four types by id": ({ ids }) => {
    const fields = ids.map((id, index) => {
      const [type = "", ...selection] = (nodeFields[id.slice(0, 3)] ?? "").split(" ");
      return `n${index}: ${type}(id: "${id}") ${selection.join(" ")}`;
    });
    return `{ ${fields.join(" ")} }`;
  },
  "a dashboard of five lists": `{
    accounts(first: "5") { records { Name Industry } } assets(first: "5") { records { Name account { Name } } }
    orders(first: "10") { records { OrderNumber Status account { Name } } } products(first: "10") { records { ProductCode Name } }
    customers: accounts(first: "1") { totalSize } }`,
};
