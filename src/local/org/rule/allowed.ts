import { SalesforceFailure } from "../failure.ts";
import type { Row } from "../row.ts";
import type { SObjectType } from "../sobject.ts";
import type { Store } from "../store.ts";
import { childrenOf, related } from "./related.ts";
import type { Saving } from "./saving.ts";

/** A write or, where `row` is null, a deletion. */
type Writing = Omit<Saving, "row"> & { readonly row: Row | null };

type Rule = (store: Store, writing: Writing) => void;

/**
 * Salesforce's own business rules, beyond what single fields demand.
 *
 * @throws SalesforceFailure
 */
export function requireAllowed(store: Store, type: SObjectType, writing: Writing): void {
  rules[type.name]?.(store, writing);
}

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_order.htm */
const orderRule: Rule = (store, { row, before }) => {
  if (before === null) {
    if (row?.StatusCode !== "Draft")
      throw refuse("FAILED_ACTIVATION", "A new order must be a draft.", "Status");
    return requireActiveBook(store, row);
  }
  if (row === null) return requireDraft(before, "An activated order cannot be deleted.");
  if (row.Pricebook2Id !== before.Pricebook2Id) requireNoItems(store, before);
  requireTransition(before, row);
  if (before.StatusCode === "Draft" && row.StatusCode === "Activated")
    return requireActivatable(store, row, before);
  if (before.StatusCode === "Activated") requireUnchanged(row, before);
};

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_orderitem.htm */
const orderItemRule: Rule = (store, { row, before }) => {
  const order = related(store, "Order", (row ?? before)?.OrderId);
  const isComputed =
    row !== null && before !== null && pricedFields.every((name) => row[name] === before[name]);
  if (order && !isComputed) {
    requireDraft(order, "Order products of an activated order cannot be added, changed or deleted.");
  }
  if (row === null || before !== null) return requireQuantity(row);
  requireQuantity(row);
  const entry = related(store, "PricebookEntry", row.PricebookEntryId);
  if (entry?.IsActive !== true) throw integrity("PricebookEntryId (pricebook entry is inactive)");
  if (order && order.Pricebook2Id !== entry.Pricebook2Id) {
    throw integrity(
      "PricebookEntryId (pricebook entry is in a different pricebook than the one assigned to the order)",
    );
  }
};

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_pricebookentry.htm */
const priceBookEntryRule: Rule = (store, { row, before }) => {
  if (row === null || before !== null) return;
  const book = related(store, "Pricebook2", row.Pricebook2Id);
  const others = childrenOf(store, "PricebookEntry", { field: "Product2Id", id: row.Product2Id });
  if (others.some((entry) => entry.Pricebook2Id === row.Pricebook2Id)) {
    throw refuse("DUPLICATE_VALUE", "This price definition already exists in this price book");
  }
  const standard = others.find(
    (entry) => related(store, "Pricebook2", entry.Pricebook2Id)?.IsStandard === true,
  );
  if (book?.IsStandard !== true && !standard) {
    throw refuse("STANDARD_PRICE_NOT_DEFINED", "Before creating a custom price, create a standard price.");
  }
};

const rules: Readonly<Record<string, Rule>> = {
  Order: orderRule,
  OrderItem: orderItemRule,
  PricebookEntry: priceBookEntryRule,
};

const pricedFields = ["Quantity", "UnitPrice"];

/** What may still be written on an activated order besides its status. */
const alwaysOpen = new Set(["Description", "PoNumber", "PoDate", "OwnerId", "Name"]);

/** What an order may become; whatever is cancelled, expired or superseded stays so. */
const transitions: Readonly<Record<string, readonly string[]>> = {
  Draft: ["Activated", "Canceled"],
  Activated: ["Draft", "Canceled", "Expired", "Superseded"],
};

function requireTransition({ StatusCode: from }: Row, { StatusCode: to }: Row): void {
  if (from === to || transitions[String(from)]?.includes(String(to))) return;
  throw refuse("FIELD_INTEGRITY_EXCEPTION", `The order is ${from} and cannot become ${to}.`, "Status");
}

function requireActivatable(store: Store, row: Row, before: Row): void {
  const others = changedFields(row, before).filter((name) => !activation.has(name));
  if (others.length > 0) {
    const message = "The status is the only field that can be changed while an order is activated.";
    throw refuse("FAILED_ACTIVATION", message, ...others);
  }
  if (itemsOf(store, row).length === 0) {
    throw refuse("FAILED_ACTIVATION", "An order must have at least one product.");
  }
}

const activation = new Set(["Status", "StatusCode", "ActivatedDate", "ActivatedById"]);

function requireUnchanged(row: Row, before: Row): void {
  if (row.StatusCode === "Draft") return;
  const closed = changedFields(row, before).filter((name) => !activation.has(name) && !alwaysOpen.has(name));
  if (closed.length === 0) return;
  throw refuse(
    "FIELD_INTEGRITY_EXCEPTION",
    "These fields of an activated order cannot be changed.",
    ...closed,
  );
}

function requireActiveBook(store: Store, row: Row): void {
  if (row.Pricebook2Id === null) return;
  if (related(store, "Pricebook2", row.Pricebook2Id)?.IsActive === true) return;
  throw integrity("Pricebook2Id (price book is inactive)");
}

function requireNoItems(store: Store, order: Row): void {
  if (itemsOf(store, order).length === 0) return;
  throw integrity("Pricebook2Id (the price book of an order with products cannot be changed)");
}

function requireDraft(order: Row, message: string): void {
  if (order.StatusCode !== "Draft") throw refuse("FIELD_INTEGRITY_EXCEPTION", message);
}

function requireQuantity(row: Row | null): void {
  if (row && Number(row.Quantity) === 0)
    throw refuse("INVALID_QUANTITY", "The quantity must not be zero.", "Quantity");
}

function changedFields(row: Row, before: Row): readonly string[] {
  return Object.keys(row).filter((name) => (row[name] ?? null) !== (before[name] ?? null));
}

function itemsOf(store: Store, order: Row): readonly Row[] {
  return childrenOf(store, "OrderItem", { field: "OrderId", id: order.Id });
}

function integrity(detail: string): SalesforceFailure {
  return refuse("FIELD_INTEGRITY_EXCEPTION", `field integrity exception: ${detail}`, ...detail.split(" ", 1));
}

function refuse(errorCode: string, message: string, ...fields: string[]): SalesforceFailure {
  return new SalesforceFailure(400, errorCode, message, fields);
}
