import { describe, expect, test } from "vitest";
import { openShop, type Shop } from "./shop.ts";

const address = {
  name: "Rose",
  street: "1 Main St",
  city: "Austin",
  region: "TX",
  postalCode: "78767",
  country: "US",
};

function begin(shop: Shop, cart: string) {
  return shop.send("POST", "/checkouts", { cartId: cart.split("/").at(-1) });
}

describe("A checkout", () => {
  test("turns the cart into an activated order", async () => {
    await using shop = await openShop();
    const cart = await shop.cart();
    await shop.add(cart, "SL9020", "2");
    await shop.send("POST", `${cart}/cart-coupons`, { couponCode: "GENWATT10" });
    expect((await begin(shop, cart)).status).toBe(201);
    expect((await shop.send("PATCH", "/checkouts/active", { deliveryAddress: address })).status).toBe(200);
    const placed = await shop.send("POST", "/checkouts/active/orders");
    expect(placed).toMatchObject({
      status: 201,
      body: { orderReferenceNumber: expect.stringMatching(/^PO-/) },
    });
    const orders = await shop.rest.query(
      `SELECT Status, TotalAmount, ShippingCity, Account.Name, SalesStoreId, (SELECT Quantity, UnitPrice FROM OrderItems) FROM Order WHERE OrderReferenceNumber = '${placed.body.orderReferenceNumber}'`,
    );
    expect(orders).toMatchObject([
      {
        Status: "Activated",
        TotalAmount: 18_000,
        ShippingCity: "Austin",
        Account: { Name: "Edge Communications" },
        OrderItems: { records: [{ Quantity: 2, UnitPrice: 9_000 }] },
      },
    ]);
    expect((await shop.send("GET", cart)).body.status).toBe("Closed");
    expect((await shop.send("GET", "/carts/active")).status).toBe(404);
  });

  test("locks the cart until it is given up", async () => {
    await using shop = await openShop();
    const cart = await shop.cart();
    await shop.add(cart, "SL9020", "1");
    await begin(shop, cart);
    const item = { productId: shop.product("SL9020"), quantity: "1" };
    const id = cart.split("/").at(-1)?.slice(0, 15);
    expect(await shop.send("POST", `${cart}/cart-items`, item)).toMatchObject({
      status: 400,
      body: [{ message: `Cart Id: '${id}' is Checkout` }],
    });
    expect((await shop.send("DELETE", "/checkouts/active")).status).toBe(204);
    await shop.add(cart, "SL9020", "1");
  });

  test("answers 422 with what stands in its way", async () => {
    await using shop = await openShop();
    const cart = await shop.cart();
    await shop.add(cart, "GC5040", "1");
    await begin(shop, cart);
    expect(await shop.send("POST", "/checkouts/active/orders")).toMatchObject({
      status: 422,
      body: { errors: [{ type: "Inventory", detail: "This product is out of stock." }] },
    });
    expect(await shop.rest.query("SELECT Id FROM Order WHERE OrderReferenceNumber LIKE 'PO-%'")).toEqual([]);
  });

  test("answers 409 when the prices have changed since it began", async () => {
    await using shop = await openShop();
    const cart = await shop.cart();
    await shop.add(cart, "SL9020", "1");
    await begin(shop, cart);
    const [entry] = await shop.rest.query<{ Id: string }>(
      "SELECT Id FROM PricebookEntry WHERE ProductCode = 'SL9020' AND Pricebook2.IsStandard = TRUE",
    );
    await shop.rest.send("PATCH", `/sobjects/PricebookEntry/${entry?.Id}`, { UnitPrice: 11_000 });
    expect((await shop.send("POST", "/checkouts/active/orders")).status).toBe(409);
    expect((await shop.send("POST", "/checkouts/active/orders")).status).toBe(201);
  });

  test("does not order from two price books at once", async () => {
    await using shop = await openShop("United Oil & Gas Corp.");
    const cart = await shop.cart();
    await shop.add(cart, "GC3020", "1");
    await shop.add(cart, "IN7040", "1");
    await begin(shop, cart);
    expect(await shop.send("POST", "/checkouts/active/orders")).toMatchObject({
      status: 422,
      body: { errors: [{ type: "Pricing" }] },
    });
  });

  test("is prepared and submitted by actions", async () => {
    await using shop = await openShop();
    const cart = await shop.cart();
    await shop.add(cart, "SL9020", "1");
    await begin(shop, cart);
    const act = (...names: string[]) =>
      shop.send("POST", "/checkouts/active/orders/actions", { actions: names.map((action) => ({ action })) });
    expect(await act("prepare")).toMatchObject({ status: 200, body: { orderReferenceNumber: null } });
    expect((await act("explode")).status).toBe(400);
    expect((await act("submit")).body.orderReferenceNumber).toMatch(/^PO-/);
  });

  test("wants something in the cart", async () => {
    await using shop = await openShop();
    expect((await begin(shop, await shop.cart())).status).toBe(400);
    expect((await shop.send("GET", "/checkouts/active")).status).toBe(404);
  });
});

describe("Delivery groups", () => {
  test("take items and addresses", async () => {
    await using shop = await openShop();
    const cart = await shop.cart();
    const { body: item } = await shop.add(cart, "SL9020", "1");
    const groups = `${cart}/delivery-groups`;
    const made = await shop.send("POST", groups, { name: "Branch", deliveryAddress: address });
    expect(made).toMatchObject({
      status: 201,
      body: { name: "Branch", default: false, deliveryAddress: address },
    });
    const arrangements = [{ cartItemId: item.cartItemId, deliveryGroupId: made.body.id, quantity: "1" }];
    const { body } = await shop.send("POST", `${groups}/actions/arrange-items`, { arrangements });
    expect(body).toMatchObject({
      count: 2,
      deliveryGroups: [
        { default: true, cartItems: [], totalProductAmount: "0.00" },
        { name: "Branch", cartItems: [{ cartItemId: item.cartItemId }], totalProductAmount: "10000.00" },
      ],
    });
    const one = `${groups}/${made.body.id}`;
    expect(
      (await shop.send("PATCH", one, { shippingInstructions: "Ring twice" })).body.shippingInstructions,
    ).toBe("Ring twice");
    expect((await shop.send("DELETE", one)).status).toBe(204);
    expect((await shop.send("GET", groups)).body).toMatchObject({
      count: 1,
      deliveryGroups: [{ cartItems: [{ cartItemId: item.cartItemId }] }],
    });
  });

  test("refuse what they do not know", async () => {
    await using shop = await openShop();
    const groups = `${await shop.cart()}/delivery-groups`;
    expect((await shop.send("POST", groups, { deliveryAddress: { planet: "Mars" } })).status).toBe(400);
    const [{ id }] = (await shop.send("GET", groups)).body.deliveryGroups;
    expect((await shop.send("DELETE", `${groups}/${id}`)).status).toBe(400);
    expect((await shop.send("GET", `${groups}/0a7Lo000000zzzzIAA`)).status).toBe(404);
  });
});
