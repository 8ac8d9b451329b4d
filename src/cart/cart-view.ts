import type { Money } from "../graph/value.type.ts";
import { type CartDocument, countPending, keyOf, type Line, type Priced } from "./cart.document.ts";
import type { Cart, CartLine, CartMessage, CartProblem } from "./cart.type.ts";
import { isExpired } from "./cart-command.ts";
import { maxAttempts, needsShop, refusedLines } from "./cart-settle.ts";
import { isSame, sum } from "./quantity.ts";

export interface ViewOptions {
  readonly hasWebCarts: boolean;
  readonly now: Date;
}

/** A cart as clients see it. */
export function toCart(document: CartDocument, options: ViewOptions): Cart {
  const { priced } = document;
  const status = isExpired(document, options.now) ? "EXPIRED" : document.status;
  const lines = document.lines.map((line) => toLine(document, line));
  const messages = [...(priced?.messages ?? []), ...refusedAside(document)];
  const money = (name: "subtotal" | "total" | "discount" | "tax" | "shipping") =>
    toMoney(priced, priced?.[name]);
  const cart = {
    __typename: "Cart",
    document,
    id: document.id,
    name: document.name,
    status,
    lines,
    lineCount: lines.length,
    itemCount: sum(lines.map(({ quantity }) => quantity)),
    subtotal: money("subtotal"),
    total: money("total"),
    discount: money("discount"),
    tax: money("tax"),
    shipping: money("shipping"),
    coupons: document.coupons.map((code) => ({ code })),
    deliveryAddress: document.deliveryAddress,
    poNumber: document.poNumber,
    notes: document.notes,
    sync: toSync(document, options),
    messages,
    version: document.version,
    createdAt: new Date(document.createdAt),
    updatedAt: new Date(document.updatedAt),
    expiresAt: status === "ACTIVE" ? new Date(document.expiresAt) : null,
  };
  return { ...cart, problems: problemsOf(cart) } as Cart;
}

function toLine({ priced, refused }: CartDocument, line: Line): CartLine {
  const item = line.productId === null ? undefined : priced?.items[line.productId];
  const isPriced = item !== undefined && isSame(item.quantity, line.quantity);
  const refusal = refused[keyOf(line)];
  const changes = isPriced ? item.messages : [];
  return {
    __typename: "CartLine",
    id: line.id,
    productId: line.productId,
    sku: line.sku ?? item?.sku ?? null,
    quantity: line.quantity,
    listPrice: toMoney(priced, item?.listPrice),
    unitPrice: toMoney(priced, item?.unitPrice),
    total: toMoney(priced, isPriced ? item.total : null),
    messages: refusal ? [refusal, ...changes] : changes,
  } as CartLine;
}

function toMoney(priced: Priced | null, amount: string | null | undefined): Money | null {
  return priced && amount != null ? { amount, currencyCode: priced.currencyCode } : null;
}

/** What was refused of coupons and details; what is refused of a product stands on its line. */
function refusedAside({ lines, refused }: CartDocument): readonly CartMessage[] {
  const keys = new Set(lines.map(keyOf));
  return Object.entries(refused)
    .filter(([key]) => !keys.has(key))
    .map(([, message]) => ({ ...message, severity: "WARNING" }));
}

function toSync(cart: CartDocument, { hasWebCarts }: ViewOptions): Cart["sync"] {
  const { syncedAt, lastError } = cart.sync;
  const refusals = refusedLines(cart).flatMap((line) => cart.refused[keyOf(line)] ?? []);
  const at = (moment: string | null | undefined) => (moment == null ? null : new Date(moment));
  return {
    state: stateOf(cart, { hasWebCarts, isRefused: refusals.length > 0 }),
    pendingChanges: hasWebCarts ? countPending(cart) + refusals.length : 0,
    syncedAt: at(syncedAt),
    pricedAt: at(cart.priced?.at),
    webCartId: cart.webCart?.id ?? null,
    lastError: lastError ?? refusals[0]?.text ?? null,
  };
}

function stateOf(
  cart: CartDocument,
  { hasWebCarts, isRefused }: { readonly hasWebCarts: boolean; readonly isRefused: boolean },
): Cart["sync"]["state"] {
  if (!hasWebCarts) return "LOCAL";
  if (isRefused || cart.sync.attempts >= maxAttempts) return "FAILED";
  return needsShop(cart, hasWebCarts) ? "PENDING" : "SYNCED";
}

function problemsOf({
  status,
  lines,
  sync,
}: Pick<Cart, "status" | "lines" | "sync">): readonly CartProblem[] {
  const problems = lines.flatMap(({ id: lineId, messages }) =>
    messages.filter(({ severity }) => severity === "ERROR").map(({ code, text }) => ({ code, text, lineId })),
  );
  const ofCart = (code: string, text: string) => problems.unshift({ code, text, lineId: null as never });
  if (sync.state === "FAILED" && problems.length === 0) {
    ofCart("SYNC_FAILED", sync.lastError ?? "The web store does not have the cart's last changes.");
  }
  if (lines.length === 0) ofCart("EMPTY", "The cart is empty.");
  if (status !== "ACTIVE") ofCart("NOT_ACTIVE", `The cart is ${status}.`);
  return problems;
}
