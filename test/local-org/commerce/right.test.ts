import { describe, expect, test } from "vitest";
import { openShop } from "./shop.ts";

const unitedOil = "001Lo0000000002IAA";

describe("A customer's user", () => {
  test("shops for the account shared with them without naming it", async () => {
    await using shop = await openShop("Edge Communications", "buyer@edge.example");
    const { status, body } = await shop.rest.send("POST", `${shop.store}/carts`, {});
    expect(status).toBe(201);
    expect(body).toMatchObject({ accountId: shop.account, ownerId: "005000000000006AAA" });
  });

  test("cannot shop for another customer", async () => {
    await using shop = await openShop("Edge Communications", "buyer@edge.example");
    const answer = await shop.rest.send("POST", `${shop.store}/carts`, { effectiveAccountId: unitedOil });
    expect(answer).toMatchObject({ status: 400, body: [{ errorCode: "EFFECTIVE_ACCOUNT_NOT_FOUND" }] });
  });

  test("does not find another customer's cart", async () => {
    await using shop = await openShop("Edge Communications");
    const cart = await shop.cart();
    const other = await shop.org.signIn("buyer@uog.example");
    expect(await other.send("GET", `${shop.store}${cart}`)).toMatchObject({
      status: 404,
      body: [{ errorCode: "MISSING_RECORD" }],
    });
    expect((await other.send("DELETE", `${shop.store}${cart}`)).status).toBe(404);
  });
});

describe("A store", () => {
  test("has to exist", async () => {
    await using shop = await openShop();
    const path = `/commerce/webstores/0ZELo000000zzzzIAA/carts?effectiveAccountId=${shop.account}`;
    expect(await shop.rest.send("POST", path, {})).toMatchObject({
      status: 404,
      body: [{ errorCode: "WEBSTORE_NOT_FOUND" }],
    });
  });

  test.each([
    ["Burlington Textiles Corp of America", "is on hold as a buyer"],
    ["Pyramid Construction Inc.", "is no buyer"],
  ])("serves no account that may not buy: %s %s", async (name) => {
    await using shop = await openShop(name);
    expect(await shop.send("PUT", "/carts/active")).toMatchObject({
      status: 403,
      body: [{ errorCode: "INSUFFICIENT_ACCESS" }],
    });
  });

  test("asks the integration user for whom the cart is", async () => {
    await using shop = await openShop();
    expect(await shop.rest.send("PUT", `${shop.store}/carts/active`)).toMatchObject({
      status: 400,
      body: [{ errorCode: "EFFECTIVE_ACCOUNT_NOT_FOUND" }],
    });
  });
});
