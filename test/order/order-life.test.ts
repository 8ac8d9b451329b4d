import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Scope, scopes } from "../../src/auth/scope.ts";
import { signAccessToken } from "../../src/auth/token.ts";
import { type Gateway, startGateway } from "../gateway.ts";
import { type Checkouts, openCheckouts } from "./checkouts.ts";

const act = (mutation: string) =>
  `mutation ($input: ${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!) { ${mutation}(input: $input) {
    order { id statusCode activatedAt allowedActions } userErrors { code message path } } }`;
const reorder = `mutation ($input: ReorderInput!) { reorder(input: $input) {
  cart { status lines { sku quantity } } userErrors { code message path } replayed } }`;

let gateway: Gateway;
let checkouts: Checkouts;
beforeAll(async () => {
  gateway = await startGateway({ env: { FOUR_EYES: "true" } });
  checkouts = await openCheckouts(gateway);
});
afterAll(() => gateway[Symbol.asyncDispose]());

function tokenOf(subject: string, granted: readonly Scope[] = scopes): string {
  return signAccessToken(gateway.issuer, { kind: "USER", subject, scopes: granted, organizationIds: [] });
}

/** The id of an order that "tester" has placed. */
async function place(products: Readonly<Record<string, number>>): Promise<string> {
  const cart = await checkouts.carts.make(products);
  const { orders, userErrors } = await checkouts.place({ cartId: cart.id });
  expect(userErrors).toEqual([]);
  return orders[0]?.id ?? "";
}

async function run(mutation: string, input: object, token = tokenOf("approver")) {
  const { data, errors } = await gateway.query(act(mutation), { input }, { token });
  return errors ?? data[mutation];
}

describe("A draft", () => {
  test("is approved by somebody else than who has placed it, and it is noted who", async () => {
    const orderId = await place({ GC1020: 1 });
    const own = await run("activateOrder", { orderId }, tokenOf("tester"));
    expect(own).toMatchObject({
      order: { statusCode: "DRAFT" },
      userErrors: [{ code: "NOT_ALLOWED", path: ["input", "orderId"] }],
    });
    const approved = await run("activateOrder", { orderId, comment: "Within the budget." });
    expect(approved).toEqual({
      order: {
        id: orderId,
        statusCode: "ACTIVATED",
        activatedAt: expect.any(String),
        allowedActions: ["CANCEL", "REORDER", "ATTACH_DOCUMENT"],
      },
      userErrors: [],
    });
    expect(await run("activateOrder", { orderId })).toEqual(approved);
  });

  test("is approved by nobody without the scope", async () => {
    const orderId = await place({ GC1020: 1 });
    const token = tokenOf("approver", ["orders:read", "orders:write", "accounts:all"]);
    expect(await run("activateOrder", { orderId }, token)).toMatchObject([
      { extensions: { code: "FORBIDDEN" } },
    ]);
  });

  test("is called off, after which it cannot be approved", async () => {
    const orderId = await place({ GC1020: 1 });
    expect(await run("cancelOrder", { orderId, reason: "Ordered twice." })).toMatchObject({
      order: { statusCode: "CANCELED", allowedActions: ["REORDER", "ATTACH_DOCUMENT"] },
      userErrors: [],
    });
    expect(await run("activateOrder", { orderId })).toMatchObject({
      order: { statusCode: "CANCELED" },
      userErrors: [{ path: ["input", "orderId"] }],
    });
  });
});

test("What cannot be seen cannot be changed: it is as if there were none", async () => {
  const orderId = await place({ GC1020: 1 });
  const granted = scopes.filter((scope) => scope !== "accounts:all");
  const organizationIds = ["01930000-0000-7000-8000-000000000002"];
  const token = gateway.token(granted, organizationIds);
  const none = { order: null, userErrors: [{ code: "NOT_FOUND", path: ["input", "orderId"] }] };
  expect(await run("activateOrder", { orderId }, token)).toMatchObject(none);
  expect(await run("cancelOrder", { orderId }, token)).toMatchObject(none);
});

describe("An order placed again", () => {
  test("becomes a cart with the same products", async () => {
    const orderId = await place({ GC1040: 2, SL9020: 1 });
    const { data } = await gateway.query(reorder, { input: { orderId, idempotencyKey: "again" } });
    expect(data.reorder).toEqual({
      cart: {
        status: "ACTIVE",
        lines: [
          { sku: "GC1040", quantity: "2" },
          { sku: "SL9020", quantity: "1" },
        ],
      },
      userErrors: [],
      replayed: false,
    });
    const again = await gateway.query(reorder, { input: { orderId, idempotencyKey: "again" } });
    expect(again.data.reorder).toMatchObject({ replayed: true });
  });

  test("without those that are no longer sold, which are told", async () => {
    const orderId = await place({ GC1060: 1, GC5020: 1 });
    const { store } = checkouts.carts;
    const [product] = await store.query<{ Id: string }>(
      "SELECT Id FROM Product2 WHERE ProductCode = 'GC5020'",
    );
    await store.send("PATCH", `/sobjects/Product2/${product?.Id}`, { IsActive: false });
    await using other = await startGateway({ beside: gateway });
    const { data } = await other.query(reorder, { input: { orderId } });
    expect(data.reorder).toMatchObject({
      cart: { lines: [{ sku: "GC1060", quantity: "1" }] },
      userErrors: [
        {
          code: "NOT_ALLOWED",
          message: "GC5020: This product is no longer sold.",
          path: ["input", "orderId"],
        },
      ],
    });
  });
});
