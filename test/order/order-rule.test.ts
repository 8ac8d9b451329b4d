import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { scopes } from "../../src/auth/scope.ts";
import { genePoint } from "../cart/carts.ts";
import { type Gateway, startGateway } from "../gateway.ts";
import { type Checkouts, openCheckouts } from "./checkouts.ts";

/** docs/orders.md says how to run more. */
const runs = Number(process.env.FAILING_ORDERS ?? 10);

let gateway: Gateway;
let checkouts: Checkouts;
beforeAll(async () => {
  gateway = await startGateway();
  checkouts = await openCheckouts(gateway);
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.org.clearCalls());

describe("What stands against an order", () => {
  test("a price that is another than the cart has shown, unless the buyer takes it", async () => {
    const { carts, place } = checkouts;
    const cart = await carts.make({ GC5020: 1 });
    const { version, lines } = await carts.settled(cart.id);
    const [{ unitPrice }] = lines;
    const raised = Number(unitPrice.amount) + 100;
    await setPrice("GC5020", raised);
    const refused = await place({ cartId: cart.id, expectedVersion: version });
    expect(refused).toMatchObject({
      checkout: { state: "REJECTED" },
      orders: [],
      cart: { status: "ACTIVE" },
      userErrors: [
        {
          code: "CONFLICT",
          path: ["input", "acceptPriceChanges"],
          message: expect.stringContaining(`${unitPrice.amount} and is ${raised}.00`),
        },
      ],
    });
    await setPrice("GC5020", raised + 50);
    const taken = await place({ cartId: cart.id, acceptPriceChanges: true });
    expect(taken.checkout?.state).toBe("COMPLETED");
    const [order] = await checkouts.ordersOf(taken.checkout?.id ?? "");
    expect(order?.TotalAmount).toBe(raised + 50);
  });

  test("a product that is out of stock", async () => {
    const { carts, place } = checkouts;
    const cart = await carts.make({ GC5040: 1 });
    expect(await place({ cartId: cart.id })).toMatchObject({
      checkout: { state: "REJECTED" },
      cart: { status: "ACTIVE" },
      userErrors: [
        { code: "OUT_OF_STOCK", path: ["input", "cartId"], message: expect.stringContaining("GC5040") },
      ],
    });
  });

  test("a product that is no longer sold", async () => {
    const { carts, place } = checkouts;
    const cart = await carts.make({ GC3060: 1 });
    await carts.settled(cart.id);
    await patch("Product2", await idOf("Product2", "ProductCode = 'GC3060'"), { IsActive: false });
    const refused = await place({ cartId: cart.id });
    expect(refused).toMatchObject({
      checkout: { state: "REJECTED" },
      userErrors: [{ path: ["input", "cartId"], message: expect.stringContaining("GC3060") }],
    });
    expect(await carts.read(cart.id, "status checkout { state userErrors { code } }")).toMatchObject({
      status: "ACTIVE",
      checkout: { state: "REJECTED" },
    });
  });

  test("an empty cart, a canceled one, and an old version", async () => {
    const { carts, place } = checkouts;
    const empty = await carts.make();
    expect((await place({ cartId: empty.id })).userErrors).toMatchObject([{ code: "INVALID" }]);
    await carts.run("cancelCart", { cartId: empty.id });
    expect((await place({ cartId: empty.id })).userErrors).toMatchObject([{ code: "NOT_ALLOWED" }]);
    const changed = await carts.make({ GC1020: 1 });
    const old = await place({ cartId: changed.id, expectedVersion: changed.version - 1 });
    expect(old.userErrors).toMatchObject([{ code: "VERSION_MISMATCH", path: ["input", "expectedVersion"] }]);
  });

  test("a change of the web cart in the store's own pages that the buyer has not seen", async () => {
    const { carts, place } = checkouts;
    const cart = await carts.make({ GC1020: 1 });
    const { sync } = await carts.settled(cart.id);
    const item = await idOf("CartItem", `CartId = '${sync.webCartId}'`);
    await patch("CartItem", item, { Quantity: 7 });
    expect(await place({ cartId: cart.id })).toMatchObject({
      checkout: { state: "REJECTED" },
      userErrors: [{ code: "VERSION_MISMATCH" }],
    });
  });

  test(
    "what Salesforce itself has against a line in the middle, in its own words; nothing of the order is written",
    async () => {
      const { carts, place } = checkouts;
      const message = "Not on a Tuesday.";
      const body = [{ errorCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION", message, fields: [] }];
      const states: string[] = [];
      for (let run = 0; run < runs; run += 1) {
        const cart = await carts.make({ GC1020: 1, GC1040: 1, GC1060: 1 });
        await addFault({
          path: "/sobjects/OrderItem",
          status: 400,
          body,
          times: 1,
          share: 0.2,
          seed: run * 7_919,
        });
        const { checkout, cart: after, userErrors } = await place({ cartId: cart.id });
        await clearFaults();
        const orders = await checkouts.ordersOf(checkout?.id ?? "");
        const lines = orders.map(({ OrderItems }) => OrderItems?.records.length);
        const messages = userErrors.map((error) => error.message);
        const placed = { lines: [3], status: "ORDERED", messages: [] };
        const refused = { lines: [], status: "ACTIVE", messages: [message] };
        const isPlaced = checkout?.state === "COMPLETED";
        expect({ lines, status: after?.status, messages }).toEqual(isPlaced ? placed : refused);
        states.push(checkout?.state ?? "");
      }
      expect(new Set(states)).toEqual(new Set(["COMPLETED", "REJECTED"]));
    },
    10_000 + runs * 500,
  );

  test("the cart of an account that the caller does not see: as if there were none", async () => {
    const { carts } = checkouts;
    const cart = await carts.make({ GC1020: 1 }, genePoint);
    const granted = scopes.filter((scope) => scope !== "accounts:all");
    const token = gateway.token(granted, ["01930000-0000-7000-8000-000000000001"]);
    const place =
      "mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { checkout { id } cart { id } userErrors { code path } } }";
    const { data } = await gateway.query(place, { input: { cartId: cart.id } }, { token });
    const userErrors = [{ code: "NOT_FOUND", path: ["input", "cartId"] }];
    expect(data.placeOrder).toEqual({ checkout: null, cart: null, userErrors });
  });
});

async function addFault(fault: object): Promise<void> {
  await fetch(`${gateway.org.url}/_local/faults`, { method: "POST", body: JSON.stringify(fault) });
}

async function clearFaults(): Promise<void> {
  await fetch(`${gateway.org.url}/_local/faults`, { method: "DELETE" });
}

async function setPrice(sku: string, UnitPrice: number): Promise<void> {
  const where = `Product2.ProductCode = '${sku}' AND Pricebook2.IsStandard = true`;
  await patch("PricebookEntry", await idOf("PricebookEntry", where), { UnitPrice });
}

async function idOf(sObject: string, where: string): Promise<string> {
  const [row] = await checkouts.carts.store.query<{ Id: string }>(`SELECT Id FROM ${sObject} WHERE ${where}`);
  return row?.Id ?? "";
}

async function patch(sObject: string, id: string, values: object): Promise<void> {
  const answer = await checkouts.carts.store.send("PATCH", `/sobjects/${sObject}/${id}`, values);
  expect(answer.status).toBe(204);
}
