import type { UserError } from "../graph/user-error.type.ts";
import { type CartDocument, type DeliveryAddress, keyOf, type Line, toLineId } from "./cart.document.ts";
import { plus, quantityRule, toQuantity } from "./quantity.ts";

/** A change of a cart, or why there is none. It may be made again on a newer cart, so it depends on nothing else. */
export type Change = (cart: CartDocument) => Changed;

export interface Changed {
  /** The same object when nothing was changed. */
  readonly cart: CartDocument;
  readonly userErrors: readonly UserError[];
}

export interface WantedLine {
  /** At least one of them. */
  readonly productId: string | null;
  readonly sku: string | null;
  readonly quantity: string;
  /** Where the client wrote it: input, lines, 0. */
  readonly path: readonly string[];
}

export interface WantedQuantity {
  readonly lineId: string;
  readonly quantity: string;
  readonly path: readonly string[];
}

/** As the store: https://developer.salesforce.com/docs/atlas.en-us.chatterapi.meta/chatterapi/connect_resources_commerce_webstore_cart_items.htm */
const maxLines = 500;

/** Adds quantities to what is there. With `partly` the good lines are kept, otherwise all or none. */
export function addLines(wanted: readonly WantedLine[], { partly = false } = {}): Change {
  return (cart) => {
    const steps = wanted.map(
      (line): Change =>
        (now) =>
          addLine(now, line),
    );
    return partly ? eachOf(steps)(cart) : allOf(steps)(cart);
  };
}

/** Absolute quantities; 0 removes a line. */
export function setQuantities(wanted: readonly WantedQuantity[]): Change {
  return allOf(
    wanted.map(
      (line): Change =>
        (cart) =>
          setQuantity(cart, line),
    ),
  );
}

export function removeLines(lineIds: readonly string[]): Change {
  const wanted = lineIds.map((lineId, index) => ({
    lineId,
    quantity: "0",
    path: ["input", "lineIds", String(index)],
  }));
  return setQuantities(wanted);
}

export const clear: Change = (cart) => ({
  cart: cart.lines.reduce((rest, line) => withQuantity(rest, line, "0"), cart),
  userErrors: [],
});

/** Lines of another cart: their quantities are added, or stand for this cart's, or are taken where it has none. */
export function mergeLines(lines: readonly Line[], strategy: "ADD" | "KEEP_TARGET" | "REPLACE"): Change {
  const path = ["input", "sourceCartId"];
  return (cart) => {
    const isThere = (line: Line) => cart.lines.some((own) => keyOf(own) === keyOf(line));
    const taken = strategy === "KEEP_TARGET" ? lines.filter((line) => !isThere(line)) : lines;
    const emptied = strategy === "REPLACE" ? clear(cart).cart : cart;
    return all(
      emptied,
      taken.map(
        (line): Change =>
          (now) =>
            addLine(now, { ...line, path }),
      ),
      cart,
    );
  };
}

export function putCoupon(code: string, isOn: boolean): Change {
  return (cart) => {
    const others = cart.coupons.filter((coupon) => coupon !== code);
    if (!isOn && others.length === cart.coupons.length) {
      return refuse(cart, ["input", "code"], "NOT_FOUND", "The cart does not have this coupon.");
    }
    return {
      cart: {
        ...cart,
        coupons: isOn ? [...others, code] : others,
        pending: { ...cart.pending, coupons: { ...cart.pending.coupons, [code]: isOn } },
        refused: without(cart.refused, code),
      },
      userErrors: [],
    };
  };
}

export interface WantedDetails {
  readonly name?: string | null;
  readonly deliveryAddress?: DeliveryAddress | null;
  readonly poNumber?: string | null;
  readonly notes?: string | null;
}

/** What is left out stays, null empties. */
export function putDetails(details: WantedDetails): Change {
  const concernsStore = "deliveryAddress" in details || "poNumber" in details;
  return (cart) => ({
    cart: {
      ...cart,
      ...details,
      pending: { ...cart.pending, details: concernsStore ? cart.version : cart.pending.details },
    },
    userErrors: [],
  });
}

export const cancel: Change = (cart) => ({ cart: { ...cart, status: "CANCELED" }, userErrors: [] });

/** The cart with a product's quantity, and the note that the web cart is to have it too. */
function withQuantity(
  cart: CartDocument,
  product: Pick<Line, "productId" | "sku">,
  quantity: string,
): CartDocument {
  const key = keyOf(product);
  const known = cart.lines.find((line) => keyOf(line) === key);
  const { productId, sku } = product;
  const line = known ?? { id: toLineId(cart.id), productId, sku, quantity };
  const others = (each: Line) => each !== known;
  const changed = known
    ? cart.lines.map((each) => (each === known ? { ...each, quantity } : each))
    : [...cart.lines, line];
  return {
    ...cart,
    lines: quantity === "0" ? cart.lines.filter(others) : changed,
    pending: { ...cart.pending, products: { ...cart.pending.products, [key]: quantity } },
    refused: without(cart.refused, key),
  };
}

export function refuse(
  cart: CartDocument,
  path: readonly string[],
  ...[code, message]: [UserError["code"], string]
): Changed {
  return { cart, userErrors: [{ code, message, path }] };
}

function addLine(cart: CartDocument, { path, ...wanted }: WantedLine): Changed {
  const added = toQuantity(wanted.quantity);
  if (added === null) return refuse(cart, [...path, "quantity"], "INVALID", quantityRule);
  const known = cart.lines.find((line) => isSameProduct(line, wanted));
  if (!known && cart.lines.length >= maxLines) {
    return refuse(cart, path, "LIMIT_EXCEEDED", `A cart has at most ${maxLines} lines.`);
  }
  const quantity = toQuantity(plus(known?.quantity ?? "0", added));
  if (quantity === null) return refuse(cart, [...path, "quantity"], "INVALID", quantityRule);
  return { cart: withQuantity(cart, known ?? wanted, quantity), userErrors: [] };
}

/** While Salesforce was away a product may have been added by its SKU alone. */
function isSameProduct(line: Line, { productId, sku }: Pick<WantedLine, "productId" | "sku">): boolean {
  if (line.productId !== null && productId !== null) return line.productId === productId;
  return line.sku !== null && line.sku === sku;
}

function setQuantity(cart: CartDocument, { lineId, quantity, path }: WantedQuantity): Changed {
  const line = cart.lines.find(({ id }) => id === lineId);
  if (!line) return refuse(cart, [...path, "lineId"], "NOT_FOUND", "The cart has no such line.");
  const wanted = Number(quantity) === 0 ? "0" : toQuantity(quantity);
  if (wanted === null)
    return refuse(cart, [...path, "quantity"], "INVALID", `${quantityRule} 0 removes the line.`);
  return { cart: withQuantity(cart, line, wanted), userErrors: [] };
}

function allOf(steps: readonly Change[]): Change {
  return (cart) => all(cart, steps, cart);
}

/** All changes, or `before` and everything that speaks against them. */
function all(cart: CartDocument, steps: readonly Change[], before: CartDocument): Changed {
  const changed = eachOf(steps)(cart);
  return changed.userErrors.length > 0 ? { ...changed, cart: before } : changed;
}

function eachOf(steps: readonly Change[]): Change {
  return (cart) =>
    steps.reduce<Changed>(
      (done, step) => {
        const next = step(done.cart);
        return { cart: next.cart, userErrors: [...done.userErrors, ...next.userErrors] };
      },
      { cart, userErrors: [] },
    );
}

function without<T>(entries: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  const { [key]: _gone, ...rest } = entries;
  return rest;
}
