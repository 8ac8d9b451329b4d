import { describe, expect, test } from "vitest";
import { openShop, type Shop } from "./shop.ts";

describe("Prices", () => {
  test("are those of the buyer's group", async () => {
    for (const [account, price] of [
      ["Edge Communications", "15000.00"],
      ["United Oil & Gas, UK", "13500.00"],
    ] as const) {
      await using shop = await openShop(account);
      const { body } = await shop.add(await shop.cart(), "GC3020", "1");
      expect(body).toMatchObject({ salesPrice: price, listPrice: "15000.00" });
    }
  });

  test("fall with the quantity", async () => {
    await using shop = await openShop();
    const cart = await shop.cart();
    const prices: string[] = [];
    for (const more of ["4", "1", "5"]) prices.push((await shop.add(cart, "GC1020", more)).body.salesPrice);
    expect(prices).toEqual(["5000.00", "4750.00", "4500.00"]);
  });

  test("follow the price book", async () => {
    await using shop = await openShop();
    const cart = await shop.cart();
    await shop.add(cart, "SL9020", "2");
    const [entry] = await shop.rest.query<{ Id: string }>(
      "SELECT Id FROM PricebookEntry WHERE ProductCode = 'SL9020' AND Pricebook2.IsStandard = TRUE",
    );
    await shop.rest.send("PATCH", `/sobjects/PricebookEntry/${entry?.Id}`, { UnitPrice: 11_000 });
    const { body } = await shop.send("GET", `${cart}/cart-items`);
    expect(body.cartSummary.totalProductAmount).toBe("22000");
  });

  test("are asked for by product, with their tiers", async () => {
    await using shop = await openShop();
    const lines = ["GC1020", "GC5060"].map((code) => ({ productId: shop.product(code) }));
    const { body } = await shop.send("POST", "/pricing/products", { pricingLineItems: lines });
    expect(body).toMatchObject({
      currencyIsoCode: "USD",
      success: false,
      pricingLineItemResults: [
        {
          productId: shop.product("GC1020"),
          success: true,
          listPrice: "5000",
          unitPrice: "5000",
          priceAdjustment: {
            priceAdjustmentTiers: [
              { lowerBound: "5", upperBound: "9", adjustmentValue: "5" },
              { lowerBound: "10", upperBound: null, adjustmentValue: "10" },
            ],
          },
        },
        { productId: shop.product("GC5060"), success: false, error: { errorCode: "INSUFFICIENT_ACCESS" } },
      ],
    });
    const { body: listed } = await shop.send("GET", `/pricing/products?productIds=${shop.product("SL9020")}`);
    expect(listed.pricingLineItemResults).toMatchObject([{ unitPrice: "10000" }]);
  });
});

describe("Coupons", () => {
  test("take their share off every item, once", async () => {
    await using shop = await openShop();
    const cart = await shop.cart();
    await shop.add(cart, "SL9020", "2");
    const applied = await shop.send("POST", `${cart}/cart-coupons`, { couponCode: "GENWATT10" });
    expect(applied.status).toBe(201);
    expect((await shop.send("GET", cart)).body).toMatchObject({
      totalProductAmount: "20000",
      totalPromotionalAdjustmentAmount: "-2000",
      grandTotalAmount: "18000",
    });
    expect(await shop.send("POST", `${cart}/cart-coupons`, { couponCode: "GENWATT10" })).toMatchObject({
      status: 400,
      body: [{ errorCode: "ALREADY_APPLIED" }],
    });
    const [{ cartCouponId }] = (await shop.send("GET", `${cart}/cart-coupons`)).body.cartCoupons;
    expect((await shop.send("DELETE", `${cart}/cart-coupons/${cartCouponId}`)).status).toBe(204);
    expect((await shop.send("GET", cart)).body.grandTotalAmount).toBe("20000");
  });

  test.each([["SPRING26"], ["NOTHING"]])("that are over or unknown are refused: %s", async (couponCode) => {
    await using shop = await openShop();
    expect(await shop.send("POST", `${await shop.cart()}/cart-coupons`, { couponCode })).toMatchObject({
      status: 400,
      body: [{ errorCode: "MISSING_RECORD" }],
    });
  });
});

describe("Products", () => {
  const codes = async (shop: Shop, searchTerm: string): Promise<string[]> => {
    const { body } = await shop.send("POST", "/search/product-search", {
      searchTerm,
      fields: ["ProductCode"],
    });
    return body.productsPage.products.map((product: { sku: string }) => product.sku);
  };

  test("are found by words, as far as the buyer may see them", async () => {
    for (const [account, found] of [
      ["Edge Communications", ["GC5020", "GC5040"]],
      ["United Oil & Gas Corp.", ["GC5020", "GC5040", "GC5060"]],
    ] as const) {
      await using shop = await openShop(account);
      expect(await codes(shop, "genwatt gasoline")).toEqual(found);
    }
  });

  test("are shown by id", async () => {
    await using shop = await openShop();
    expect(await shop.send("GET", `/products/${shop.product("GC1020")}?fields=Name`)).toMatchObject({
      status: 200,
      body: { id: shop.product("GC1020"), sku: "GC1020", fields: { Name: "GenWatt Diesel 10kW" } },
    });
    expect((await shop.send("GET", `/products/${shop.product("GC5060")}`)).status).toBe(403);
    expect((await shop.send("GET", "/products/01tLo000000zzzzIAA")).status).toBe(404);
  });
});
