import type { UserError } from "../graph/user-error.type.ts";
import { toSalesforceId } from "../salesforce/id.ts";
import type { WantedLine } from "./cart-edit.ts";
import type { CartLineInput } from "./cart-input.type.ts";
import type { Catalogue, CatalogueProduct, Found, ProductKey } from "./catalogue.salesforce.ts";
import { lookupMs, within } from "./patience.ts";
import { quantityRule, toQuantity } from "./quantity.ts";

/** What somebody wants to have in a cart, and where they wrote it. */
export interface AskedLine extends CartLineInput {
  readonly path: readonly string[];
}

export interface CheckedLines {
  readonly lines: readonly WantedLine[];
  readonly userErrors: readonly UserError[];
}

/**
 * Products that exist, are active and are sold to the account. While Salesforce is away they are taken as they come: the shop
 * says later what it does not have.
 */
export async function checkLines(
  find: (keys: readonly ProductKey[]) => ReturnType<Catalogue["find"]>,
  asked: readonly AskedLine[],
): Promise<CheckedLines> {
  const keys = asked.map(toKey);
  const known = keys.filter((key) => key !== null);
  const finding = find(known).catch(() => null);
  const found = await within(lookupMs, finding, null);
  const foundOf = new Map(known.map((key, index) => [key, found?.[index]]));
  const checked = asked.map((line, index) => checkLine(line, keys[index] ?? null, foundOf));
  return {
    lines: checked.flatMap((each) => ("code" in each ? [] : [each])),
    userErrors: checked.flatMap((each) => ("code" in each ? [each] : [])),
  };
}

function toKey({ productId, sku }: AskedLine): ProductKey | null {
  if (productId == null) return sku == null || sku.trim() === "" ? null : { sku: sku.trim() };
  try {
    return { productId: toSalesforceId(productId) };
  } catch {
    return null;
  }
}

const refusals: Readonly<Record<Exclude<Found["is"], "SOLD">, readonly [UserError["code"], string]>> = {
  MISSING: ["NOT_FOUND", "There is no such product."],
  INACTIVE: ["NOT_ALLOWED", "This product is no longer sold."],
  NOT_SOLD: ["NOT_ALLOWED", "This product is not sold to the account."],
  AMBIGUOUS: ["CONFLICT", "Several products have this SKU: send the productId."],
};

function checkLine(
  asked: AskedLine,
  key: ProductKey | null,
  foundOf: ReadonlyMap<ProductKey, Found | undefined>,
): WantedLine | UserError {
  const { path, productId, quantity } = asked;
  const field = [...path, productId == null ? "sku" : "productId"];
  if (key === null) {
    return productId == null
      ? { code: "REQUIRED", message: "A sku or a productId is needed.", path }
      : { code: "INVALID", message: "This is no Salesforce id of a product.", path: field };
  }
  if (toQuantity(quantity) === null) {
    return { code: "INVALID", message: quantityRule, path: [...path, "quantity"] };
  }
  const found = foundOf.get(key);
  if (!found) return { path, quantity, productId: null, sku: null, ...key };
  if (found.is === "SOLD") return contradiction(asked, found.product) ?? { path, quantity, ...found.product };
  const [code, message] = refusals[found.is];
  return { code, message, path: field };
}

/** One of the two would do; both have to mean the same. */
function contradiction({ path, productId, sku }: AskedLine, product: CatalogueProduct): UserError | null {
  if (productId == null || sku == null || product.sku?.toLowerCase() === sku.trim().toLowerCase())
    return null;
  return {
    code: "INVALID",
    message: `This is the SKU of another product than productId: send one of the two.`,
    path: [...path, "sku"],
  };
}
