import type { SObjectDefinition } from "../sobject.ts";
import {
  checkbox,
  currency,
  double,
  field,
  picklist,
  readOnly,
  reference,
  required,
  systemFields,
  text,
  textarea,
} from "./field.ts";

export const product: SObjectDefinition = {
  name: "Product2",
  label: "Product",
  keyPrefix: "01t",
  fields: [
    ...systemFields(),
    text("Name", 255, { ...required, nameField: true }),
    text("ProductCode", 255),
    textarea("Description", 4_000),
    checkbox("IsActive", false),
    picklist("Family", ["None", "Generators", "Services"]),
    text("StockKeepingUnit", 180, { unique: true, idLookup: true }),
    picklist("QuantityUnitOfMeasure", ["Each", "Hour"]),
    field("DisplayUrl", "url", { length: 1_000 }),
    text("ExternalId", 255),
    checkbox("IsArchived", false, readOnly),
    // What the store's inventory integration reads; empty: there is always enough.
    double("Available_Quantity__c", 2),
  ],
};

export const priceBook: SObjectDefinition = {
  name: "Pricebook2",
  label: "Price Book",
  keyPrefix: "01s",
  fields: [
    ...systemFields(),
    text("Name", 255, { ...required, nameField: true }),
    textarea("Description", 255),
    checkbox("IsActive", false),
    checkbox("IsArchived", false, readOnly),
    checkbox("IsStandard", false, readOnly),
    field("ValidFrom", "datetime"),
    field("ValidTo", "datetime"),
  ],
};

export const priceBookEntry: SObjectDefinition = {
  name: "PricebookEntry",
  label: "Price Book Entry",
  labelPlural: "Price Book Entries",
  keyPrefix: "01u",
  fields: [
    ...systemFields(),
    reference("Pricebook2Id", "Pricebook2", { ...required, updateable: false, children: "PricebookEntries" }),
    reference("Product2Id", "Product2", { ...required, updateable: false, children: "PricebookEntries" }),
    text("Name", 255, { ...readOnly, nameField: true, calculated: true }),
    text("ProductCode", 255, { ...readOnly, calculated: true }),
    currency("UnitPrice", required),
    checkbox("IsActive", false),
    checkbox("IsArchived", false, readOnly),
    checkbox("UseStandardPrice", false),
  ],
};
