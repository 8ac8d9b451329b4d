import type { Gateway } from "../gateway.ts";

export interface Fleet {
  readonly accountIds: readonly string[];
  readonly productId: string;
}

/** Accounts "Account 000" ... with machines "S-<account>-<machine>" of one product, and one order each. */
export async function createFleet(
  gateway: Gateway,
  { accounts, assetsEach }: { readonly accounts: number; readonly assetsEach: number },
): Promise<Fleet> {
  const { ids: products } = await gateway.org.seed([
    { attributes: { type: "Product2" }, Name: "Generator", ProductCode: "G1", IsActive: true },
  ]);
  const [productId = ""] = products;
  const { ids: accountIds } = await gateway.org.seed(
    Array.from({ length: accounts }, (_, index) => ({
      attributes: { type: "Account" },
      Name: `Account ${String(index).padStart(3, "0")}`,
    })),
  );
  await gateway.org.seed(
    accountIds.flatMap((AccountId, account) =>
      Array.from({ length: assetsEach }, (_, asset) => ({
        attributes: { type: "Asset" },
        Name: `Machine ${asset}`,
        SerialNumber: `S-${account}-${asset}`,
        AccountId,
        Product2Id: productId,
      })),
    ),
  );
  await gateway.org.seed(
    accountIds.map((AccountId) => ({
      attributes: { type: "Order" },
      AccountId,
      EffectiveDate: "2026-01-31",
      Status: "Draft",
    })),
  );
  await gateway.org.clearCalls();
  return { accountIds, productId };
}
