import { accountRecord } from "../account/account.salesforce.ts";
import { assetRecord } from "../asset/asset.salesforce.ts";
import { productRecord } from "../product/product.salesforce.ts";
import {
  address,
  children,
  date,
  dateTime,
  decimal,
  derived,
  enumeration,
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
import { type Condition, every, textLiteral } from "../salesforce/soql.ts";

/** The status categories that Salesforce fixes; the labels in Status are each org's own. */
const statusCodes = {
  Draft: "DRAFT",
  Activated: "ACTIVATED",
  Canceled: "CANCELED",
  Expired: "EXPIRED",
  Superseded: "SUPERSEDED",
} as const;

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_orderitem.htm */
export const orderItemRecord: RecordMap = record(
  "OrderItem",
  {
    id: id(),
    productId: reference("Product2Id"),
    quantity: decimal("Quantity"),
    listPrice: money("ListPrice"),
    unitPrice: money("UnitPrice"),
    totalPrice: money("TotalPrice"),
    serviceDate: date("ServiceDate"),
    description: text("Description"),
    product: parent("Product2", "Product2Id", () => productRecord),
  },
  {
    keyPrefix: "802",
    accountColumn: "Order.AccountId",
    sort: { field: "id", direction: "ASC" },
    isEssential: true,
  },
);

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_order.htm */
export const orderRecord: RecordMap = record(
  "Order",
  {
    id: id(),
    orderNumber: text("OrderNumber"),
    status: picklist("Status"),
    statusCode: enumeration("StatusCode", statusCodes),
    allowedActions: derived("statusCode"),
    effectiveDate: date("EffectiveDate"),
    endDate: date("EndDate"),
    type: picklist("Type"),
    poNumber: text("PoNumber"),
    poDate: date("PoDate"),
    description: longText("Description"),
    totalAmount: money("TotalAmount"),
    accountId: reference("AccountId"),
    billingAddress: address("Billing"),
    shippingAddress: address("Shipping"),
    reference: text("OrderReferenceNumber"),
    activatedAt: dateTime("ActivatedDate"),
    createdAt: dateTime("CreatedDate"),
    updatedAt: dateTime("LastModifiedDate"),
    account: parent("Account", "AccountId", () => accountRecord),
    items: children("OrderItems", "OrderId", () => orderItemRecord),
  },
  {
    keyPrefix: "801",
    accountColumn: "AccountId",
    sort: { field: "effectiveDate", direction: "DESC" },
    isEssential: true,
  },
);

/** Of a machine: those of its product for its account. */
export function ordersOfProduct(accountId: string, productId: string): Condition | undefined {
  const select = {
    columns: ["OrderId"],
    from: "OrderItem",
    where: { column: "Product2Id", operator: "=", literal: textLiteral(productId) },
  } as const;
  return every(
    { column: "AccountId", operator: "=", literal: textLiteral(accountId) },
    { column: "Id", operator: "IN", select },
  );
}

extend(assetRecord, { orders: derived("accountId", "productId") });
extend(accountRecord, { orders: children("Orders", "AccountId", () => orderRecord) });
