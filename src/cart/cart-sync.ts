import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { detached } from "../deadline.ts";
import { GatewayError } from "../errors.ts";
import { refusalsOf } from "../salesforce/refusal.ts";
import type { CartDocument } from "./cart.document.ts";
import type { CartEdit, CartStore } from "./cart.store.ts";
import { isExpired, isSeenAlike, touched } from "./cart-command.ts";
import { askAgain, giveUp, maxAttempts, maxQuietMs, needsShop, settle } from "./cart-settle.ts";
import type { CheckoutRunner, CheckoutSteps } from "./checkout-runner.ts";
import type { Progress, Shop } from "./shop.ts";
import { createTurns } from "./turn.ts";

/** Keeps carts in step with the shop. */
/** Disposing it waits for what is under way; what was only scheduled is due, and another gateway does it. */
export interface CartSync extends AsyncDisposable {
  /**
   * Brings a cart in step now, unless another gateway is doing it; resolves when it is done or has failed, with the number of
   * requests to Salesforce that it took.
   */
  converge(id: string): Promise<number>;
  /** The same as soon as no further edit has come for a moment. */
  schedule(id: string): void;
}

export interface CartSyncOptions {
  readonly carts: CartStore;
  readonly shop: Shop;
  readonly checkouts: CheckoutRunner;
  readonly hasWebCarts: boolean;
  /** How long one call to Salesforce may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Told why a cart could not be brought in step. */
  onFailure(error: unknown, cartId: string): void;
  /** Told of every attempt. given_up: the cart counts as FAILED. */
  onAttempt(outcome: "in_step" | "failed" | "given_up"): void;
}

/** After an edit the next one is waited for. */
const quietMs = 300;
/** A cart is held for as long as a call may take, and this. */
const marginMs = 10_000;
/** One that is being ordered is held for as long as the gateway lives, so that another one soon takes over. */
const checkoutLeaseMs = 5_000;
const heartbeatMs = 1_500;
/** Who finds a cart held waits so long for it. */
const heldMs = 5_000;
const heldPauseMs = 100;

export function createCartSync(options: CartSyncOptions): CartSync {
  const scheduled = new Map<string, { readonly timer: NodeJS.Timeout; readonly since: number }>();
  const underWay = new Set<Promise<number>>();
  // It goes on when whoever has asked for it has gone.
  const takeTurn = createTurns((id) => detached(() => bringInStep(options, id)));

  function unschedule(id: string): void {
    clearTimeout(scheduled.get(id)?.timer);
    scheduled.delete(id);
  }

  function converge(id: string): Promise<number> {
    unschedule(id);
    const turn = takeTurn(id);
    underWay.add(turn);
    const forget = () => underWay.delete(turn);
    turn.then(forget, forget);
    return turn;
  }

  return {
    converge,
    schedule: (id) => {
      const since = scheduled.get(id)?.since ?? Date.now();
      unschedule(id);
      const wait = Math.max(0, Math.min(quietMs, since + maxQuietMs - Date.now()));
      const timer = setTimeout(() => {
        converge(id).catch((error: unknown) => options.onFailure(error, id));
      }, wait);
      scheduled.set(id, { timer, since });
    },
    [Symbol.asyncDispose]: async () => {
      for (const id of [...scheduled.keys()]) unschedule(id);
      await Promise.allSettled(underWay);
    },
  };
}

/** @throws GatewayError STORE_UNAVAILABLE; what the shop has against it stands on the cart */
async function bringInStep(options: CartSyncOptions, id: string): Promise<number> {
  const { carts, onFailure, onAttempt } = options;
  const holder = randomUUID();
  const leased = await lease(options, id, holder);
  if (!leased) return 0;
  const { before, until } = leased;
  let calls = 0;
  const onCall = (): void => {
    calls += 1;
  };
  const leaseMs = leaseMsOf(before, options);
  const progress = createProgress(options, { id, holder, until, leaseMs, onCall });
  const heartbeat =
    before.status === "CHECKING_OUT" &&
    setInterval(() => void progress.hold().catch(() => undefined), heartbeatMs);
  try {
    const finish = await visit(options, { before, holder }, progress);
    await carts.edit(id, conclude(holder, finish));
    onAttempt("in_step");
  } catch (error) {
    const sentence = sentenceOf(error);
    await carts.edit(
      id,
      conclude(holder, (cart, now) => giveUp(cart, { error: sentence, progress }, now)),
    );
    onFailure(error, id);
    onAttempt(before.sync.attempts + 1 < maxAttempts ? "failed" : "given_up");
  } finally {
    if (heartbeat) clearInterval(heartbeat);
  }
  return calls;
}

interface Leased {
  readonly before: CartDocument;
  readonly until: number;
}

/** Null when there is nothing to do, or not yet, or another gateway does not come to an end. */
async function lease(options: CartSyncOptions, id: string, holder: string): Promise<Leased | null> {
  for (const end = Date.now() + heldMs; ; await pause(heldPauseMs)) {
    const leased = await options.carts.edit(id, takeLease(options, holder));
    if (!leased || leased.result === "NOTHING") return null;
    if (leased.result !== "HELD") return { before: leased.cart, until: leased.result };
    if (Date.now() > end) return null;
  }
}

type Finish = (cart: CartDocument, now: Date) => CartDocument;

interface Visited {
  readonly before: CartDocument;
  readonly holder: string;
}

/** Does what is due; the cart is then finished and let go. */
async function visit(
  { shop, checkouts, carts }: CartSyncOptions,
  { before, holder }: Visited,
  progress: Progress,
): Promise<Finish> {
  if (before.status === "CHECKING_OUT") {
    await checkouts.run(before, { shop, progress, record: recorder(carts, before.id, holder) });
    return letGo;
  }
  if (before.status !== "ACTIVE") {
    await shop.close(before, progress);
    return (cart) => ({ ...cart, webCart: null, sync: { ...cart.sync, lease: null, lastError: null } });
  }
  const outcome = await shop.bring(before, progress);
  return (cart, now) => {
    const settled = settle(cart, { before, outcome, doubts: progress.doubts }, now);
    return isSeenAlike(settled, cart) ? settled : touched(settled, now);
  };
}

function letGo(cart: CartDocument): CartDocument {
  return { ...cart, sync: { ...cart.sync, attempts: 0, nextAt: null, lastError: null, lease: null } };
}

/** The cart stays held whatever is written down. */
function recorder(carts: CartStore, id: string, holder: string): CheckoutSteps["record"] {
  return async (change) => {
    const recorded = await carts.edit(
      id,
      conclude(holder, (cart, now) => {
        const changed = change(cart, now);
        return { ...changed, sync: { ...changed.sync, lease: cart.sync.lease } };
      }),
    );
    if (recorded?.result) return recorded.cart;
    throw takenOver();
  };
}

function takenOver(): GatewayError {
  return new GatewayError("CONFLICT", "Another gateway has taken over.");
}

function leaseMsOf({ status }: CartDocument, { timeoutMs }: Pick<CartSyncOptions, "timeoutMs">): number {
  return status === "CHECKING_OUT" ? checkoutLeaseMs : timeoutMs + marginMs;
}

/** Until when the cart is held. */
function takeLease(
  { hasWebCarts, timeoutMs }: CartSyncOptions,
  holder: string,
): CartEdit<number | "HELD" | "NOTHING"> {
  return (cart, now) => {
    const moment = now.toISOString();
    const current = ofNow(cart, now);
    const { lease, nextAt } = current.sync;
    const isTooEarly = nextAt !== null && nextAt > moment;
    if (isTooEarly || !(needsShop(current, hasWebCarts) || hasRipeDoubts(current, moment))) {
      return { cart: current, result: "NOTHING" };
    }
    if (lease !== null && lease.until > moment) return { cart: current, result: "HELD" };
    const until = now.getTime() + leaseMsOf(current, { timeoutMs });
    return { cart: withLease(current, { holder, until }), result: until };
  };
}

/** Its time may be over, or come to ask again for what was refused. */
function ofNow(cart: CartDocument, now: Date): CartDocument {
  if (cart.status !== "ACTIVE") return cart;
  if (isExpired(cart, now)) return { ...cart, status: "EXPIRED", version: cart.version + 1 };
  const { retryAt } = cart.sync;
  return retryAt !== null && retryAt <= now.toISOString() ? askAgain(cart) : cart;
}

function hasRipeDoubts({ sync }: CartDocument, moment: string): boolean {
  return Object.values(sync.doubts).some((until) => until <= moment);
}

interface Lease {
  readonly holder: string;
  /** In milliseconds of the epoch. */
  readonly until: number;
}

interface Held extends Lease, Pick<Progress, "onCall"> {
  readonly id: string;
  readonly leaseMs: number;
}

function withLease(cart: CartDocument, { holder, until }: Lease): CartDocument {
  return { ...cart, sync: { ...cart.sync, lease: { holder, until: new Date(until).toISOString() } } };
}

/** A change that only the holder of the cart may make; whoever has lost it has nothing to say. */
function conclude(
  holder: string,
  change: (cart: CartDocument, now: Date) => CartDocument,
): CartEdit<boolean> {
  return (cart, now) => {
    const isHeld = cart.sync.lease?.holder === holder;
    return { cart: isHeld ? change(cart, now) : cart, result: isHeld };
  };
}

function createProgress(
  { carts, timeoutMs }: CartSyncOptions,
  { id, holder, onCall, leaseMs, until: leasedUntil }: Held,
): Progress {
  let until = leasedUntil;

  async function renew(change: (cart: CartDocument) => CartDocument): Promise<void> {
    const next = Date.now() + leaseMs;
    const renewed = await carts.edit(
      id,
      conclude(holder, (cart) => withLease(change(cart), { holder, until: next })),
    );
    if (!renewed?.result) throw takenOver();
    until = next;
  }

  return {
    web: null,
    onCall,
    doubts: new Map(),
    hold: async () => {
      if (Date.now() + timeoutMs > until) await renew((cart) => cart);
    },
    willOpen: () =>
      renew((cart) => ({ ...cart, webCart: { id: null, items: {}, coupons: {}, deliveryGroupId: null } })),
  };
}

function sentenceOf(error: unknown): string {
  const [refusal] = refusalsOf(error);
  if (refusal) return refusal.message;
  return error instanceof GatewayError ? error.message : "The gateway failed.";
}
