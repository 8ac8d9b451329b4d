import { randomBytes } from "node:crypto";
import type { UserError } from "../graph/user-error.type.ts";

/**
 * One attempt to turn a cart into orders. It is written down before each effect outside, so that whoever comes next, after a lost
 * answer or a crash, knows how far it is.
 */
export interface CheckoutRecord {
  readonly id: string;
  readonly state: "IN_PROGRESS" | "COMPLETED" | "REJECTED";
  /** Null when the request had no key. */
  readonly keyId: string | null;
  /** Of the request's input. */
  readonly hash: string;
  readonly placedBy: Placer;
  readonly wanted: WantedOrder;
  /** What the buyer has seen, by product id or the key of a product that is not known yet. */
  readonly seen: Readonly<Record<string, SeenLine>>;
  /** What is to be written; null until it is settled, and once it is over. */
  readonly plan: readonly PlannedOrder[] | null;
  /** When it was sent last; null before the first time. */
  readonly sentAt: string | null;
  readonly orderIds: readonly string[];
  readonly userErrors: readonly UserError[];
  readonly startedAt: string;
  readonly finishedAt: string | null;
}

/** Who has placed an order. */
interface Placer {
  readonly kind: "USER" | "CLIENT" | "NOBODY";
  readonly id: string | null;
  readonly address: string | null;
  /** Of the request; earlier versions have not kept it. */
  readonly requestId?: string | null;
}

interface WantedOrder {
  readonly poNumber: string | null;
  /** YYYY-MM-DD */
  readonly poDate: string | null;
  /** YYYY-MM-DD; null: today in the org's time zone. */
  readonly effectiveDate: string | null;
  readonly acceptPriceChanges: boolean;
}

interface SeenLine {
  readonly quantity: string;
  /** Null when it was never priced. */
  readonly unitPrice: string | null;
}

/** An order as it is to be written: all its lines are of one price book. */
export interface PlannedOrder {
  /** The gateway's own key of the order, 80 characters at most. */
  readonly reference: string;
  readonly priceBookId: string;
  /** The other columns. */
  readonly columns: Readonly<Record<string, string | null>>;
  readonly lines: readonly PlannedLine[];
}

export interface PlannedLine {
  readonly sku: string | null;
  readonly priceBookEntryId: string;
  readonly quantity: string;
  readonly unitPrice: string;
}

const pattern = /^checkout_([A-Za-z0-9]{18}[\w-]{16})\.[\w-]{8}$/;

/** Opaque to clients; the cart is in it. */
export function toCheckoutId(cartId: string): string {
  return `checkout_${cartId.slice("cart_".length)}.${randomBytes(6).toString("base64url")}`;
}

/** Null for what is no id of a checkout. */
export function cartOfCheckout(checkoutId: string): string | null {
  const [, cart] = pattern.exec(checkoutId) ?? [];
  return cart === undefined ? null : `cart_${cart}`;
}
