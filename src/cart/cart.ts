import type { GraphQLResolveInfo } from "graphql";
import type { Context } from "../context.ts";
import { commandKey } from "../graph/command-key.ts";
import { selectedPaths } from "../graph/selection.ts";
import type { UserError } from "../graph/user-error.type.ts";
import { noteCalls } from "../salesforce/query-batch.ts";
import { accountOfCart, type CartDocument } from "./cart.document.ts";
import type { CartStore } from "./cart.store.ts";
import type { Cart, CartPayload } from "./cart.type.ts";
import { type Commanded, carryOut } from "./cart-command.ts";
import type { Change } from "./cart-edit.ts";
import type { CartInput } from "./cart-input.type.ts";
import { needsShop } from "./cart-settle.ts";
import type { CartSync } from "./cart-sync.ts";
import { toCart } from "./cart-view.ts";
import type { Catalogue, ProductKey } from "./catalogue.salesforce.ts";
import { within } from "./patience.ts";

/** What carts need of the rest of the gateway; lives as long as it. */
export interface CartServices {
  readonly store: CartStore;
  readonly sync: CartSync;
  readonly catalogue: Catalogue;
  /** False: prices come from price books. */
  readonly hasWebCarts: boolean;
  /** How long a cart lives that nobody touches, in milliseconds. */
  readonly lifetimeMs: number;
}

/** An answer that shows prices waits so long for the shop; what is not done by then is done afterwards. */
const patienceMs = 5_000;

/** What of a cart only the shop can tell. */
const shopFields = ["subtotal", "total", "discount", "tax", "shipping", "messages", "problems", "sync"];
const shopLineFields = ["listPrice", "unitPrice", "total", "messages"].map((field) => `lines.${field}`);

export const noSuchCart = "There is no such cart.";

/** Null for a cart that is not there, or not for the viewer. */
export async function findCart(context: Context, id: string): Promise<Cart | null> {
  const document = await readCart(context, id);
  return document && show(context, document);
}

export async function readCart(context: Context, id: string): Promise<CartDocument | null> {
  return (await maySee(context, id)) ? await context.carts.store.read(id) : null;
}

export function show({ carts: { hasWebCarts } }: Context, document: CartDocument): Cart {
  return toCart(document, { hasWebCarts, now: new Date() });
}

export async function maySee(context: Context, cartId: string): Promise<boolean> {
  const accountId = accountOfCart(cartId);
  return accountId !== null && (await context.seesAccount(accountId));
}

/** A request to change a cart. */
export interface CartRequest {
  readonly input: CartInput;
  readonly info: GraphQLResolveInfo;
  readonly change: Change;
  /** The answer waits for the shop whatever is selected. */
  readonly isForShop?: boolean;
}

/** Changes a cart as it is at this moment and brings the shop in step, before the answer if that shows prices. */
export async function changeCart(context: Context, request: CartRequest): Promise<CartPayload> {
  const { input, info, change } = request;
  const { store, lifetimeMs } = context.carts;
  const { cartId, expectedVersion = null } = input;
  if (!(await maySee(context, cartId))) return refuse("NOT_FOUND", ["input", "cartId"], noSuchCart);
  const key = commandKey(context, info.fieldName, input);
  const edited = await store.edit(cartId, (cart, now) => {
    const result = carryOut(cart, { change, expectedVersion, key }, { now, lifetimeMs });
    return { cart: result.cart, result };
  });
  if (!edited) return refuse("NOT_FOUND", ["input", "cartId"], noSuchCart);
  return await answer(context, request, edited.result);
}

type Answering = Pick<CartRequest, "info" | "isForShop">;

/** The payload of a cart that was changed, or not. */
export async function answer(
  context: Context,
  { info, isForShop = false }: Answering,
  { cart, userErrors, replayed }: Commanded,
): Promise<CartPayload> {
  const { sync, store, hasWebCarts } = context.carts;
  if (!needsShop(cart, hasWebCarts)) return { cart: show(context, cart), userErrors, replayed };
  if (!isForShop && !selectsShop(info)) {
    sync.schedule(cart.id);
    return { cart: show(context, cart), userErrors, replayed };
  }
  // A failure stands on the cart.
  noteCalls(context, await within(patienceMs, sync.converge(cart.id), 0));
  const current = (await store.read(cart.id)) ?? cart;
  return { cart: show(context, current), userErrors, replayed };
}

/** Looks products up for an account, as far as the cart's answer has to tell of it. */
export function finder(
  context: Pick<Context, "carts" | "trace">,
  accountId: string,
): (keys: readonly ProductKey[]) => ReturnType<Catalogue["find"]> {
  return (keys) => context.carts.catalogue.find(accountId, keys, () => noteCalls(context, 1));
}

function selectsShop(info: GraphQLResolveInfo): boolean {
  const selected = selectedPaths(info);
  return [...shopFields, ...shopLineFields].some((field) => selected.has(`cart.${field}`));
}

export function refuse(code: UserError["code"], path: readonly string[], message: string): CartPayload {
  return { cart: null, userErrors: [{ code, message, path }], replayed: false };
}
