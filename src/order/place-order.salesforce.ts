import type { PlannedOrder } from "../cart/checkout.document.ts";
import {
  type ListPrice,
  type PricingStrategy,
  priceQueries,
  toPrices,
} from "../cart/price-list.salesforce.ts";
import { toGatewayError } from "../salesforce/failure.ts";
import { type GraphRequest, writeGraph } from "../salesforce/graph.ts";
import { queryTogether, requireRows } from "../salesforce/query-together.ts";
import type { SalesforceSession } from "../salesforce/session.ts";
import { textLiteral } from "../salesforce/soql.ts";

/** What an order needs to know of the org at this moment. */
export interface OrderFacts {
  /** By product id. */
  readonly prices: ReadonlyMap<string, ListPrice>;
  /** The account's addresses by column: BillingStreet, ShippingCity, ... */
  readonly addresses: Readonly<Record<string, string | null>>;
  /** IANA name of the org's time zone. */
  readonly timeZone: string;
}

export interface FactsQuery {
  readonly accountId: string;
  readonly productIds: readonly string[];
  /** Null: there is no web store. */
  readonly webStoreId: string | null;
}

const addressColumns = ["Billing", "Shipping"].flatMap((kind) =>
  ["Street", "City", "State", "PostalCode", "Country"].map((part) => `${kind}${part}`),
);

/** One API call. @throws GatewayError */
export async function readOrderFacts(
  session: SalesforceSession,
  { accountId, productIds, webStoreId }: FactsQuery,
): Promise<OrderFacts> {
  const [entries, books, accounts, organizations, stores] = await queryTogether(session, [
    ...priceQueries(accountId, productIds),
    `SELECT ${addressColumns.join(", ")} FROM Account WHERE Id = ${textLiteral(accountId)}`,
    "SELECT TimeZoneSidKey FROM Organization",
    ...(webStoreId === null
      ? []
      : [`SELECT PricingStrategy FROM WebStore WHERE Id = ${textLiteral(webStoreId)}`]),
  ]);
  const account = firstOf(accounts);
  return {
    prices: toPrices([entries ?? [], books ?? []], strategyOf(stores)),
    addresses: Object.fromEntries(
      addressColumns.map((column) => [column, (account?.[column] ?? null) as string | null]),
    ),
    timeZone: String(firstOf(organizations)?.TimeZoneSidKey ?? "UTC"),
  };
}

type Rows = readonly unknown[] | Error | undefined;

/** @throws GatewayError */
function firstOf(rows: Rows): Readonly<Record<string, unknown>> | undefined {
  if (rows instanceof Error) throw rows;
  return rows?.[0] as Readonly<Record<string, unknown>> | undefined;
}

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_webstore.htm */
function strategyOf(stores: Rows): PricingStrategy {
  const store = stores instanceof Error ? undefined : firstOf(stores);
  return store && store.PricingStrategy !== "Priority" ? "LOWEST_PRICE" : "PRIORITY";
}

export interface OrderWrite {
  readonly orders: readonly PlannedOrder[];
  /** Ends with the orders: as it can be deleted once, they can be written once. Null: there is none. */
  readonly webCartId: string | null;
  /** The column that has the reference beside OrderReferenceNumber; null: none. */
  readonly keyField: string | null;
}

/**
 * Writes all orders with their lines, or none, and deletes the web cart with them. One API call.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_graph.htm
 *
 * @returns the ids in the order of the orders
 * @throws GatewayError; `refusalsOf` it says why Salesforce has written nothing
 */
export async function writeOrders(session: SalesforceSession, write: OrderWrite): Promise<readonly string[]> {
  const ids = await writeGraph(session, toRequests(session.basePath, write));
  session.forget(["Order", "OrderItem", "WebCart"]).catch(() => undefined);
  return write.orders.map((_, index) => requireId(ids.get(orderName(index))));
}

function requireId(id: string | undefined): string {
  if (id !== undefined) return id;
  throw toGatewayError(new Error("the answer to a composite graph has no id of the order"));
}

function orderName(index: number): string {
  return `order${index}`;
}

function toRequests(basePath: string, { orders, webCartId, keyField }: OrderWrite): readonly GraphRequest[] {
  const insert = (sObject: string, name: string, body: object): GraphRequest => ({
    method: "POST",
    path: `${basePath}/sobjects/${sObject}`,
    name,
    body,
  });
  const cartPath = `${basePath}/sobjects/WebCart/${webCartId}`;
  const close: readonly GraphRequest[] =
    webCartId === null ? [] : [{ method: "DELETE", path: cartPath, name: "cart" }];
  const writes = orders.flatMap(({ reference, priceBookId, columns, lines }, index) => [
    insert("Order", orderName(index), {
      ...columns,
      Status: "Draft",
      Pricebook2Id: priceBookId,
      OrderReferenceNumber: reference,
      ...(keyField !== null && { [keyField]: reference }),
    }),
    ...lines.map(({ priceBookEntryId, quantity, unitPrice }, line) =>
      insert("OrderItem", `${orderName(index)}line${line}`, {
        OrderId: `@{${orderName(index)}.id}`,
        PricebookEntryId: priceBookEntryId,
        Quantity: Number(quantity),
        UnitPrice: Number(unitPrice),
      }),
    ),
  ]);
  return [...close, ...writes];
}

/** The ids of the orders with these references, null where there is none. One API call. @throws GatewayError */
export async function findOrders(
  session: SalesforceSession,
  references: readonly string[],
): Promise<readonly (string | null)[]> {
  const list = references.map(textLiteral).join(", ");
  const select = `SELECT Id, OrderReferenceNumber FROM Order WHERE OrderReferenceNumber IN (${list}) ORDER BY CreatedDate, Id`;
  const [rows] = await requireRows(session, [select]);
  const found = rows as readonly { readonly Id: string; readonly OrderReferenceNumber: string }[];
  return references.map(
    (reference) => found.find(({ OrderReferenceNumber }) => OrderReferenceNumber === reference)?.Id ?? null,
  );
}
