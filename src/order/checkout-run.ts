import type { AuditTrail } from "../auth/audit.store.ts";
import type { CartDocument } from "../cart/cart.document.ts";
import { settle } from "../cart/cart-settle.ts";
import type { CheckoutRecord, PlannedOrder } from "../cart/checkout.document.ts";
import type { CheckoutRunner, CheckoutSteps } from "../cart/checkout-runner.ts";
import { completed, currentCheckout, planned, rejected } from "../cart/checkout-state.ts";
import { GatewayError } from "../errors.ts";
import { toUserError } from "../graph/refused.ts";
import type { UserError } from "../graph/user-error.type.ts";
import { isGone, isPassing, isUncertain, type Refusal, refusalsOf } from "../salesforce/refusal.ts";
import { type SalesforceSession, watched } from "../salesforce/session.ts";
import { planOrders } from "./order-plan.ts";
import { findOrders, readOrderFacts, writeOrders } from "./place-order.salesforce.ts";

export interface CheckoutOptions {
  /** As whom a cart's orders are written. */
  session(salesforceUsername: string | null): SalesforceSession;
  /** Null: there is no web store. */
  readonly webStoreId: string | null;
  /** The unique external id field of Order that gets the reference; null: there is none. */
  readonly keyField: string | null;
  readonly audit: AuditTrail;
  /** Told of every checkout that is over. */
  onEnd(state: "COMPLETED" | "REJECTED"): void;
}

/** So many times in vain, with growing pauses, before anything was sent, and the cart is given back. */
const maxAttempts = 8;
/** A request whose answer was lost may still be carried out for so long. */
const doubtMs = 10_000;

/**
 * Turns carts into orders, each step written down before it is made. Orders carry the reference of their checkout: after a lost answer
 * they are looked up by it before anything is written again.
 */
export function createCheckoutRunner(options: CheckoutOptions): CheckoutRunner {
  return {
    run: async (cart, steps) => {
      const run: Run = { ...steps, options, session: sessionOf(options, cart, steps) };
      const wasSent = currentCheckout(cart).plan !== null;
      const ready = wasSent ? cart : await prepare(run, cart);
      if (ready) await place(run, ready, wasSent);
    },
  };
}

interface Run extends CheckoutSteps {
  readonly options: CheckoutOptions;
  readonly session: SalesforceSession;
}

function sessionOf(
  { session }: CheckoutOptions,
  { salesforceUsername }: CartDocument,
  { progress }: CheckoutSteps,
): SalesforceSession {
  return watched(session(salesforceUsername), progress.onCall);
}

/** Settles what is to be ordered; null when nothing is, for the reasons on the cart. */
async function prepare(run: Run, cart: CartDocument): Promise<CartDocument | null> {
  const { shop, progress, record, session, options } = run;
  if (cart.sync.attempts >= maxAttempts) return await giveBack(run, [unavailable(cart)]);
  const outcome = await shop.price(cart, progress);
  const priced = await record((current, now) =>
    settle(current, { before: cart, outcome, doubts: progress.doubts }, now),
  );
  if (outcome.isOrdered) return await giveBack(run, [orderedElsewhere]);
  const productIds = priced.lines.flatMap(({ productId }) => productId ?? []);
  const query = { accountId: priced.accountId, productIds, webStoreId: options.webStoreId };
  const facts = await readOrderFacts(session, query);
  const verdict = planOrders(priced, currentCheckout(priced), facts);
  if ("userErrors" in verdict) return await giveBack(run, verdict.userErrors);
  return await record((current, now) => planned(current, verdict.orders, now));
}

async function place(run: Run, cart: CartDocument, wasSent: boolean): Promise<void> {
  const { session, options, record } = run;
  const { plan, sentAt } = currentCheckout(cart);
  const orders = plan ?? [];
  if (wasSent) {
    if (await isFound(run, orders)) return;
    requireNoDoubt(isGuarded(cart, options), sentAt);
    await record((current, now) => planned(current, orders, now));
  }
  const write = { orders, webCartId: cart.webCart?.id ?? null, keyField: options.keyField };
  try {
    await complete(run, await writeOrders(session, write));
  } catch (error) {
    await settleFailure(run, orders, error);
  }
}

/** Whether Salesforce itself lets the orders be written only once. */
function isGuarded({ webCart }: CartDocument, { keyField }: CheckoutOptions): boolean {
  return webCart?.id != null || keyField !== null;
}

/** @throws GatewayError while what was sent may still be carried out */
function requireNoDoubt(isOnce: boolean, sentAt: string | null): void {
  const isOver = sentAt === null || Date.parse(sentAt) + doubtMs <= Date.now();
  if (isOnce || isOver) return;
  throw new GatewayError(
    "SALESFORCE_UNAVAILABLE",
    "Salesforce may still be writing the order: it is looked up again.",
  );
}

/** @throws the error when it is not known what has become of the orders, or the same may succeed in a moment */
async function settleFailure(run: Run, orders: readonly PlannedOrder[], error: unknown): Promise<void> {
  const refusals = refusalsOf(error);
  const mayBeThere = isUncertain(error) || refusals.some(isTaken);
  if (mayBeThere && (await isFound(run, orders))) return;
  if (refusals.length === 0 || refusals.some(isPassing)) throw error;
  await giveBack(run, refusals.map(toReason));
}

/** An earlier write of the same has taken the web cart or the key. */
function isTaken(refusal: Refusal): boolean {
  return isGone(refusal) || refusal.code === "DUPLICATE_VALUE";
}

/** Whether the orders are there already; then the checkout is complete. */
async function isFound(run: Run, orders: readonly PlannedOrder[]): Promise<boolean> {
  const found = await findOrders(
    run.session,
    orders.map(({ reference }) => reference),
  );
  const ids = found.filter((id) => id !== null);
  if (ids.length < orders.length) return false;
  await complete(run, ids);
  return true;
}

async function complete({ record, options }: Run, orderIds: readonly string[]): Promise<void> {
  let checkout: CheckoutRecord | undefined;
  await record((cart, now) => {
    checkout = currentCheckout(cart);
    return completed(cart, orderIds, now);
  });
  if (!checkout) return;
  options.onEnd("COMPLETED");
  const { requestId = null, ...placer } = checkout.placedBy;
  const actor = { ...placer, requestId };
  for (const id of orderIds) await options.audit.note(actor, "order.place", id, { checkout: checkout.id });
}

async function giveBack({ record, options }: Run, userErrors: readonly UserError[]): Promise<null> {
  await record((cart, now) => rejected(cart, userErrors, now));
  options.onEnd("REJECTED");
  return null;
}

const path = ["input", "cartId"];

const orderedElsewhere: UserError = {
  code: "NOT_ALLOWED",
  message: "The cart was ordered in the web store meanwhile.",
  path,
};

function unavailable({ sync }: CartDocument): UserError {
  const message = `Salesforce could not be asked for the prices: ${sync.lastError ?? "it did not answer."} Nothing was ordered; place the order again.`;
  return { code: "CONFLICT", message, path };
}

function toReason(refusal: Refusal): UserError {
  return toUserError(refusal, {}, path);
}
