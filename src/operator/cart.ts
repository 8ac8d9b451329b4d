import { type CartDocument, countPending } from "../cart/cart.document.ts";
import { type CartStore, createCartStore } from "../cart/cart.store.ts";
import { askAgain, needsShop, refusedLines } from "../cart/cart-settle.ts";
import type { Config } from "../config.ts";
import { openDocuments } from "../stores/open-documents.ts";
import { createProgress } from "./progress.ts";
import { OperatorError, type OperatorParts } from "./user.store.ts";

/** The longest pause before a cart is tried again is an hour. */
const soonMs = 2 * 60 * 60_000;
const maxCarts = 1_000;

/** Carts that the web store does not have as they are, those that wait longest first. */
export async function pendingCarts(parts: OperatorParts, config: Config): Promise<readonly object[]> {
  return await withStore(parts, config, async (store) => (await waiting(store, config)).map(toRow));
}

/** Has carts tried again at once: those with these ids, or all that wait. A running gateway does it within seconds. */
export async function syncCarts(
  parts: OperatorParts,
  config: Config,
  ids: readonly string[],
): Promise<readonly object[]> {
  return await withStore(parts, config, async (store) => {
    const wanted = ids.length > 0 ? ids : (await waiting(store, config)).map(({ id }) => id);
    using progress = createProgress("carts", wanted.length);
    const carts = await Promise.all(
      wanted.map(async (id) => {
        const edited = await store.edit(id, (cart) => ({ cart: askAgain(cart), result: null }));
        progress.step();
        return edited;
      }),
    );
    const missing = wanted.filter((_, index) => carts[index] === null);
    if (missing.length > 0) throw new OperatorError(`There is no cart ${missing.join(", ")}.`);
    return carts.flatMap((edited) => (edited ? [toRow(edited.cart)] : []));
  });
}

async function withStore<T>(
  { postgres }: OperatorParts,
  config: Config,
  work: (store: CartStore) => Promise<T>,
): Promise<T> {
  await using documents = await openDocuments<CartDocument>({ current: config }, postgres);
  return await work(createCartStore(documents, { hasWebCarts: hasWebCarts(config) }));
}

function hasWebCarts({ salesforce }: Config): boolean {
  const { webstoreId, embedded } = salesforce;
  return webstoreId === null ? embedded : webstoreId !== "none";
}

async function waiting(store: CartStore, config: Config): Promise<readonly CartDocument[]> {
  const carts = await store.due(new Date(Date.now() + soonMs), maxCarts);
  return carts.filter((cart) => needsShop(cart, hasWebCarts(config)) || refusedLines(cart).length > 0);
}

function toRow(cart: CartDocument): object {
  const refused = refusedLines(cart);
  const { attempts, nextAt, retryAt, lastError } = cart.sync;
  return {
    id: cart.id,
    account: cart.accountId,
    pending: countPending(cart) + refused.length,
    attempts,
    next: nextAt ?? retryAt ?? "now",
    reason: lastError ?? Object.values(cart.refused)[0]?.text ?? "",
  };
}
