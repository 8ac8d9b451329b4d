import type { SObjectDefinition } from "../sobject.ts";
import {
  checkbox,
  double,
  field,
  owner,
  picklist,
  reference,
  required,
  systemFields,
  text,
  textarea,
} from "./field.ts";

/** A table of quantity discounts: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_priceadjustmentschedule.htm */
export const priceAdjustmentSchedule: SObjectDefinition = {
  name: "PriceAdjustmentSchedule",
  label: "Price Adjustment Schedule",
  keyPrefix: "84R",
  fields: [
    ...systemFields(),
    text("Name", 255, { ...required, nameField: true }),
    picklist("AdjustmentMethod", ["Range", "Slab"], required),
    picklist("ScheduleType", ["Volume"], { defaultValue: "Volume" }),
    checkbox("IsActive", false),
    textarea("Description", 255),
    owner(),
  ],
};

export const priceAdjustmentTier: SObjectDefinition = {
  name: "PriceAdjustmentTier",
  label: "Price Adjustment Tier",
  keyPrefix: "84T",
  fields: [
    ...systemFields(),
    reference("PriceAdjustmentScheduleId", "PriceAdjustmentSchedule", {
      ...required,
      children: "PriceAdjustmentTiers",
      cascadeDelete: true,
    }),
    picklist("TierType", ["PercentageBasedAdjustment", "AmountBasedAdjustment", "AdjustmentPrice"], required),
    double("TierValue", 2, required),
    double("LowerBound", 2, required),
    double("UpperBound", 2),
  ],
};

export const priceBookEntryAdjustment: SObjectDefinition = {
  name: "PricebookEntryAdjustment",
  label: "Price Book Entry Adjustment",
  keyPrefix: "84A",
  fields: [
    ...systemFields(),
    reference("PricebookEntryId", "PricebookEntry", {
      ...required,
      children: "PricebookEntryAdjustments",
      cascadeDelete: true,
    }),
    reference("PriceAdjustmentScheduleId", "PriceAdjustmentSchedule", {
      ...required,
      children: "PricebookEntryAdjustments",
      cascadeDelete: true,
    }),
  ],
};

/** A coupon that takes a share off every item of a cart. */
export const coupon: SObjectDefinition = {
  name: "Coupon",
  keyPrefix: "18C",
  fields: [
    ...systemFields(),
    text("CouponCode", 255, { ...required, nameField: true, unique: true, idLookup: true }),
    reference("WebStoreId", "WebStore", { ...required, children: "Coupons", cascadeDelete: true }),
    picklist("Status", ["Active", "Inactive"], { ...required }),
    field("StartDateTime", "datetime"),
    field("EndDateTime", "datetime"),
    double("RedemptionLimitPerCoupon", 0),
    double("DiscountPercent", 2, required),
  ],
};
