import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { GatewayError } from "../errors.ts";
import { refusalsOf } from "../salesforce/refusal.ts";
import type { CartDocument } from "./cart.document.ts";
import type { CartEdit, CartStore } from "./cart.store.ts";
import { isExpired, isSeenAlike, touched } from "./cart-command.ts";
import { askAgain, giveUp, needsShop, settle } from "./cart-settle.ts";
import type { Outcome, Progress, Shop } from "./shop.ts";
import { createTurns } from "./turn.ts";

/** Keeps carts in step with the shop. */
export interface CartSync extends Disposable {
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
  readonly hasWebCarts: boolean;
  /** How long one call to Salesforce may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Told why a cart could not be brought in step. */
  onFailure(error: unknown, cartId: string): void;
}

/** Edits that follow each other closely go to the shop together. */
const quietMs = 300;
const maxQuietMs = 2_000;
/** A cart is held for as long as a call may take, and this. */
const marginMs = 10_000;
/** Who finds a cart held waits so long for it. */
const heldMs = 5_000;
const heldPauseMs = 100;

export function createCartSync(options: CartSyncOptions): CartSync {
  const scheduled = new Map<string, { readonly timer: NodeJS.Timeout; readonly since: number }>();
  const takeTurn = createTurns((id) => bringInStep(options, id));

  function unschedule(id: string): void {
    clearTimeout(scheduled.get(id)?.timer);
    scheduled.delete(id);
  }

  function converge(id: string): Promise<number> {
    unschedule(id);
    return takeTurn(id);
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
    [Symbol.dispose]: () => {
      for (const id of [...scheduled.keys()]) unschedule(id);
    },
  };
}

/** @throws GatewayError STORE_UNAVAILABLE; what the shop has against it stands on the cart */
async function bringInStep(options: CartSyncOptions, id: string): Promise<number> {
  const { carts, onFailure } = options;
  const holder = randomUUID();
  const leased = await lease(options, id, holder);
  if (!leased) return 0;
  const { before, until } = leased;
  let calls = 0;
  const onCall = (): void => {
    calls += 1;
  };
  const progress = createProgress(options, { id, holder, until, onCall });
  try {
    const outcome = await visit(options, before, progress);
    await carts.edit(
      id,
      conclude(holder, (cart, now) => finish(cart, { before, outcome, progress }, now)),
    );
  } catch (error) {
    const sentence = sentenceOf(error);
    await carts.edit(
      id,
      conclude(holder, (cart, now) => giveUp(cart, { error: sentence, progress }, now)),
    );
    onFailure(error, id);
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

/** Null when the cart's life is over and the shop has been told so. */
async function visit(
  { shop }: CartSyncOptions,
  cart: CartDocument,
  progress: Progress,
): Promise<Outcome | null> {
  if (cart.status === "ACTIVE") return await shop.bring(cart, progress);
  await shop.close(cart, progress);
  return null;
}

interface Visited {
  readonly before: CartDocument;
  readonly outcome: Outcome | null;
  readonly progress: Progress;
}

function finish(cart: CartDocument, { before, outcome, progress }: Visited, now: Date): CartDocument {
  if (!outcome) return { ...cart, webCart: null, sync: { ...cart.sync, lease: null, lastError: null } };
  const settled = settle(cart, { before, outcome, doubts: progress.doubts }, now);
  return isSeenAlike(settled, cart) ? settled : touched(settled, now);
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
    const until = now.getTime() + timeoutMs + marginMs;
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
  { id, holder, onCall, until: leasedUntil }: Lease & Pick<Progress, "onCall"> & { readonly id: string },
): Progress {
  let until = leasedUntil;

  async function renew(change: (cart: CartDocument) => CartDocument): Promise<void> {
    const next = Date.now() + timeoutMs + marginMs;
    const renewed = await carts.edit(
      id,
      conclude(holder, (cart) => withLease(change(cart), { holder, until: next })),
    );
    if (!renewed?.result) throw new GatewayError("CONFLICT", "Another gateway has taken over.");
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
