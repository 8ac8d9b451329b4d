import type { Row } from "../row.ts";
import type { Store } from "../store.ts";
import { childrenOf, related } from "./related.ts";
import type { Saving } from "./saving.ts";

/** The amounts of an item follow from its prices. */
export function computeCartItem(_store: Store, { row }: Saving): Row {
  const quantity = Number(row.Quantity ?? 0);
  const price = toCents(quantity * Number(row.SalesPrice ?? 0));
  const line = toCents(price + Number(row.TotalAdjustmentAmount ?? 0));
  return {
    TotalListPrice: toCents(quantity * Number(row.ListPrice ?? row.SalesPrice ?? 0)),
    TotalPrice: price,
    TotalLineAmount: line,
    TotalAmount: toCents(line + Number(row.TotalTaxAmount ?? 0)),
  };
}

/** A new cart is empty. */
export function computeCart(_store: Store, { before }: Saving): Row {
  return before ? {} : totalsOf([]);
}

/** The cart's totals after one of its items has changed. */
export function totalCart(store: Store, { CartId }: Row): void {
  const carts = store.schema.type("WebCart");
  const cart = related(store, "WebCart", CartId);
  if (carts && cart)
    store.change(carts, cart, totalsOf(childrenOf(store, "CartItem", { field: "CartId", id: CartId })));
}

function totalsOf(items: readonly Row[]): Row {
  const products = items.filter((item) => item.Type !== "Charge");
  const charges = items.filter((item) => item.Type === "Charge");
  const charged = sum(charges, "TotalPrice");
  const taxed = sum(items, "TotalTaxAmount");
  const adjusted = sum(products, "TotalAdjustmentAmount");
  const amount = sum(products, "TotalPrice");
  return {
    TotalProductAmount: amount,
    TotalListAmount: sum(products, "TotalListPrice"),
    TotalAdjustmentAmount: adjusted,
    TotalChargeAmount: charged,
    TotalTaxAmount: taxed,
    GrandTotalAmount: toCents(amount + adjusted + charged + taxed),
    TotalProductCount: sum(products, "Quantity"),
    UniqueProductCount: new Set(products.map((item) => item.Product2Id)).size,
  };
}

function sum(items: readonly Row[], name: string): number {
  return toCents(items.reduce((total, item) => total + Number(item[name] ?? 0), 0));
}

function toCents(amount: number): number {
  return Math.round(amount * 100) / 100;
}
