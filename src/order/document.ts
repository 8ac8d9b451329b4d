import type { Context } from "../context.ts";
import { commandKey } from "../graph/command-key.ts";
import { userErrorsOf } from "../graph/refused.ts";
import { inputError } from "../graph/user-error.ts";
import type { UserError } from "../graph/user-error.type.ts";
import { noteCalls } from "../salesforce/query-batch.ts";
import { isUncertain } from "../salesforce/refusal.ts";
import type { Attempt, Outcome } from "../stores/once.ts";
import {
  type DocumentFacts,
  documentInputNames,
  findDocument,
  hasDocument,
  type NewDocument,
  writeDocument,
} from "./document.salesforce.ts";
import type { AttachOrderDocumentInput, OrderDocument } from "./document.type.ts";
import { readContent } from "./document-content.ts";
import { type DocumentKey, readDocumentId } from "./document-id.ts";
import { findOrderId, noSuchOrder } from "./order-life.ts";
import type { OrderPayload } from "./order-life.type.ts";

type UserErrors = readonly UserError[];

/** Puts a file to an order. */
export async function attachOrderDocument(
  context: Context,
  input: AttachOrderDocumentInput,
): Promise<OrderPayload> {
  const orderId = await findOrderId(context, input.orderId);
  if (orderId === null) return { orderId, userErrors: inputError("NOT_FOUND", "orderId", noSuchOrder) };
  const fileName = input.fileName.trim();
  const content = await readContent({ ...input, fileName }, context.maxDocumentBytes);
  if ("checksum" in content) {
    const { checksum } = content;
    const document = { orderId, fileName, base64: input.contentBase64, checksum };
    return { orderId, userErrors: await attachOnce(context, input, document) };
  }
  const [field, sentence] = content;
  return { orderId, userErrors: inputError("INVALID", field, sentence) };
}

async function attachOnce(
  context: Context,
  input: AttachOrderDocumentInput,
  document: NewDocument,
): Promise<UserErrors> {
  const key = commandKey(context, "attachOrderDocument", input);
  const done = await context.once.run({ key, names: [] }, (attempt) => attach(context, document, attempt));
  if (done.kind === "DONE") return done.answer;
  const message = "This key came with another input before: use a new key for a new request.";
  return inputError("CONFLICT", "idempotencyKey", message);
}

async function attach(
  context: Context,
  document: NewDocument,
  attempt: Attempt,
): Promise<Outcome<UserErrors>> {
  const { session } = context;
  if (attempt.wasSent && (await isThere(context, document))) return { answer: [], isKept: true };
  await attempt.sending();
  noteCalls(context, 1);
  try {
    await writeDocument(session, document);
  } catch (error) {
    const isWritten = isUncertain(error) && (await isThere(context, document));
    if (!isWritten) return { answer: userErrorsOf(error, documentInputNames), isKept: false };
  }
  const { orderId, fileName, checksum } = document;
  await context.audit("order.attach", orderId, { fileName, checksum });
  return { answer: [], isKept: true };
}

async function isThere(context: Context, document: NewDocument): Promise<boolean> {
  noteCalls(context, 1);
  return await hasDocument(context.session, document);
}

/** Null for a file that is not there, or whose order is not for the viewer. */
export async function readDocument(
  context: Context,
  id: string,
): Promise<(DocumentFacts & { readonly key: DocumentKey }) | null> {
  const key = readDocumentId(id);
  if (!key || (await findOrderId(context, key.orderId)) === null) return null;
  noteCalls(context, 1);
  const facts = await findDocument(context.session, key);
  return facts && { ...facts, key };
}

/** The same for a node lookup. */
export async function findOrderDocument(context: Context, id: string): Promise<OrderDocument | null> {
  const found = await readDocument(context, id);
  if (!found) return null;
  const { title, fileType, contentSize } = found;
  const createdAt = new Date(found.createdAt);
  return { __typename: "OrderDocument", id, title, fileType, contentSize, createdAt } as never;
}

/** Where the caller fetches a file, for a few minutes without any other token. */
export function downloadUrl({ origin, ticketFor }: Context, { id }: OrderDocument): string {
  return `${origin}/documents/${id}?ticket=${ticketFor(`documents/${id}`)}`;
}
