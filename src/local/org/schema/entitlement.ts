import type { SObjectDefinition } from "../sobject.ts";
import { checkbox, owner, readOnly, reference, required, systemFields, text } from "./field.ts";

const autoNumber = { ...readOnly, ...required, nameField: true, autoNumber: true };

/** Which products a buyer group may see and whose prices: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_commerceentitlementpolicy.htm */
export const entitlementPolicy: SObjectDefinition = {
  name: "CommerceEntitlementPolicy",
  label: "Commerce Entitlement Policy",
  labelPlural: "Commerce Entitlement Policies",
  keyPrefix: "1Ce",
  fields: [
    ...systemFields(),
    text("Name", 255, { ...required, nameField: true }),
    checkbox("IsActive", false),
    checkbox("CanViewProduct", true),
    checkbox("CanViewPrice", true),
    owner(),
  ],
};

export const entitlementBuyerGroup: SObjectDefinition = {
  name: "CommerceEntitlementBuyerGroup",
  label: "Commerce Entitlement Buyer Group",
  keyPrefix: "1Cb",
  fields: [
    ...systemFields(),
    reference("PolicyId", "CommerceEntitlementPolicy", {
      ...required,
      children: "CommerceEntitlementBuyerGroups",
      cascadeDelete: true,
    }),
    reference("BuyerGroupId", "BuyerGroup", {
      ...required,
      children: "CommerceEntitlementBuyerGroups",
      cascadeDelete: true,
    }),
    text("Name", 30, autoNumber),
  ],
};

export const entitlementProduct: SObjectDefinition = {
  name: "CommerceEntitlementProduct",
  label: "Commerce Entitlement Product",
  keyPrefix: "1Cp",
  fields: [
    ...systemFields(),
    reference("PolicyId", "CommerceEntitlementPolicy", {
      ...required,
      children: "CommerceEntitlementProducts",
      cascadeDelete: true,
    }),
    reference("ProductId", "Product2", {
      ...required,
      children: "CommerceEntitlementProducts",
      cascadeDelete: true,
    }),
    text("Name", 30, autoNumber),
  ],
};
