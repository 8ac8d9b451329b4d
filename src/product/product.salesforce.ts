import { assetRecord } from "../asset/asset.salesforce.ts";
import {
  boolean,
  children,
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
  wholeList,
} from "../salesforce/record.ts";

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_pricebookentry.htm */
export const priceRecord: RecordMap = record(
  "PricebookEntry",
  {
    id: id(),
    priceBookId: reference("Pricebook2Id"),
    priceBookName: text("Pricebook2.Name"),
    unitPrice: money("UnitPrice"),
    isActive: boolean("IsActive"),
  },
  { typeName: "Price", keyPrefix: "01u", accountColumn: null, sort: { field: "id", direction: "ASC" } },
);

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_product2.htm */
export const productRecord: RecordMap = record(
  "Product2",
  {
    id: id(),
    sku: text("ProductCode"),
    name: text("Name"),
    description: longText("Description"),
    family: picklist("Family"),
    isActive: boolean("IsActive"),
    prices: wholeList(
      children("PricebookEntries", "Product2Id", () => priceRecord),
      { isActive: { eq: true } },
    ),
  },
  { typeName: "Product", keyPrefix: "01t", accountColumn: null, sort: { field: "name", direction: "ASC" } },
);

extend(assetRecord, { product: parent("Product2", "Product2Id", () => productRecord) });
