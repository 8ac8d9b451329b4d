import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import { type Carts, edge, genePoint, itemsOf, openCarts, plain, unitedOil } from "./carts.ts";

let gateway: Gateway;
let carts: Carts;
beforeAll(async () => {
  gateway = await startGateway();
  carts = await openCarts(gateway);
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.org.clearCalls());

const usd = (amount: string) => ({ amount, currencyCode: "USD" });

describe("A cart", () => {
  test("is made with products, priced by the web store and in step with it", async () => {
    const lines = [
      { sku: "GC1020", quantity: 2 },
      { sku: "GC1040", quantity: "5" },
    ];
    const { cart, userErrors } = await carts.run("createCart", { accountId: edge, name: "Spring", lines });
    expect(userErrors).toEqual([]);
    expect(cart).toMatchObject({
      id: expect.stringMatching(/^cart_/),
      name: "Spring",
      status: "ACTIVE",
      version: 1,
      lineCount: 2,
      itemCount: "7",
      lines: [
        {
          sku: "GC1020",
          quantity: "2",
          listPrice: usd("5000.00"),
          unitPrice: usd("5000.00"),
          total: usd("10000.00"),
        },
        {
          sku: "GC1040",
          quantity: "5",
          listPrice: usd("25000.00"),
          unitPrice: usd("23750.00"),
          total: usd("118750.00"),
        },
      ],
      subtotal: usd("128750.00"),
      total: usd("128750.00"),
      sync: { state: "SYNCED", pendingChanges: 0, lastError: null },
      problems: [],
    });
    expect(await carts.webItems(cart.sync.webCartId)).toEqual({ GC1020: 2, GC1040: 5 });
  });

  test("has the prices of the buyer's own price book", async () => {
    const customer = await carts.make({ SL9040: 1 }, genePoint);
    const partner = await carts.make({ SL9040: 1 }, unitedOil);
    expect(Number(partner.total.amount)).toBeLessThan(Number(customer.total.amount));
  });

  test("is changed line by line", async () => {
    const cart = await carts.make({ GC1020: 2, GC1040: 5, GC3020: 1 });
    const [first, second, third] = cart.lines;
    const lines = [
      { lineId: first.id, quantity: "10" },
      { lineId: second.id, quantity: "0" },
    ];
    const changed = await carts.run("updateCartLines", { cartId: cart.id, lines, expectedVersion: 1 });
    expect(changed).toMatchObject({ userErrors: [], cart: { version: 2, lineCount: 2 } });
    // Ten percent off from ten pieces on.
    expect(changed.cart.lines[0]).toMatchObject({ id: first.id, quantity: "10", unitPrice: usd("4500.00") });
    const removed = await carts.run("removeCartLines", { cartId: cart.id, lineIds: [third.id] });
    expect(itemsOf(removed.cart)).toEqual({ GC1020: 10 });
    expect(await carts.webItems(cart.sync.webCartId)).toEqual({ GC1020: 10 });
    const cleared = await carts.run("clearCart", { cartId: cart.id });
    expect(cleared.cart).toMatchObject({
      lines: [],
      total: usd("0.00"),
      problems: [{ code: "EMPTY", lineId: null }],
    });
    expect(await carts.webItems(cart.sync.webCartId)).toEqual({});
  });

  test("takes a coupon that the store takes, and gives it back", async () => {
    const cart = await carts.make({ GC1020: 1 });
    const applied = await carts.run("applyCoupon", { cartId: cart.id, code: "genwatt10" });
    expect(applied).toMatchObject({
      userErrors: [],
      cart: { coupons: [{ code: "GENWATT10" }], discount: usd("500.00"), total: usd("4500.00") },
    });
    for (const code of ["NOPE", "SPRING26"]) {
      const { cart: same, userErrors } = await carts.run("applyCoupon", { cartId: cart.id, code });
      expect(userErrors).toMatchObject([{ code: "INVALID", path: ["input", "code"] }]);
      expect(same.coupons).toEqual([{ code: "GENWATT10" }]);
    }
    const removed = await carts.run("removeCoupon", { cartId: cart.id, code: "GENWATT10" });
    expect(removed.cart).toMatchObject({
      coupons: [],
      discount: usd("0.00"),
      total: usd("5000.00"),
      messages: [],
    });
    const again = await carts.run("removeCoupon", { cartId: cart.id, code: "GENWATT10" });
    expect(again.userErrors).toMatchObject([{ code: "NOT_FOUND", path: ["input", "code"] }]);
  });

  test("knows where it is delivered and what the buyer calls it", async () => {
    const cart = await carts.make({ GC1020: 1 });
    const deliveryAddress = {
      street: "1 Main St",
      city: "Austin",
      state: "TX",
      postalCode: "78701",
      country: "USA",
    };
    const details = { name: "Autumn", deliveryAddress, poNumber: "PO-4711", notes: "call first" };
    const { cart: detailed } = await carts.run("updateCartDetails", { cartId: cart.id, ...details });
    expect(detailed).toMatchObject({ ...details, sync: { state: "SYNCED" } });
    const { webCartId } = cart.sync;
    expect(await carts.store.query(`SELECT PoNumber FROM WebCart WHERE Id = '${webCartId}'`)).toMatchObject([
      { PoNumber: "PO-4711" },
    ]);
    const groups = `SELECT DeliverToStreet, DeliverToCity FROM CartDeliveryGroup WHERE CartId = '${webCartId}'`;
    expect(await carts.store.query(groups)).toMatchObject([
      { DeliverToStreet: "1 Main St", DeliverToCity: "Austin" },
    ]);
    const { cart: emptied } = await carts.run("updateCartDetails", { cartId: cart.id, poNumber: null });
    expect(emptied).toMatchObject({ name: "Autumn", poNumber: null, deliveryAddress });
  });

  test("says what stands in the way of an order", async () => {
    const cart = await carts.make({ GC5040: 1, GC1060: 5, GC1020: 1 });
    expect(cart.problems).toEqual([
      { code: "OUT_OF_STOCK", text: "This product is out of stock.", lineId: cart.lines[0].id },
      { code: "OUT_OF_STOCK", text: "Only 3 are left in stock.", lineId: cart.lines[1].id },
    ]);
    expect(cart.lines.map(({ messages }: { messages: object[] }) => messages.length)).toEqual([1, 1, 0]);
  });

  test("is copied with lines, coupons and details", async () => {
    const cart = await carts.make({ GC1020: 3, GC1040: 1 });
    await carts.run("updateCartDetails", { cartId: cart.id, name: "Depot", poNumber: "PO-1" });
    const { cart: copy } = await carts.run("cloneCart", { cartId: cart.id, name: "Depot 2" });
    expect(copy.id).not.toBe(cart.id);
    expect(copy).toMatchObject({ name: "Depot 2", poNumber: "PO-1", total: cart.total });
    expect(itemsOf(copy)).toEqual({ GC1020: 3, GC1040: 1 });
    expect(await carts.webItems(copy.sync.webCartId)).toEqual({ GC1020: 3, GC1040: 1 });
  });

  test("is canceled, and so is the one in the store", async () => {
    const cart = await carts.make({ GC1020: 1 });
    const { cart: canceled } = await carts.run("cancelCart", { cartId: cart.id });
    expect(canceled).toMatchObject({
      status: "CANCELED",
      expiresAt: null,
      problems: [{ code: "NOT_ACTIVE" }],
    });
    await carts.settled(cart.id);
    expect(await carts.store.query(`SELECT Id FROM WebCart WHERE Id = '${cart.sync.webCartId}'`)).toEqual([]);
    const { userErrors } = await carts.run("clearCart", { cartId: cart.id }, plain);
    expect(userErrors).toMatchObject([{ code: "NOT_ALLOWED", path: ["input", "cartId"] }]);
  });

  test("is the account's active one when it was changed last", async () => {
    await carts.make({ GC1020: 1 }, unitedOil);
    const last = await carts.make({ GC1040: 1 }, unitedOil);
    const document = `{ account(id: "${unitedOil}") { activeCart { id lines { sku product { name } } } } }`;
    const { data } = await gateway.query(document);
    expect(data.account.activeCart).toEqual({
      id: last.id,
      lines: [{ sku: "GC1040", product: { name: expect.stringContaining("GenWatt") } }],
    });
  });

  test("is found by its id like anything else, and so are its lines", async () => {
    const cart = await carts.make({ GC1020: 1 });
    const document =
      "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Cart { account { name } } } }";
    const { data } = await gateway.query(document, { ids: [cart.id, cart.lines[0].id, edge] });
    expect(data.nodes).toEqual([
      { __typename: "Cart", id: cart.id, account: { name: "Edge Communications" } },
      { __typename: "CartLine", id: cart.lines[0].id },
      { __typename: "Account", id: edge },
    ]);
  });
});

describe("Two carts of an account are made one", () => {
  test.each([
    ["ADD", { GC1020: 5, GC1040: 1, GC3020: 4 }],
    ["KEEP_TARGET", { GC1020: 2, GC1040: 1, GC3020: 4 }],
    ["REPLACE", { GC1020: 3, GC3020: 4 }],
  ])("by %s", async (strategy, items) => {
    const target = await carts.make({ GC1020: 2, GC1040: 1 });
    const source = await carts.make({ GC1020: 3, GC3020: 4 });
    const input = { sourceCartId: source.id, targetCartId: target.id, strategy };
    const { cart, userErrors } = await carts.run("mergeCarts", input);
    expect(userErrors).toEqual([]);
    expect(itemsOf(cart)).toEqual(items);
    expect(await carts.webItems(cart.sync.webCartId)).toEqual(items);
    expect((await carts.read(source.id, plain)).status).toBe("CANCELED");
    const again = await carts.run("mergeCarts", input);
    expect(again).toMatchObject({ replayed: true, userErrors: [] });
    expect(itemsOf(again.cart)).toEqual(items);
  });

  test("but not of two accounts, nor one with itself", async () => {
    const [mine, theirs] = [await carts.make(), await carts.make({}, unitedOil)];
    for (const sourceCartId of [theirs.id, mine.id]) {
      const { userErrors } = await carts.run("mergeCarts", { sourceCartId, targetCartId: mine.id });
      expect(userErrors).toMatchObject([{ code: "INVALID", path: ["input", "sourceCartId"] }]);
    }
  });
});

test("A list of carts has those changed last first, page by page", async () => {
  const account = "001Lo0000000003IAA";
  const made = [];
  for (let index = 0; index < 5; index += 1) made.push((await carts.make({}, account)).id);
  const document = `query ($after: String, $status: CartStatus) {
    carts(accountId: "${account}", first: 2, after: $after, status: $status) {
      totalCount nodes { id } pageInfo { hasNextPage endCursor }
    }
  }`;
  const seen: string[] = [];
  for (let after = null; ; ) {
    const { data } = await gateway.query(document, { after });
    expect(data.carts.totalCount).toBe(5);
    seen.push(...data.carts.nodes.map(({ id }: { id: string }) => id));
    if (!data.carts.pageInfo.hasNextPage) break;
    after = data.carts.pageInfo.endCursor;
  }
  expect(seen).toEqual(made.toReversed());
  await carts.run("cancelCart", { cartId: made[2] }, plain);
  const { data } = await gateway.query(document, { status: "CANCELED" });
  expect(data.carts).toMatchObject({ totalCount: 1, nodes: [{ id: made[2] }] });
});
