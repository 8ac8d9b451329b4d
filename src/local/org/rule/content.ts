import { createHash } from "node:crypto";
import { SalesforceFailure } from "../failure.ts";
import { type Row, toDateTime } from "../row.ts";
import type { SObjectType } from "../sobject.ts";
import type { Store } from "../store.ts";
import { related } from "./related.ts";
import type { Saving } from "./saving.ts";

const fileTypes: Readonly<Record<string, string>> = {
  csv: "CSV",
  docx: "WORD_X",
  jpeg: "JPG",
  jpg: "JPG",
  pdf: "PDF",
  png: "PNG",
  txt: "TEXT",
  xlsx: "EXCEL_X",
};

/** A first version brings its document along; a later one follows the document's last. */
export function computeVersion(store: Store, { row, before }: Saving): Row {
  if (before) return {};
  const path = String(row.PathOnClient ?? "");
  if (path === "") throw missing("PathOnClient");
  if (row.VersionData === null) throw missing("VersionData");
  const bytes = Buffer.from(String(row.VersionData), "base64");
  const extension = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
  const document = related(store, "ContentDocument", row.ContentDocumentId);
  const previous = related(store, "ContentVersion", document?.LatestPublishedVersionId);
  return {
    ContentDocumentId: row.ContentDocumentId ?? store.nextId(typeOf(store, "ContentDocument")),
    Title: row.Title ?? path.split("/").at(-1) ?? path,
    VersionNumber: String(Number(previous?.VersionNumber ?? 0) + 1),
    IsLatest: true,
    FileExtension: extension || null,
    FileType: fileTypes[extension] ?? "UNKNOWN",
    ContentSize: bytes.length,
    Checksum: createHash("md5").update(bytes).digest("hex"),
  };
}

/** What a saved version does to its document. */
export function publishVersion(store: Store, version: Row): void {
  const documents = typeOf(store, "ContentDocument");
  const document = store.find(documents, String(version.ContentDocumentId));
  if (document?.LatestPublishedVersionId === version.Id) return;
  const { Title = null, FileType = null, FileExtension = null, ContentSize = null } = version;
  const latest = {
    LatestPublishedVersionId: version.Id ?? null,
    Title,
    FileType,
    FileExtension,
    ContentSize,
  };
  if (!document) {
    addDocument(store, version, latest);
    return;
  }
  const previous = related(store, "ContentVersion", document.LatestPublishedVersionId);
  if (previous) store.change(typeOf(store, "ContentVersion"), previous, { IsLatest: false });
  store.change(documents, document, { ...latest, ...stampsOf(version, "LastModified") });
}

/** One link of a document to a record is enough. */
export function requireNewLink(store: Store, { row, before }: Saving): Row {
  const links = typeOf(store, "ContentDocumentLink");
  const field = links.field("ContentDocumentId");
  const known = field ? store.table(links).lookup(field, row.ContentDocumentId ?? null) : [];
  const isTaken = known.some((link) => link.IsDeleted !== true && link.LinkedEntityId === row.LinkedEntityId);
  if (before || !isTaken) return {};
  const message = `Document with ID: ${row.ContentDocumentId} is already linked with the entity with ID: ${row.LinkedEntityId}`;
  throw new SalesforceFailure(400, "DUPLICATE_VALUE", message, []);
}

/** A new document is its owner's, and that of the record it was published to. */
function addDocument(store: Store, version: Row, values: Row): void {
  const Id = version.ContentDocumentId ?? null;
  const document = {
    Id,
    IsDeleted: false,
    PublishStatus: "P",
    Description: null,
    ...stampsOf(version),
    ...values,
  };
  store.add(typeOf(store, "ContentDocument"), document);
  addLink(store, version, { LinkedEntityId: version.OwnerId ?? null, ShareType: "I" });
  const { FirstPublishLocationId: place = null } = version;
  if (place !== null) addLink(store, version, { LinkedEntityId: place, ShareType: "V" });
}

function addLink(store: Store, version: Row, values: Row): void {
  const links = typeOf(store, "ContentDocumentLink");
  store.add(links, {
    Id: store.nextId(links),
    IsDeleted: false,
    SystemModstamp: version.SystemModstamp ?? toDateTime(new Date(0)),
    ContentDocumentId: version.ContentDocumentId ?? null,
    Visibility: "AllUsers",
    ...values,
  });
}

function stampsOf(row: Row, prefix = ""): Row {
  const names = [
    "CreatedDate",
    "CreatedById",
    "LastModifiedDate",
    "LastModifiedById",
    "SystemModstamp",
    "OwnerId",
  ];
  return Object.fromEntries(
    names.filter((name) => name.startsWith(prefix)).map((name) => [name, row[name] ?? null]),
  );
}

function typeOf({ schema }: Store, name: string): SObjectType {
  const type = schema.type(name);
  if (!type) throw new TypeError(`${name} is not in the schema`);
  return type;
}

function missing(name: string): SalesforceFailure {
  return new SalesforceFailure(400, "REQUIRED_FIELD_MISSING", `Required fields are missing: [${name}]`, [
    name,
  ]);
}
