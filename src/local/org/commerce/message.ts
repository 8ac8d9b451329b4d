import type { Database } from "../database.ts";
import type { Row } from "../row.ts";
import { childrenOf, related } from "../rule/related.ts";
import { isEntitled, priceOf } from "./price.ts";
import { type Storefront, typeOf } from "./storefront.ts";

interface Message {
  readonly Type: "Inventory" | "Pricing" | "Entitlement";
  readonly Message: string;
}

/** What the store has to say about an item now; its integrations write it down as CartValidationOutput records. */
export function checkItem(front: Storefront, item: Row): readonly Message[] {
  const product = related(front.database, "Product2", item.Product2Id);
  if (product?.IsActive !== true || !isEntitled(front, product)) {
    return [{ Type: "Entitlement", Message: "This product is no longer available." }];
  }
  if (!priceOf(front, product)) return [{ Type: "Pricing", Message: "This product has no price." }];
  const available = product.Available_Quantity__c ?? null;
  if (available === null || Number(item.Quantity) <= Number(available)) return [];
  const left =
    Number(available) === 0 ? "This product is out of stock." : `Only ${available} are left in stock.`;
  return [{ Type: "Inventory", Message: left }];
}

/** Replaces the messages of a cart by those of today. */
export function refreshMessages(front: Storefront, cart: Row): void {
  const { database } = front;
  const type = typeOf(database, "CartValidationOutput");
  const known = childrenOf(database, "CartValidationOutput", { field: "CartId", id: cart.Id });
  const wanted = itemsOf(database, cart).flatMap((item) =>
    checkItem(front, item).map((message) => ({ ...message, RelatedEntityId: item.Id ?? null })),
  );
  const isSame = (a: Row, b: Message & { readonly RelatedEntityId: unknown }) =>
    a.RelatedEntityId === b.RelatedEntityId && a.Message === b.Message;
  for (const old of known) {
    if (!wanted.some((message) => isSame(old, message))) database.delete(type, String(old.Id));
  }
  for (const message of wanted) {
    if (known.some((old) => isSame(old, message))) continue;
    database.insert(type, { ...message, CartId: cart.Id, Level: "Error" });
  }
}

/** Of a cart or one of its items; a new cart has not been looked at yet. */
export function messagesSummary(database: Database, record: Row, isNew = false): object {
  if (isNew) return { errorCount: null, hasErrors: null, limitedMessages: [], relatedEntityId: null };
  const isCart = database.schema.typeOfId(String(record.Id))?.name === "WebCart";
  const field = isCart ? "CartId" : "RelatedEntityId";
  const messages = childrenOf(database, "CartValidationOutput", { field, id: record.Id });
  const errors = messages.filter(({ Level }) => Level === "Error");
  const summary = {
    errorCount: errors.length,
    hasErrors: errors.length > 0,
    limitedMessages: messages.slice(0, 10).map((message) => ({
      message: message.Message,
      relatedEntityId: message.RelatedEntityId,
      severity: message.Level,
      type: message.Type,
    })),
    relatedEntityId: record.Id,
  };
  if (!isCart) return summary;
  return { ...summary, totalLineItemsWithErrors: new Set(errors.map((error) => error.RelatedEntityId)).size };
}

function itemsOf(database: Database, cart: Row): readonly Row[] {
  return childrenOf(database, "CartItem", { field: "CartId", id: cart.Id });
}
