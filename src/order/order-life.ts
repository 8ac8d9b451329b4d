import Big from "big.js";
import type { GraphQLResolveInfo } from "graphql";
import { finder, refuse } from "../cart/cart.ts";
import type { CartPayload } from "../cart/cart.type.ts";
import { startCart } from "../cart/cart-creation.ts";
import { addLines } from "../cart/cart-edit.ts";
import { checkLines } from "../cart/cart-line-input.ts";
import type { Context } from "../context.ts";
import { userErrorsOf } from "../graph/refused.ts";
import { inputError } from "../graph/user-error.ts";
import { toSalesforceId } from "../salesforce/id.ts";
import { noteCalls } from "../salesforce/query-batch.ts";
import { requireRows } from "../salesforce/query-together.ts";
import { textLiteral } from "../salesforce/soql.ts";
import { updateRecord } from "../salesforce/update.ts";
import { orderRecord } from "./order.salesforce.ts";
import type { Order } from "./order.type.ts";
import type {
  ActivateOrderInput,
  CancelOrderInput,
  OrderAction,
  OrderPayload,
  ReorderInput,
} from "./order-life.type.ts";

export const noSuchOrder = "There is no such order.";

/** Approves a draft. */
export async function activateOrder(
  context: Context,
  { orderId, comment = null }: ActivateOrderInput,
): Promise<OrderPayload> {
  const id = await findOrderId(context, orderId);
  if (id === null) return refused(inputError("NOT_FOUND", "orderId", noSuchOrder));
  if (!(await context.mayApprove(id))) {
    const sentence = "You have placed this order: somebody else has to approve it.";
    return refused(inputError("NOT_ALLOWED", "orderId", sentence), id);
  }
  return await setStatus(context, id, { status: "Activated", act: "order.activate", remark: comment });
}

/** Calls an order off, as far as Salesforce allows it. */
export async function cancelOrder(
  context: Context,
  { orderId, reason = null }: CancelOrderInput,
): Promise<OrderPayload> {
  const id = await findOrderId(context, orderId);
  if (id === null) return refused(inputError("NOT_FOUND", "orderId", noSuchOrder));
  return await setStatus(context, id, { status: "Canceled", act: "order.cancel", remark: reason });
}

/** Null for an order that is not there, or not for the viewer. */
export async function findOrderId({ salesforce }: Context, orderId: string): Promise<string | null> {
  const filter = { id: { eq: toSalesforceId(orderId) } };
  const [id = null] = await salesforce.idsMatching(orderRecord, filter, 1);
  return id;
}

function refused(userErrors: OrderPayload["userErrors"], orderId: string | null = null): OrderPayload {
  return { orderId, userErrors };
}

interface StatusChange {
  /** As Salesforce calls it: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_order.htm */
  readonly status: "Activated" | "Canceled";
  readonly act: string;
  readonly remark: string | null;
}

/** The same again changes nothing, so that it can be asked for again after a lost answer. */
async function setStatus(
  context: Context,
  id: string,
  { status, act, remark }: StatusChange,
): Promise<OrderPayload> {
  noteCalls(context, 1);
  try {
    const body = { Status: status };
    await updateRecord(context.session, { sObject: "Order", id, body, unchangedSince: null });
  } catch (error) {
    return refused(userErrorsOf(error, { Status: "orderId" }), id);
  }
  await context.audit(act, id, remark === null ? undefined : { remark });
  return { orderId: id, userErrors: [] };
}

/** A new cart with what of an order is still sold. */
export async function reorder(
  context: Context,
  { orderId, idempotencyKey = null }: ReorderInput,
  info: GraphQLResolveInfo,
): Promise<CartPayload> {
  const id = await findOrderId(context, orderId);
  if (id === null) return refuse("NOT_FOUND", ["input", "orderId"], noSuchOrder);
  const { accountId, items } = await readItems(context, id);
  const asked = items.map((item, index) => ({ ...item, path: [String(index)] }));
  const { lines, userErrors } = await checkLines(finder(context, accountId), asked);
  const unsold = userErrors.map(({ code, message, path: [index] }) => {
    return { code, message: `${items[Number(index)]?.sku}: ${message}`, path: ["input", "orderId"] };
  });
  if (lines.length === 0) return { cart: null, userErrors: unsold, replayed: false };
  const input = { orderId: id, idempotencyKey };
  const start = { accountId, name: null, input, change: addLines(lines), info };
  const payload = await startCart(context, start);
  return { ...payload, userErrors: [...unsold, ...payload.userErrors] };
}

interface OrderedItem {
  readonly productId: string;
  readonly sku: string | null;
  readonly quantity: string;
}

/** One API call. */
async function readItems(
  context: Context,
  orderId: string,
): Promise<{ readonly accountId: string; readonly items: readonly OrderedItem[] }> {
  const id = textLiteral(orderId);
  noteCalls(context, 1);
  const [orders = [], rows = []] = await requireRows(context.session, [
    `SELECT AccountId FROM Order WHERE Id = ${id}`,
    `SELECT Product2Id, Product2.ProductCode, Quantity FROM OrderItem WHERE OrderId = ${id} ORDER BY Id`,
  ]);
  const items = (rows as readonly ItemRow[]).map(({ Product2Id, Product2, Quantity }) => ({
    productId: Product2Id,
    sku: Product2.ProductCode,
    quantity: new Big(Quantity).toFixed(),
  }));
  const { AccountId } = orders[0] as { readonly AccountId: string };
  return { accountId: AccountId, items };
}

interface ItemRow {
  readonly Product2Id: string;
  readonly Product2: { readonly ProductCode: string | null };
  readonly Quantity: number;
}

/** What this caller may do with an order now. */
export function allowedActions(
  { viewer }: Pick<Context, "viewer">,
  { statusCode }: Order,
): readonly (keyof typeof OrderAction)[] {
  const isOpen = statusCode === "DRAFT" || statusCode === "ACTIVATED";
  const actions = [
    ["ACTIVATE", "orders:approve", statusCode === "DRAFT"],
    ["CANCEL", "orders:write", isOpen],
    ["REORDER", "carts:write", true],
    ["ATTACH_DOCUMENT", "orders:write", true],
  ] as const;
  return actions.flatMap(([action, scope, isNow]) => (isNow && viewer?.scopes.has(scope) ? [action] : []));
}
