import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  CancelOrderDocument,
  CreateCartDocument,
  type CreateCartMutationVariables,
  MachineFileDocument,
  PlaceOrderDocument,
  WhoAmIDocument,
} from "../../src/client/entry.ts";
import { readRetryAfter } from "../../src/client/retry.ts";
import { type ClientScene, errorBody, failureOf, openScene } from "./client.ts";
import type { Fault } from "./faulty-way.ts";

let scene: ClientScene;
beforeAll(async () => {
  scene = await openScene();
});
beforeEach(() => scene.way.plan([]));
afterAll(() => scene[Symbol.asyncDispose]());

const tries = () => scene.way.count("/graphql");
const machine = { serialNumber: "GC1040-000101" };
const cart = (): CreateCartMutationVariables => ({
  input: { accountId: "001Lo0000000005IAA", lines: [{ sku: "GC1040", quantity: "1" }] },
});

const unavailable: Fault = { status: 503, body: errorBody("SALESFORCE_UNAVAILABLE") };
const json = { "content-type": "application/json" };

const passing: [string, Fault][] = [
  ["503 of the gateway", unavailable],
  ["504 of the gateway", { status: 504, body: errorBody("SALESFORCE_TIMEOUT") }],
  ["429 of the gateway", { status: 429, body: errorBody("RATE_LIMITED") }],
  ["429 of a proxy", { status: 429, headers: { "retry-after": "0" }, body: "Slow down." }],
  ["502 of a proxy", { status: 502, body: "<html>" }],
  ["a store that is away", { status: 503, body: errorBody("STORE_UNAVAILABLE") }],
  [
    "a field's error with HTTP 200",
    { status: 200, headers: json, body: errorBody("SALESFORCE_UNAVAILABLE") },
  ],
  ["a connection that breaks before", "reset"],
  ["a connection that breaks after", "lose answer"],
];

const staying: [string, Fault, string][] = [
  ["400", { status: 400, body: errorBody("BAD_USER_INPUT") }, "BAD_USER_INPUT"],
  ["403", { status: 403, body: errorBody("FORBIDDEN") }, "FORBIDDEN"],
  ["409", { status: 409, body: errorBody("CONFLICT") }, "CONFLICT"],
  ["500", { status: 500, body: errorBody("INTERNAL_SERVER_ERROR") }, "INTERNAL_SERVER_ERROR"],
  ["502 of the gateway", { status: 502, body: errorBody("SALESFORCE_REFUSED") }, "SALESFORCE_REFUSED"],
  ["a page", { status: 200, body: "<html>" }, "UNREADABLE_ANSWER"],
  ["a redirect", { status: 302, headers: { location: "/elsewhere" }, body: "" }, "NETWORK_FAILURE"],
];

describe("A query", () => {
  test.each(passing)("is tried again after %s", async (_name, fault) => {
    scene.way.plan([fault]);
    const { assetBySerialNumber } = await scene.admin().run(MachineFileDocument, machine);
    expect(assetBySerialNumber?.name).toBe("GenWatt Diesel 200kW, Austin plant");
    expect(tries()).toBe(2);
  });

  test.each(staying.slice(0, -1))("is not tried again after %s", async (_name, fault, code) => {
    scene.way.plan([fault]);
    expect(await failureOf(scene.admin().run(MachineFileDocument, machine))).toMatchObject({ code });
    expect(tries()).toBe(1);
  });

  test("follows no redirect, which could give the token away", async () => {
    scene.way.plan([{ status: 302, headers: { location: "/elsewhere" }, body: "" }]);
    await scene.admin().run(WhoAmIDocument);
    expect(scene.way.count("/elsewhere")).toBe(0);
  });

  test("fails after four tries with the last error", async () => {
    scene.way.plan(Array(9).fill(unavailable));
    const error = await failureOf(scene.admin().run(MachineFileDocument, machine));
    expect(error).toMatchObject({ code: "SALESFORCE_UNAVAILABLE", status: 503, retryAfterMs: null });
    expect(tries()).toBe(4);
  });

  test("has one try with retry: false", async () => {
    scene.way.plan([unavailable]);
    await failureOf(scene.admin({ retry: false }).run(MachineFileDocument, machine));
    expect(tries()).toBe(1);
  });

  test("waits as long as Retry-After says", async () => {
    scene.way.plan([{ status: 503, headers: { "retry-after": "1" }, body: errorBody("STORE_UNAVAILABLE") }]);
    const start = performance.now();
    await scene.admin().run(MachineFileDocument, machine);
    expect(performance.now() - start).toBeGreaterThan(990);
    expect(tries()).toBe(2);
  });

  test("fails at once when Retry-After is longer than there is time for", async () => {
    const headers = { "retry-after": "3600" };
    scene.way.plan([{ status: 503, headers, body: errorBody("SALESFORCE_LIMIT_EXCEEDED") }]);
    const error = await failureOf(scene.admin().run(MachineFileDocument, machine));
    expect(error).toMatchObject({ code: "SALESFORCE_LIMIT_EXCEEDED", retryAfterMs: 3_600_000 });
    expect(tries()).toBe(1);
  });

  test("has the same request id in all its tries", async () => {
    scene.way.plan([unavailable, "lose answer"]);
    const { requestId } = await scene.admin().request(MachineFileDocument, machine);
    expect(scene.way.seen.map((request) => request.requestId)).toEqual([requestId, requestId, requestId]);
  });
});

describe("A mutation", () => {
  test.each(passing)("without a key is not tried again after %s", async (_name, fault) => {
    scene.way.plan([fault]);
    const input = { orderId: "801Lo0000000001IAA" };
    await failureOf(scene.admin().run(CancelOrderDocument, { input }));
    expect(tries()).toBe(1);
  });

  test.each(passing)("with a key is tried again after %s, and made once", async (_name, fault) => {
    scene.way.plan([fault]);
    const { createCart } = await scene.client().run(CreateCartDocument, cart());
    expect(createCart.cart).toMatchObject({ version: 1, lines: [{ sku: "GC1040", quantity: "1" }] });
    const keys = scene.way.seen
      .filter(({ body }) => body)
      .map(({ body }) => body.variables.input.idempotencyKey);
    expect(keys).toEqual([expect.stringMatching(/^[\da-f]{32}$/), keys[0]]);
  });

  test("whose answers are lost orders once", async () => {
    const client = scene.client();
    const { createCart } = await client.run(CreateCartDocument, cart());
    const poNumber = `PO-${createCart.cart?.id}`;
    scene.way.plan(["lose answer", "lose answer"]);
    const input = { cartId: createCart.cart?.id ?? "", poNumber };
    const { placeOrder } = await client.run(PlaceOrderDocument, { input });
    expect(placeOrder).toMatchObject({ userErrors: [], orders: [{ poNumber }] });
    expect(tries()).toBe(3);
    const document =
      "query ($poNumber: String!) { orders(filter: { poNumber: { eq: $poNumber } }) { totalCount } }";
    expect((await scene.gateway.query(document, { poNumber })).data.orders.totalCount).toBe(1);
  });

  test("has a new key in each call, unless one is given", async () => {
    const client = scene.client();
    const first = await client.run(CreateCartDocument, cart());
    const second = await client.run(CreateCartDocument, cart());
    expect(first.createCart.cart?.id).not.toBe(second.createCart.cart?.id);
    const options = { idempotencyKey: "spring-1" };
    const third = await client.run(CreateCartDocument, cart(), options);
    const fourth = await client.run(CreateCartDocument, cart(), options);
    const fifth = await client.run(CreateCartDocument, { input: { ...cart().input, ...options } });
    expect(new Set([third, fourth, fifth].map(({ createCart }) => createCart.cart?.id)).size).toBe(1);
  });

  test.each([
    [
      "an input that has none",
      () => scene.client().run(CancelOrderDocument, { input: { orderId: "1" } }, { idempotencyKey: "a" }),
    ],
    ["a query", () => scene.client().run(WhoAmIDocument, {}, { idempotencyKey: "a" })],
    [
      "an input with another",
      () =>
        scene
          .client()
          .run(
            CreateCartDocument,
            { input: { ...cart().input, idempotencyKey: "b" } },
            { idempotencyKey: "a" },
          ),
    ],
  ])("takes no key for %s", async (_name, run) => {
    await expect(run()).rejects.toThrow(TypeError);
    expect(scene.way.seen).toEqual([]);
  });
});

test.each([
  ["3", 3_000],
  [" 0 ", 0],
  ["Fri, 27 Nov 2026 12:00:10 GMT", 10_000],
  ["Fri, 27 Nov 2026 11:00:00 GMT", 0],
  ["soon", null],
  ["", null],
  [null, null],
])("Retry-After %j is read as %j milliseconds", (header, ms) => {
  expect(readRetryAfter(header, Date.parse("2026-11-27T12:00:00Z"))).toBe(ms);
});
