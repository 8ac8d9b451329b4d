import {
  type CartDocument,
  countPending,
  keyOf,
  type Line,
  type Message,
  type Pending,
  type Priced,
  type PricedItem,
  type SyncRecord,
  toLineId,
} from "./cart.document.ts";
import type { CatalogueProduct } from "./catalogue.salesforce.ts";
import { isSame, plus } from "./quantity.ts";
import type { Outcome, Progress } from "./shop.ts";

/** As the cart was when it was brought in step; it may have been edited since. */
export interface Settlement {
  readonly before: CartDocument;
  readonly outcome: Outcome;
  readonly doubts: Progress["doubts"];
}

/**
 * Takes over what the shop says: what has come about is no longer pending unless it was touched again meanwhile, and what
 * nobody touched here follows the shop.
 */
export function settle(cart: CartDocument, { before, outcome, doubts }: Settlement, now: Date): CartDocument {
  const named = withProducts(cart, outcome.resolved);
  const sent = withProducts(before, outcome.resolved).pending;
  const pending = stillPending(named.pending, sent);
  const refused = refusedOf(named, { sent, pending, told: outcome.refused });
  const lines = followed(named, { ...outcome, pending, refused });
  return {
    ...named,
    status: outcome.isOrdered && cart.status === "ACTIVE" ? "ORDERED" : cart.status,
    lines,
    coupons: couponsOf(named, { outcome, pending }),
    pending,
    refused,
    webCart: outcome.web,
    priced: withChanges(outcome.priced, cart.priced),
    sync: { ...settled(cart.sync, doubts, now), retryAt: retryAt({ ...named, refused }, now) },
  };
}

/** The cart with everything that the shop has refused, or that has failed for long, to be tried again now. */
export function askAgain(cart: CartDocument): CartDocument {
  const lines = refusedLines(cart).map((line) => [keyOf(line), line.quantity] as const);
  const products = { ...Object.fromEntries(lines), ...cart.pending.products };
  return {
    ...cart,
    pending: { ...cart.pending, products },
    refused: {},
    sync: { ...cart.sync, attempts: 0, nextAt: null, retryAt: null },
  };
}

export function refusedLines({ lines, refused }: CartDocument): readonly Line[] {
  return lines.filter((line) => keyOf(line) in refused);
}

/** Somebody may have mended it in Salesforce by then. */
const retryMs = 60 * 60_000;

function retryAt(cart: CartDocument, now: Date): string | null {
  return refusedLines(cart).length === 0 ? null : new Date(now.getTime() + retryMs).toISOString();
}

/** Nothing came of it, or nobody knows; it is tried again after a pause. */
export function giveUp(
  cart: CartDocument,
  { error, progress }: { readonly error: string; readonly progress: Progress },
  now: Date,
): CartDocument {
  const attempts = cart.sync.attempts + 1;
  return {
    ...cart,
    webCart: progress.web ?? cart.webCart,
    sync: {
      ...settled(cart.sync, progress.doubts, now),
      syncedAt: cart.sync.syncedAt,
      attempts,
      nextAt: new Date(now.getTime() + pauseAfter(attempts)).toISOString(),
      lastError: error,
    },
  };
}

/** Salesforce may be away for long: the pause grows from a second to a quarter of a minute, and to five when it FAILED. */
function pauseAfter(attempts: number): number {
  const longest = attempts < maxAttempts ? 15_000 : 5 * 60_000;
  return Math.min(1_000 * 2 ** (attempts - 1), longest) * (0.75 + Math.random() / 2);
}

/** Edits that follow each other closely go to the shop together, from the gateway that took them, after so long at most. */
export const maxQuietMs = 2_000;
/** So many attempts in vain and the cart counts as FAILED. */
export const maxAttempts = 10;

function settled(sync: SyncRecord, fresh: Progress["doubts"], now: Date): SyncRecord {
  const moment = now.toISOString();
  const open = Object.entries(sync.doubts).filter(([, until]) => until > moment);
  return {
    syncedAt: moment,
    attempts: 0,
    nextAt: null,
    lastError: null,
    retryAt: sync.retryAt,
    lease: null,
    doubts: { ...Object.fromEntries(open), ...Object.fromEntries(fresh) },
  };
}

/** The cart with product ids where there were SKUs; two lines of one product become one. */
function withProducts(cart: CartDocument, resolved: ReadonlyMap<string, CatalogueProduct>): CartDocument {
  if (resolved.size === 0) return cart;
  const lines = cart.lines.map((line) => {
    const product = resolved.get(keyOf(line));
    return product ? { ...line, productId: product.productId, sku: product.sku ?? line.sku } : line;
  });
  const merged = Map.groupBy(lines, keyOf);
  const products = Object.entries(cart.pending.products).map(([key, quantity]) => {
    const productId = resolved.get(key)?.productId ?? key;
    const total = merged.get(productId)?.map((line) => line.quantity);
    return [productId, total === undefined ? quantity : total.reduce(plus)] as const;
  });
  return {
    ...cart,
    lines: [...merged.values()].map((same) => joined(same)),
    pending: { ...cart.pending, products: Object.fromEntries(products) },
  };
}

function joined([first, ...others]: readonly Line[]): Line {
  if (!first) throw new TypeError("a group has at least one line");
  return { ...first, quantity: others.map(({ quantity }) => quantity).reduce(plus, first.quantity) };
}

function stillPending(now: Pending, sent: Pending): Pending {
  const left = <T>(current: Readonly<Record<string, T>>, done: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(current).filter(([key, value]) => done[key] !== value));
  return {
    products: left(now.products, sent.products),
    coupons: left(now.coupons, sent.coupons),
    details: now.details === sent.details ? null : now.details,
  };
}

interface Refusing {
  readonly sent: Pending;
  readonly pending: Pending;
  readonly told: ReadonlyMap<string, Message>;
}

/** What is pending again is not refused yet. Of coupons and details only the last word is kept, of products while they are in the cart. */
function refusedOf(cart: CartDocument, { sent, pending, told }: Refusing): CartDocument["refused"] {
  const isPending = (key: string) => key in pending.products || key in pending.coupons;
  const wasSent = (key: string) => key in sent.products;
  const isLine = (key: string) => cart.lines.some((line) => keyOf(line) === key);
  const kept = Object.entries(cart.refused).filter(([key]) => !wasSent(key) && isLine(key));
  const fresh = [...told].filter(([key]) => !isPending(key));
  return Object.fromEntries([...kept, ...fresh]);
}

interface Following extends Pick<Outcome, "quantities" | "priced"> {
  readonly pending: Pending;
  readonly refused: CartDocument["refused"];
}

function followed(cart: CartDocument, { quantities, priced, pending, refused }: Following): readonly Line[] {
  const isOwn = (key: string) => key in pending.products || key in refused;
  const known = new Set(cart.lines.map(keyOf));
  const kept = cart.lines.flatMap((line) => {
    const key = keyOf(line);
    const quantity = quantities.get(key);
    if (isOwn(key) || (quantity !== undefined && isSame(quantity, line.quantity))) return [line];
    return quantity === undefined ? [] : [{ ...line, quantity }];
  });
  const added = [...quantities]
    .filter(([productId]) => !known.has(productId) && !isOwn(productId))
    .map(([productId, quantity]) => {
      const sku = priced.items[productId]?.sku ?? null;
      return { id: toLineId(cart.id), productId, sku, quantity };
    });
  return [...kept, ...added];
}

function couponsOf(
  cart: CartDocument,
  { outcome, pending }: { readonly outcome: Outcome; readonly pending: Pending },
): readonly string[] {
  if (!outcome.web) return cart.coupons;
  const own = cart.coupons.filter((code) => pending.coupons[code] === true);
  const applied = Object.keys(outcome.web.coupons).filter((code) => pending.coupons[code] !== false);
  return [...new Set([...own, ...applied])];
}

/** A line whose unit price is another than last time for the same quantity says so. */
function withChanges(priced: Priced, before: Priced | null): Priced {
  const items = Object.entries(priced.items).map(([productId, item]) => {
    const change = priceChange(item, before?.items[productId]);
    return [productId, change ? { ...item, messages: [...item.messages, change] } : item] as const;
  });
  return { ...priced, items: Object.fromEntries(items) };
}

function priceChange(item: PricedItem, before: PricedItem | undefined): Message | null {
  if (!before || item.unitPrice === null || before.unitPrice === null) return null;
  if (!isSame(item.quantity, before.quantity) || isSame(item.unitPrice, before.unitPrice)) return null;
  const text = `The price was ${before.unitPrice} and is ${item.unitPrice} now.`;
  return { severity: "WARNING", code: "PRICE_CHANGED", text };
}

/** Whether there is something to do in the shop. */
export function needsShop(cart: CartDocument, hasWebCarts: boolean): boolean {
  if (cart.status === "CANCELED" || cart.status === "EXPIRED") return cart.webCart !== null;
  if (cart.status === "CHECKING_OUT") return true;
  if (cart.status !== "ACTIVE") return false;
  if (countPending(cart) > 0) return true;
  return hasWebCarts ? cart.webCart?.id == null : cart.priced === null && cart.lines.length > 0;
}
