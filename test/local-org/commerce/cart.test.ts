import { describe, expect, test } from "vitest";
import { openShop, type Shop } from "./shop.ts";

describe("A cart", () => {
  test("is created empty, active and primary", async () => {
    await using shop = await openShop();
    const { status, body } = await shop.send("POST", "/carts", {
      name: "Spring",
      effectiveAccountId: shop.account,
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      accountId: shop.account,
      cartId: expect.stringMatching(/^0a6\w{15}$/),
      grandTotalAmount: "0",
      isSecondary: false,
      messagesSummary: { errorCount: null, hasErrors: null, limitedMessages: [], relatedEntityId: null },
      name: "Spring",
      status: "Active",
      totalProductCount: "0",
      uniqueProductCount: 0,
      type: "Cart",
    });
  });

  test("is found as active and current, and made by PUT where there is none", async () => {
    await using shop = await openShop();
    expect(await shop.send("GET", "/carts/active")).toMatchObject({
      status: 404,
      body: [{ errorCode: "MISSING_RECORD" }],
    });
    const made = await shop.send("PUT", "/carts/active");
    expect(made.status).toBe(201);
    for (const state of ["active", "current", made.body.cartId]) {
      expect((await shop.send("GET", `/carts/${state}`)).body.cartId).toBe(made.body.cartId);
    }
    expect(await shop.send("PUT", "/carts/active")).toMatchObject({
      status: 200,
      body: { cartId: made.body.cartId },
    });
  });

  test("may stand beside others, of which one is the primary", async () => {
    await using shop = await openShop();
    const primary = await shop.cart();
    await shop.cart({ isSecondary: true });
    expect(`/carts/${(await shop.send("GET", "/carts/active")).body.cartId}`).toBe(primary);
    expect((await shop.send("GET", "/carts")).body.count).toBe(2);
  });

  test("says that it is deleted once it is", async () => {
    await using shop = await openShop();
    const cart = await shop.cart();
    expect((await shop.send("DELETE", cart)).status).toBe(204);
    const id = cart.split("/").at(-1)?.slice(0, 15);
    expect(await shop.send("GET", cart)).toMatchObject({
      status: 400,
      body: [{ message: `Cart Id: '${id}' is Deleted` }],
    });
  });

  test("is a record that SOQL knows, with its totals", async () => {
    await using shop = await openShop();
    const cart = await shop.cart();
    await shop.add(cart, "GC1020", "2");
    await shop.add(cart, "SL9020", "1");
    expect(
      await shop.rest.query(
        "SELECT Account.Name, TotalProductAmount, GrandTotalAmount, UniqueProductCount, (SELECT Sku, Quantity FROM CartItems ORDER BY Sku) FROM WebCart",
      ),
    ).toMatchObject([
      {
        Account: { Name: "Edge Communications" },
        TotalProductAmount: 20_000,
        GrandTotalAmount: 20_000,
        UniqueProductCount: 2,
        CartItems: {
          records: [
            { Sku: "GC1020", Quantity: 2 },
            { Sku: "SL9020", Quantity: 1 },
          ],
        },
      },
    ]);
  });
});

describe("Cart items", () => {
  const items = async (shop: Shop, cart: string, query = "") =>
    (await shop.send("GET", `${cart}/cart-items${query}`)).body;
  const skus = (body: { cartItems: { cartItem: { productDetails: { sku: string } } }[] }) =>
    body.cartItems.map(({ cartItem }) => cartItem.productDetails.sku);

  test("carry their prices as strings", async () => {
    await using shop = await openShop();
    const cart = await shop.cart();
    const { body } = await shop.add(cart, "GC3040", "2");
    expect(body).toMatchObject({
      listPrice: "50000.00",
      name: "GenWatt Propane 500kW",
      productDetails: { sku: "GC3040", name: "GenWatt Propane 500kW", productId: shop.product("GC3040") },
      quantity: "2",
      salesPrice: "50000.00",
      totalListPrice: "100000.00",
      totalPrice: "100000.00",
      type: "Product",
    });
  });

  test("of the same product are counted up", async () => {
    await using shop = await openShop();
    const cart = await shop.cart();
    const first = await shop.add(cart, "GC3040", "2");
    const second = await shop.add(cart, "GC3040", "1.5");
    expect(second.body).toMatchObject({ cartItemId: first.body.cartItemId, quantity: "3.5" });
    expect((await items(shop, cart)).cartSummary).toMatchObject({
      totalProductCount: "3.5",
      uniqueProductCount: 1,
    });
  });

  test("change their quantity and leave", async () => {
    await using shop = await openShop();
    const cart = await shop.cart();
    const { body } = await shop.add(cart, "GC3040", "2");
    const item = `${cart}/cart-items/${body.cartItemId}`;
    expect(await shop.send("PATCH", item, { quantity: "7" })).toMatchObject({
      status: 200,
      body: { quantity: "7", totalPrice: "350000.00" },
    });
    expect((await shop.send("DELETE", item)).status).toBe(204);
    expect(await items(shop, cart)).toMatchObject({
      cartItems: [],
      cartSummary: { grandTotalAmount: "0", uniqueProductCount: 0 },
    });
    expect(await shop.send("DELETE", item)).toMatchObject({
      status: 404,
      body: [{ errorCode: "ITEM_NOT_FOUND" }],
    });
  });

  test("come in pages and in the order asked for", async () => {
    await using shop = await openShop();
    const cart = await shop.cart();
    for (const code of ["SL9040", "GC1020", "GC3060"]) await shop.add(cart, code, "1");
    expect(skus(await items(shop, cart))).toEqual(["SL9040", "GC1020", "GC3060"]);
    expect(skus(await items(shop, cart, "?sort=CreatedDateDesc"))).toEqual(["GC3060", "GC1020", "SL9040"]);
    expect(skus(await items(shop, cart, "?sort=NameAsc"))).toEqual(["GC1020", "GC3060", "SL9040"]);
    expect(skus(await items(shop, cart, "?sort=SalesPriceDesc"))).toEqual(["GC3060", "SL9040", "GC1020"]);
    const first = await items(shop, cart, "?pageSize=2");
    expect(skus(first)).toEqual(["SL9040", "GC1020"]);
    expect(first).toMatchObject({ currentPageToken: "1", nextPageToken: "2", previousPageToken: null });
    expect(skus(await items(shop, cart, `?pageSize=2&page=${first.nextPageToken}`))).toEqual(["GC3060"]);
    expect(first.nextPageUrl).toContain(`/services/data/v68.0${shop.store}${cart}/cart-items?`);
  });

  test("bring the product's fields that are asked for", async () => {
    await using shop = await openShop();
    const cart = await shop.cart();
    await shop.add(cart, "GC1020", "1");
    const { cartItems } = await items(shop, cart, "?productFields=Family,ProductCode");
    expect(cartItems[0].cartItem.productDetails.fields).toEqual({
      Family: "Generators",
      ProductCode: "GC1020",
    });
  });

  test("are added in batches, each by itself", async () => {
    await using shop = await openShop();
    const cart = await shop.cart();
    const input = (code: string, quantity: string) => ({
      richInput: { productId: shop.product(code), quantity, type: "Product" },
    });
    const inputs = [input("GC1020", "1"), input("GC5060", "1"), input("GC3020", "0"), input("GC3040", "2")];
    const { status, body } = await shop.send("POST", `${cart}/cart-items/batch`, { inputs });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      hasErrors: true,
      results: [
        { statusCode: 201, result: { quantity: "1" } },
        { statusCode: 403, result: [{ errorCode: "INSUFFICIENT_ACCESS" }] },
        { statusCode: 400, result: [{ errorCode: "INVALID_API_INPUT" }] },
        { statusCode: 201, result: { quantity: "2" } },
      ],
    });
    const tooMany = Array.from({ length: 101 }, () => input("GC1020", "1"));
    expect(await shop.send("POST", `${cart}/cart-items/batch`, { inputs: tooMany })).toMatchObject({
      status: 400,
      body: [{ errorCode: "INVALID_BATCH_SIZE" }],
    });
  });

  test.each([["0"], ["-1"], ["1.001"], ["many"], ["1e30"], [null]])(
    "are refused in a quantity of %s",
    async (quantity) => {
      await using shop = await openShop();
      const item = { productId: shop.product("GC1020"), quantity, type: "Product" };
      expect(await shop.send("POST", `${await shop.cart()}/cart-items`, item)).toMatchObject({
        status: 400,
        body: [{ errorCode: "INVALID_API_INPUT" }],
      });
    },
  );

  test("say what is out of stock, short in stock or no longer sold", async () => {
    await using shop = await openShop();
    const cart = await shop.cart();
    await shop.add(cart, "GC5040", "1");
    await shop.add(cart, "GC1060", "4");
    await shop.add(cart, "GC1020", "1");
    await shop.rest.send("PATCH", `/sobjects/Product2/${shop.product("GC1020")}`, { IsActive: false });
    const body = await items(shop, cart);
    expect(body.hasErrors).toBe(true);
    expect(body.cartSummary.messagesSummary).toMatchObject({ errorCount: 3, totalLineItemsWithErrors: 3 });
    const messages = body.cartItems.map(
      ({ cartItem }: { cartItem: { messagesSummary: { limitedMessages: object[] } } }) =>
        cartItem.messagesSummary.limitedMessages[0],
    );
    expect(messages).toMatchObject([
      { type: "Inventory", message: "This product is out of stock." },
      { type: "Inventory", message: "Only 3 are left in stock." },
      { type: "Entitlement", message: "This product is no longer available." },
    ]);
  });
});
