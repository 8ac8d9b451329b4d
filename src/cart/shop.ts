import type { CartDocument, Message, Priced, WebCart } from "./cart.document.ts";
import type { CatalogueProduct } from "./catalogue.salesforce.ts";

/** What stands behind the gateway's carts: a web store that has carts of its own, or price books alone. */
export interface Shop {
  /** Brings what is pending to the shop and takes its prices. @throws GatewayError; `progress` has what was done by then */
  bring(cart: CartDocument, progress: Progress): Promise<Outcome>;
  /** The same with the prices of this moment: those that the shop shows may be older. */
  price(cart: CartDocument, progress: Progress): Promise<Outcome>;
  /** Gives back what the shop holds for a cart that is over. */
  close(cart: CartDocument, progress: Progress): Promise<void>;
}

export interface Progress {
  /** Called before every step; a step takes no longer than the time for which the cart is held. @throws when it is lost */
  hold(): Promise<void>;
  /** Called before a web cart is made, so that it can be found should the answer be lost. */
  willOpen(): Promise<void>;
  web: WebCart | null;
  /** Called at every request to Salesforce. */
  onCall(): void;
  /** Products of which a write's answer was lost, and until when it may still happen. */
  readonly doubts: Map<string, string>;
}

/** How a cart stands after it was brought in step. */
export interface Outcome {
  /** By product key that was a SKU. */
  readonly resolved: ReadonlyMap<string, CatalogueProduct>;
  /** By product key or coupon: what the shop will not have. */
  readonly refused: ReadonlyMap<string, Message>;
  readonly web: WebCart | null;
  /** By product id, what stands in the shop. */
  readonly quantities: ReadonlyMap<string, string>;
  readonly priced: Priced;
  /** Whether the buyer has placed the order in the store itself. */
  readonly isOrdered: boolean;
}
