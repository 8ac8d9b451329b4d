import { accountRecord } from "../account/account.salesforce.ts";
import { contactRecord } from "../account/contact.salesforce.ts";
import {
  children,
  date,
  dateTime,
  decimal,
  extend,
  id,
  longText,
  money,
  parent,
  picklist,
  type RecordMap,
  record,
  reference,
  text,
} from "../salesforce/record.ts";

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_asset.htm */
export const assetRecord: RecordMap = record(
  "Asset",
  {
    id: id(),
    name: text("Name"),
    serialNumber: text("SerialNumber"),
    status: picklist("Status"),
    quantity: decimal("Quantity"),
    price: money("Price"),
    purchaseDate: date("PurchaseDate"),
    installDate: date("InstallDate"),
    usageEndDate: date("UsageEndDate"),
    description: longText("Description"),
    accountId: reference("AccountId"),
    contactId: reference("ContactId"),
    productId: reference("Product2Id"),
    parentId: reference("ParentId"),
    rootId: reference("RootAssetId"),
    createdAt: dateTime("CreatedDate"),
    updatedAt: dateTime("LastModifiedDate"),
    account: parent("Account", "AccountId", () => accountRecord),
    contact: parent("Contact", "ContactId", () => contactRecord),
    parent: parent("Parent", "ParentId", () => assetRecord),
    root: parent("RootAsset", "RootAssetId", () => assetRecord),
    children: children("ChildAssets", "ParentId", () => assetRecord),
  },
  { keyPrefix: "02i", accountColumn: "AccountId", sort: { field: "name", direction: "ASC" } },
);

extend(accountRecord, { assets: children("Assets", "AccountId", () => assetRecord) });
