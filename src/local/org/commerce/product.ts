import { ok } from "../answer.ts";
import { SalesforceFailure } from "../failure.ts";
import { isId, toId18 } from "../id.ts";
import type { Org } from "../org.ts";
import { recordValues } from "../rest/record.ts";
import type { Parameters, RestAnswer, RestRequest } from "../rest/route.ts";
import type { Row } from "../row.ts";
import { isEntitled, type Price, priceOf, requireProduct } from "./price.ts";
import { invalidInput, openStorefront, type Storefront, typeOf } from "./storefront.ts";

const maxPriced = 500;
const usualFields = ["Name", "Description", "StockKeepingUnit", "ProductCode", "Family"];

/** GET products/{id}: https://developer.salesforce.com/docs/atlas.en-us.chatterapi.meta/chatterapi/connect_resources_commerce_webstore_product.htm */
export function getProduct(
  org: Org,
  request: RestRequest,
  { store = "", product: id = "" }: Parameters,
): RestAnswer {
  const front = openFront(org, request, store);
  const product = requireProduct(front, isId(id) ? toId18(id) : id);
  return ok({ ...detailOf(product, fieldsOf(request)), success: true });
}

/** POST search/product-search { searchTerm, page, pageSize, fields, includePrices } */
export function searchProducts(org: Org, request: RestRequest, { store = "" }: Parameters): RestAnswer {
  const wanted = request.method === "POST" ? recordValues(request.body) : Object.fromEntries(request.search);
  const { searchTerm = "", page = 0, pageSize = 20, fields, includePrices = true } = wanted;
  const [size, number] = [Number(pageSize), Number(page)];
  if (!(size >= 1 && size <= 200 && number >= 0))
    throw invalidInput("pageSize must be 1 to 200, page 0 or more.");
  const front = openFront(org, request, store);
  const found = entitledProducts(front).filter((product) => matches(product, String(searchTerm)));
  const names = Array.isArray(fields) ? fields.map(String) : fieldsOf(request);
  const products = found.slice(number * size, (number + 1) * size).map((product) => ({
    ...detailOf(product, names),
    prices: String(includePrices) === "true" ? pricesOf(priceOf(front, product)) : null,
  }));
  return ok({
    categories: null,
    facets: [],
    locale: "en_US",
    productsPage: { currencyIsoCode: "USD", pageSize: size, products, total: found.length },
  });
}

/** GET pricing/products/{id} */
export function getPrice(
  org: Org,
  request: RestRequest,
  { store = "", product: id = "" }: Parameters,
): RestAnswer {
  const front = openFront(org, request, store);
  const product = requireProduct(front, isId(id) ? toId18(id) : id);
  return ok({ currencyIsoCode: "USD", productId: product.Id, ...pricesOf(priceOf(front, product)) });
}

/** POST pricing/products { pricingLineItems: [{ productId, quantity? }] }, or GET ?productIds=a,b */
export function getPrices(org: Org, request: RestRequest, { store = "" }: Parameters): RestAnswer {
  const front = openFront(org, request, store);
  const lines = request.method === "POST" ? linesOf(request.body) : idsOf(request.search);
  if (lines.length > maxPriced) throw invalidInput(`At most ${maxPriced} products can be priced at once.`);
  const pricingLineItemResults = lines.map((line) => priceLine(front, line));
  return ok({
    currencyIsoCode: "USD",
    error: null,
    pricingLineItemResults,
    success: pricingLineItemResults.every(({ success }) => success),
  });
}

interface Line {
  readonly productId: string;
  readonly quantity: number;
}

function linesOf(body: unknown): readonly Line[] {
  const { pricingLineItems } = recordValues(body);
  if (!Array.isArray(pricingLineItems)) throw invalidInput("pricingLineItems must be a list.");
  return pricingLineItems.map(recordValues).map(({ productId, quantity = 1 }) => ({
    productId: String(productId),
    quantity: Number(quantity),
  }));
}

function idsOf(search: URLSearchParams): readonly Line[] {
  const ids = search.get("productIds")?.split(",").filter(Boolean) ?? [];
  return ids.map((productId) => ({ productId, quantity: 1 }));
}

function priceLine(front: Storefront, { productId, quantity }: Line) {
  try {
    const product = requireProduct(front, isId(productId) ? toId18(productId) : productId);
    const price = priceOf(front, product, quantity);
    return { productId: product.Id, success: price !== undefined, error: null, ...pricesOf(price) };
  } catch (error) {
    if (!(error instanceof SalesforceFailure)) throw error;
    const { errorCode, message } = error;
    return { productId, success: false, error: { errorCode, message }, ...pricesOf(undefined) };
  }
}

/** Prices are strings with the decimals of the price book. */
function pricesOf(price: Price | undefined): object {
  if (!price)
    return {
      listPrice: null,
      negotiatedPrice: null,
      priceAdjustment: null,
      pricebookEntryId: null,
      unitPrice: null,
    };
  const priceAdjustmentTiers = price.tiers.map((tier) => ({
    adjustmentType: tier.TierType,
    adjustmentValue: String(tier.TierValue),
    lowerBound: String(tier.LowerBound),
    upperBound: tier.UpperBound === null ? null : String(tier.UpperBound),
    tierUnitPrice: null,
  }));
  return {
    listPrice: String(price.listPrice),
    negotiatedPrice: String(price.negotiatedPrice),
    priceAdjustment: price.tiers.length > 0 ? { priceAdjustmentTiers } : null,
    pricebookEntryId: price.entry.Id,
    unitPrice: String(price.unitPrice),
  };
}

function openFront(org: Org, request: RestRequest, storeId: string): Storefront {
  return openStorefront(org, request, { storeId, accountId: null });
}

function entitledProducts(front: Storefront): readonly Row[] {
  const products = [...front.database.table(typeOf(front.database, "Product2")).rows()];
  return products.filter(
    (product) => product.IsDeleted !== true && product.IsActive === true && isEntitled(front, product),
  );
}

function matches(product: Row, term: string): boolean {
  const text = usualFields
    .map((name) => product[name] ?? "")
    .join(" ")
    .toLowerCase();
  return term
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function detailOf(product: Row, names: readonly string[]): Record<string, unknown> {
  return {
    defaultImage: { alternativeText: null, url: "/img/b2b/default-product-image.svg" },
    entitlement: { canPurchase: true },
    fields: Object.fromEntries(names.map((name) => [name, product[name] ?? null])),
    id: product.Id,
    mediaGroups: [],
    primaryProductCategoryPath: null,
    productClass: "Simple",
    sku: product.StockKeepingUnit,
  };
}

function fieldsOf({ search }: RestRequest): readonly string[] {
  const names = search.get("fields")?.split(",").filter(Boolean) ?? [];
  return names.length > 0 ? names : usualFields;
}
