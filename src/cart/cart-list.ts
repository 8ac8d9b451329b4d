import type { Context } from "../context.ts";
import { GatewayError } from "../errors.ts";
import { toSalesforceId } from "../salesforce/id.ts";
import type { Connection } from "../salesforce/object.ts";
import type { CartDocument, CartStatus } from "./cart.document.ts";
import type { CartQuery } from "./cart.store.ts";
import { show } from "./cart.ts";
import type { Cart } from "./cart.type.ts";

export interface CartPage {
  readonly accountId: string;
  readonly status: CartStatus | null;
  readonly first: number;
  readonly after?: string | null;
}

const maxPageSize = 200;

/** An account's carts, those changed last first. @throws GatewayError BAD_USER_INPUT for a size or cursor that does not fit */
export async function listCarts(
  context: Context,
  { first, after = null, ...query }: CartPage,
  wantsCount: boolean,
): Promise<Connection<Cart>> {
  if (first < 1 || first > maxPageSize) {
    throw new GatewayError("BAD_USER_INPUT", `"first" must be between 1 and ${maxPageSize}.`);
  }
  const accountId = toSalesforceId(query.accountId);
  const wanted = { accountId, status: query.status };
  const behind = after === null ? null : readCursor(after);
  const isVisible = await context.seesAccount(accountId);
  const { store } = context.carts;
  const [documents, totalCount] = isVisible
    ? await Promise.all([
        store.list({ ...wanted, first: first + 1, after: behind }),
        wantsCount ? store.count(wanted) : 0,
      ])
    : [[], 0];
  const page = documents.slice(0, first);
  const edges = page.map((document) => ({ cursor: toCursor(document), node: show(context, document) }));
  return {
    nodes: edges.map(({ node }) => node),
    edges,
    pageInfo: {
      hasNextPage: documents.length > first,
      hasPreviousPage: after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount,
  };
}

/** The cart that an account's people are filling: the one changed last. */
export async function activeCart(context: Context, accountId: string): Promise<Cart | null> {
  const [document] = await context.carts.store.list({ accountId, status: "ACTIVE", first: 1, after: null });
  const cart = document ? show(context, document) : null;
  return cart?.status === "ACTIVE" ? cart : null;
}

function toCursor({ updatedAt, id }: CartDocument): string {
  return Buffer.from(`${updatedAt} ${id}`).toString("base64url");
}

function readCursor(cursor: string): NonNullable<CartQuery["after"]> {
  const [moment = "", id = ""] = Buffer.from(cursor, "base64url").toString().split(" ");
  const updatedAt = new Date(moment);
  if (!Number.isNaN(updatedAt.getTime()) && id !== "") return { updatedAt, id };
  throw new GatewayError("BAD_USER_INPUT", "This cursor is malformed: use endCursor of the page before.");
}
