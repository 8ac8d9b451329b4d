import { setTimeout as pause } from "node:timers/promises";
import { type Carts, edge, openCarts } from "../cart/carts.ts";
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

const patienceMs = 90_000;

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

/** Products by SKU that Edge buys from two price books, each half of them; the second book is new. */
export async function seedTwoBooks(
  { org }: Gateway,
  { store }: Carts,
  count: number,
): Promise<readonly string[]> {
  const one = async (soql: string) =>
    Object.values((await store.query<Record<string, string>>(soql))[0] ?? {}).at(-1);
  const groups = `SELECT BuyerGroupId FROM BuyerGroupMember WHERE BuyerId = '${edge}'`;
  const standard = await one("SELECT Id FROM Pricebook2 WHERE IsStandard = true");
  const group = await one(groups);
  const policy = await one(
    `SELECT PolicyId FROM CommerceEntitlementBuyerGroup WHERE BuyerGroupId IN (${groups})`,
  );
  const known = await one(`SELECT Pricebook2Id FROM BuyerGroupPricebook WHERE BuyerGroupId IN (${groups})`);
  const skus = Array.from({ length: count }, (_, index) => `PART-${index}`);
  const entry = (Pricebook2Id: string | undefined, index: number, UnitPrice: number) => ({
    attributes: { type: "PricebookEntry" },
    Pricebook2Id,
    Product2Id: `@part${index}`,
    UnitPrice,
    IsActive: true,
  });
  await org.seed([
    {
      attributes: { type: "Pricebook2", referenceId: "second" },
      Name: `Second ${skus.length}`,
      IsActive: true,
    },
    {
      attributes: { type: "BuyerGroupPricebook" },
      BuyerGroupId: group,
      Pricebook2Id: "@second",
      Priority: 0,
      IsActive: true,
    },
    ...skus.map((sku, index) => ({
      attributes: { type: "Product2", referenceId: `part${index}` },
      Name: sku,
      ProductCode: sku,
      StockKeepingUnit: sku,
      IsActive: true,
    })),
    ...skus.map((_, index) => entry(standard, index, 3)),
    ...skus.flatMap((_, index) => {
      const book = index < count / 2 ? known : "@second";
      return book === standard ? [] : [entry(book, index, 2)];
    }),
    ...skus.map((_, index) => ({
      attributes: { type: "CommerceEntitlementProduct" },
      PolicyId: policy,
      ProductId: `@part${index}`,
    })),
  ]);
  return skus;
}
