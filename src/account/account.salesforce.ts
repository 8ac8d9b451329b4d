import {
  address,
  children,
  dateTime,
  decimal,
  extend,
  id,
  int,
  parent,
  picklist,
  type RecordMap,
  record,
  reference,
  text,
} from "../salesforce/record.ts";
import { contactRecord } from "./contact.salesforce.ts";

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_account.htm */
export const accountRecord: RecordMap = record(
  "Account",
  {
    id: id(),
    name: text("Name"),
    accountNumber: text("AccountNumber"),
    type: picklist("Type"),
    industry: picklist("Industry"),
    phone: text("Phone"),
    website: text("Website"),
    annualRevenue: decimal("AnnualRevenue"),
    numberOfEmployees: int("NumberOfEmployees"),
    billingAddress: address("Billing"),
    shippingAddress: address("Shipping"),
    parentId: reference("ParentId"),
    createdAt: dateTime("CreatedDate"),
    updatedAt: dateTime("LastModifiedDate"),
    parent: parent("Parent", "ParentId", () => accountRecord),
    children: children("ChildAccounts", "ParentId", () => accountRecord),
    contacts: children("Contacts", "AccountId", () => contactRecord),
  },
  { keyPrefix: "001", accountColumn: "Id", sort: { field: "name", direction: "ASC" } },
);

extend(contactRecord, { account: parent("Account", "AccountId", () => accountRecord) });
