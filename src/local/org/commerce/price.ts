import { type Row, toDateTime } from "../row.ts";
import { childrenOf, related } from "../rule/related.ts";
import { refuse, type Storefront } from "./storefront.ts";

/** What a product costs a buyer, in the store's currency. */
export interface Price {
  /** The store's struck-through price; the negotiated one where it has none. */
  readonly listPrice: number;
  /** By the best price book of the buyer's groups. */
  readonly negotiatedPrice: number;
  /** With the discount of the quantity. */
  readonly unitPrice: number;
  readonly entry: Row;
  readonly tiers: readonly Row[];
}

/** A living, active product the buyer's groups are entitled to. @throws SalesforceFailure */
export function requireProduct(front: Storefront, id: string): Row {
  const product = related(front.database, "Product2", id);
  if (product?.IsActive !== true) throw refuse(404, "ITEM_NOT_FOUND", `The product ${id} is not available.`);
  if (isEntitled(front, product)) return product;
  throw refuse(403, "INSUFFICIENT_ACCESS", `You do not have access to the product ${id}.`);
}

export function isEntitled({ database, groupIds }: Storefront, product: Row): boolean {
  const lists = childrenOf(database, "CommerceEntitlementProduct", { field: "ProductId", id: product.Id });
  return lists.some(({ PolicyId }) => {
    const policy = related(database, "CommerceEntitlementPolicy", PolicyId);
    if (policy?.IsActive !== true || policy.CanViewProduct !== true) return false;
    const groups = childrenOf(database, "CommerceEntitlementBuyerGroup", {
      field: "PolicyId",
      id: policy.Id,
    });
    return groups.some(({ BuyerGroupId }) => groupIds.includes(String(BuyerGroupId)));
  });
}

/** Undefined where no price book of the buyer lists the product. */
export function priceOf(front: Storefront, product: Row, quantity = 1): Price | undefined {
  const entry = bestEntry(front, product);
  if (!entry) return undefined;
  const negotiatedPrice = Number(entry.UnitPrice);
  const tiers = tiersOf(front, entry);
  return {
    listPrice: storePrice(front, product) ?? negotiatedPrice,
    negotiatedPrice,
    unitPrice: discounted(negotiatedPrice, tiers, quantity),
    entry,
    tiers,
  };
}

/** Whether a coupon counts in a store today. */
export function isRedeemable({ database, store }: Storefront, coupon: Row): boolean {
  const now = toDateTime(database.now());
  const isOpen = String(coupon.StartDateTime ?? "") <= now && now < String(coupon.EndDateTime ?? "9");
  return coupon.Status === "Active" && coupon.WebStoreId === store.Id && isOpen;
}

/** LowestPrice takes the cheapest of all price books, Priority the first one that lists the product. */
function bestEntry(front: Storefront, product: Row): Row | undefined {
  const { database, groupIds, store } = front;
  const books = groupIds.flatMap((id) =>
    childrenOf(database, "BuyerGroupPricebook", { field: "BuyerGroupId", id }).filter(isActive),
  );
  const priced = books.flatMap((book) => {
    const entry = entryIn(front, product, book.Pricebook2Id);
    return entry ? [{ entry, priority: Number(book.Priority ?? Number.POSITIVE_INFINITY) }] : [];
  });
  const byPrice = store.PricingStrategy !== "Priority";
  const [best] = priced.toSorted((a, b) =>
    byPrice ? Number(a.entry.UnitPrice) - Number(b.entry.UnitPrice) : a.priority - b.priority,
  );
  return best?.entry;
}

function entryIn({ database }: Storefront, product: Row, bookId: unknown): Row | undefined {
  if (related(database, "Pricebook2", bookId as string)?.IsActive !== true) return undefined;
  const entries = childrenOf(database, "PricebookEntry", { field: "Product2Id", id: product.Id });
  return entries.find((entry) => entry.Pricebook2Id === bookId && entry.IsActive === true);
}

function storePrice(front: Storefront, product: Row): number | undefined {
  const books = childrenOf(front.database, "WebStorePricebook", { field: "WebStoreId", id: front.store.Id });
  for (const { Pricebook2Id } of books.filter(isActive)) {
    const entry = entryIn(front, product, Pricebook2Id);
    if (entry) return Number(entry.UnitPrice);
  }
  return undefined;
}

function tiersOf({ database }: Storefront, entry: Row): readonly Row[] {
  const adjustments = childrenOf(database, "PricebookEntryAdjustment", {
    field: "PricebookEntryId",
    id: entry.Id,
  });
  return adjustments.flatMap(({ PriceAdjustmentScheduleId: id }) => {
    if (related(database, "PriceAdjustmentSchedule", id)?.IsActive !== true) return [];
    return childrenOf(database, "PriceAdjustmentTier", { field: "PriceAdjustmentScheduleId", id });
  });
}

function discounted(price: number, tiers: readonly Row[], quantity: number): number {
  const tier = tiers.find(
    ({ LowerBound, UpperBound }) =>
      quantity >= Number(LowerBound) && (UpperBound === null || quantity <= Number(UpperBound)),
  );
  const value = Number(tier?.TierValue ?? 0);
  if (tier?.TierType === "PercentageBasedAdjustment") return toCents(price * (1 - value / 100));
  if (tier?.TierType === "AmountBasedAdjustment") return toCents(price - value);
  return tier?.TierType === "AdjustmentPrice" ? value : price;
}

function isActive({ IsActive }: Row): boolean {
  return IsActive === true;
}

function toCents(value: number): number {
  return Math.round(value * 100) / 100;
}
