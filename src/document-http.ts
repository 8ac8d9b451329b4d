import { create as disposition } from "content-disposition";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ContextOf } from "./http.ts";
import { openVersion } from "./order/document.salesforce.ts";
import { readDocument } from "./order/document.ts";
import { contentTypeOf } from "./order/document-content.ts";
import { requireNodeAccess } from "./permissions.ts";
import { type ViewerSource, viewerOf, viewerOfTicket } from "./request-viewer.ts";

interface DocumentRouteOptions extends ViewerSource {
  readonly contextOf: ContextOf;
}

interface DocumentRoute {
  readonly Params: { readonly id: string };
  readonly Querystring: { readonly ticket?: string | readonly string[] };
}

/** GET /documents/:id hands a file of an order on as it comes from Salesforce. */
export function addDocuments(app: FastifyInstance, options: DocumentRouteOptions): void {
  app.get<DocumentRoute>("/documents/:id", async (request, reply) => {
    const { id } = request.params;
    const { ticket } = request.query;
    const viewer =
      typeof ticket === "string"
        ? viewerOfTicket(ticket, `documents/${id}`, options)
        : await viewerOf(request, options);
    requireNodeAccess(viewer, "OrderDocument");
    const context = await options.contextOf(request as FastifyRequest, reply, viewer);
    const document = await readDocument(context, id);
    if (!document) throw Object.assign(new Error("There is no such document."), { statusCode: 404 });
    const { title, extension, versionId } = document;
    const { body, length } = await openVersion(context.session, versionId);
    return hand(reply, { fileName: nameOf(title, extension), extension, length }).send(body);
  });
}

interface Handed {
  readonly fileName: string;
  readonly extension: string | null;
  readonly length: string | null;
}

/** Nothing of it is run or shown inside of the gateway's own pages: https://owasp.org/www-project-secure-headers/ */
function hand(reply: FastifyReply, { fileName, extension, length }: Handed): FastifyReply {
  reply.header("content-type", contentTypeOf(extension));
  reply.header("content-disposition", disposition(fileName));
  reply.header("content-security-policy", "default-src 'none'; sandbox");
  if (length !== null) reply.header("content-length", length);
  return reply;
}

/** Files that were uploaded in Salesforce have a title without the extension. */
function nameOf(title: string, extension: string | null): string {
  const has = extension === null || title.toLowerCase().endsWith(`.${extension}`);
  return has ? title : `${title}.${extension}`;
}
