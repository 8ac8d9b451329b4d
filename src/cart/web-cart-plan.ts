import type { WebCart } from "./cart.document.ts";
import { isSame } from "./quantity.ts";
import type { WantedItem } from "./web-cart.salesforce.ts";

/** What a web cart is to be like, as far as it was touched; all else in it stays. */
export interface Goal {
  /** By product id; "0": not in the cart. */
  readonly products: ReadonlyMap<string, string>;
  /** By code. */
  readonly coupons: ReadonlyMap<string, boolean>;
  readonly details: boolean;
}

/** What is missing to the goal. */
export interface Plan {
  readonly adds: readonly WantedItem[];
  readonly changes: readonly (WantedItem & { readonly itemId: string })[];
  readonly removals: readonly { readonly productId: string; readonly itemId: string }[];
  readonly couponsOn: readonly string[];
  readonly couponsOff: readonly { readonly code: string; readonly id: string }[];
  readonly details: boolean;
}

export function toPlan({ products, coupons, details }: Goal, { items, coupons: applied }: WebCart): Plan {
  const wanted = [...products].map(([productId, quantity]) => ({
    productId,
    quantity,
    item: items[productId],
  }));
  const codes = [...coupons];
  return {
    adds: wanted.flatMap(({ productId, quantity, item }) =>
      item === undefined && quantity !== "0" ? [{ productId, quantity }] : [],
    ),
    changes: wanted.flatMap(({ productId, quantity, item }) =>
      item && quantity !== "0" && !isSame(item.quantity, quantity)
        ? [{ productId, quantity, itemId: item.id }]
        : [],
    ),
    removals: wanted.flatMap(({ productId, quantity, item }) =>
      item && quantity === "0" ? [{ productId, itemId: item.id }] : [],
    ),
    couponsOn: codes.flatMap(([code, isOn]) => (isOn && !(code in applied) ? [code] : [])),
    couponsOff: codes.flatMap(([code, isOn]) => {
      const id = applied[code];
      return !isOn && id !== undefined ? [{ code, id }] : [];
    }),
    details,
  };
}

export function isDone(plan: Plan): boolean {
  const { adds, changes, removals, couponsOn, couponsOff, details } = plan;
  return !details && [adds, changes, removals, couponsOn, couponsOff].every(({ length }) => length === 0);
}
