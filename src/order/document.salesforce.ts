import type { Download } from "../salesforce/download.ts";
import { requireRows } from "../salesforce/query-together.ts";
import {
  children,
  dateTime,
  derived,
  extend,
  id,
  int,
  picklist,
  type RecordMap,
  type Row,
  record,
  text,
  wholeList,
} from "../salesforce/record.ts";
import { whileLocked } from "../salesforce/retry.ts";
import type { SalesforceSession } from "../salesforce/session.ts";
import { textLiteral } from "../salesforce/soql.ts";
import { type DocumentKey, toDocumentId } from "./document-id.ts";
import { orderRecord } from "./order.salesforce.ts";

/**
 * A file as it hangs on an order. Salesforce finds links by the record that they are on, never by their own id.
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_contentdocumentlink.htm
 */
export const documentRecord: RecordMap = record(
  "ContentDocumentLink",
  {
    id: {
      ...id(),
      filter: undefined,
      columns: () => ["LinkedEntityId", "ContentDocumentId"],
      read: (row) => toDocumentId(keyOf(row)),
    },
    downloadUrl: derived("id"),
    linkId: id(),
    title: text("ContentDocument.Title"),
    fileType: picklist("ContentDocument.FileType"),
    contentSize: int("ContentDocument.ContentSize"),
    createdAt: dateTime("ContentDocument.CreatedDate"),
  },
  // Whoever sees the order sees its files.
  {
    keyPrefix: "06A",
    accountColumn: null,
    typeName: "OrderDocument",
    sort: { field: "linkId", direction: "ASC" },
    isEssential: true,
  },
);

extend(orderRecord, {
  documents: wholeList(
    children("ContentDocumentLinks", "LinkedEntityId", () => documentRecord),
    {},
  ),
});

function keyOf({ LinkedEntityId, ContentDocumentId }: Row): DocumentKey {
  return { orderId: String(LinkedEntityId), documentId: String(ContentDocumentId) };
}

/** A file of an order, as it is at this moment. */
export interface DocumentFacts {
  readonly title: string;
  readonly fileType: string | null;
  readonly contentSize: number | null;
  readonly createdAt: string;
  /** Without the dot, in lower case. */
  readonly extension: string | null;
  readonly versionId: string;
}

interface LinkRow {
  readonly ContentDocument: {
    readonly Title: string;
    readonly FileType: string | null;
    readonly FileExtension: string | null;
    readonly ContentSize: number | null;
    readonly CreatedDate: string;
    readonly LatestPublishedVersionId: string;
  };
}

/** Null where the order has no such file. One API call. @throws GatewayError */
export async function findDocument(
  session: SalesforceSession,
  { orderId, documentId }: DocumentKey,
): Promise<DocumentFacts | null> {
  const columns = [
    "Title",
    "FileType",
    "FileExtension",
    "ContentSize",
    "CreatedDate",
    "LatestPublishedVersionId",
  ];
  const select = `SELECT ${columns.map((column) => `ContentDocument.${column}`).join(", ")} FROM ContentDocumentLink
 WHERE LinkedEntityId = ${textLiteral(orderId)} AND ContentDocumentId = ${textLiteral(documentId)} LIMIT 1`;
  const [rows = []] = await requireRows(session, [select.replaceAll("\n", "")]);
  const [row] = rows as readonly LinkRow[];
  if (!row) return null;
  const { Title, FileType, FileExtension, ContentSize, CreatedDate, LatestPublishedVersionId } =
    row.ContentDocument;
  return {
    title: Title,
    fileType: FileType,
    contentSize: ContentSize,
    createdAt: CreatedDate,
    extension: FileExtension?.toLowerCase() ?? null,
    versionId: LatestPublishedVersionId,
  };
}

/** https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_blob_retrieve.htm */
export function openVersion(session: SalesforceSession, versionId: string): Promise<Download> {
  return session.download(`${session.basePath}/sobjects/ContentVersion/${versionId}/VersionData`);
}

/** A file to be written. */
export interface NewDocument {
  readonly orderId: string;
  readonly fileName: string;
  readonly base64: string;
  /** MD5 in hex, as Salesforce computes it. */
  readonly checksum: string;
}

/** Column that a name of the input stands on, for what Salesforce says of it. */
export const documentInputNames: Readonly<Record<string, string>> = {
  Title: "fileName",
  PathOnClient: "fileName",
  VersionData: "contentBase64",
  FirstPublishLocationId: "orderId",
};

/**
 * One API call.
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_contentversion.htm
 *
 * @throws GatewayError; `refusalsOf` it says why Salesforce has written nothing
 */
export async function writeDocument(
  session: SalesforceSession,
  { orderId, fileName, base64 }: NewDocument,
): Promise<void> {
  const networkId = await session.networkId();
  try {
    const body = {
      Title: fileName,
      PathOnClient: fileName,
      VersionData: base64,
      FirstPublishLocationId: orderId,
      ...(networkId !== null && { NetworkId: networkId }),
    };
    const path = `${session.basePath}/sobjects/ContentVersion`;
    await whileLocked(() => session.send({ method: "POST", path, body }));
  } finally {
    await session.forget(["ContentDocumentLink", "ContentDocument"]);
  }
}

/** Whether the order has this very file under this name. One API call. @throws GatewayError */
export async function hasDocument(
  session: SalesforceSession,
  { orderId, fileName, checksum }: NewDocument,
): Promise<boolean> {
  const conditions = [
    `FirstPublishLocationId = ${textLiteral(orderId)}`,
    `Title = ${textLiteral(fileName)}`,
    `Checksum = ${textLiteral(checksum)}`,
  ];
  const select = `SELECT Id FROM ContentVersion WHERE ${conditions.join(" AND ")} LIMIT 1`;
  const [rows = []] = await requireRows(session, [select]);
  return rows.length > 0;
}
