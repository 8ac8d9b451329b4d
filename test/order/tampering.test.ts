import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { scopes } from "../../src/auth/scope.ts";
import { edge, genePoint } from "../cart/carts.ts";
import { type Gateway, startGateway } from "../gateway.ts";
import { type Checkouts, openCheckouts } from "./checkouts.ts";

const edgeOrganization = "01930000-0000-7000-8000-000000000001";
let gateway: Gateway;
let checkouts: Checkouts;
let token: string;
beforeAll(async () => {
  gateway = await startGateway();
  checkouts = await openCheckouts(gateway);
  token = gateway.token(
    scopes.filter((scope) => scope !== "accounts:all"),
    [edgeOrganization],
  );
});
afterAll(() => gateway[Symbol.asyncDispose]());

const createCart = `mutation ($input: CreateCartInput!) {
  createCart(input: $input) { cart { id lines { quantity } } userErrors { code path } } }`;

/** The code of the answer to a cart with this line: of its first error, or of its first user error. */
async function codeOf(line: object, accountId = edge): Promise<string | undefined> {
  const { data, errors } = await gateway.query(
    createCart,
    { input: { accountId, lines: [line] } },
    { token },
  );
  return errors?.[0]?.extensions.code ?? data.createCart.userErrors[0]?.code;
}

describe("What a caller cannot talk the gateway into", () => {
  test.each([
    ["a price", { sku: "GC1020", quantity: "1", unitPrice: "0.01" }, "BAD_USER_INPUT"],
    [
      "a price book entry",
      { sku: "GC1020", quantity: "1", priceBookEntryId: "01uLo0000000001IAA" },
      "BAD_USER_INPUT",
    ],
    ["less than nothing", { sku: "GC1020", quantity: "-1" }, "INVALID"],
    ["nothing", { sku: "GC1020", quantity: "0" }, "INVALID"],
    ["no number", { sku: "GC1020", quantity: "NaN" }, "BAD_USER_INPUT"],
    ["no end", { sku: "GC1020", quantity: "Infinity" }, "BAD_USER_INPUT"],
    ["an exponent", { sku: "GC1020", quantity: "1e9" }, "BAD_USER_INPUT"],
    ["more digits than there are", { sku: "GC1020", quantity: "9".repeat(19) }, "BAD_USER_INPUT"],
    ["more than a store takes", { sku: "GC1020", quantity: "9".repeat(18) }, "INVALID"],
    ["a hundred-thousandth", { sku: "GC1020", quantity: "0.00001" }, "INVALID"],
    ["a product that there is not", { sku: "GC0000", quantity: "1" }, "NOT_FOUND"],
    [
      "a product and another one",
      { sku: "GC1020", productId: "01tLo0000000002IAA", quantity: "1" },
      "INVALID",
    ],
  ])("%s", async (_what, line, code) => {
    expect(await codeOf(line)).toBe(code);
  });

  test("another customer's account", async () => {
    expect(await codeOf({ sku: "GC1020", quantity: "1" }, genePoint)).toBe("NOT_FOUND");
  });

  test("another customer's cart and checkout", async () => {
    const cart = await checkouts.carts.make({ GC1020: 1 }, genePoint);
    const place = `mutation ($input: PlaceOrderInput!) {
      placeOrder(input: $input) { checkout { id } cart { id } orders { id } userErrors { code path } } }`;
    const foreign = await gateway.query(place, { input: { cartId: cart.id } }, { token });
    expect(foreign.data.placeOrder).toEqual({
      checkout: null,
      cart: null,
      orders: [],
      userErrors: [{ code: "NOT_FOUND", path: ["input", "cartId"] }],
    });
    const { checkout } = await checkouts.place({ cartId: cart.id });
    const asked = await gateway.query("query ($id: ID!) { checkout(id: $id) { id } }", checkout ?? {}, {
      token,
    });
    expect(asked.data).toEqual({ checkout: null });
  });

  test("a price that somebody wrote into the web cart", async () => {
    const { carts, place, ordersOf } = checkouts;
    const cart = await carts.make({ GC1040: 1 });
    const { sync, lines } = await carts.settled(cart.id);
    const [item] = await carts.store.query<{ Id: string }>(
      `SELECT Id FROM CartItem WHERE CartId = '${sync.webCartId}'`,
    );
    await carts.store.send("PATCH", `/sobjects/CartItem/${item?.Id}`, { SalesPrice: 1, ListPrice: 1 });
    const { checkout } = await place({ cartId: cart.id });
    const [order] = checkout?.state === "COMPLETED" ? await ordersOf(checkout.id) : [];
    expect([undefined, Number(lines[0].unitPrice.amount)]).toContain(order?.TotalAmount);
  });

  test("a product that was taken out of the shop", async () => {
    const { carts, place } = checkouts;
    const cart = await carts.make({ GC3040: 1 });
    const [product] = await carts.store.query<{ Id: string }>(
      "SELECT Id FROM Product2 WHERE ProductCode = 'GC3040'",
    );
    await carts.store.send("PATCH", `/sobjects/Product2/${product?.Id}`, { IsActive: false });
    expect((await place({ cartId: cart.id })).checkout?.state).toBe("REJECTED");
  });
});
