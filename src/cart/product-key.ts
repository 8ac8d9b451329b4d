import { type CartDocument, keyOf, type Message, skuOfKey } from "./cart.document.ts";
import type { Catalogue, CatalogueProduct, Found } from "./catalogue.salesforce.ts";

export interface Resolved {
  readonly resolved: ReadonlyMap<string, CatalogueProduct>;
  readonly refused: ReadonlyMap<string, Message>;
}

/** The products of what was added by its SKU while Salesforce was away. */
export async function resolveSkus(
  catalogue: Catalogue,
  cart: CartDocument,
  onCall: () => void,
): Promise<Resolved> {
  const keys = [...new Set([...cart.lines.map(keyOf), ...Object.keys(cart.pending.products)])];
  const wanted = keys.flatMap((key) => {
    const sku = skuOfKey(key);
    return sku === null ? [] : [{ key, sku }];
  });
  if (wanted.length === 0) return { resolved: new Map(), refused: new Map() };
  const found = await catalogue.find(cart.accountId, wanted, onCall);
  const answers = wanted.map(({ key }, index) => [key, found[index] ?? { is: "MISSING" }] as const);
  return {
    resolved: new Map(answers.flatMap(([key, each]) => (each.is === "SOLD" ? [[key, each.product]] : []))),
    refused: new Map(
      answers.flatMap(([key, each]) => (each.is === "SOLD" ? [] : [[key, toMessage(each.is)]])),
    ),
  };
}

const sentences: Readonly<Record<Exclude<Found["is"], "SOLD">, string>> = {
  MISSING: "There is no such product.",
  INACTIVE: "This product is no longer sold.",
  NOT_SOLD: "This product is not sold to the account.",
  AMBIGUOUS: "Several products have this SKU.",
};

function toMessage(is: Exclude<Found["is"], "SOLD">): Message {
  return { severity: "ERROR", code: is === "INACTIVE" ? "NOT_SOLD" : is, text: sentences[is] };
}
