import type { GraphQLResolveInfo } from "graphql";
import type { CartDocument } from "../cart/cart.document.ts";
import { maySee, noSuchCart, readCart, show } from "../cart/cart.ts";
import { type CheckoutRecord, cartOfCheckout } from "../cart/checkout.document.ts";
import { beginCheckout, type PlaceRequest } from "../cart/checkout-state.ts";
import { within } from "../cart/patience.ts";
import type { Context } from "../context.ts";
import { commandKey, digest } from "../graph/command-key.ts";
import { inputError } from "../graph/user-error.ts";
import type { UserError } from "../graph/user-error.type.ts";
import { noteCalls } from "../salesforce/query-batch.ts";
import type { Checkout, PlaceOrderInput, PlaceOrderPayload } from "./checkout.type.ts";
import { orderRecord } from "./order.salesforce.ts";
import type { Order } from "./order.type.ts";

/** The answer waits so long; what is not done by then is done afterwards. */
const patienceMs = 8_000;
const maxPoNumber = 80;

/** Orders a cart, once whatever happens. @throws GatewayError SALESFORCE_LIMIT_EXCEEDED before anything is begun while the org has no calls left */
export async function placeOrder(context: Context, input: PlaceOrderInput): Promise<PlaceOrderPayload> {
  const { store, sync } = context.carts;
  const { cartId } = input;
  if (!(await maySee(context, cartId))) return nothing(inputError("NOT_FOUND", "cartId", noSuchCart));
  if ((input.poNumber?.length ?? 0) > maxPoNumber) {
    return nothing(inputError("INVALID", "poNumber", `poNumber has at most ${maxPoNumber} characters.`));
  }
  context.session.gate.requireCalls();
  const request = toRequest(context, input);
  const edited = await store.edit(cartId, (cart, now) => {
    const result = beginCheckout(cart, request, now);
    return { cart: result.cart, result };
  });
  if (!edited) return nothing(inputError("NOT_FOUND", "cartId", noSuchCart));
  const { checkoutId, userErrors, replayed } = edited.result;
  // A failure stands on the cart.
  if (checkoutId !== null && userErrors.length === 0)
    noteCalls(context, await within(patienceMs, sync.converge(cartId), 0));
  const cart = (await store.read(cartId)) ?? edited.cart;
  const record = cart.checkouts.find(({ id }) => id === checkoutId);
  return {
    checkout: record ? toCheckout(record, cart) : null,
    cart: show(context, cart),
    userErrors: userErrors.length > 0 ? userErrors : (record?.userErrors ?? []),
    replayed,
  };
}

function nothing(userErrors: readonly UserError[]): PlaceOrderPayload {
  return { checkout: null, cart: null, userErrors, replayed: false };
}

function toRequest(context: Context, input: PlaceOrderInput): PlaceRequest {
  const { viewer, address, requestId } = context;
  const { idempotencyKey: _key, ...rest } = input;
  const key = commandKey(context, "placeOrder", input);
  return {
    keyId: key?.id ?? null,
    hash: digest(rest),
    placedBy: { kind: viewer?.kind ?? "NOBODY", id: viewer?.id ?? null, address, requestId },
    wanted: {
      poNumber: input.poNumber ?? null,
      poDate: input.poDate ?? null,
      effectiveDate: input.effectiveDate ?? null,
      acceptPriceChanges: input.acceptPriceChanges ?? false,
    },
    expectedVersion: input.expectedVersion ?? null,
  };
}

/** Null for a checkout that is not there, or not for the viewer. */
export async function findCheckout(context: Context, id: string): Promise<Checkout | null> {
  const cartId = cartOfCheckout(id);
  const cart = cartId === null ? null : await readCart(context, cartId);
  const record = cart?.checkouts.find((checkout) => checkout.id === id);
  return cart && record ? toCheckout(record, cart) : null;
}

export function latestCheckout(cart: CartDocument): Checkout | null {
  const record = cart.checkouts.at(-1);
  return record ? toCheckout(record, cart) : null;
}

function toCheckout(record: CheckoutRecord, document: CartDocument): Checkout {
  return {
    __typename: "Checkout",
    record,
    document,
    id: record.id,
    state: record.state,
    userErrors: record.userErrors,
    startedAt: new Date(record.startedAt),
    finishedAt: record.finishedAt === null ? null : new Date(record.finishedAt),
  } as Checkout;
}

/** Those that Salesforce still has and the viewer may see. */
export async function ordersOf(
  { salesforce }: Context,
  records: readonly CheckoutRecord[],
  info: GraphQLResolveInfo,
): Promise<readonly Order[]> {
  const ids = records.flatMap(({ orderIds }) => orderIds);
  const orders = await Promise.all(ids.map((id) => salesforce.byId<Order>(orderRecord, id, info)));
  return orders.filter((order) => order !== null);
}
