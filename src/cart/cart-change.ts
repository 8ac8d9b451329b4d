import type { GraphQLResolveInfo } from "graphql";
import type { Context } from "../context.ts";
import type { UserError } from "../graph/user-error.type.ts";
import type { AddressInput } from "../graph/value.type.ts";
import { accountOfCart, type DeliveryAddress } from "./cart.document.ts";
import { changeCart, findCart, finder, maySee, noSuchCart, refuse } from "./cart.ts";
import type { CartPayload } from "./cart.type.ts";
import { addLines, putCoupon, putDetails, setQuantities, type WantedDetails } from "./cart-edit.ts";
import type {
  AddCartLinesInput,
  CouponInput,
  ImportCartLinesInput,
  UpdateCartDetailsInput,
  UpdateCartLinesInput,
} from "./cart-input.type.ts";
import { type AskedLine, type CheckedLines, checkLines } from "./cart-line-input.ts";
import { readQuickOrder } from "./quick-order.ts";

/** Adding commutes with whatever others do, so that the version does not matter. */
export async function addCartLines(
  context: Context,
  input: AddCartLinesInput,
  info: GraphQLResolveInfo,
): Promise<CartPayload> {
  const asked = input.lines.map((line, index) => ({ ...line, path: ["input", "lines", String(index)] }));
  const checked = await checkFor(context, input.cartId, asked);
  if (!checked) return refuse("NOT_FOUND", ["input", "cartId"], noSuchCart);
  if (checked.userErrors.length > 0) return await unchanged(context, input.cartId, checked.userErrors);
  const change = addLines(checked.lines);
  return await changeCart(context, { input: { ...input, expectedVersion: null }, info, change });
}

/** The good rows are added; the others are told. */
export async function importCartLines(
  context: Context,
  input: ImportCartLinesInput,
  info: GraphQLResolveInfo,
): Promise<CartPayload> {
  const read = readQuickOrder(input.text);
  const checked = await checkFor(context, input.cartId, read.lines);
  if (!checked) return refuse("NOT_FOUND", ["input", "cartId"], noSuchCart);
  const wrong = [...read.userErrors, ...checked.userErrors];
  const add = addLines(checked.lines, { partly: true });
  return await changeCart(context, {
    input: { ...input, expectedVersion: null },
    info,
    change: (cart) => {
      const { cart: changed, userErrors } = add(cart);
      return { cart: changed, userErrors: [...wrong, ...userErrors].toSorted(byRow) };
    },
  });
}

export async function updateCartLines(
  context: Context,
  input: UpdateCartLinesInput,
  info: GraphQLResolveInfo,
): Promise<CartPayload> {
  const wanted = input.lines.map((line, index) => ({ ...line, path: ["input", "lines", String(index)] }));
  return await changeCart(context, { input, info, change: setQuantities(wanted) });
}

/** Only the store knows whether a coupon is good, so that the answer waits for it. */
export async function changeCoupon(
  context: Context,
  input: CouponInput,
  { isOn, info }: { readonly isOn: boolean; readonly info: GraphQLResolveInfo },
): Promise<CartPayload> {
  const path = ["input", "code"];
  const code = input.code.trim().toUpperCase();
  if (!/^[^\p{C}]{1,100}$/u.test(code))
    return await refuseFor(context, input, ["INVALID", "This is no coupon."]);
  if (!context.carts.hasWebCarts) {
    return await refuseFor(context, input, ["NOT_ALLOWED", "Without a web store there are no coupons."]);
  }
  const payload = await changeCart(context, { input, info, change: putCoupon(code, isOn), isForShop: true });
  const refused = payload.cart?.document.refused[code];
  if (!refused || !isOn) return payload;
  return {
    ...payload,
    userErrors: [...payload.userErrors, { code: "INVALID", message: refused.text, path }],
  };
}

const maxLengths = { name: 200, poNumber: 80, notes: 10_000 } as const;
/** As the web store's fields. */
const maxAddressLengths = { street: 255, city: 40, state: 80, postalCode: 20, country: 80 } as const;

export async function updateCartDetails(
  context: Context,
  input: UpdateCartDetailsInput,
  info: GraphQLResolveInfo,
): Promise<CartPayload> {
  const { name, deliveryAddress, poNumber, notes } = input;
  const userErrors = [
    ...tooLong({ name, poNumber, notes }, maxLengths, ["input"]),
    ...tooLong({ ...deliveryAddress }, maxAddressLengths, ["input", "deliveryAddress"]),
  ];
  if (userErrors.length > 0) return await unchanged(context, input.cartId, userErrors);
  const details: WantedDetails = {
    ...(name !== undefined && { name }),
    ...(deliveryAddress !== undefined && { deliveryAddress: toAddress(deliveryAddress) }),
    ...(poNumber !== undefined && { poNumber }),
    ...(notes !== undefined && { notes }),
  };
  return await changeCart(context, { input, info, change: putDetails(details) });
}

function tooLong(
  texts: Readonly<Record<string, string | null | undefined>>,
  limits: Readonly<Record<string, number>>,
  path: readonly string[],
): readonly UserError[] {
  return Object.entries(limits).flatMap(([field, limit]) => {
    if ((texts[field]?.length ?? 0) <= limit) return [];
    return [
      { code: "INVALID", message: `${field} has at most ${limit} characters.`, path: [...path, field] },
    ];
  });
}

function toAddress(address: AddressInput | null): DeliveryAddress | null {
  if (!address) return null;
  const { street = null, city = null, state = null, postalCode = null, country = null } = address;
  return { street, city, state, postalCode, country };
}

/** Null for a cart that the caller may not see: nothing is looked up for it. */
async function checkFor(
  context: Context,
  cartId: string,
  asked: readonly AskedLine[],
): Promise<CheckedLines | null> {
  const accountId = accountOfCart(cartId);
  if (accountId === null || !(await maySee(context, cartId))) return null;
  return await checkLines(finder(context, accountId), asked);
}

function refuseFor(
  context: Context,
  { cartId }: CouponInput,
  [code, message]: readonly [UserError["code"], string],
): Promise<CartPayload> {
  return unchanged(context, cartId, [{ code, message, path: ["input", "code"] }]);
}

/** The cart as it is, and what was wrong with the request. */
async function unchanged(
  context: Context,
  cartId: string,
  userErrors: readonly UserError[],
): Promise<CartPayload> {
  const cart = await findCart(context, cartId);
  if (!cart) return refuse("NOT_FOUND", ["input", "cartId"], noSuchCart);
  return { cart, userErrors, replayed: false };
}

function byRow(a: UserError, b: UserError): number {
  return Number(a.path[2] ?? 0) - Number(b.path[2] ?? 0);
}
