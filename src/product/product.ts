import { GatewayError } from "../errors.ts";

/** A filter that finds text in names and product codes. */
export function searchFilter(
  search: string | null | undefined,
  filter: object | null | undefined,
): object | undefined {
  if (!search) return filter ?? undefined;
  return { and: [{ or: [{ name: { contains: search } }, { sku: { contains: search } }] }, filter ?? {}] };
}

/** Product codes need not be unique in Salesforce: one active product is the answer, several are a conflict. */
export function onlyProduct<T>(sku: string, matches: readonly T[]): T | null {
  if (matches.length > 1) {
    throw new GatewayError(
      "CONFLICT",
      `Several active products have the SKU "${sku}": use products(filter: { sku: { eq: ... } }).`,
    );
  }
  return matches[0] ?? null;
}
