import { setTimeout as pause } from "node:timers/promises";
import type { Gateway, QueryOptions } from "../gateway.ts";
import { type Rest, signInAt } from "../local-org/org.ts";

export const edge = "001Lo0000000005IAA";
export const genePoint = "001Lo0000000001IAA";
export const unitedOil = "001Lo0000000002IAA";

/** What of a cart costs no call. */
export const plain =
  "id name status version lineCount itemCount lines { id sku quantity } coupons { code } poNumber notes";
const money = "{ amount currencyCode }";
/** All of a cart but what other rooms add. */
export const priced = `${plain}
  subtotal ${money} total ${money} discount ${money} tax ${money} shipping ${money}
  lines { listPrice ${money} unitPrice ${money} total ${money} messages { severity code text } }
  deliveryAddress { street city state postalCode country }
  sync { state pendingChanges syncedAt pricedAt webCartId lastError }
  messages { severity code text } problems { code text lineId } createdAt updatedAt expiresAt`;

export interface Payload {
  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of it
  readonly cart: any;
  readonly userErrors: readonly {
    readonly code: string;
    readonly message: string;
    readonly path: string[];
  }[];
  readonly replayed: boolean;
}

/** Carts of one gateway, as a client and as the web store's own pages work with them. */
export interface Carts {
  /** A mutation by its name, with its input; fails on errors. `selection` is of the cart. */
  run(mutation: string, input: object, selection?: string): Promise<Payload>;
  /** A cart with these products by SKU, in step with the web store. */
  make(products?: Readonly<Record<string, number>>, accountId?: string): Promise<Payload["cart"]>;
  read(id: string, selection?: string): Promise<Payload["cart"]>;
  /** Until the web store has it all, or the cart says that it does not come to that. */
  settled(id: string, states?: readonly string[]): Promise<Payload["cart"]>;
  /** What stands in the web cart, quantities by product code. */
  webItems(webCartId: string): Promise<Readonly<Record<string, number>>>;
  /** As a buyer in the store's own pages. */
  store: Rest;
  /** Of the calls that counted, method and what of the path tells them apart. */
  calls(): Promise<readonly string[]>;
}

export interface CartsOptions extends QueryOptions {
  /** Where the web store is, if not at the gateway's own local org. */
  readonly orgUrl?: string;
}

const settleMs = 30_000;

export async function openCarts(gateway: Gateway, settings: CartsOptions = {}): Promise<Carts> {
  const { orgUrl = gateway.org.url, ...options } = settings;
  const store = await signInAt(orgUrl);
  const run: Carts["run"] = async (mutation, input, selection = priced) => {
    const type = mutation.endsWith("Coupon") ? "coupon" : mutation;
    const document = `mutation ($input: ${type[0]?.toUpperCase()}${type.slice(1)}Input!) {
      ${mutation}(input: $input) { cart { ${selection} } userErrors { code message path } replayed }
    }`;
    const { data, errors } = await gateway.query(document, { input }, options);
    if (errors) throw new Error(JSON.stringify(errors));
    return data[mutation];
  };
  const read: Carts["read"] = async (id, selection = priced) => {
    const { data, errors } = await gateway.query(`query ($id: ID!) { cart(id: $id) { ${selection} } }`, {
      id,
    });
    if (errors) throw new Error(JSON.stringify(errors));
    return data.cart;
  };
  return {
    run,
    read,
    store,
    make: async (products = {}, accountId = edge) => {
      const lines = Object.entries(products).map(([sku, quantity]) => ({ sku, quantity: String(quantity) }));
      const { cart, userErrors } = await run("createCart", { accountId, lines });
      if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
      return cart;
    },
    settled: async (id, states = ["SYNCED", "LOCAL"]) => {
      for (const until = Date.now() + settleMs; Date.now() < until; await pause(50)) {
        const cart = await read(id);
        if (states.includes(cart.sync.state)) return cart;
      }
      throw new Error(`the cart does not settle: ${JSON.stringify(await read(id))}`);
    },
    webItems: async (webCartId) => {
      // Its own session, for the others may have been ended.
      const rows = await (await signInAt(orgUrl)).query<{
        Product2: { ProductCode: string };
        Quantity: number;
      }>(`SELECT Product2.ProductCode, Quantity FROM CartItem WHERE CartId = '${webCartId}'`);
      return Object.fromEntries(rows.map(({ Product2, Quantity }) => [Product2.ProductCode, Quantity]));
    },
    calls: async () => {
      const calls = await gateway.org.calls();
      return calls.map(({ method, path, parts }) => {
        const tail = path.replace(/^\/services\/data\/v[\d.]+\//, "").replaceAll(/\/0\w{14,17}/g, "");
        return `${method} ${tail}${parts ? ` (${parts.map((part) => part.method).join(" ")})` : ""}`;
      });
    },
  };
}

/** What is in a cart, quantities by SKU. */
export function itemsOf(cart: { readonly lines: readonly { sku: string; quantity: string }[] }) {
  return Object.fromEntries(cart.lines.map(({ sku, quantity }) => [sku, Number(quantity)]));
}
