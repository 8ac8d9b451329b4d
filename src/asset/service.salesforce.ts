import {
  children,
  constant,
  date,
  dateTime,
  derived,
  extend,
  id,
  picklist,
  type RecordMap,
  record,
  text,
  wholeList,
} from "../salesforce/record.ts";
import { assetRecord } from "./asset.salesforce.ts";

/** The machine's account decides who sees them, whoever has reported. */
const ofMachine = { accountColumn: "Asset.AccountId" } as const;
const latestFirst = { field: "openedAt", direction: "DESC" } as const;

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_case.htm */
export const caseRecord: RecordMap = record(
  "Case",
  {
    id: id(),
    kind: constant("CASE"),
    number: text("CaseNumber"),
    subject: text("Subject"),
    status: picklist("Status"),
    openedAt: dateTime("CreatedDate"),
    closedAt: dateTime("ClosedDate"),
  },
  { ...ofMachine, typeName: "ServiceEvent", keyPrefix: "500", sort: latestFirst },
);

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_workorder.htm */
export const workOrderRecord: RecordMap = record(
  "WorkOrder",
  {
    id: id(),
    kind: constant("WORK_ORDER"),
    number: text("WorkOrderNumber"),
    subject: text("Subject"),
    status: picklist("Status"),
    openedAt: dateTime("CreatedDate"),
    closedAt: dateTime("EndDate"),
  },
  { ...ofMachine, typeName: "ServiceEvent", keyPrefix: "0WO", sort: latestFirst },
);

const coverage = { startsOn: date("StartDate"), endsOn: date("EndDate"), id: id() };
const byId = { field: "id", direction: "ASC" } as const;

/** https://developer.salesforce.com/docs/atlas.en-us.field_service_dev.meta/field_service_dev/fsl_dev_soap_assetwarranty.htm */
const warrantyRecord: RecordMap = record(
  "AssetWarranty",
  { ...coverage, source: constant("WARRANTY") },
  { ...ofMachine, keyPrefix: "9aw", sort: byId },
);

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_entitlement.htm */
const entitlementRecord: RecordMap = record(
  "Entitlement",
  { ...coverage, source: constant("ENTITLEMENT") },
  { ...ofMachine, keyPrefix: "550", sort: byId },
);

extend(assetRecord, {
  cases: children("Cases", "AssetId", () => caseRecord),
  workOrders: children("WorkOrders", "AssetId", () => workOrderRecord),
  warranties: wholeList(
    children("WarrantyAssets", "AssetId", () => warrantyRecord),
    {},
  ),
  entitlements: wholeList(
    children("Entitlements", "AssetId", () => entitlementRecord),
    {},
  ),
  serviceHistory: derived("cases", "workOrders"),
  coverage: derived("usageEndDate", "warranties", "entitlements"),
});
