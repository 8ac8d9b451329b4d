import documents from "./client/generated/persisted-documents.json" with { type: "json" };
import type { PersistedDocuments } from "./persisted-document.ts";

/** Those of the typed client and of examples/, by their hash. */
export const clientDocuments: PersistedDocuments = new Map(
  Object.entries(documents).map(([id, document]) => [id.replace(/^sha256:/, ""), document]),
);
