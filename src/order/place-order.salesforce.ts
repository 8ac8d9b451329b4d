import type { PlannedOrder } from "../cart/checkout.document.ts";
import {
  type ListPrice,
  type PricingStrategy,
  priceQueries,
  toPrices,
} from "../cart/price-list.salesforce.ts";
import { toGatewayError, toGatewayErrorOfBody } from "../salesforce/failure.ts";
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

/** So many records go in one request: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_graph_limits.htm */
export const maxRecords = 500;

/**
 * Writes all orders with their lines, or none, and deletes the web cart with them. One API call.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_graph.htm
 *
 * @returns the ids in the order of the orders
 * @throws GatewayError; `refusalsOf` it says why Salesforce has written nothing
 */
export async function writeOrders(session: SalesforceSession, write: OrderWrite): Promise<readonly string[]> {
  const compositeRequest = toRequests(session.basePath, write);
  const graphs = [{ graphId: "orders", compositeRequest }];
  const answer = (await session.post(`${session.basePath}/composite/graph`, { graphs })) as GraphAnswer;
  const parts = answer.graphs?.[0]?.graphResponse?.compositeResponse ?? [];
  const failed = parts.find(({ httpStatusCode, body }) => httpStatusCode >= 300 && !isHalted(body));
  if (failed) {
    const { httpStatusCode: status, body } = failed;
    throw toGatewayErrorOfBody({ status, body }, session.identity);
  }
  const ids = write.orders.map((_, index) => idOf(parts, `order${index}`));
  session.forget(["Order", "OrderItem", "WebCart"]).catch(() => undefined);
  return ids;
}

interface GraphAnswer {
  readonly graphs?: readonly {
    readonly graphResponse?: { readonly compositeResponse?: readonly GraphPart[] };
  }[];
}

interface GraphPart {
  readonly referenceId: string;
  readonly httpStatusCode: number;
  readonly body: unknown;
}

/** Nothing is wrong with it but that something else was wrong. */
function isHalted(body: unknown): boolean {
  return Array.isArray(body) && body.every(({ errorCode }) => errorCode === "PROCESSING_HALTED");
}

function idOf(parts: readonly GraphPart[], reference: string): string {
  const { body } = parts.find(({ referenceId }) => referenceId === reference) ?? {};
  const id = (body as { readonly id?: unknown } | undefined)?.id;
  if (typeof id === "string") return id;
  throw toGatewayError(new Error("the answer to a composite graph has no id of the order"));
}

function toRequests(basePath: string, { orders, webCartId, keyField }: OrderWrite): readonly object[] {
  const insert = (sObject: string, referenceId: string, body: object) => ({
    method: "POST",
    url: `${basePath}/sobjects/${sObject}`,
    referenceId,
    body,
  });
  const close =
    webCartId === null
      ? []
      : [{ method: "DELETE", url: `${basePath}/sobjects/WebCart/${webCartId}`, referenceId: "cart" }];
  const writes = orders.flatMap(({ reference, priceBookId, columns, lines }, index) => [
    insert("Order", `order${index}`, {
      ...columns,
      Status: "Draft",
      Pricebook2Id: priceBookId,
      OrderReferenceNumber: reference,
      ...(keyField !== null && { [keyField]: reference }),
    }),
    ...lines.map(({ priceBookEntryId, quantity, unitPrice }, line) =>
      insert("OrderItem", `order${index}line${line}`, {
        OrderId: `@{order${index}.id}`,
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
