import { LRUCache } from "lru-cache";
import { isUnknownToSalesforce } from "../salesforce/failure.ts";
import { queryTogether } from "../salesforce/query-together.ts";
import type { RequestSender } from "../salesforce/session.ts";
import { textLiteral } from "../salesforce/soql.ts";

/** By what somebody asks for a product. */
export type ProductKey = { readonly productId: string } | { readonly sku: string };

export interface CatalogueProduct {
  /** 18 characters */
  readonly productId: string;
  readonly sku: string | null;
}

export type Found =
  | { readonly is: "SOLD"; readonly product: CatalogueProduct }
  | { readonly is: "MISSING" | "INACTIVE" | "NOT_SOLD" | "AMBIGUOUS" };

/** Which products there are for an account to buy. */
export interface Catalogue {
  /**
   * In the order of the keys. At most one API call, which is told, and none for what has been seen in the last five minutes.
   *
   * @throws GatewayError when Salesforce does not answer
   */
  find(accountId: string, keys: readonly ProductKey[], onCall?: () => void): Promise<readonly Found[]>;
  /** Reads what the account can buy, as far as 2,000 products go, unless it is known: later finds are for free. */
  warm(accountId: string): Promise<void>;
}

const memoryMs = 5 * 60_000;
const maxAccounts = 500;
/** One page of a query. */
const maxKnown = 2_000;

/** Of one account: what is sold to it. */
interface Shelf {
  readonly byId: Map<string, CatalogueProduct>;
  readonly bySku: Map<string, CatalogueProduct | null>;
}

export interface CatalogueOptions {
  readonly session: RequestSender;
  /** Null: without a web store everything that has a price is for sale. */
  readonly webStoreId: string | null;
}

export function createCatalogue({ session, webStoreId }: CatalogueOptions): Catalogue {
  const shelves = new LRUCache<string, Shelf>({ max: maxAccounts, ttl: memoryMs });

  async function read(accountId: string, keys: readonly ProductKey[]): Promise<Reading> {
    const known = shelves.get(accountId);
    const soql =
      webStoreId === null
        ? listedQueries(keys, !known)
        : soldQueries({ webStoreId, accountId }, keys, !known);
    const reading = toReading(await queryTogether(session, soql));
    const shelf = known ?? { byId: new Map(), bySku: new Map() };
    for (const product of reading.sold) putOn(shelf, product);
    shelves.set(accountId, shelf, known && { noUpdateTTL: true });
    return reading;
  }

  return {
    find: async (accountId, keys, onCall) => {
      const shelf = shelves.get(accountId);
      const missing = keys.filter((key) => !(shelf && productOn(shelf, key)));
      if (missing.length === 0) return keys.map((key) => toFound(shelf, null, key));
      onCall?.();
      const reading = await read(accountId, missing);
      return keys.map((key) => toFound(shelves.get(accountId), reading, key));
    },
    warm: async (accountId) => {
      if (!shelves.has(accountId)) await read(accountId, []);
    },
  };
}

interface Reading {
  readonly sold: readonly CatalogueProduct[];
  readonly products: readonly ProductRow[];
}

interface ProductRow {
  readonly Id: string;
  readonly ProductCode: string | null;
  readonly IsActive: boolean;
  readonly PricebookEntries?: { readonly totalSize: number } | null;
}

interface EntitlementRow {
  readonly PolicyId: string;
  readonly Product: ProductRow;
}

/**
 * What the entitlement policies of the account's buyer groups let it buy. SOQL cannot join over the policy from both sides in
 * one query, so that the policies and the products meet here.
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_commerceentitlementpolicy.htm
 */
function soldQueries(
  { webStoreId, accountId }: { readonly webStoreId: string; readonly accountId: string },
  keys: readonly ProductKey[],
  wantsAll: boolean,
): readonly string[] {
  const member = `SELECT BuyerGroupId FROM BuyerGroupMember WHERE BuyerId = ${textLiteral(accountId)}`;
  const served = `SELECT BuyerGroupId FROM WebStoreBuyerGroup WHERE WebStoreId = ${textLiteral(webStoreId)}`;
  const entitlement =
    "SELECT PolicyId, Product.Id, Product.ProductCode, Product.IsActive FROM CommerceEntitlementProduct WHERE Product.IsActive = true";
  return [
    `SELECT PolicyId FROM CommerceEntitlementBuyerGroup WHERE Policy.IsActive = true AND Policy.CanViewProduct = true AND BuyerGroupId IN (${member}) AND BuyerGroupId IN (${served})`,
    ...(wantsAll ? [`${entitlement} LIMIT ${maxKnown}`] : []),
    ...(keys.length > 0
      ? [
          `${entitlement} AND (${matching(keys, "Product.")})`,
          productQuery(keys, "Id, ProductCode, IsActive"),
        ]
      : []),
  ];
}

function listedQueries(keys: readonly ProductKey[], wantsAll: boolean): readonly string[] {
  const columns =
    "Id, ProductCode, IsActive, (SELECT Id FROM PricebookEntries WHERE IsActive = true AND Pricebook2.IsActive = true LIMIT 1)";
  return [
    ...(wantsAll ? [`SELECT ${columns} FROM Product2 WHERE IsActive = true LIMIT ${maxKnown}`] : []),
    ...(keys.length > 0 ? [productQuery(keys, columns)] : []),
  ];
}

function productQuery(keys: readonly ProductKey[], columns: string): string {
  return `SELECT ${columns} FROM Product2 WHERE ${matching(keys, "")}`;
}

function matching(keys: readonly ProductKey[], prefix: string): string {
  const list = (column: string, values: readonly string[]) =>
    values.length === 0 ? [] : [`${prefix}${column} IN (${values.map(textLiteral).join(", ")})`];
  const ids = keys.flatMap((key) => ("productId" in key ? [key.productId] : []));
  const skus = keys.flatMap((key) => ("sku" in key ? [key.sku] : []));
  return [...list("Id", ids), ...list("ProductCode", skus)].join(" OR ");
}

type Row = Partial<ProductRow & EntitlementRow>;

/** @throws GatewayError when Salesforce does not answer */
function toReading(answers: readonly (readonly unknown[] | Error)[]): Reading {
  const rows = answers.flatMap(recordsOf);
  const isHidden = answers.some(isUnknownToSalesforce);
  const policies = new Set(rows.flatMap(({ PolicyId, Product }) => (PolicyId && !Product ? [PolicyId] : [])));
  const entitled = rows.flatMap(({ PolicyId, Product }) =>
    Product && policies.has(PolicyId ?? "") ? [Product] : [],
  );
  const products = rows.filter((row) => "IsActive" in row) as readonly ProductRow[];
  const listed = products.filter(
    (row) => row.IsActive && (isHidden || (row.PricebookEntries?.totalSize ?? 0) > 0),
  );
  return { sold: [...entitled, ...listed].map(toProduct), products };
}

/** Where the gateway may not see the entitlements, the store itself says what it does not sell. */
function recordsOf(rows: readonly unknown[] | Error): readonly Row[] {
  if (!(rows instanceof Error)) return rows as readonly Row[];
  if (isUnknownToSalesforce(rows)) return [];
  throw rows;
}

function toProduct({ Id, ProductCode }: ProductRow): CatalogueProduct {
  return { productId: Id, sku: ProductCode };
}

/** A SKU that several products have is on the shelf as null. */
function putOn({ byId, bySku }: Shelf, product: CatalogueProduct): void {
  byId.set(product.productId, product);
  if (product.sku === null) return;
  const other = bySku.get(product.sku);
  const isAnother = other !== undefined && other?.productId !== product.productId;
  bySku.set(product.sku, isAnother ? null : product);
}

function productOn({ byId, bySku }: Shelf, key: ProductKey): CatalogueProduct | null | undefined {
  return "productId" in key ? byId.get(key.productId) : bySku.get(key.sku);
}

function toFound(shelf: Shelf | undefined, reading: Reading | null, key: ProductKey): Found {
  const product = shelf && productOn(shelf, key);
  if (product) return { is: "SOLD", product };
  if (product === null) return { is: "AMBIGUOUS" };
  const rows = reading?.products.filter((row) =>
    "productId" in key ? row.Id === key.productId : row.ProductCode === key.sku,
  );
  if (!rows || rows.length === 0) return { is: "MISSING" };
  return { is: rows.some(({ IsActive }) => IsActive) ? "NOT_SOLD" : "INACTIVE" };
}
