import type { UserError } from "../graph/user-error.type.ts";
import { toSalesforceId } from "../salesforce/id.ts";
import type { NewAssetInput } from "./asset-input.type.ts";
import type { AssetFacts, AssetValues, ProductFacts } from "./asset-write.salesforce.ts";

/** A machine that is to be registered. */
export interface Draft {
  readonly input: NewAssetInput;
  /** Where in the arguments it stands. */
  readonly path: readonly string[];
  readonly serialNumber: string;
  readonly accountId: string;
  readonly productId: string | null;
  readonly sku: string | null;
  readonly parentId: string | null;
}

/** @throws GatewayError BAD_USER_INPUT for a malformed id */
export function toDraft(input: NewAssetInput, path: readonly string[]): Draft {
  const { accountId, productId, sku = null, parentId, serialNumber } = input;
  return {
    input,
    path,
    serialNumber: serialNumber.trim(),
    accountId: toSalesforceId(accountId),
    productId: productId == null ? null : toSalesforceId(productId),
    sku,
    parentId: parentId == null ? null : toSalesforceId(parentId),
  };
}

/** What the org has of all that drafts name, as far as the viewer may see it. */
export interface DraftFacts {
  readonly accountIds: ReadonlySet<string>;
  readonly products: readonly ProductFacts[];
  /** Of the drafts' serial numbers. */
  readonly machines: readonly AssetFacts[];
  /** By id. */
  readonly parents: ReadonlyMap<string, AssetFacts>;
}

export type Verdict =
  | { readonly userError: UserError }
  | { readonly productId: string; readonly values: AssetValues };

/** What speaks against a draft by itself, or what it becomes. */
export function judge(draft: Draft, facts: DraftFacts): Verdict {
  const { path, serialNumber, accountId } = draft;
  const against = (field: string, code: UserError["code"], message: string) => ({
    userError: { code, message, path: [...path, field] },
  });
  if (serialNumber === "") return against("serialNumber", "REQUIRED", "A machine has a serial number.");
  if (!facts.accountIds.has(accountId)) return against("accountId", "NOT_FOUND", "There is no such account.");
  if ((draft.productId === null) === (draft.sku === null)) {
    return against("sku", "REQUIRED", "Send either sku or productId.");
  }
  const field = draft.sku === null ? "productId" : "sku";
  const products = facts.products.filter((product) => isOf(draft, product));
  const active = products.filter(({ isActive }) => isActive);
  const [product] = active;
  if (!product && products.length > 0)
    return against(field, "NOT_ALLOWED", "This product is no longer active.");
  if (!product) return against(field, "NOT_FOUND", "There is no such product.");
  if (active.length > 1) {
    return against("sku", "CONFLICT", "Several products have this code: send productId instead.");
  }
  const problem = parentProblem(draft, facts);
  if (problem) return against("parentId", ...problem);
  return { productId: product.id, values: valuesOf(draft, product) };
}

function isOf({ productId, sku }: Draft, product: ProductFacts): boolean {
  return productId === null ? product.sku?.toUpperCase() === sku?.toUpperCase() : product.id === productId;
}

function parentProblem(
  { parentId, accountId }: Draft,
  { parents }: DraftFacts,
): readonly [UserError["code"], string] | null {
  return parentId === null ? null : machineProblem(parents.get(parentId), accountId);
}

/** Why a machine cannot have components at an account. */
export function machineProblem(
  machine: AssetFacts | undefined,
  accountId: string | null,
): readonly [UserError["code"], string] | null {
  if (!machine) return ["NOT_FOUND", "There is no such machine."];
  if (machine.accountId === accountId) return null;
  return ["INVALID", "A machine and its components stand at the same account."];
}

function valuesOf({ input, serialNumber, accountId, parentId }: Draft, product: ProductFacts): AssetValues {
  const { name, status, installDate, purchaseDate } = input;
  const given = { status, installDate, purchaseDate };
  return {
    accountId,
    productId: product.id,
    serialNumber,
    name: name?.trim() || `${product.name} ${serialNumber}`,
    ...(parentId !== null && { parentId }),
    ...Object.fromEntries(
      Object.entries(given).flatMap(([key, value]) => (value == null ? [] : [[key, value]])),
    ),
  };
}

/** Machines of one product have different serial numbers, in whatever case. */
export function toMachineKey(productId: string | null, serialNumber: string | null): string {
  return `${productId} ${serialNumber?.toUpperCase()}`;
}
