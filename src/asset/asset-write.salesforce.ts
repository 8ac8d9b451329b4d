import { contactRecord } from "../account/contact.salesforce.ts";
import { writeGraph } from "../salesforce/graph.ts";
import { rowId } from "../salesforce/id.ts";
import type { SalesforceReader } from "../salesforce/reader.ts";
import type { RecordMap, Row } from "../salesforce/record.ts";
import { type Refusal, toRefusal } from "../salesforce/refusal.ts";
import { whileLocked } from "../salesforce/retry.ts";
import type { SalesforceSession } from "../salesforce/session.ts";
import { updateRecord } from "../salesforce/update.ts";
import { assetRecord } from "./asset.salesforce.ts";

/** A machine as rules look at it. */
export interface AssetFacts {
  readonly id: string;
  readonly accountId: string | null;
  readonly productId: string | null;
  readonly parentId: string | null;
  readonly rootId: string | null;
  readonly serialNumber: string | null;
  /** RFC 3339 in Salesforce's form. */
  readonly updatedAt: string;
}

export interface ProductFacts {
  readonly id: string;
  readonly sku: string | null;
  readonly name: string;
  readonly isActive: boolean;
}

type Reader = Pick<SalesforceReader, "columnsMatching">;

const assetColumns = [
  "AccountId",
  "Product2Id",
  "ParentId",
  "RootAssetId",
  "SerialNumber",
  "LastModifiedDate",
] as const;

/** Those that the viewer may see. */
export async function findAssets(
  reader: Reader,
  filter: object,
  limit: number,
): Promise<readonly AssetFacts[]> {
  const rows = await reader.columnsMatching(assetRecord, { columns: assetColumns, filter, limit });
  return rows.map(toFacts);
}

function toFacts(row: Row): AssetFacts {
  const [accountId, productId, parentId, rootId, serialNumber, updatedAt] = assetColumns.map(
    (column) => (row[column] ?? null) as string | null,
  );
  return {
    id: rowId(row),
    accountId: accountId ?? null,
    productId: productId ?? null,
    parentId: parentId ?? null,
    rootId: rootId ?? null,
    serialNumber: serialNumber ?? null,
    updatedAt: String(updatedAt),
  };
}

export async function findProducts(
  reader: Reader,
  filter: object,
  limit: number,
): Promise<readonly ProductFacts[]> {
  const columns = ["ProductCode", "Name", "IsActive"];
  const rows = await reader.columnsMatching(productRecord(), { columns, filter, limit });
  return rows.map((row) => ({
    id: rowId(row),
    sku: row.ProductCode as string | null,
    name: String(row.Name),
    isActive: row.IsActive === true,
  }));
}

/** The room of products is a later one, which has told the asset's record of it. */
function productRecord(): RecordMap {
  const { product } = assetRecord.fields;
  if (product?.kind !== "parent") throw new TypeError("Asset has no product");
  return product.record();
}

/** The account of somebody; null for people whom the viewer does not see. */
export async function findContactAccount(reader: Reader, id: string): Promise<string | null> {
  const query = { columns: ["AccountId"], filter: { id: { eq: id } }, limit: 1 };
  const [row] = await reader.columnsMatching(contactRecord, query);
  return (row?.AccountId ?? null) as string | null;
}

/** Columns by the names that inputs have for them. */
const assetColumnsByInput: Readonly<Record<string, string>> = {
  accountId: "AccountId",
  productId: "Product2Id",
  name: "Name",
  serialNumber: "SerialNumber",
  status: "Status",
  quantity: "Quantity",
  purchaseDate: "PurchaseDate",
  installDate: "InstallDate",
  usageEndDate: "UsageEndDate",
  description: "Description",
  contactId: "ContactId",
  parentId: "ParentId",
};

/** And the other way round, for what Salesforce says of them. */
export const assetInputNames: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(assetColumnsByInput).map(([name, column]) => [column, name]),
);

/** Values by the names that inputs have for them. */
export type AssetValues = Readonly<Record<string, string | number | null>>;

function toBody(values: AssetValues): object {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const column = assetColumnsByInput[name];
      return column === undefined ? [] : [[column, value]];
    }),
  );
}

/** An id, or why there is none. */
export type Inserted = { readonly id: string } | { readonly refusals: readonly Refusal[] };

/**
 * Up to 200 machines, each by itself. One API call.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobjects_collections_create.htm
 *
 * @throws GatewayError
 */
export async function insertAssets(
  { basePath, send, forget }: SalesforceSession,
  assets: readonly AssetValues[],
): Promise<readonly Inserted[]> {
  const records = assets.map((values) => ({ attributes: { type: "Asset" }, ...toBody(values) }));
  try {
    const path = `${basePath}/composite/sobjects`;
    const body = { allOrNone: false, records };
    const answer = (await whileLocked(() => send({ method: "POST", path, body }))) as readonly SaveResult[];
    return assets.map((_, index) => toInserted(answer[index]));
  } finally {
    await forget(["Asset"]);
  }
}

interface SaveResult {
  readonly id?: string;
  readonly success: boolean;
  readonly errors?: readonly unknown[];
}

function toInserted(result: SaveResult | undefined): Inserted {
  if (result?.success && result.id !== undefined) return { id: result.id };
  return { refusals: (result?.errors ?? [null]).map(toRefusal) };
}

export interface AssetUpdate {
  readonly id: string;
  readonly values: AssetValues;
  /** Nothing is written when it was changed since. */
  readonly unchangedSince: Date | null;
}

/** One API call. @throws GatewayError; see `updateRecord` */
export async function writeAsset(
  session: SalesforceSession,
  { id, values, unchangedSince }: AssetUpdate,
): Promise<void> {
  await updateRecord(session, { sObject: "Asset", id, body: toBody(values), unchangedSince });
}

/** All of them or none. One API call. @throws GatewayError; `refusalsOf` it says why Salesforce has written nothing */
export async function writeAssets(
  session: SalesforceSession,
  updates: readonly Omit<AssetUpdate, "unchangedSince">[],
): Promise<void> {
  try {
    const requests = updates.map(({ id, values }) => ({
      name: `asset${id}`,
      method: "PATCH" as const,
      path: `${session.basePath}/sobjects/Asset/${id}`,
      body: toBody(values),
    }));
    await whileLocked(() => writeGraph(session, requests));
  } finally {
    await session.forget(["Asset"]);
  }
}
