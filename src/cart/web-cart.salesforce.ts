import { sendTogether } from "../salesforce/composite.ts";
import { requireRows } from "../salesforce/query-together.ts";
import { isGone, type Refusal, toRefusal } from "../salesforce/refusal.ts";
import type { SalesforceSession } from "../salesforce/session.ts";
import { textLiteral } from "../salesforce/soql.ts";
import type { DeliveryAddress } from "./cart.document.ts";
import { viewOf, viewQueries, type WebCartView } from "./web-cart-view.salesforce.ts";

/** A product and how much of it. */
export interface WantedItem {
  readonly productId: string;
  readonly quantity: string;
}

/** An item of a web cart and how much of it there is to be. */
interface WantedChange {
  readonly itemId: string;
  readonly quantity: string;
}

/**
 * A buyer's carts in a B2B Commerce web store. Every function is one API call unless it says otherwise, and throws
 * GatewayError.
 * https://developer.salesforce.com/docs/atlas.en-us.chatterapi.meta/chatterapi/connect_resources_commerce_webstore_carts.htm
 */
export interface WebCarts {
  /** The new cart's id. */
  open(name: string): Promise<string>;
  /** The id of the open cart with that name. */
  find(name: string): Promise<string | null>;
  /** Null for a cart that is not there any more. */
  read(cartId: string): Promise<WebCartView | null>;
  /** Has the store price what is in the cart: it does so whenever the items are looked at. */
  reprice(cartId: string): Promise<void>;
  /** Adds to what is there: up to 100 products. What the store will not have is told by product id. */
  add(cartId: string, items: readonly WantedItem[]): Promise<ReadonlyMap<string, Refusal>>;
  setQuantity(cartId: string, change: WantedChange): Promise<void>;
  remove(cartId: string, itemId: string): Promise<void>;
  /**
   * Many at once, at the records themselves; the store does not price them before its next own call. What is refused is
   * told by item id.
   */
  change(
    changes: readonly WantedChange[],
    removals: readonly string[],
  ): Promise<ReadonlyMap<string, Refusal>>;
  addCoupon(cartId: string, code: string): Promise<void>;
  removeCoupon(cartId: string, couponId: string): Promise<void>;
  putDetails(cartId: string, details: WebDetails): Promise<void>;
  close(cartId: string): Promise<void>;
}

export interface WebDetails {
  readonly poNumber: string | null;
  readonly deliveryGroupId: string | null;
  readonly deliveryAddress: DeliveryAddress | null;
}

/** https://developer.salesforce.com/docs/atlas.en-us.chatterapi.meta/chatterapi/connect_resources_commerce_webstore_cart_items_batch.htm */
export const maxBatch = 100;
/** Of records in one part of a composite. */
const maxCollection = 200;

export interface StorePlace {
  /** 18 characters */
  readonly webStoreId: string;
  readonly accountId: string;
}

export function createWebCarts(session: SalesforceSession, { webStoreId, accountId }: StorePlace): WebCarts {
  const { basePath, send } = session;
  const carts = `${basePath}/commerce/webstores/${webStoreId}/carts`;
  const buyer = `effectiveAccountId=${accountId}`;
  const pathOf = (cartId: string, ...rest: readonly string[]) =>
    `${[carts, cartId, ...rest].join("/")}?${buyer}`;

  return {
    open: async (name) => {
      const body = { name, type: "Cart", effectiveAccountId: accountId };
      const { cartId } = (await send({ method: "POST", path: `${carts}?${buyer}`, body })) as {
        cartId: string;
      };
      return cartId;
    },
    find: async (name) => {
      const select = `SELECT Id FROM WebCart WHERE WebStoreId = ${textLiteral(webStoreId)} AND AccountId = ${textLiteral(accountId)} AND Name = ${textLiteral(name)} AND Status = 'Active' ORDER BY CreatedDate LIMIT 1`;
      const [carts] = await requireRows(session, [select]);
      return (carts?.[0] as { readonly Id: string } | undefined)?.Id ?? null;
    },
    read: async (cartId) => {
      return viewOf(await requireRows(session, viewQueries(cartId)));
    },
    reprice: async (cartId) => {
      await send({ method: "GET", path: `${pathOf(cartId, "cart-items")}&pageSize=1` });
    },
    add: async (cartId, items) => {
      const inputs = items.map((item) => ({ richInput: { ...item, type: "Product" } }));
      const path = pathOf(cartId, "cart-items", "batch");
      const { results } = (await send({ method: "POST", path, body: { inputs } })) as BatchAnswer;
      return refusedOf(items, results);
    },
    setQuantity: async (cartId, { itemId, quantity }) => {
      await send({ method: "PATCH", path: pathOf(cartId, "cart-items", itemId), body: { quantity } });
    },
    remove: async (cartId, itemId) => {
      await send({ method: "DELETE", path: pathOf(cartId, "cart-items", itemId) });
    },
    change: (changes, removals) => changeRecords(session, changes, removals),
    addCoupon: async (cartId, couponCode) => {
      await send({ method: "POST", path: pathOf(cartId, "cart-coupons"), body: { couponCode } });
    },
    removeCoupon: async (cartId, couponId) => {
      await send({ method: "DELETE", path: pathOf(cartId, "cart-coupons", couponId) });
    },
    putDetails: (cartId, details) => putDetails(session, cartId, details),
    close: async (cartId) => {
      await send({ method: "DELETE", path: pathOf(cartId) });
    },
  };
}

interface BatchAnswer {
  readonly results: readonly { readonly statusCode: number; readonly result: unknown }[];
}

function refusedOf(
  items: readonly WantedItem[],
  results: BatchAnswer["results"],
): ReadonlyMap<string, Refusal> {
  const refused = items.flatMap(({ productId }, index) => {
    const { statusCode = 500, result = null } = results[index] ?? {};
    if (statusCode < 300) return [];
    return [[productId, toRefusal(Array.isArray(result) ? result[0] : result)] as const];
  });
  return new Map(refused);
}

/** https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobjects_collections_update.htm */
async function changeRecords(
  session: SalesforceSession,
  changes: readonly WantedChange[],
  removals: readonly string[],
): Promise<ReadonlyMap<string, Refusal>> {
  const path = `${session.basePath}/composite/sobjects`;
  const updates = chunksOf(changes, maxCollection).map((chunk) => {
    const records = chunk.map(({ itemId, quantity }) => ({
      attributes: { type: "CartItem" },
      id: itemId,
      Quantity: Number(quantity),
    }));
    return { method: "PATCH", path, body: { allOrNone: false, records } } as const;
  });
  const deletes = chunksOf(removals, maxCollection).map((ids) => {
    return { method: "DELETE", path: `${path}?ids=${ids.join(",")}&allOrNone=false` } as const;
  });
  const answers = required(await sendTogether(session, [...updates, ...deletes]));
  const rows = answers.flat() as readonly RowAnswer[];
  const itemIds = [...changes.map(({ itemId }) => itemId), ...removals];
  const refused = rows.flatMap(({ success, errors }, index) => {
    const refusal = toRefusal(errors[0]);
    return success || isGone(refusal) ? [] : [[itemIds[index] ?? "", refusal] as const];
  });
  return new Map(refused);
}

interface RowAnswer {
  readonly success: boolean;
  readonly errors: readonly unknown[];
}

/** The number of the purchase order stands on the cart, the address on its delivery group. */
async function putDetails(
  session: SalesforceSession,
  cartId: string,
  { poNumber, deliveryGroupId, deliveryAddress }: WebDetails,
): Promise<void> {
  const patch = (type: string, id: string, body: object) =>
    ({ method: "PATCH", path: `${session.basePath}/sobjects/${type}/${id}`, body }) as const;
  const parts = [patch("WebCart", cartId, { PoNumber: poNumber })];
  if (deliveryGroupId !== null) {
    parts.push(patch("CartDeliveryGroup", deliveryGroupId, toDeliverTo(deliveryAddress)));
  }
  required(await sendTogether(session, parts));
}

/** @throws the first of them that is an error */
function required(answers: readonly unknown[]): readonly unknown[] {
  const error = answers.find((answer) => answer instanceof Error);
  if (error) throw error;
  return answers;
}

function chunksOf<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}

function toDeliverTo(address: DeliveryAddress | null): object {
  return {
    DeliverToStreet: address?.street ?? null,
    DeliverToCity: address?.city ?? null,
    DeliverToState: address?.state ?? null,
    DeliverToPostalCode: address?.postalCode ?? null,
    DeliverToCountry: address?.country ?? null,
  };
}
