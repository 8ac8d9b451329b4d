import Big from "big.js";
import { isUnknownToSalesforce } from "../salesforce/failure.ts";
import { queryTogether } from "../salesforce/query-together.ts";
import type { RequestSender } from "../salesforce/session.ts";
import { textLiteral } from "../salesforce/soql.ts";

/** What a product costs an account where there is no web store. */
export interface ListPrice {
  readonly priceBookId: string;
  readonly priceBookEntryId: string;
  /** Of the standard price book; null where the product is not in it. */
  readonly listPrice: string | null;
  readonly unitPrice: string;
}

interface EntryRow {
  readonly Id: string;
  readonly Product2Id: string;
  readonly Pricebook2Id: string;
  readonly UnitPrice: number;
  readonly Pricebook2: { readonly IsStandard: boolean };
}

interface BookRow {
  readonly Pricebook2Id: string;
  readonly Priority: number | null;
}

/**
 * The prices of products for an account, by product id: of the first of its buyer groups' price books that lists the product, of
 * the standard price book otherwise. One API call for up to 500 products.
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_pricebookentry.htm
 */
export async function readPrices(
  session: RequestSender,
  accountId: string,
  productIds: readonly string[],
): Promise<ReadonlyMap<string, ListPrice>> {
  if (productIds.length === 0) return new Map();
  return toPrices(await queryTogether(session, priceQueries(accountId, productIds)));
}

/** For `toPrices`, in the order of these. */
export function priceQueries(accountId: string, productIds: readonly string[]): readonly string[] {
  return [
    `SELECT Id, Product2Id, Pricebook2Id, UnitPrice, Pricebook2.IsStandard FROM PricebookEntry WHERE IsActive = true AND Pricebook2.IsActive = true AND Product2Id IN (${productIds.map(textLiteral).join(", ")}) ORDER BY Id`,
    `SELECT Pricebook2Id, Priority FROM BuyerGroupPricebook WHERE IsActive = true AND BuyerGroupId IN (SELECT BuyerGroupId FROM BuyerGroupMember WHERE BuyerId = ${textLiteral(accountId)}) ORDER BY Priority ASC NULLS LAST`,
  ];
}

/** Which of an account's price books counts: the first that lists the product, or the cheapest. */
export type PricingStrategy = "PRIORITY" | "LOWEST_PRICE";

/** By product id. @throws GatewayError for answers that are errors */
export function toPrices(
  [entries, books]: readonly (readonly unknown[] | Error)[],
  strategy: PricingStrategy = "PRIORITY",
): ReadonlyMap<string, ListPrice> {
  // An org without B2B Commerce has no buyer groups.
  const ranked = isUnknownToSalesforce(books) ? [] : recordsOf<BookRow>(books);
  const order = ranked.map(({ Pricebook2Id }) => Pricebook2Id);
  const byProduct = Map.groupBy(recordsOf<EntryRow>(entries), ({ Product2Id }) => Product2Id);
  const prices = [...byProduct].flatMap(([productId, rows]) => {
    const price = priceOf(rows, order, strategy);
    return price ? [[productId, price] as const] : [];
  });
  return new Map(prices);
}

function recordsOf<Row>(rows: readonly unknown[] | Error | undefined): readonly Row[] {
  if (rows instanceof Error) throw rows;
  return (rows ?? []) as readonly Row[];
}

function priceOf(
  rows: readonly EntryRow[],
  order: readonly string[],
  strategy: PricingStrategy,
): ListPrice | undefined {
  const standard = rows.find(({ Pricebook2 }) => Pricebook2.IsStandard);
  const own = order.flatMap((bookId) => rows.filter(({ Pricebook2Id }) => Pricebook2Id === bookId));
  const ranked = strategy === "PRIORITY" ? own : own.toSorted((a, b) => a.UnitPrice - b.UnitPrice);
  const entry = ranked[0] ?? standard;
  return (
    entry && {
      priceBookId: entry.Pricebook2Id,
      priceBookEntryId: entry.Id,
      listPrice: standard ? toAmount(standard.UnitPrice) : null,
      unitPrice: toAmount(entry.UnitPrice),
    }
  );
}

function toAmount(value: number): string {
  const amount = new Big(value);
  return amount.round(2).eq(amount) ? amount.toFixed(2) : amount.toFixed();
}
