/** Which file of which order. */
export interface DocumentKey {
  /** Salesforce id of the order. */
  readonly orderId: string;
  /** Salesforce id of the ContentDocument. */
  readonly documentId: string;
}

const pattern = /^document_(801[A-Za-z0-9]{15})(069[A-Za-z0-9]{15})$/;

/** Opaque to clients; the order is in it. */
export function toDocumentId({ orderId, documentId }: DocumentKey): string {
  return `document_${orderId}${documentId}`;
}

/** Null for what is no id of a document. */
export function readDocumentId(id: string): DocumentKey | null {
  const [, orderId, documentId] = pattern.exec(id) ?? [];
  return orderId === undefined || documentId === undefined ? null : { orderId, documentId };
}
