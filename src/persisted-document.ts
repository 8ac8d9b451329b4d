import { createHash } from "node:crypto";
import type { ApolloServerPlugin, BaseContext, GraphQLRequest } from "@apollo/server";
import type { FastifyRequest } from "fastify";
import { GatewayError } from "./errors.ts";

/** Documents by the SHA-256 of their text, in hexadecimal. */
export type PersistedDocuments = ReadonlyMap<string, string>;

/** Where Apollo looks hashes up. Nothing is ever added: what clients send is not kept. */
export function lookUp(documents: PersistedDocuments) {
  return {
    get: (key: string) => Promise.resolve(documents.get(key.replace(/^apq:/, ""))),
    set: () => Promise.resolve(),
    delete: () => Promise.resolve(false),
  };
}

const identifier = /^sha256:([\da-f]{64})$/;
/** No hash at all. */
const unknown = "unknown";

/**
 * `documentId` stands for the document as Apollo's `extensions.persistedQuery` does:
 * https://github.com/graphql/graphql-over-http/blob/main/spec/Appendix%20A%20--%20Persisted%20Documents.md
 */
export const readDocumentId: ApolloServerPlugin<BaseContext> = {
  requestDidStart: ({ request }) => {
    const id = documentIdOf(request.http);
    if (id === undefined) return Promise.resolve();
    const [, sha256Hash = unknown] = (typeof id === "string" && identifier.exec(id)) || [];
    request.extensions = { ...request.extensions, persistedQuery: { version: 1, sha256Hash } };
    return Promise.resolve({
      willSendResponse: ({ response, errors = [] }) => {
        const isUnknown = errors.some(({ extensions }) => extensions.code === "PERSISTED_QUERY_NOT_FOUND");
        if (isUnknown) response.http.status = notFoundStatus;
        return Promise.resolve();
      },
    });
  },
};

/** Only Apollo's own clients expect 200. */
const notFoundStatus = 404;

/** Undefined where there is none. */
function documentIdOf(http: GraphQLRequest["http"]): unknown {
  if (http?.method === "GET") return new URLSearchParams(http.search).get("documentId") ?? undefined;
  return (http?.body as { readonly documentId?: unknown } | null | undefined)?.documentId ?? undefined;
}

/**
 * Before the document is parsed, so that an unknown one learns nothing of the schema either.
 *
 * @throws GatewayError DOCUMENT_NOT_ALLOWED for any text but that of a known document
 */
export function requireKnown(
  documents: PersistedDocuments,
  { method, body, url }: Pick<FastifyRequest, "method" | "body" | "url">,
): void {
  const texts = method === "GET" ? textsOfAddress(url) : textsOfBody(body);
  if (texts.every((text) => documents.has(hashOf(text)))) return;
  throw new GatewayError(
    "DOCUMENT_NOT_ALLOWED",
    "This gateway runs only the documents that it knows, and this is none of them.",
  );
}

/** As Apollo reads them, which takes one alone. */
function textsOfAddress(url: string): readonly string[] {
  return new URL(url, "http://gateway").searchParams.getAll("query");
}

function textsOfBody(body: unknown): readonly string[] {
  const { query } = (body ?? {}) as { readonly query?: unknown };
  return typeof query === "string" ? [query] : [];
}

export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
