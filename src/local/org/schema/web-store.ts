import type { SObjectDefinition } from "../sobject.ts";
import {
  checkbox,
  double,
  owner,
  picklist,
  readOnly,
  reference,
  required,
  systemFields,
  text,
  textarea,
} from "./field.ts";

const autoNumber = { ...readOnly, ...required, nameField: true, autoNumber: true };

export const network: SObjectDefinition = {
  name: "Network",
  keyPrefix: "0DB",
  fields: [
    ...systemFields().filter(({ name }) => name !== "IsDeleted"),
    text("Name", 100, { ...required, nameField: true }),
    text("UrlPathPrefix", 255),
    picklist("Status", ["UnderConstruction", "Live", "DownForMaintenance"], required),
    textarea("Description", 1_000),
  ],
};

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_webstore.htm */
export const webStore: SObjectDefinition = {
  name: "WebStore",
  label: "Store",
  keyPrefix: "0ZE",
  fields: [
    ...systemFields(),
    text("Name", 255, { ...required, nameField: true }),
    picklist("Type", ["B2B", "B2C"], { ...required, updateable: false }),
    textarea("Description", 255),
    text("ExternalReference", 255),
    text("SupportedLanguages", 255),
    text("DefaultLanguage", 10),
    text("SupportedCurrencies", 255),
    picklist("PricingStrategy", ["LowestPrice", "Priority"], { defaultValue: "LowestPrice" }),
    checkbox("OptionsCartCalculateEnabled", true),
    owner(),
  ],
};

/** An account that may buy: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_buyeraccount.htm */
export const buyerAccount: SObjectDefinition = {
  name: "BuyerAccount",
  label: "Buyer Account",
  keyPrefix: "0bj",
  fields: [
    ...systemFields(),
    text("Name", 255, { ...required, nameField: true }),
    reference("BuyerId", "Account", {
      ...required,
      unique: true,
      updateable: false,
      children: "BuyerAccounts",
      cascadeDelete: true,
    }),
    checkbox("IsActive", false),
    picklist("BuyerStatus", ["Active", "Hold", "Inactive"]),
    picklist("CommerceType", ["Buyer", "Seller"], required),
    owner(),
  ],
};

export const buyerGroup: SObjectDefinition = {
  name: "BuyerGroup",
  label: "Buyer Group",
  keyPrefix: "0ZI",
  fields: [
    ...systemFields(),
    text("Name", 255, { ...required, nameField: true }),
    textarea("Description", 255),
    owner(),
  ],
};

export const buyerGroupMember: SObjectDefinition = {
  name: "BuyerGroupMember",
  label: "Buyer Group Member",
  keyPrefix: "0ZJ",
  fields: [
    ...systemFields(),
    reference("BuyerId", "Account", { ...required, children: "BuyerGroupMembers", cascadeDelete: true }),
    reference("BuyerGroupId", "BuyerGroup", {
      ...required,
      children: "BuyerGroupMembers",
      cascadeDelete: true,
    }),
    text("Name", 30, autoNumber),
  ],
};

export const webStoreBuyerGroup: SObjectDefinition = {
  name: "WebStoreBuyerGroup",
  label: "Store Buyer Group",
  keyPrefix: "1Wb",
  fields: [
    ...systemFields(),
    reference("WebStoreId", "WebStore", {
      ...required,
      children: "WebStoreBuyerGroups",
      cascadeDelete: true,
    }),
    reference("BuyerGroupId", "BuyerGroup", {
      ...required,
      children: "WebStoreBuyerGroups",
      cascadeDelete: true,
    }),
    text("Name", 30, autoNumber),
  ],
};

/** Which price books a buyer group buys from; the store's pricing strategy chooses among them. */
export const buyerGroupPricebook: SObjectDefinition = {
  name: "BuyerGroupPricebook",
  label: "Buyer Group Price Book",
  keyPrefix: "0Zl",
  fields: [
    ...systemFields(),
    reference("BuyerGroupId", "BuyerGroup", {
      ...required,
      children: "BuyerGroupPricebooks",
      cascadeDelete: true,
    }),
    reference("Pricebook2Id", "Pricebook2", {
      ...required,
      children: "BuyerGroupPricebooks",
      cascadeDelete: true,
    }),
    double("Priority", 0),
    checkbox("IsActive", true),
    text("Name", 30, autoNumber),
  ],
};

/** The list prices shown struck through. */
export const webStorePricebook: SObjectDefinition = {
  name: "WebStorePricebook",
  label: "Store Price Book",
  keyPrefix: "0ZH",
  fields: [
    ...systemFields(),
    reference("WebStoreId", "WebStore", { ...required, children: "WebStorePricebooks", cascadeDelete: true }),
    reference("Pricebook2Id", "Pricebook2", {
      ...required,
      children: "WebStorePricebooks",
      cascadeDelete: true,
    }),
    checkbox("IsActive", true),
    text("Name", 30, autoNumber),
  ],
};
