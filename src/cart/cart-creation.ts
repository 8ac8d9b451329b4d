import { randomBytes } from "node:crypto";
import type { GraphQLResolveInfo } from "graphql";
import type { Context } from "../context.ts";
import { type ErrorCode, GatewayError } from "../errors.ts";
import { commandKey } from "../graph/command-key.ts";
import { toSalesforceId } from "../salesforce/id.ts";
import { type CartDocument, newCart, toCartId } from "./cart.document.ts";
import { answer, finder, noSuchCart, readCart, refuse } from "./cart.ts";
import type { CartPayload } from "./cart.type.ts";
import { carryOut } from "./cart-command.ts";
import {
  addLines,
  type Change,
  cancel,
  mergeLines,
  putDetails,
  refuse as refuseChange,
} from "./cart-edit.ts";
import type { CloneCartInput, CreateCartInput, MergeCartsInput } from "./cart-input.type.ts";
import { checkLines } from "./cart-line-input.ts";
import { lookupMs, within } from "./patience.ts";

const accountPath = ["input", "accountId"];

export async function createCart(
  context: Context,
  input: CreateCartInput,
  info: GraphQLResolveInfo,
): Promise<CartPayload> {
  const accountId = toSalesforceId(input.accountId);
  if (!(await hasAccount(context, accountId)))
    return refuse("NOT_FOUND", accountPath, "There is no such account.");
  const asked = (input.lines ?? []).map((line, index) => ({
    ...line,
    path: ["input", "lines", String(index)],
  }));
  const { lines, userErrors } = await checkLines(finder(context, accountId), asked);
  if (userErrors.length > 0) return { cart: null, userErrors, replayed: false };
  const name = input.name ?? null;
  return await startCart(context, { accountId, name, input, change: addLines(lines), info });
}

/** While Salesforce is away an account that the caller could see is taken for one. */
async function hasAccount(context: Context, accountId: string): Promise<boolean> {
  if (!(await context.seesAccount(accountId))) return false;
  return await within(lookupMs, context.hasAccount(accountId).catch(trueWhenAway), true);
}

function trueWhenAway(error: unknown): boolean {
  const isAway = error instanceof GatewayError && awayCodes.includes(error.code);
  if (isAway) return true;
  throw error;
}

/** With credentials that it does not accept Salesforce is as far away. */
const awayCodes: readonly string[] = [
  "SALESFORCE_UNAVAILABLE",
  "SALESFORCE_TIMEOUT",
  "SALESFORCE_LIMIT_EXCEEDED",
  "SALESFORCE_REFUSED",
] satisfies ErrorCode[];

/** A copy with the same lines, coupons and details. */
export async function cloneCart(
  context: Context,
  input: CloneCartInput,
  info: GraphQLResolveInfo,
): Promise<CartPayload> {
  const source = await readCart(context, input.cartId);
  if (!source) return refuse("NOT_FOUND", ["input", "cartId"], noSuchCart);
  const { accountId, deliveryAddress, poNumber, notes } = source;
  const change: Change = (cart) => {
    const { cart: filled, userErrors } = mergeLines(source.lines, "ADD")(cart);
    const details = putDetails({ deliveryAddress, poNumber, notes })(filled).cart;
    return { cart: details, userErrors };
  };
  const name = input.name ?? source.name;
  return await startCart(context, { accountId, name, input, change, info });
}

interface Start {
  readonly accountId: string;
  readonly name: string | null;
  /** Of the mutation, with its idempotency key. */
  readonly input: { readonly idempotencyKey?: string | null };
  readonly change: Change;
  readonly info: GraphQLResolveInfo;
}

/** The id of a cart made with a key is made of the key, so that there is one cart whoever comes first. */
export async function startCart(context: Context, start: Start): Promise<CartPayload> {
  const { accountId, name, input, change, info } = start;
  const key = commandKey(context, info.fieldName, input);
  const { store, lifetimeMs, catalogue } = context.carts;
  const now = new Date();
  const token = key ? Buffer.from(key.id, "base64url") : randomBytes(12);
  const id = toCartId(accountId, token);
  const empty = newCart(
    { id, accountId, name, lifetimeMs, salesforceUsername: context.salesforceUsername },
    now,
  );
  const begun = carryOut(empty, { change: begin(change), expectedVersion: null, key }, { now, lifetimeMs });
  if (begun.userErrors.length > 0) return { cart: null, userErrors: begun.userErrors, replayed: false };
  const { cart, isNew } = await store.create({ ...begun.cart, version: 1 });
  if (isNew) {
    catalogue.warm(accountId).catch(() => undefined);
    return await answer(context, { info }, { cart, userErrors: [], replayed: false });
  }
  const repeated = carryOut(cart, { change, expectedVersion: null, key }, { now, lifetimeMs });
  return await answer(context, { info }, { ...repeated, cart });
}

/** An empty cart is a change as well: its key has to be remembered. */
function begin(change: Change): Change {
  return (cart) => change({ ...cart });
}

/** The source is canceled; it can be merged once. */
export async function mergeCarts(
  context: Context,
  input: MergeCartsInput,
  info: GraphQLResolveInfo,
): Promise<CartPayload> {
  const { sourceCartId, targetCartId, strategy, expectedVersion = null } = input;
  const { store, lifetimeMs } = context.carts;
  const [source, target] = await Promise.all([
    readCart(context, sourceCartId),
    readCart(context, targetCartId),
  ]);
  const refusal = mergeRefusal(source, target);
  if (refusal || !source) return refusal ?? refuse("NOT_FOUND", ["input", "sourceCartId"], noSuchCart);
  const key = commandKey(context, info.fieldName, input) ?? { id: `merge ${source.id}`, hash: strategy };
  const edited = await store.edit(targetCartId, (cart, now) => {
    const result = carryOut(
      cart,
      { change: mergeOf(source, strategy), expectedVersion, key },
      { now, lifetimeMs },
    );
    return { cart: result.cart, result };
  });
  if (!edited) return refuse("NOT_FOUND", ["input", "targetCartId"], noSuchCart);
  if (edited.result.userErrors.length === 0) await giveUpSource(context, source);
  return await answer(context, { info }, edited.result);
}

/** What was merged before is canceled; only the same request again comes through. */
function mergeOf(source: CartDocument, strategy: MergeCartsInput["strategy"]): Change {
  if (source.status === "ACTIVE") return mergeLines(source.lines, strategy);
  const sentence = `The cart cannot be merged: it is ${source.status}.`;
  return (cart) => refuseChange(cart, ["input", "sourceCartId"], "NOT_ALLOWED", sentence);
}

async function giveUpSource(context: Context, { id }: CartDocument): Promise<void> {
  const { store, sync, lifetimeMs } = context.carts;
  await store.edit(id, (cart, now) => {
    const result = carryOut(cart, { change: cancel, expectedVersion: null, key: null }, { now, lifetimeMs });
    return { cart: result.cart, result };
  });
  sync.schedule(id);
}

function mergeRefusal(source: CartDocument | null, target: CartDocument | null): CartPayload | null {
  if (!source) return refuse("NOT_FOUND", ["input", "sourceCartId"], noSuchCart);
  if (!target) return refuse("NOT_FOUND", ["input", "targetCartId"], noSuchCart);
  if (source.id === target.id) {
    return refuse("INVALID", ["input", "sourceCartId"], "A cart cannot be merged with itself.");
  }
  if (source.accountId === target.accountId) return null;
  return refuse("INVALID", ["input", "sourceCartId"], "Both carts have to be of the same account.");
}
