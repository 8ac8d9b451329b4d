import { SalesforceFailure } from "../failure.ts";
import { type Row, toDateTime } from "../row.ts";
import type { SObjectType } from "../sobject.ts";
import type { Store } from "../store.ts";
import { computeCart, computeCartItem, totalCart } from "./cart.ts";
import { computeVersion, publishVersion, requireNewLink } from "./content.ts";
import { childrenOf, related } from "./related.ts";
import type { Saving } from "./saving.ts";

type Compute = (store: Store, saving: Saving) => Row;

/** What Salesforce fills in itself when a row is saved. */
export function computedFields(store: Store, type: SObjectType, saving: Saving): Row {
  const { row, before, userId } = saving;
  const owner: Row =
    before === null && store.schema.type(type.name)?.field("OwnerId") && row.OwnerId === null
      ? { OwnerId: userId }
      : {};
  const numbered = before === null ? autoNumbers(store, type.name) : {};
  return {
    ...owner,
    ...numbered,
    ...computations[type.name]?.(store, { ...saving, row: { ...row, ...owner } }),
  };
}

/** What Salesforce rolls up on other rows afterwards. */
export function computeRelated(store: Store, type: SObjectType, row: Row): void {
  if (type.name === "OrderItem") totalOrder(store, row);
  if (type.name === "Asset") moveComponents(store, type, row);
  if (type.name === "CartItem") totalCart(store, row);
  if (type.name === "ContentVersion") publishVersion(store, row);
}

const computations: Readonly<Record<string, Compute>> = {
  User: (_store, { row }) => ({ Name: fullName(row) }),
  Contact: (_store, { row }) => ({ Name: fullName(row) }),
  PricebookEntry: (store, { row }) => {
    const product = related(store, "Product2", row.Product2Id);
    return { Name: product?.Name ?? null, ProductCode: product?.ProductCode ?? null };
  },
  Asset: (store, { row }) => {
    const parent = related(store, "Asset", row.ParentId);
    const product = related(store, "Product2", row.Product2Id);
    return {
      RootAssetId: parent?.RootAssetId ?? row.Id ?? null,
      ProductCode: product?.ProductCode ?? null,
      StockKeepingUnit: product?.StockKeepingUnit ?? null,
    };
  },
  Order: (_store, { row, before, now, userId }) => {
    const empty: Row = before ? {} : { TotalAmount: 0 };
    const activated = row.Status === "Activated" && before?.Status !== "Activated";
    const activation: Row = activated ? { ActivatedDate: toDateTime(now), ActivatedById: userId } : {};
    return { ...empty, ...activation, StatusCode: row.Status ?? null };
  },
  Case: (_store, { row, before, now }) => {
    const isClosed = row.Status === "Closed";
    const closes = isClosed && before?.IsClosed !== true;
    const closedDate = closes ? toDateTime(now) : (row.ClosedDate ?? null);
    return { IsClosed: isClosed, ClosedDate: isClosed ? closedDate : null };
  },
  WebCart: computeCart,
  CartItem: computeCartItem,
  ContentVersion: computeVersion,
  ContentDocumentLink: requireNewLink,
  OrderItem: (store, { row }) => {
    const entry = related(store, "PricebookEntry", row.PricebookEntryId);
    if (!entry && !row.Product2Id) throw missing("PricebookEntryId");
    const unitPrice = row.UnitPrice ?? entry?.UnitPrice ?? null;
    if (unitPrice === null) throw missing("UnitPrice");
    return {
      Product2Id: entry?.Product2Id ?? row.Product2Id ?? null,
      UnitPrice: unitPrice,
      ListPrice: entry?.UnitPrice ?? null,
      TotalPrice: toCents(Number(unitPrice) * Number(row.Quantity)),
    };
  },
};

function fullName({ FirstName, LastName }: Row): string {
  return [FirstName, LastName].filter((part) => part !== null).join(" ");
}

function autoNumbers(store: Store, typeName: string): Row {
  const fields = store.schema.type(typeName)?.fields.filter((field) => field.autoNumber) ?? [];
  return Object.fromEntries(fields.map(({ name }) => [name, nextNumber(store, typeName, name)]));
}

/** Auto numbers begin at 100 and have eight digits. */
function nextNumber({ schema, table }: Store, typeName: string, fieldName: string): string {
  const type = schema.type(typeName);
  const field = type?.field(fieldName);
  if (!type || !field) throw new TypeError(`${typeName}.${fieldName} is not in the schema`);
  for (let number = 100 + table(type).liveCount(); ; number += 1) {
    const text = String(number).padStart(8, "0");
    const [taken] = table(type).lookup(field, text);
    if (!taken) return text;
  }
}

function totalOrder(store: Store, { OrderId }: Row): void {
  const order = related(store, "Order", OrderId);
  const orders = store.schema.type("Order");
  if (!order || !orders) return;
  const live = childrenOf(store, "OrderItem", { field: "OrderId", id: OrderId });
  const total = live.reduce((sum, item) => sum + Number(item.TotalPrice), 0);
  store.change(orders, order, { TotalAmount: toCents(total) });
}

/** A machine that moves into another tree takes its components along. */
function moveComponents(store: Store, type: SObjectType, parent: Row): void {
  const field = type.field("ParentId");
  if (!field) return;
  for (const component of [...store.table(type).lookup(field, parent.Id ?? null)]) {
    if (component.RootAssetId === parent.RootAssetId) continue;
    store.change(type, component, { RootAssetId: parent.RootAssetId ?? null });
    moveComponents(store, type, component);
  }
}

function missing(name: string): SalesforceFailure {
  return new SalesforceFailure(400, "REQUIRED_FIELD_MISSING", `Required fields are missing: [${name}]`, [
    name,
  ]);
}

function toCents(amount: number): number {
  return Math.round(amount * 100) / 100;
}
