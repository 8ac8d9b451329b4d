import type { CommandKey } from "../graph/command-key.ts";
import type { UserError } from "../graph/user-error.type.ts";
import type { CartDocument, UsedKey } from "./cart.document.ts";
import { type Change, type Changed, refuse } from "./cart-edit.ts";

/** What a client wants of a cart, with what it says about the request itself. */
export interface Command {
  readonly change: Change;
  /** The version that the client has seen; null: whatever there is. */
  readonly expectedVersion: number | null;
  readonly key: CommandKey | null;
}

export interface Commanded extends Changed {
  /** Whether an earlier request with the same key has done it. */
  readonly replayed: boolean;
}

const keyLifetimeMs = 24 * 60 * 60_000;
/** More in a day are not remembered: a document has to stay small. */
const maxKeys = 5_000;

/** Carries out a command on a cart as it is at this moment. */
export function carryOut(
  cart: CartDocument,
  { change, expectedVersion, key }: Command,
  { now, lifetimeMs }: { readonly now: Date; readonly lifetimeMs: number },
): Commanded {
  const used = key && liveKeys(cart, now)[key.id];
  if (used) return repeat(cart, used, key);
  const objection = objectionTo(cart, expectedVersion, now);
  if (objection) return { cart, userErrors: [objection], replayed: false };
  const { cart: changed, userErrors } = change(cart);
  if (changed === cart) return { cart, userErrors, replayed: false };
  const keys = key ? remember(cart, key, { at: now, userErrors }) : cart.keys;
  const expiresAt = new Date(now.getTime() + lifetimeMs).toISOString();
  return { cart: touched({ ...changed, keys, expiresAt }, now), userErrors, replayed: false };
}

/** A cart whose time is over counts as expired before anybody has noted it. */
export function isExpired({ status, expiresAt }: CartDocument, now: Date): boolean {
  return status === "EXPIRED" || (status === "ACTIVE" && expiresAt <= now.toISOString());
}

/** The cart as it is after a change that a client can see. */
export function touched(cart: CartDocument, now: Date): CartDocument {
  return { ...cart, version: cart.version + 1, updatedAt: now.toISOString() };
}

/** Whether nothing that a version stands for is different. */
export function isSeenAlike(a: CartDocument, b: CartDocument): boolean {
  const seen = ({ status, lines, coupons }: CartDocument) => JSON.stringify([status, lines, coupons]);
  return seen(a) === seen(b);
}

function repeat(cart: CartDocument, used: UsedKey, { hash }: CommandKey): Commanded {
  if (used.hash === hash) return { cart, userErrors: used.userErrors, replayed: true };
  const message = "This key came with another input before: use a new key for a new request.";
  return { ...refuse(cart, ["input", "idempotencyKey"], "CONFLICT", message), replayed: false };
}

/** What speaks against any change of a cart. */
export function objectionTo(cart: CartDocument, expectedVersion: number | null, now: Date): UserError | null {
  const status = isExpired(cart, now) ? "EXPIRED" : cart.status;
  if (status !== "ACTIVE") {
    const message = `The cart can no longer be changed: it is ${status}.`;
    return { code: "NOT_ALLOWED", message, path: ["input", "cartId"] };
  }
  if (expectedVersion === null || expectedVersion === cart.version) return null;
  const message = `The cart has changed: it has version ${cart.version} now. Look at it and send that version.`;
  return { code: "VERSION_MISMATCH", message, path: ["input", "expectedVersion"] };
}

function liveKeys({ keys }: CartDocument, now: Date): CartDocument["keys"] {
  const oldest = new Date(now.getTime() - keyLifetimeMs).toISOString();
  return Object.fromEntries(Object.entries(keys).filter(([, { at }]) => at > oldest));
}

function remember(
  cart: CartDocument,
  { id, hash }: CommandKey,
  { at, userErrors }: { readonly at: Date; readonly userErrors: readonly UserError[] },
): CartDocument["keys"] {
  const known = Object.entries(liveKeys(cart, at)).slice(1 - maxKeys);
  return { ...Object.fromEntries(known), [id]: { hash, at: at.toISOString(), userErrors } };
}
