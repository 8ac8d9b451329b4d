import type { SObjectDefinition } from "../sobject.ts";
import { checkbox, field, picklist, readOnly, reference, required, systemFields, text } from "./field.ts";

export const organization: SObjectDefinition = {
  name: "Organization",
  keyPrefix: "00D",
  fields: [
    ...systemFields().filter(({ name }) => name !== "IsDeleted"),
    text("Name", 80, { nameField: true, ...required }),
    text("OrganizationType", 40, readOnly),
    text("InstanceName", 5, readOnly),
    checkbox("IsSandbox", false, readOnly),
    text("LanguageLocaleKey", 40),
    text("TimeZoneSidKey", 40),
    text("NamespacePrefix", 15, readOnly),
    text("Country", 80),
    text("TrialExpirationDate", 40, readOnly),
  ],
};

export const user: SObjectDefinition = {
  name: "User",
  keyPrefix: "005",
  fields: [
    ...systemFields().filter(({ name }) => name !== "IsDeleted"),
    text("Username", 80, { ...required, unique: true, idLookup: true }),
    text("FirstName", 40),
    text("LastName", 80, required),
    text("Name", 121, { ...readOnly, ...required, nameField: true, calculated: true }),
    field("Email", "email", { length: 128, ...required }),
    text("Alias", 8, required),
    checkbox("IsActive", true),
    picklist("UserType", ["Standard", "PowerCustomerSuccess"], readOnly),
    text("FederationIdentifier", 512, { unique: true }),
    text("TimeZoneSidKey", 40),
    text("LocaleSidKey", 40),
    text("LanguageLocaleKey", 40),
  ],
};

const accessLevels = ["Read", "Edit", "All"];

/** What private sharing opens to a user: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_accountshare.htm */
export const accountShare: SObjectDefinition = {
  name: "AccountShare",
  label: "Account Share",
  keyPrefix: "00r",
  fields: [
    field("Id", "id", { length: 18, ...readOnly, ...required }),
    reference("AccountId", "Account", {
      ...required,
      updateable: false,
      children: "Shares",
      cascadeDelete: true,
    }),
    reference("UserOrGroupId", "User", { ...required, updateable: false }),
    picklist("AccountAccessLevel", accessLevels, { ...required, restrictedPicklist: true }),
    picklist("RowCause", ["Owner", "Manual", "Rule"], { updateable: false, defaultValue: "Manual" }),
    field("LastModifiedDate", "datetime", { ...readOnly, ...required }),
    reference("LastModifiedById", "User", { ...readOnly, ...required }),
    checkbox("IsDeleted", false, readOnly),
  ],
};

export const group: SObjectDefinition = {
  name: "Group",
  keyPrefix: "00G",
  fields: [
    ...systemFields().filter(({ name }) => name !== "IsDeleted"),
    text("Name", 40, { ...required, nameField: true }),
    text("DeveloperName", 80),
    picklist("Type", ["Regular", "Queue"], { ...required, updateable: false }),
  ],
};
