import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { scopes } from "../../src/auth/scope.ts";
import { type Gateway, startGateway } from "../gateway.ts";
import { type Carts, edge, itemsOf, openCarts, plain, unitedOil } from "./carts.ts";

let gateway: Gateway;
let carts: Carts;
beforeAll(async () => {
  gateway = await startGateway();
  carts = await openCarts(gateway);
});
afterAll(() => gateway[Symbol.asyncDispose]());

const sku = "GC1020";
const line = ["input", "lines", "0"];

describe("A line to add is refused when", () => {
  test.each([
    ["it names no product", { quantity: 1 }, "REQUIRED", line],
    ["its SKU is blank", { sku: " ", quantity: 1 }, "REQUIRED", line],
    ["there is no such SKU", { sku: "GC9999", quantity: 1 }, "NOT_FOUND", [...line, "sku"]],
    ["the SKU tries to be a query", { sku: "x' OR Id != '", quantity: 1 }, "NOT_FOUND", [...line, "sku"]],
    [
      "there is no such product",
      { productId: "01t000000000001AAA", quantity: 1 },
      "NOT_FOUND",
      [...line, "productId"],
    ],
    ["its id is none", { productId: "42", quantity: 1 }, "INVALID", [...line, "productId"]],
    ["the id is an account's", { productId: edge, quantity: 1 }, "NOT_FOUND", [...line, "productId"]],
    [
      "the product is not sold to the account",
      { sku: "GC5060", quantity: 1 },
      "NOT_ALLOWED",
      [...line, "sku"],
    ],
    ["the quantity is 0", { sku, quantity: 0 }, "INVALID", [...line, "quantity"]],
    ["the quantity is negative", { sku, quantity: "-3" }, "INVALID", [...line, "quantity"]],
    ["the quantity has five decimals", { sku, quantity: "1.00001" }, "INVALID", [...line, "quantity"]],
    ["the quantity is huge", { sku, quantity: "1000000000000" }, "INVALID", [...line, "quantity"]],
  ])("%s", async (_what, wanted, ...[code, path]) => {
    const cart = await carts.make();
    const { userErrors, cart: same } = await carts.run(
      "addCartLines",
      { cartId: cart.id, lines: [wanted] },
      plain,
    );
    expect(userErrors).toMatchObject([{ code, path }]);
    expect(same).toMatchObject({ version: cart.version, lines: [] });
    const created = await carts.run("createCart", { accountId: edge, lines: [wanted] }, plain);
    expect(created).toMatchObject({ cart: null, userErrors: [{ code, path }] });
  });

  test.each(["NaN", "1e3", "Infinity", "five", ""])("the quantity is no number (%s)", async (quantity) => {
    const cart = await carts.make();
    const input = { cartId: cart.id, lines: [{ sku, quantity }] };
    await expect(carts.run("addCartLines", input, plain)).rejects.toThrow("BAD_USER_INPUT");
  });

  test("the product is no longer active", async () => {
    const [product] = await carts.store.query<{ Id: string }>(
      "SELECT Id FROM Product2 WHERE ProductCode = 'GC1060'",
    );
    const own = await startGateway();
    const others = await openCarts(own);
    await others.store.send("PATCH", `/sobjects/Product2/${product?.Id}`, { IsActive: false });
    const cart = await others.make();
    const lines = [{ productId: product?.Id, quantity: 1 }];
    const { userErrors } = await others.run("addCartLines", { cartId: cart.id, lines }, plain);
    expect(userErrors).toMatchObject([{ code: "NOT_ALLOWED", path: [...line, "productId"] }]);
    await own[Symbol.asyncDispose]();
  });
});

describe("All or none of the lines are added", () => {
  test("and everything that is wrong is told at once", async () => {
    const cart = await carts.make({ GC1040: 1 });
    const lines = [
      { sku, quantity: 1 },
      { sku: "GC9999", quantity: 1 },
      { sku, quantity: 0 },
      { quantity: 1 },
    ];
    const { userErrors, cart: same } = await carts.run("addCartLines", { cartId: cart.id, lines }, plain);
    expect(userErrors.map(({ code, path }) => [code, path[2]])).toEqual([
      ["NOT_FOUND", "1"],
      ["INVALID", "2"],
      ["REQUIRED", "3"],
    ]);
    expect(itemsOf(same)).toEqual({ GC1040: 1 });
  });

  test("by SKU or id: a product has one line", async () => {
    const cart = await carts.make({ GC1020: 1 });
    const [product] = await carts.store.query<{ Id: string }>(
      "SELECT Id FROM Product2 WHERE ProductCode = 'GC1020'",
    );
    const lines = [
      { sku, quantity: "1.5" },
      { productId: product?.Id.slice(0, 15), quantity: 2 },
    ];
    const { cart: added } = await carts.run("addCartLines", { cartId: cart.id, lines });
    expect(itemsOf(added)).toEqual({ GC1020: 4.5 });
    expect(await carts.webItems(cart.sync.webCartId)).toEqual({ GC1020: 4.5 });
  });
});

describe("A quick order", () => {
  test.each([
    ["commas and a heading", "SKU,Quantity\nGC1020,2\nGC1040,3"],
    ["semicolons", "GC1020;2\nGC1040;3\n"],
    ["tabs and blank rows", "GC1020\t2\n\n\nGC1040\t3"],
    ["blanks", "GC1020 2\r\nGC1040   3"],
    ["quotes", '"GC1020","2"\n"GC1040","3"'],
  ])("is read with %s", async (_with, text) => {
    const cart = await carts.make();
    const { cart: filled, userErrors } = await carts.run("importCartLines", { cartId: cart.id, text }, plain);
    expect(userErrors).toEqual([]);
    expect(itemsOf(filled)).toEqual({ GC1020: 2, GC1040: 3 });
  });

  test("keeps the good rows and tells the bad ones by their number", async () => {
    const cart = await carts.make();
    const text = "GC1020,2\nGC9999,1\nGC1040,many\n,4\nGC3020,-1\nGC5060,1\nGC3040";
    const { cart: filled, userErrors } = await carts.run("importCartLines", { cartId: cart.id, text });
    expect(itemsOf(filled)).toEqual({ GC1020: 2, GC3040: 1 });
    expect(userErrors.map(({ code, path }) => [path.slice(0, 3).join("."), code])).toEqual([
      ["input.text.1", "NOT_FOUND"],
      ["input.text.2", "INVALID"],
      ["input.text.3", "REQUIRED"],
      ["input.text.4", "INVALID"],
      ["input.text.5", "NOT_ALLOWED"],
    ]);
  });

  test("has at most 500 rows", async () => {
    const cart = await carts.make();
    const text = Array.from({ length: 501 }, () => "GC1020,1").join("\n");
    const { userErrors } = await carts.run("importCartLines", { cartId: cart.id, text }, plain);
    expect(userErrors).toMatchObject([{ code: "LIMIT_EXCEEDED", path: ["input", "text"] }]);
  });
});

describe("The version of a cart", () => {
  test("stops what was meant for another one, and the current cart comes back", async () => {
    const cart = await carts.make({ GC1020: 1 });
    const lines = [{ lineId: cart.lines[0].id, quantity: 7 }];
    const stale = await carts.run("updateCartLines", { cartId: cart.id, lines, expectedVersion: 0 }, plain);
    expect(stale).toMatchObject({
      userErrors: [{ code: "VERSION_MISMATCH", path: ["input", "expectedVersion"] }],
      cart: { version: 1, lines: [{ quantity: "1" }] },
    });
    const good = await carts.run("updateCartLines", { cartId: cart.id, lines, expectedVersion: 1 }, plain);
    expect(good).toMatchObject({ userErrors: [], cart: { version: 2, lines: [{ quantity: "7" }] } });
  });

  test("does not matter for what commutes", async () => {
    const cart = await carts.make({ GC1020: 1 });
    const lines = [{ sku, quantity: 1 }];
    const { userErrors } = await carts.run(
      "addCartLines",
      { cartId: cart.id, lines, expectedVersion: 0 },
      plain,
    );
    expect(userErrors).toEqual([]);
  });
});

describe("An idempotency key", () => {
  test("makes one cart of many requests", async () => {
    const input = { accountId: edge, lines: [{ sku, quantity: 1 }], idempotencyKey: "make-1" };
    const payloads = await Promise.all(
      Array.from({ length: 10 }, () => carts.run("createCart", input, plain)),
    );
    expect(new Set(payloads.map(({ cart }) => cart.id)).size).toBe(1);
    expect(payloads.filter(({ replayed }) => !replayed)).toHaveLength(1);
    const other = { ...input, lines: [{ sku, quantity: 2 }] };
    const refused = await carts.run("createCart", other, plain);
    expect(refused.userErrors).toMatchObject([{ code: "CONFLICT", path: ["input", "idempotencyKey"] }]);
  });

  test("makes one change of many requests", async () => {
    const cart = await carts.make();
    const input = { cartId: cart.id, lines: [{ sku, quantity: 2 }], idempotencyKey: "add-1" };
    const payloads = await Promise.all(
      Array.from({ length: 10 }, () => carts.run("addCartLines", input, plain)),
    );
    expect(payloads.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(itemsOf(await carts.read(cart.id, plain))).toEqual({ GC1020: 2 });
    const other = { ...input, lines: [{ sku, quantity: 3 }] };
    const refused = await carts.run("addCartLines", other, plain);
    expect(refused.userErrors).toMatchObject([{ code: "CONFLICT", path: ["input", "idempotencyKey"] }]);
    const elsewhere = await carts.run("clearCart", { cartId: cart.id, idempotencyKey: "add-1" }, plain);
    expect(elsewhere).toMatchObject({ replayed: false, userErrors: [], cart: { lines: [] } });
  });

  test("tells the same errors again", async () => {
    const cart = await carts.make();
    const input = { cartId: cart.id, text: "GC1020,1\nGC9999,1", idempotencyKey: "quick-1" };
    const first = await carts.run("importCartLines", input, plain);
    const again = await carts.run("importCartLines", input, plain);
    expect(again).toEqual({ ...first, replayed: true });
  });
});

test("A cart has at most 500 lines", async () => {
  const products = Array.from({ length: 501 }, (_, index) => ({
    attributes: { type: "Product2", referenceId: `p${index}` },
    Name: `Bolt ${index}`,
    ProductCode: `BOLT-${index}`,
    IsActive: true,
  }));
  const own = await startGateway({ env: { WEBSTORE_ID: "none" } });
  const others = await openCarts(own);
  const [book] = await others.store.query<{ Id: string }>(
    "SELECT Id FROM Pricebook2 WHERE IsStandard = true",
  );
  const entries = products.map((_, index) => ({
    attributes: { type: "PricebookEntry" },
    Pricebook2Id: book?.Id,
    Product2Id: `@p${index}`,
    UnitPrice: 1,
    IsActive: true,
  }));
  await own.org.seed([...products, ...entries]);
  const cart = await others.make();
  const lines = products.map(({ ProductCode }) => ({ sku: ProductCode, quantity: 1 }));
  const { userErrors } = await others.run("addCartLines", { cartId: cart.id, lines }, plain);
  expect(userErrors).toMatchObject([{ code: "LIMIT_EXCEEDED", path: ["input", "lines", "500"] }]);
  const fitting = await others.run("addCartLines", { cartId: cart.id, lines: lines.slice(1) });
  expect(fitting).toMatchObject({ userErrors: [], cart: { lineCount: 500, total: { amount: "500.00" } } });
  await own[Symbol.asyncDispose]();
});

test("Of another customer's cart nothing is told", async () => {
  const cart = await carts.make({ GC1020: 1 }, unitedOil);
  const granted = scopes.filter((scope) => scope !== "accounts:all");
  const token = gateway.token(granted, ["01930000-0000-7000-8000-000000000001"]);
  const stranger = await openCarts(gateway, { token });
  const refused = {
    cart: null,
    replayed: false,
    userErrors: [{ code: "NOT_FOUND", path: ["input", "cartId"] }],
  };
  expect(await stranger.run("clearCart", { cartId: cart.id }, plain)).toMatchObject(refused);
  expect(await stranger.run("cloneCart", { cartId: cart.id }, plain)).toMatchObject(refused);
  const { data } = await gateway.query(
    `{ cart(id: "${cart.id}") { id } carts(accountId: "${unitedOil}") { totalCount } }`,
    {},
    { token },
  );
  expect(data).toEqual({ cart: null, carts: { totalCount: 0 } });
});
