import { type Answer, type Rest, startOrg, type TestOrg } from "../org.ts";

/** A web store of the sample data and a buyer in front of it. */
export interface Shop extends AsyncDisposable {
  readonly org: TestOrg;
  readonly rest: Rest;
  /** e.g. /commerce/webstores/0ZE... */
  readonly store: string;
  readonly account: string;
  /** Id of a product by its code. */
  product(code: string): string;
  /** A request below the store, for the account. */
  send(method: string, path: string, body?: unknown): Promise<Answer>;
  /** A new cart; the path of it. */
  cart(values?: object): Promise<string>;
  /** Adds a product that has to be accepted. */
  add(cart: string, code: string, quantity: string): Promise<Answer>;
}

export const now = new Date("2026-11-23T12:00:00Z");

/** Customers buy at list price, partners have price books of their own. */
export async function openShop(accountName = "Edge Communications", username?: string): Promise<Shop> {
  const org = await startOrg({ data: "sample", now: () => now });
  const rest = await org.signIn(username);
  const integration = await org.signIn();
  const products = await integration.query<{ Id: string; ProductCode: string }>(
    "SELECT Id, ProductCode FROM Product2",
  );
  const [account] = await integration.query<{ Id: string }>(
    `SELECT Id FROM Account WHERE Name = '${accountName}'`,
  );
  const [webStore] = await integration.query<{ Id: string }>("SELECT Id FROM WebStore");
  const store = `/commerce/webstores/${webStore?.Id}`;
  const send: Shop["send"] = (method, path, body) => {
    const separator = path.includes("?") ? "&" : "?";
    return rest.send(method, `${store}${path}${separator}effectiveAccountId=${account?.Id}`, body);
  };
  const product = (code: string) => products.find(({ ProductCode }) => ProductCode === code)?.Id ?? code;
  return {
    org,
    rest,
    store,
    account: String(account?.Id),
    product,
    send,
    cart: async (values = {}) => {
      const { body } = await send("POST", "/carts", { effectiveAccountId: account?.Id, ...values });
      return `/carts/${body.cartId}`;
    },
    add: async (cart, code, quantity) => {
      const item = { productId: product(code), quantity, type: "Product" };
      const answer = await send("POST", `${cart}/cart-items`, item);
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
      return answer;
    },
    [Symbol.asyncDispose]: () => org[Symbol.asyncDispose](),
  };
}
