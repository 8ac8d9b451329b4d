import type { SObjectDefinition } from "../sobject.ts";
import {
  address,
  checkbox,
  currency,
  double,
  field,
  owner,
  picklist,
  readOnly,
  reference,
  required,
  systemFields,
  text,
  textarea,
  whole,
} from "./field.ts";

const computed = { ...readOnly, calculated: true };

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_webcart.htm */
export const webCart: SObjectDefinition = {
  name: "WebCart",
  label: "Cart",
  keyPrefix: "0a6",
  fields: [
    ...systemFields(),
    text("Name", 255, { ...required, nameField: true }),
    reference("WebStoreId", "WebStore", {
      ...required,
      updateable: false,
      children: "WebCarts",
      cascadeDelete: true,
    }),
    reference("AccountId", "Account", { updateable: false, children: "WebCarts", cascadeDelete: true }),
    picklist("Status", ["Active", "Checkout", "Closed", "PendingClosed", "PendingDelete", "Processing"], {
      defaultValue: "Active",
    }),
    picklist("Type", ["Cart"], { defaultValue: "Cart" }),
    checkbox("IsSecondary", false),
    picklist("CurrencyIsoCode", ["USD"], { defaultValue: "USD" }),
    text("PoNumber", 80),
    ...address("Billing"),
    currency("TotalProductAmount", computed),
    currency("TotalListAmount", computed),
    currency("TotalAdjustmentAmount", computed),
    currency("TotalChargeAmount", computed),
    currency("TotalTaxAmount", computed),
    currency("GrandTotalAmount", computed),
    double("TotalProductCount", 2, computed),
    whole("UniqueProductCount", computed),
    owner(),
  ],
};

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_cartitem.htm */
export const cartItem: SObjectDefinition = {
  name: "CartItem",
  label: "Cart Item",
  keyPrefix: "0a9",
  fields: [
    ...systemFields(),
    text("Name", 255, { ...required, nameField: true }),
    reference("CartId", "WebCart", {
      ...required,
      updateable: false,
      children: "CartItems",
      cascadeDelete: true,
    }),
    reference("CartDeliveryGroupId", "CartDeliveryGroup", { children: "CartItems" }),
    reference("Product2Id", "Product2", { updateable: false, children: "CartItems" }),
    picklist("Type", ["Product", "Charge"], { defaultValue: "Product" }),
    text("Sku", 255),
    double("Quantity", 2),
    currency("ListPrice"),
    currency("SalesPrice"),
    currency("TotalListPrice", computed),
    currency("TotalPrice", computed),
    currency("TotalAdjustmentAmount"),
    currency("TotalLineAmount", computed),
    currency("TotalTaxAmount"),
    currency("TotalAmount", computed),
  ],
};

/** Where a part of a cart is delivered to. */
export const cartDeliveryGroup: SObjectDefinition = {
  name: "CartDeliveryGroup",
  label: "Cart Delivery Group",
  keyPrefix: "0a7",
  fields: [
    ...systemFields(),
    text("Name", 255, { ...required, nameField: true }),
    reference("CartId", "WebCart", {
      ...required,
      updateable: false,
      children: "CartDeliveryGroups",
      cascadeDelete: true,
    }),
    checkbox("IsDefault", false),
    text("DeliverToName", 255),
    text("DeliverToFirstName", 40),
    text("DeliverToLastName", 80),
    text("CompanyName", 255),
    ...address("DeliverTo"),
    field("DesiredDeliveryDate", "datetime"),
    field("ShipToPhoneNumber", "phone", { length: 40 }),
    textarea("ShippingInstructions", 1_000),
    currency("TotalProductAmount", computed),
    currency("GrandTotalAmount", computed),
    owner(),
  ],
};

/** A coupon on a cart: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_webcartadjustmentbasis.htm */
export const cartCoupon: SObjectDefinition = {
  name: "WebCartAdjustmentBasis",
  label: "Cart Adjustment Basis",
  labelPlural: "Cart Adjustment Bases",
  keyPrefix: "3Ca",
  fields: [
    ...systemFields(),
    text("Name", 255, { ...required, nameField: true }),
    reference("WebCartId", "WebCart", {
      ...required,
      updateable: false,
      children: "WebCartAdjustmentBases",
      cascadeDelete: true,
    }),
    reference("CouponId", "Coupon", { ...required, updateable: false }),
  ],
};

/** A message about a cart or one of its items: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_cartvalidationoutput.htm */
export const cartMessage: SObjectDefinition = {
  name: "CartValidationOutput",
  label: "Cart Validation Output",
  keyPrefix: "0dP",
  fields: [
    ...systemFields(),
    text("Name", 30, { ...readOnly, ...required, nameField: true, autoNumber: true }),
    reference("CartId", "WebCart", {
      ...required,
      updateable: false,
      children: "CartValidationOutputs",
      cascadeDelete: true,
    }),
    reference("RelatedEntityId", ["CartItem", "WebCart"], { updateable: false, cascadeDelete: true }),
    picklist("Level", ["Error", "Warning", "Info"], required),
    picklist("Type", ["Inventory", "Pricing", "Entitlement", "SystemError", "Other"], required),
    text("Message", 255),
    checkbox("IsDismissed", false),
  ],
};

/** A checkout: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_cartcheckoutsession.htm */
export const checkoutSession: SObjectDefinition = {
  name: "CartCheckoutSession",
  label: "Cart Checkout Session",
  keyPrefix: "2z9",
  fields: [
    ...systemFields(),
    text("Name", 30, { ...readOnly, ...required, nameField: true, autoNumber: true }),
    reference("WebCartId", "WebCart", {
      ...required,
      updateable: false,
      children: "CartCheckoutSessions",
      cascadeDelete: true,
    }),
    picklist("State", ["Ready", "Complete"], required),
    text("OrderReferenceNumber", 255),
    reference("OrderId", "Order"),
  ],
};
