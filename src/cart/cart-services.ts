import type { OrgTraits } from "../salesforce/record.ts";
import type { SalesforceSession } from "../salesforce/session.ts";
import type { DocumentStore } from "../stores/document.ts";
import type { CartDocument } from "./cart.document.ts";
import { createCartStore } from "./cart.store.ts";
import type { CartServices } from "./cart.ts";
import { type CartSyncOptions, createCartSync } from "./cart-sync.ts";
import { startCartWorker } from "./cart-worker.ts";
import { createCatalogue } from "./catalogue.salesforce.ts";
import type { CheckoutRunner } from "./checkout-runner.ts";
import { createPriceBook } from "./price-book.ts";
import { createWebStore } from "./web-store.ts";

export interface CartOptions {
  readonly documents: DocumentStore<CartDocument>;
  /** Null: there is no web store. */
  readonly webStoreId: string | null;
  readonly integration: SalesforceSession;
  /** As whom a cart is kept. */
  session(salesforceUsername: string | null): SalesforceSession;
  readonly org: OrgTraits;
  readonly checkouts: CheckoutRunner;
  /** How long one call to Salesforce may take, in milliseconds. */
  readonly timeoutMs: number;
  /** How long a cart lives that nobody touches, in milliseconds. */
  readonly lifetimeMs: number;
  /** Told why a cart, or all of them, could not be brought in step. */
  onFailure(error: unknown, cartId?: string): void;
  readonly onAttempt: CartSyncOptions["onAttempt"];
}

/** Joins the parts of the carts and looks after them until it is disposed. */
export function startCarts(options: CartOptions): CartServices & AsyncDisposable {
  const { documents, webStoreId, integration, session, org, timeoutMs, lifetimeMs, onFailure } = options;
  const { checkouts, onAttempt } = options;
  const hasWebCarts = webStoreId !== null;
  const catalogue = createCatalogue({ session: integration, webStoreId });
  const shop = hasWebCarts
    ? createWebStore({ webStoreId, catalogue, session })
    : createPriceBook({ catalogue, org, session: integration });
  const store = createCartStore(documents, { hasWebCarts });
  const sync = createCartSync({
    carts: store,
    shop,
    checkouts,
    hasWebCarts,
    timeoutMs,
    onFailure,
    onAttempt,
  });
  const worker = startCartWorker({ carts: store, sync, onFailure });
  return {
    store,
    sync,
    catalogue,
    hasWebCarts,
    lifetimeMs,
    [Symbol.asyncDispose]: async () => {
      await sync[Symbol.asyncDispose]();
      await worker[Symbol.asyncDispose]();
    },
  };
}
