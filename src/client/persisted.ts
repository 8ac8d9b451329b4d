import type { DocumentText } from "./document.ts";
import { type GatewayErrorCode, GatewayRequestError } from "./gateway-request-error.ts";

/** How a request names its document: by its hash, or as a whole. */
type NamedDocument = { readonly documentId: string } | { readonly query: string };

export interface Persisted {
  /** Sends a document by its hash, and as a whole when it has none or the gateway does not take it. */
  send<Answer>(document: DocumentText, post: (named: NamedDocument) => Promise<Answer>): Promise<Answer>;
}

/** Hashes that a gateway did not take are not sent to it again. */
export function openPersisted(isOn: boolean): Persisted {
  const unknown = new Set<string>();
  return {
    send: async (document, post) => {
      const whole = { query: document.toString() };
      const hash = document.__meta__?.hash;
      if (!isOn || typeof hash !== "string" || unknown.has(hash)) return await post(whole);
      try {
        return await post({ documentId: hash });
      } catch (error) {
        if (!isUnknownDocument(error)) throw error;
      }
      const answer = await post(whole);
      unknown.add(hash);
      return answer;
    },
  };
}

/** Nothing was carried out then. */
const unknownDocument: GatewayErrorCode = "PERSISTED_QUERY_NOT_FOUND";

function isUnknownDocument(error: unknown): boolean {
  if (!(error instanceof GatewayRequestError) || error.path !== null) return false;
  return error.errors.some(({ extensions }) => extensions?.code === unknownDocument);
}
