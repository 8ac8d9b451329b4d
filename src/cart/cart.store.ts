import type { DocumentStore, NewDocument } from "../stores/document.ts";
import { accountOfCart, type CartDocument, type CartStatus } from "./cart.document.ts";
import { maxQuietMs, needsShop } from "./cart-settle.ts";
import { createCommits } from "./commit.ts";

/** What became of an edit. */
export interface Edited<Result> {
  readonly cart: CartDocument;
  readonly result: Result;
}

/** A change of a cart and what is to be told of it. It is made again when somebody else was faster. */
export type CartEdit<Result> = (cart: CartDocument, now: Date) => Edited<Result>;

/** Where carts are kept. All functions throw GatewayError STORE_UNAVAILABLE. */
export interface CartStore {
  /** The cart, or the one that is there already under its id. */
  create(cart: CartDocument): Promise<{ readonly cart: CartDocument; readonly isNew: boolean }>;
  read(id: string): Promise<CartDocument | null>;
  /** Null when there is no such cart. Edits of one cart that come together are written together. */
  edit<Result>(id: string, edit: CartEdit<Result>): Promise<Edited<Result> | null>;
  list(query: CartQuery): Promise<readonly CartDocument[]>;
  count(query: Pick<CartQuery, "accountId" | "status">): Promise<number>;
  /** Carts that somebody has to look at by then: they wait for the shop, or their time is over. The longest waiting first. */
  due(by: Date, limit: number): Promise<readonly CartDocument[]>;
}

export interface CartQuery {
  readonly accountId: string;
  readonly status: CartStatus | null;
  readonly first: number;
  /** The last cart of the page before. */
  readonly after: { readonly updatedAt: Date; readonly id: string } | null;
}

/** How long a cart whose life is over can still be looked at. */
const afterlifeMs = 90 * 24 * 60 * 60_000;

export function createCartStore(
  documents: DocumentStore<CartDocument>,
  { hasWebCarts }: { readonly hasWebCarts: boolean },
): CartStore {
  const toDocument = (cart: CartDocument): NewDocument<CartDocument> => ({
    id: cart.id,
    partition: cart.accountId,
    body: cart,
    status: cart.status,
    dueAt: dueAt(cart, hasWebCarts),
    updatedAt: new Date(cart.updatedAt),
    expiresAt: new Date(new Date(cart.expiresAt).getTime() + afterlifeMs),
  });
  const commits = createCommits({
    read: (id) => documents.read(partitionOf(id), id),
    replace: (cart, etag) => documents.replace(toDocument(cart), etag),
  });
  return {
    create: async (cart) => {
      const created = await documents.create(toDocument(cart));
      if (created) return { cart: created.body, isNew: true };
      const known = await documents.read(cart.accountId, cart.id);
      return { cart: known?.body ?? cart, isNew: false };
    },
    read: async (id) => {
      const partition = accountOfCart(id);
      const document = partition === null ? null : await documents.read(partition, id);
      return document?.body ?? null;
    },
    edit: (id, edit) => (accountOfCart(id) === null ? Promise.resolve(null) : commits.edit(id, edit)),
    list: async ({ accountId, status, first, after }) => {
      const statuses = status === null ? null : [status];
      const page = await documents.list({ partitions: [accountId], statuses, first, after });
      return page.map(({ body }) => body);
    },
    count: ({ accountId, status }) =>
      documents.count({ partitions: [accountId], statuses: status === null ? null : [status] }),
    due: async (by, limit) => (await documents.due(by, limit)).map(({ body }) => body),
  };
}

function partitionOf(cartId: string): string {
  const partition = accountOfCart(cartId);
  if (partition === null) throw new TypeError(`${cartId} is no id of a cart`);
  return partition;
}

/** What was edited a moment ago is in good hands, unless they are dead; an order is waited for. */
function afterEdits({ status, updatedAt }: CartDocument): string {
  const quietMs = status === "ACTIVE" ? maxQuietMs : 0;
  return new Date(Date.parse(updatedAt) + quietMs).toISOString();
}

/** When somebody is to look at the cart although nobody asks for it. */
function dueAt(cart: CartDocument, hasWebCarts: boolean): Date | null {
  const { lease, nextAt, doubts, retryAt } = cart.sync;
  const moments = [...Object.values(doubts), ...(retryAt === null ? [] : [retryAt])];
  if (needsShop(cart, hasWebCarts)) moments.push(lease?.until ?? nextAt ?? afterEdits(cart));
  if (cart.status === "ACTIVE") moments.push(cart.expiresAt);
  const [first] = moments.toSorted();
  return first === undefined ? null : new Date(first);
}
