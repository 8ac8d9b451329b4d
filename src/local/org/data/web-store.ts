import type { Row } from "../row.ts";
import type { Catalogue } from "./catalogue.ts";
import type { RecordMaker } from "./record-maker.ts";

const createdDate = "2025-01-07T09:00:00.000+0000";

/** Who buys in which group; the last account is on hold. */
const buyers: readonly (readonly [account: string, group: "Customers" | "Partners", isActive: boolean])[] = [
  ["Edge Communications", "Customers", true],
  ["GenePoint", "Customers", true],
  ["United Oil & Gas Corp.", "Partners", true],
  ["United Oil & Gas, UK", "Partners", true],
  ["United Oil & Gas, Singapore", "Partners", true],
  ["Burlington Textiles Corp of America", "Customers", false],
];

/** What customers cannot order themselves; partners see everything. */
const notForCustomers = new Set(["GC5060", "SL9080"]);

/** Share taken off from so many pieces on. */
const tiers: readonly (readonly [lowerBound: number, upperBound: number | null, percent: number])[] = [
  [5, 9, 5],
  [10, null, 10],
];
const tieredProducts = ["GC1020", "GC1040", "GC3020"];

/** What is left in stock of products that may run out. */
const stock: Readonly<Record<string, number>> = { GC1060: 3, GC5040: 0 };

/** An Experience Cloud site with a B2B store, where two groups of buyers see their own products and prices. */
export function makeWebStore(
  maker: RecordMaker,
  { catalogue, companies }: { readonly catalogue: Catalogue; readonly companies: ReadonlyMap<string, Row> },
): void {
  const make = (type: string, values: Row) => maker.make(type, createdDate, values);
  make("Network", { Name: "Partner Portal", UrlPathPrefix: "partners", Status: "Live" });
  const store = make("WebStore", {
    Name: "GenWatt Parts",
    Type: "B2B",
    SupportedLanguages: "en_US",
    DefaultLanguage: "en_US",
    SupportedCurrencies: "USD",
    PricingStrategy: "LowestPrice",
  });
  const numbers = createNumbers();
  const link = (type: string, values: Row) => make(type, { Name: numbers(type), ...values });
  const groups = makeGroups(make, link, { store, catalogue });
  makeBuyers(make, link, { companies, groups });
  makeTiers(make, catalogue);
  for (const [code, left] of Object.entries(stock)) setStock(catalogue, code, left);
  link("WebStorePricebook", {
    WebStoreId: idOf(store),
    Pricebook2Id: idOf(catalogue.standard.row),
    IsActive: true,
  });
  const coupon = { WebStoreId: idOf(store), Status: "Active", StartDateTime: "2026-01-01T00:00:00.000+0000" };
  make("Coupon", { ...coupon, CouponCode: "GENWATT10", DiscountPercent: 10 });
  make("Coupon", {
    ...coupon,
    CouponCode: "SPRING26",
    DiscountPercent: 5,
    EndDateTime: "2026-06-01T00:00:00.000+0000",
  });
}

type Make = (type: string, values: Row) => Row;

function makeGroups(
  make: Make,
  link: Make,
  { store, catalogue }: { readonly store: Row; readonly catalogue: Catalogue },
): ReadonlyMap<string, Row> {
  const groups = ["Customers", "Partners"].map((name) => {
    const group = make("BuyerGroup", { Name: name });
    const policy = make("CommerceEntitlementPolicy", { Name: `${name}' range`, IsActive: true });
    const BuyerGroupId = idOf(group);
    link("WebStoreBuyerGroup", { WebStoreId: idOf(store), BuyerGroupId });
    link("CommerceEntitlementBuyerGroup", { PolicyId: idOf(policy), BuyerGroupId });
    for (const [code, product] of catalogue.products) {
      if (name === "Customers" && notForCustomers.has(code)) continue;
      link("CommerceEntitlementProduct", { PolicyId: idOf(policy), ProductId: idOf(product) });
    }
    const books = name === "Partners" ? [catalogue.partner, catalogue.standard] : [catalogue.standard];
    for (const [index, { row }] of books.entries()) {
      link("BuyerGroupPricebook", {
        BuyerGroupId,
        Pricebook2Id: idOf(row),
        Priority: index + 1,
        IsActive: true,
      });
    }
    return [name, group] as const;
  });
  return new Map(groups);
}

function makeBuyers(
  make: Make,
  link: Make,
  {
    companies,
    groups,
  }: { readonly companies: ReadonlyMap<string, Row>; readonly groups: ReadonlyMap<string, Row> },
): void {
  for (const [name, group, isActive] of buyers) {
    const BuyerId = idOf(companies.get(name));
    const BuyerStatus = isActive ? "Active" : "Hold";
    make("BuyerAccount", { Name: name, BuyerId, IsActive: isActive, BuyerStatus, CommerceType: "Buyer" });
    link("BuyerGroupMember", { BuyerId, BuyerGroupId: idOf(groups.get(group)) });
  }
}

function makeTiers(make: Make, { standard, products }: Catalogue): void {
  const schedule = make("PriceAdjustmentSchedule", {
    Name: "Fleet discount",
    AdjustmentMethod: "Range",
    ScheduleType: "Volume",
    IsActive: true,
  });
  const PriceAdjustmentScheduleId = idOf(schedule);
  for (const [LowerBound, UpperBound, TierValue] of tiers) {
    const TierType = "PercentageBasedAdjustment";
    make("PriceAdjustmentTier", { PriceAdjustmentScheduleId, TierType, TierValue, LowerBound, UpperBound });
  }
  for (const code of tieredProducts) {
    const entry = standard.entries.find(({ Product2Id }) => Product2Id === products.get(code)?.Id);
    make("PricebookEntryAdjustment", { PricebookEntryId: idOf(entry), PriceAdjustmentScheduleId });
  }
}

function setStock({ products }: Catalogue, code: string, left: number): void {
  Object.assign(products.get(code) ?? {}, { Available_Quantity__c: left });
}

/** Auto numbers per type. */
function createNumbers(): (type: string) => string {
  const last = new Map<string, number>();
  return (type) => {
    const number = (last.get(type) ?? 99) + 1;
    last.set(type, number);
    return String(number).padStart(8, "0");
  };
}

function idOf(row: Row | undefined): string {
  if (typeof row?.Id !== "string") throw new Error("the sample data has no such record");
  return row.Id;
}
