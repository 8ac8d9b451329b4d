import { randomBytes } from "node:crypto";
import type { UserError } from "../graph/user-error.type.ts";
import type { CheckoutRecord } from "./checkout.document.ts";

/** A cart as it is kept: one JSON document. Amounts and quantities are exact decimals as text, times RFC 3339 in UTC. */
export interface CartDocument {
  readonly id: string;
  /** 18 characters */
  readonly accountId: string;
  /** As whom the web cart is kept; null: the integration user. */
  readonly salesforceUsername: string | null;
  readonly name: string | null;
  readonly status: CartStatus;
  /** Grows with every change of what a client sees. */
  readonly version: number;
  readonly lines: readonly Line[];
  /** In capital letters. */
  readonly coupons: readonly string[];
  readonly deliveryAddress: DeliveryAddress | null;
  readonly poNumber: string | null;
  readonly notes: string | null;
  readonly pending: Pending;
  /** What the store will not have, by product key or coupon: it is asked again when it is touched again. */
  readonly refused: Readonly<Record<string, Message>>;
  readonly webCart: WebCart | null;
  /** What the store said last; null before the first time. */
  readonly priced: Priced | null;
  readonly sync: SyncRecord;
  /** Attempts to order it, the latest last. */
  readonly checkouts: readonly CheckoutRecord[];
  /** Idempotency keys of the last 24 hours. */
  readonly keys: Readonly<Record<string, UsedKey>>;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly expiresAt: string;
}

export type CartStatus = "ACTIVE" | "CHECKING_OUT" | "ORDERED" | "EXPIRED" | "CANCELED";

export interface Line {
  readonly id: string;
  /** Null until the store has been asked for the product of the SKU. */
  readonly productId: string | null;
  readonly sku: string | null;
  readonly quantity: string;
}

export interface DeliveryAddress {
  readonly street: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly postalCode: string | null;
  readonly country: string | null;
}

/**
 * What has been touched since the web cart was last brought in step, as it is meant to stand there: absolute, so that
 * doing it again does no harm.
 */
export interface Pending {
  /** By product key, the quantity; "0": not in the cart. */
  readonly products: Readonly<Record<string, string>>;
  /** By code, whether it is on the cart. */
  readonly coupons: Readonly<Record<string, boolean>>;
  /** Delivery address and number of the purchase order: the version in which they were changed. */
  readonly details: number | null;
}

/** What is known of the cart in the web store. */
export interface WebCart {
  /** Null: its making was begun, so that it has to be looked for. */
  readonly id: string | null;
  /** By product id. */
  readonly items: Readonly<Record<string, WebItem>>;
  /** Ids by code. */
  readonly coupons: Readonly<Record<string, string>>;
  readonly deliveryGroupId: string | null;
}

export interface WebItem {
  readonly id: string;
  readonly quantity: string;
}

export interface Priced {
  readonly at: string;
  /** ISO 4217 */
  readonly currencyCode: string;
  /** By product id. */
  readonly items: Readonly<Record<string, PricedItem>>;
  readonly subtotal: string;
  readonly discount: string;
  readonly tax: string;
  readonly shipping: string;
  readonly total: string;
  readonly messages: readonly Message[];
}

export interface PricedItem {
  readonly sku: string | null;
  /** For which the prices are. */
  readonly quantity: string;
  readonly listPrice: string | null;
  readonly unitPrice: string | null;
  readonly total: string | null;
  /** What coupons take off the total. */
  readonly discount: string;
  readonly messages: readonly Message[];
}

export interface Message {
  readonly severity: "INFO" | "WARNING" | "ERROR";
  readonly code: string;
  readonly text: string;
}

export interface SyncRecord {
  readonly syncedAt: string | null;
  /** In vain since the last success. */
  readonly attempts: number;
  /** Not before. */
  readonly nextAt: string | null;
  readonly lastError: string | null;
  /** When what the shop has refused is tried again. */
  readonly retryAt: string | null;
  /** Who is bringing the web cart in step, and until when nobody else does. */
  readonly lease: { readonly holder: string; readonly until: string } | null;
  /**
   * Products of which a write's answer was lost, by id: it may still happen until then. Meanwhile and once more afterwards the
   * web cart is brought to what the cart has of them.
   */
  readonly doubts: Readonly<Record<string, string>>;
}

/** The answer to the first request with the key is repeated to the next ones. */
export interface UsedKey {
  /** Of the input. */
  readonly hash: string;
  readonly at: string;
  readonly userErrors: readonly UserError[];
}

export interface NewCart {
  readonly id: string;
  readonly accountId: string;
  readonly salesforceUsername: string | null;
  readonly name: string | null;
  readonly lifetimeMs: number;
}

export function newCart({ lifetimeMs, ...given }: NewCart, now: Date): CartDocument {
  const createdAt = now.toISOString();
  return {
    ...given,
    status: "ACTIVE",
    version: 1,
    lines: [],
    coupons: [],
    deliveryAddress: null,
    poNumber: null,
    notes: null,
    pending: { products: {}, coupons: {}, details: null },
    refused: {},
    webCart: null,
    priced: null,
    sync: {
      syncedAt: null,
      attempts: 0,
      nextAt: null,
      lastError: null,
      retryAt: null,
      lease: null,
      doubts: {},
    },
    checkouts: [],
    keys: {},
    createdAt,
    updatedAt: createdAt,
    expiresAt: new Date(now.getTime() + lifetimeMs).toISOString(),
  };
}

const cartIdPattern = /^cart_([A-Za-z0-9]{18})([\w-]{16})$/;
const lineIdPattern = /^(cart_[A-Za-z0-9]{18}[\w-]{16})\.([\w-]{8})$/;

/** Opaque to clients; the account in it is the partition that the cart is kept in. `token` has 12 bytes. */
export function toCartId(accountId: string, token: Buffer = randomBytes(12)): string {
  return `cart_${accountId}${token.subarray(0, 12).toString("base64url")}`;
}

/** Null for what is no id of a cart. */
export function accountOfCart(cartId: string): string | null {
  return cartIdPattern.exec(cartId)?.[1] ?? null;
}

export function toLineId(cartId: string): string {
  return `${cartId}.${randomBytes(6).toString("base64url")}`;
}

/** Null for what is no id of a line. */
export function cartOfLine(lineId: string): string | null {
  return lineIdPattern.exec(lineId)?.[1] ?? null;
}

/** By what a line's product is known. */
export function keyOf({ productId, sku }: Pick<Line, "productId" | "sku">): string {
  return productId ?? `sku:${sku ?? ""}`;
}

/** The SKU of a product key that has no product id yet. */
export function skuOfKey(key: string): string | null {
  return key.startsWith("sku:") ? key.slice("sku:".length) : null;
}

export function countPending({ pending }: CartDocument): number {
  const { products, coupons, details } = pending;
  return Object.keys(products).length + Object.keys(coupons).length + Number(details !== null);
}
