import type { CartDocument } from "./cart.document.ts";
import type { Progress, Shop } from "./shop.ts";

/** Carries checkouts on from where they are. */
export interface CheckoutRunner {
  /** @throws GatewayError when nothing more can be done at the moment; it is tried again after a pause */
  run(cart: CartDocument, steps: CheckoutSteps): Promise<void>;
}

/** What a checkout needs of whoever holds the cart meanwhile. */
export interface CheckoutSteps {
  readonly shop: Shop;
  readonly progress: Progress;
  /** Writes down how far it is. @throws GatewayError CONFLICT when another gateway has taken over */
  record(change: (cart: CartDocument, now: Date) => CartDocument): Promise<CartDocument>;
}
