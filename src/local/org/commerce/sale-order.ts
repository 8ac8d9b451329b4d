import { ok } from "../answer.ts";
import { SalesforceFailure } from "../failure.ts";
import type { Org } from "../org.ts";
import { recordValues, requireRow, requireType } from "../rest/record.ts";
import type { Parameters, RestAnswer, RestRequest } from "../rest/route.ts";
import type { Row } from "../row.ts";
import { childrenOf } from "../rule/related.ts";
import { typeOf } from "./storefront.ts";

const maxRecords = 2_000;

/**
 * POST /commerce/sale/order { order: [{ ..., OrderItems: { records: [...] } }] }: one order with its products, all or
 * nothing. https://developer.salesforce.com/docs/revenue/placeorder-rest-api/guide/sforce-placeorder-rest-api-place-order-account.html
 */
export function placeSaleOrder(org: Org, request: RestRequest): RestAnswer {
  const { values, items } = readOrder(request.body);
  const order = org.database.transaction(() => {
    const inserted = org.database.insert(typeOf(org.database, "Order"), values);
    insertItems(org, inserted, items);
    return inserted;
  });
  return { status: 201, body: orderAnswer(org, request, order) };
}

/** GET /commerce/sale/order/{id}?order.orderItems.FIELD=value */
export function getSaleOrder(org: Org, request: RestRequest, { id = "" }: Parameters): RestAnswer {
  return ok(orderAnswer(org, request, requireRow(org, requireType(org, "Order"), id)));
}

/** PATCH /commerce/sale/order/{id}: more products for an order. */
export function addToSaleOrder(org: Org, request: RestRequest, { id = "" }: Parameters): RestAnswer {
  const order = requireRow(org, requireType(org, "Order"), id);
  const { values, items } = readOrder(request.body);
  org.database.transaction(() => {
    if (Object.keys(values).length > 0)
      org.database.update(typeOf(org.database, "Order"), String(order.Id), values);
    insertItems(org, order, items);
  });
  return ok(orderAnswer(org, request, order));
}

interface WantedOrder {
  readonly values: Record<string, unknown>;
  readonly items: readonly Record<string, unknown>[];
}

function readOrder(body: unknown): WantedOrder {
  const { order } = recordValues(body);
  const orders = Array.isArray(order) ? order : [order];
  if (orders.length !== 1) throw refuse("INVALID_INPUT", "Exactly one order can be placed with a call.");
  const { OrderItems, orderItems = OrderItems, ...values } = recordValues(orders[0]);
  const records = orderItems === undefined ? [] : recordValues(orderItems).records;
  if (!Array.isArray(records)) throw refuse("INVALID_INPUT", "OrderItems wants { records: [...] }.");
  if (records.length >= maxRecords)
    throw refuse("LIMIT_EXCEEDED", `At most ${maxRecords} records can be sent.`);
  return { values, items: records.map(recordValues) };
}

function insertItems({ database }: Org, order: Row, items: readonly Record<string, unknown>[]): void {
  for (const item of items) database.insert(typeOf(database, "OrderItem"), { ...item, OrderId: order.Id });
}

/** As a query answers an order with its products. */
function orderAnswer({ database }: Org, { search, apiVersion }: RestRequest, order: Row): object {
  const path = `/services/data/v${apiVersion.toFixed(1)}/sobjects`;
  const record = (type: string, row: Row) => ({
    attributes: { type, url: `${path}/${type}/${row.Id}` },
    Id: row.Id,
  });
  const filters = [...search].flatMap(([name, value]) => {
    const field = /^order\.orderItems\.(\w+)$/i.exec(name)?.[1];
    return field ? [{ name: typeOf(database, "OrderItem").field(field)?.name ?? field, value }] : [];
  });
  const items = childrenOf(database, "OrderItem", { field: "OrderId", id: order.Id }).filter((item) =>
    filters.every(({ name, value }) => String(item[name] ?? "") === value),
  );
  const records = items.map((item) => record("OrderItem", item));
  const OrderItems = records.length > 0 ? { totalSize: records.length, done: true, records } : null;
  return { totalSize: 1, done: true, records: [{ ...record("Order", order), OrderItems }] };
}

function refuse(errorCode: string, message: string): SalesforceFailure {
  return new SalesforceFailure(400, errorCode, message);
}
