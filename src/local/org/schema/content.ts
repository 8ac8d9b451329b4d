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
  whole,
} from "./field.ts";

const fileTypes = ["CSV", "EXCEL_X", "JPG", "PDF", "PNG", "TEXT", "UNKNOWN", "WORD_X"];

/** Files: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_contentversion.htm */
export const contentVersion: SObjectDefinition = {
  name: "ContentVersion",
  label: "Content Version",
  keyPrefix: "068",
  fields: [
    ...systemFields(),
    reference("ContentDocumentId", "ContentDocument", {
      updateable: false,
      children: "ContentVersions",
      cascadeDelete: true,
    }),
    checkbox("IsLatest", true, readOnly),
    text("VersionNumber", 20, readOnly),
    text("Title", 255, { ...required, nameField: true }),
    textarea("Description", 1_000, { filterable: false, sortable: false, groupable: false }),
    text("PathOnClient", 500, { updateable: false }),
    picklist("ContentLocation", ["S", "E", "L"], { updateable: false, defaultValue: "S" }),
    picklist("Origin", ["C", "H"], { updateable: false, defaultValue: "C" }),
    reference("FirstPublishLocationId", ["Account", "Asset", "Contact", "Order", "User"], {
      updateable: false,
    }),
    reference("NetworkId", "Network", { updateable: false }),
    text("FileType", 20, readOnly),
    text("FileExtension", 40, readOnly),
    whole("ContentSize", readOnly),
    text("Checksum", 50, readOnly),
    field("VersionData", "base64", {
      updateable: false,
      filterable: false,
      sortable: false,
      groupable: false,
    }),
    owner(),
  ],
};

export const contentDocument: SObjectDefinition = {
  name: "ContentDocument",
  label: "Content Document",
  keyPrefix: "069",
  fields: [
    ...systemFields(),
    text("Title", 255, { ...required, createable: false, nameField: true }),
    textarea("Description", 1_000, {
      createable: false,
      filterable: false,
      sortable: false,
      groupable: false,
    }),
    reference("LatestPublishedVersionId", "ContentVersion", readOnly),
    picklist("PublishStatus", ["P", "R", "U"], readOnly),
    picklist("FileType", fileTypes, readOnly),
    text("FileExtension", 40, readOnly),
    whole("ContentSize", readOnly),
    owner(),
  ],
};

export const contentDocumentLink: SObjectDefinition = {
  name: "ContentDocumentLink",
  label: "Content Document Link",
  keyPrefix: "06A",
  fields: [
    field("Id", "id", { length: 18, ...readOnly, ...required }),
    checkbox("IsDeleted", false, readOnly),
    field("SystemModstamp", "datetime", { ...readOnly, ...required }),
    reference("LinkedEntityId", ["Account", "Asset", "Contact", "Order", "User"], {
      ...required,
      updateable: false,
      children: "ContentDocumentLinks",
      cascadeDelete: true,
    }),
    reference("ContentDocumentId", "ContentDocument", {
      ...required,
      updateable: false,
      children: "ContentDocumentLinks",
      cascadeDelete: true,
    }),
    picklist("ShareType", ["V", "C", "I"], { defaultValue: "V" }),
    picklist("Visibility", ["AllUsers", "InternalUsers", "SharedUsers"], { defaultValue: "AllUsers" }),
  ],
};
