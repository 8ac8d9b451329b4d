import { setTimeout as pause } from "node:timers/promises";
import { type Carts, openCarts } from "../cart/carts.ts";
import type { Gateway } from "../gateway.ts";
import { signInAt } from "../local-org/org.ts";

export interface PlacePayload {
  readonly checkout: {
    readonly id: string;
    readonly state: string;
    readonly userErrors: readonly { readonly code: string; readonly message: string }[];
  } | null;
  readonly orders: readonly { readonly id: string }[];
  readonly cart: { readonly id: string; readonly status: string; readonly version: number } | null;
  readonly userErrors: readonly {
    readonly code: string;
    readonly message: string;
    readonly path: readonly string[];
  }[];
  readonly replayed: boolean;
}

/** An order as the org has it. */
export interface OrderRow {
  readonly Id: string;
  readonly Status: string;
  readonly Pricebook2Id: string;
  readonly PoNumber: string | null;
  readonly EffectiveDate: string;
  readonly OrderReferenceNumber: string;
  readonly TotalAmount: number;
  readonly BillingCity: string | null;
  readonly ShippingCity: string | null;
  readonly OrderItems: { readonly records: readonly ItemRow[] } | null;
}

interface ItemRow {
  readonly Quantity: number;
  readonly UnitPrice: number;
  readonly PricebookEntryId: string;
  readonly Product2: { readonly ProductCode: string };
}

export interface Checkouts {
  readonly carts: Carts;
  place(input: object): Promise<PlacePayload>;
  /** As soon as it is over. */
  settled(id: string): Promise<PlacePayload["checkout"] & { readonly orders: readonly { id: string }[] }>;
  /** The orders that a checkout has made in the org. */
  ordersOf(checkoutId: string): Promise<readonly OrderRow[]>;
}

const document = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) {
  checkout { id state userErrors { code message path } } orders { id } cart { id status version }
  userErrors { code message path } replayed } }`;

const patienceMs = 30_000;

export async function openCheckouts(gateway: Gateway, orgUrl = gateway.org.url): Promise<Checkouts> {
  const carts = await openCarts(gateway, { orgUrl });
  return {
    carts,
    place: async (input) => {
      const { data, errors } = await gateway.query(document, { input });
      if (errors) throw new Error(JSON.stringify(errors));
      return data.placeOrder;
    },
    settled: async (id) => {
      const query = `query ($id: ID!) { checkout(id: $id) { id state orders { id } userErrors { code message } } }`;
      for (const until = Date.now() + patienceMs; Date.now() < until; await pause(100)) {
        const { data } = await gateway.query(query, { id });
        if (data?.checkout && data.checkout.state !== "IN_PROGRESS") return data.checkout;
      }
      throw new Error("the checkout does not come to an end");
    },
    ordersOf: async (checkoutId) =>
      (await signInAt(orgUrl)).query<OrderRow>(
        `SELECT Id, Status, Pricebook2Id, PoNumber, EffectiveDate, OrderReferenceNumber, TotalAmount, BillingCity, ShippingCity,
         (SELECT Quantity, UnitPrice, PricebookEntryId, Product2.ProductCode FROM OrderItems) FROM Order
         WHERE OrderReferenceNumber LIKE '${checkoutId.replaceAll("_", "\\_")}%' ORDER BY OrderReferenceNumber`,
      ),
  };
}
