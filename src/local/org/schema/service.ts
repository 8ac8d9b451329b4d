import type { SObjectDefinition } from "../sobject.ts";
import {
  checkbox,
  field,
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

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_case.htm */
export const serviceCase: SObjectDefinition = {
  name: "Case",
  keyPrefix: "500",
  fields: [
    ...systemFields(),
    text("CaseNumber", 30, { ...autoNumber, idLookup: true }),
    reference("ContactId", "Contact", { children: "Cases" }),
    reference("AccountId", "Account", { children: "Cases" }),
    reference("AssetId", "Asset", { children: "Cases" }),
    reference("ParentId", "Case", { children: "Cases" }),
    picklist("Type", ["Mechanical", "Electrical", "Electronic", "Structural", "Other"]),
    picklist("Status", ["New", "Working", "Escalated", "Closed"]),
    picklist("Reason", [
      "Installation",
      "Equipment Complexity",
      "Performance",
      "Breakdown",
      "Equipment Design",
      "Feedback",
      "Other",
    ]),
    picklist("Origin", ["Phone", "Email", "Web"]),
    text("Subject", 255),
    picklist("Priority", ["High", "Medium", "Low"]),
    textarea("Description", 32_000),
    checkbox("IsClosed", false, { ...readOnly, calculated: true }),
    field("ClosedDate", "datetime", readOnly),
    owner(),
  ],
};

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_workorder.htm */
export const workOrder: SObjectDefinition = {
  name: "WorkOrder",
  label: "Work Order",
  keyPrefix: "0WO",
  fields: [
    ...systemFields(),
    text("WorkOrderNumber", 255, autoNumber),
    reference("AccountId", "Account", { children: "WorkOrders" }),
    reference("ContactId", "Contact", { children: "WorkOrders" }),
    reference("CaseId", "Case", { children: "WorkOrders" }),
    reference("AssetId", "Asset", { children: "WorkOrders" }),
    text("Subject", 255),
    textarea("Description", 32_000),
    picklist("Status", [
      "New",
      "In Progress",
      "On Hold",
      "Completed",
      "Closed",
      "Cannot Complete",
      "Canceled",
    ]),
    picklist("Priority", ["Low", "Medium", "High", "Critical"]),
    field("StartDate", "datetime"),
    field("EndDate", "datetime"),
    owner(),
  ],
};

/** https://developer.salesforce.com/docs/atlas.en-us.field_service_dev.meta/field_service_dev/fsl_dev_soap_assetwarranty.htm */
export const assetWarranty: SObjectDefinition = {
  name: "AssetWarranty",
  label: "Asset Warranty",
  labelPlural: "Asset Warranties",
  keyPrefix: "9aw",
  fields: [
    ...systemFields(),
    text("AssetWarrantyNumber", 255, autoNumber),
    reference("AssetId", "Asset", { ...required, children: "WarrantyAssets", cascadeDelete: true }),
    field("StartDate", "date"),
    field("EndDate", "date"),
    picklist("WarrantyType", ["Standard", "Extended"]),
    textarea("Exclusions", 255),
    owner(),
  ],
};

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_entitlement.htm */
export const entitlement: SObjectDefinition = {
  name: "Entitlement",
  keyPrefix: "550",
  fields: [
    ...systemFields(),
    text("Name", 255, { ...required, nameField: true }),
    reference("AccountId", "Account", { ...required, children: "Entitlements" }),
    reference("AssetId", "Asset", { children: "Entitlements" }),
    field("StartDate", "date"),
    field("EndDate", "date"),
    picklist("Type", ["Phone Support", "Web Support"]),
  ],
};
