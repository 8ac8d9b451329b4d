import type { Row } from "../row.ts";
import type { RecordMaker } from "./record-maker.ts";

export interface PriceBook {
  readonly row: Row;
  /** Active entries only. */
  readonly entries: readonly Row[];
}

export interface Catalogue {
  /** Product2 rows by product code. */
  readonly products: ReadonlyMap<string, Row>;
  readonly standard: PriceBook;
  readonly partner: PriceBook;
}

type Product = readonly [
  code: string,
  name: string,
  family: string,
  price: number,
  description: string | null,
];

const generators = "Generators";
const services = "Services";

/** The products every Developer Edition org starts with, at their standard prices in USD. */
const products: readonly Product[] = [
  ["GC1020", "GenWatt Diesel 10kW", generators, 5_000, "Portable diesel generator for building sites."],
  ["GC1040", "GenWatt Diesel 200kW", generators, 25_000, "Diesel generator for continuous duty."],
  ["GC1060", "GenWatt Diesel 1000kW", generators, 100_000, "Diesel generator for plants and data centers."],
  ["GC3020", "GenWatt Propane 100kW", generators, 15_000, null],
  ["GC3040", "GenWatt Propane 500kW", generators, 50_000, null],
  ["GC3060", "GenWatt Propane 1500kW", generators, 120_000, "Propane generator with low emissions."],
  ["GC5020", "GenWatt Gasoline 300kW", generators, 35_000, null],
  ["GC5040", "GenWatt Gasoline 750kW", generators, 75_000, null],
  ["GC5060", "GenWatt Gasoline 2000kW", generators, 150_000, "The largest gasoline generator of the range."],
  ["IN7020", "Installation: Portable", services, 5_000, null],
  ["IN7040", "Installation: Industrial - Low", services, 20_000, null],
  ["IN7060", "Installation: Industrial - Medium", services, 50_000, null],
  ["IN7080", "Installation: Industrial - High", services, 85_000, null],
  ["SL9020", "SLA: Bronze", services, 10_000, "Answer on the next working day."],
  ["SL9040", "SLA: Silver", services, 20_000, "Answer within eight hours."],
  ["SL9060", "SLA: Gold", services, 30_000, "Answer within four hours."],
  ["SL9080", "SLA: Platinum", services, 40_000, "Answer within one hour, day and night."],
];

/** Partners pay this share of the standard price; other products are not sold to them. */
const partnerShare: Readonly<Record<string, number>> = {
  GC1020: 0.9,
  GC1040: 0.9,
  GC1060: 0.85,
  GC3020: 0.9,
  GC3040: 0.9,
  GC3060: 0.85,
  GC5020: 0.88,
  GC5040: 0.88,
  GC5060: 0.8,
  IN7020: 1,
  SL9020: 0.95,
  SL9040: 0.95,
  SL9060: 0.925,
};
/** No longer sold to partners: their entry is inactive. */
const withdrawn = "IN7020";

const createdDate = "2024-09-01T08:00:00.000+0000";

export function makeCatalogue(maker: RecordMaker): Catalogue {
  const rows = products.map(([code, name, family, , description]) =>
    maker.make("Product2", createdDate, {
      Name: name,
      ProductCode: code,
      StockKeepingUnit: code,
      Family: family,
      Description: description,
      IsActive: true,
    }),
  );
  const byCode = new Map(rows.map((row) => [String(row.ProductCode), row]));
  const standard = makeBook(maker, { Name: "Standard Price Book", IsStandard: true });
  const partner = makeBook(maker, {
    Name: "Partner Price Book",
    IsStandard: false,
    Description: "Discounts for resellers.",
  });
  return {
    products: byCode,
    standard: { row: standard, entries: makeEntries(maker, { book: standard, byCode, share: () => 1 }) },
    partner: {
      row: partner,
      entries: makeEntries(maker, { book: partner, byCode, share: (code) => partnerShare[code] }),
    },
  };
}

function makeBook(maker: RecordMaker, values: Row): Row {
  return maker.make("Pricebook2", createdDate, { ...values, IsActive: true });
}

interface EntryPlan {
  readonly book: Row;
  readonly byCode: ReadonlyMap<string, Row>;
  /** Share of the standard price; undefined when the book does not list the product. */
  readonly share: (code: string) => number | undefined;
}

function makeEntries(maker: RecordMaker, { book, byCode, share }: EntryPlan): readonly Row[] {
  const entries = products.flatMap(([code, name, , price]) => {
    const factor = share(code);
    if (factor === undefined) return [];
    const values = {
      Name: name,
      ProductCode: code,
      Pricebook2Id: book.Id ?? null,
      Product2Id: byCode.get(code)?.Id ?? null,
      UnitPrice: Math.round(price * factor * 100) / 100,
      UseStandardPrice: false,
      IsActive: book.IsStandard === true || code !== withdrawn,
    };
    return [maker.make("PricebookEntry", createdDate, values)];
  });
  return entries.filter((entry) => entry.IsActive);
}
