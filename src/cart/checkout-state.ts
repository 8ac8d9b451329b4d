import type { UserError } from "../graph/user-error.type.ts";
import { type CartDocument, keyOf } from "./cart.document.ts";
import { objectionTo, touched } from "./cart-command.ts";
import { type CheckoutRecord, type PlannedOrder, toCheckoutId } from "./checkout.document.ts";

/** What a buyer wants to have ordered, with what is said about the request itself. */
export interface PlaceRequest extends Pick<CheckoutRecord, "keyId" | "hash" | "placedBy" | "wanted"> {
  readonly expectedVersion: number | null;
}

export interface Placed {
  readonly cart: CartDocument;
  /** Null when nothing was begun, now or before. */
  readonly checkoutId: string | null;
  /** Why this request has begun nothing. */
  readonly userErrors: readonly UserError[];
  /** Whether an earlier request has begun it. */
  readonly replayed: boolean;
}

/** As many attempts a cart remembers. */
const maxCheckouts = 20;

/**
 * Begins a checkout. The same request again finds the one that it has begun, another one is refused as long as an order is being placed
 * and after it was: a cart is ordered once.
 */
export function beginCheckout(cart: CartDocument, request: PlaceRequest, now: Date): Placed {
  const earlier = cart.checkouts.findLast((checkout) => isOf(checkout, request));
  if (earlier && earlier.hash !== request.hash) {
    const message = "This key came with another input before: use a new key for a new request.";
    return refused(cart, { code: "CONFLICT", message, path: ["input", "idempotencyKey"] }, null);
  }
  if (earlier) return { cart, checkoutId: earlier.id, userErrors: [], replayed: true };
  const objection = objectionTo(cart, request.expectedVersion, now);
  if (objection) return refused(cart, objection, cart.checkouts.at(-1)?.id ?? null);
  if (cart.lines.length === 0) {
    const message = "The cart is empty: there is nothing to order.";
    return refused(cart, { code: "INVALID", message, path: ["input", "cartId"] }, null);
  }
  const checkout = newCheckout(cart, request, now);
  const begun: CartDocument = {
    ...cart,
    status: "CHECKING_OUT",
    checkouts: [...cart.checkouts, checkout].slice(-maxCheckouts),
    sync: { ...cart.sync, attempts: 0, nextAt: null, lastError: null },
  };
  return { cart: touched(begun, now), checkoutId: checkout.id, userErrors: [], replayed: false };
}

/** Without a key a request is known by its input, as long as its cart is not open again. */
function isOf(checkout: CheckoutRecord, { keyId, hash }: PlaceRequest): boolean {
  if (keyId !== null) return checkout.keyId === keyId;
  return checkout.state !== "REJECTED" && checkout.keyId === null && checkout.hash === hash;
}

function refused(cart: CartDocument, error: UserError, checkoutId: string | null): Placed {
  return { cart, checkoutId, userErrors: [error], replayed: false };
}

function newCheckout(
  cart: CartDocument,
  { keyId, hash, placedBy, wanted }: PlaceRequest,
  now: Date,
): CheckoutRecord {
  const seen = cart.lines.map((line) => {
    const item = line.productId === null ? undefined : cart.priced?.items[line.productId];
    return [keyOf(line), { quantity: line.quantity, unitPrice: item?.unitPrice ?? null }] as const;
  });
  return {
    id: toCheckoutId(cart.id),
    state: "IN_PROGRESS",
    keyId,
    hash,
    placedBy,
    wanted,
    seen: Object.fromEntries(seen),
    plan: null,
    sentAt: null,
    orderIds: [],
    userErrors: [],
    startedAt: now.toISOString(),
    finishedAt: null,
  };
}

/** The checkout that a cart is in. @throws TypeError when it is in none */
export function currentCheckout({ id, status, checkouts }: CartDocument): CheckoutRecord {
  const current = checkouts.at(-1);
  if (status === "CHECKING_OUT" && current?.state === "IN_PROGRESS") return current;
  throw new TypeError(`${id} is not being ordered`);
}

/** What is written next, and that it is sent from now on. */
export function planned(cart: CartDocument, plan: readonly PlannedOrder[], now: Date): CartDocument {
  return withCurrent(cart, { plan, sentAt: now.toISOString() });
}

export function completed(cart: CartDocument, orderIds: readonly string[], now: Date): CartDocument {
  const over = { state: "COMPLETED", plan: null, orderIds, finishedAt: now.toISOString() } as const;
  return touched({ ...withCurrent(cart, over), status: "ORDERED", webCart: null }, now);
}

/** The cart is open again, with the reason. */
export function rejected(cart: CartDocument, userErrors: readonly UserError[], now: Date): CartDocument {
  const over = { state: "REJECTED", plan: null, userErrors, finishedAt: now.toISOString() } as const;
  return touched({ ...withCurrent(cart, over), status: "ACTIVE" }, now);
}

function withCurrent(cart: CartDocument, change: Partial<CheckoutRecord>): CartDocument {
  const current = currentCheckout(cart);
  return { ...cart, checkouts: [...cart.checkouts.slice(0, -1), { ...current, ...change }] };
}
