import type { Refusal } from "../salesforce/refusal.ts";
import { maxBatch, type WantedItem, type WebCarts, type WebDetails } from "./web-cart.salesforce.ts";
import type { Plan } from "./web-cart-plan.ts";

/** One API call on the way to the goal. */
export interface Step {
  /** The products and coupons that it is about: a refusal of the whole call concerns them. */
  readonly keys: readonly string[];
  /** What stands in the web cart if it happens after all. */
  readonly items: readonly WantedItem[];
  /** What the store will not have, by product id or code. */
  run(): Promise<ReadonlyMap<string, Refusal>>;
}

/** What the delivery address and the number of the purchase order are refused under. */
export const detailsKey = "details";

type Edit = WantedItem & { readonly itemId: string };

export interface StepPlace {
  readonly carts: WebCarts;
  readonly cartId: string;
  readonly details: WebDetails;
}

/**
 * The least calls that carry out a plan. The store adds in batches but changes items one by one: several are changed at
 * their records, with a call of the store's own behind them, which prices the cart anew.
 */
export function stepsOf(place: StepPlace, plan: Plan): readonly Step[] {
  const { carts, cartId, details } = place;
  const removals = plan.removals.map((removal): Edit => ({ ...removal, quantity: "0" }));
  const edits = [...plan.changes, ...removals];
  const isFollowed = plan.adds.length + plan.couponsOn.length + plan.couponsOff.length > 0;
  const atRecords = edits.slice(0, edits.length > 1 ? edits.length - Number(!isFollowed) : 0);
  return [
    ...(plan.details ? [step([detailsKey], () => carts.putDetails(cartId, details))] : []),
    ...(atRecords.length > 0 ? [changeRecords(place, atRecords)] : []),
    ...edits.slice(atRecords.length).map((edit) => changeItem(place, edit)),
    ...chunksOf(plan.adds, maxBatch).map((items) => ({
      keys: items.map(({ productId }) => productId),
      items,
      run: () => carts.add(cartId, items),
    })),
    ...plan.couponsOff.map(({ code, id }) => step([code], () => carts.removeCoupon(cartId, id))),
    ...plan.couponsOn.map((code) => step([code], () => carts.addCoupon(cartId, code))),
  ];
}

function changeRecords({ carts }: StepPlace, edits: readonly Edit[]): Step {
  const changes = edits.filter(({ quantity }) => quantity !== "0");
  const removals = edits.filter(({ quantity }) => quantity === "0").map(({ itemId }) => itemId);
  const productOf = new Map(edits.map(({ itemId, productId }) => [itemId, productId]));
  return {
    keys: edits.map(({ productId }) => productId),
    items: edits,
    run: async () => {
      const refused = await carts.change(changes, removals);
      return new Map([...refused].map(([itemId, refusal]) => [productOf.get(itemId) ?? itemId, refusal]));
    },
  };
}

function changeItem({ carts, cartId }: StepPlace, edit: Edit): Step {
  const { productId, itemId, quantity } = edit;
  const change = () =>
    quantity === "0" ? carts.remove(cartId, itemId) : carts.setQuantity(cartId, { itemId, quantity });
  return { ...step([productId], change), items: [edit] };
}

function step(keys: readonly string[], run: () => Promise<void>): Step {
  return { keys, items: [], run: () => run().then(() => new Map()) };
}

function chunksOf<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}
