import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Carts, edge, openCarts } from "../cart/carts.ts";
import { type Gateway, startGateway } from "../gateway.ts";
import { outcomes, seen, timed } from "./figure.ts";

let gateway: Gateway;
let carts: Carts;
beforeAll(async () => {
  gateway = await startGateway();
  carts = await openCarts(gateway);
});
afterAll(() => gateway[Symbol.asyncDispose]());
afterEach(() => mend());

const strike = (fault: object) =>
  fetch(`${gateway.org.url}/_local/faults`, { method: "POST", body: JSON.stringify(fault) });
const mend = () => fetch(`${gateway.org.url}/_local/faults`, { method: "DELETE" });
const ask = () => gateway.query("{ accounts(first: 1) { nodes { name } } }");
/** Every request, whether it counts or was refused. */
const pathsOfAll = async () => {
  const calls = await (await fetch(`${gateway.org.url}/_local/calls`)).json();
  return (calls as { path: string }[]).map(({ path }) => path.split("/").at(-1));
};
const update = () =>
  gateway.query(`mutation { updateAccount(input: { accountId: "${edge}", website: "https://edge.example" }) {
    account { id } userErrors { code } } }`);

describe("After REQUEST_LIMIT_EXCEEDED", () => {
  const outageMs = 4_000;

  test("nothing but a probe goes out, orders are refused before they are begun, carts take edits, and all goes on afterwards", async () => {
    const cart = await carts.make({ GC1020: 1 });
    await strike({ limitExceeded: true });
    expect(outcomes([await ask()])).toEqual({ SALESFORCE_LIMIT_EXCEEDED: 1 });
    await gateway.org.clearCalls();
    const over = Date.now() + outageMs;
    const answers = [];
    while (Date.now() < over) {
      answers.push(await ask(), await update());
      await pause(50);
    }
    const lines = [{ lineId: cart.lines[0].id, quantity: 4 }];
    const edit = await carts.run("updateCartLines", { cartId: cart.id, lines });
    expect(edit).toMatchObject({ userErrors: [], cart: { sync: { state: "PENDING" } } });
    const order = await gateway.query(
      `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { checkout { id } } }`,
      { input: { cartId: cart.id } },
    );
    expect(outcomes([...answers, order])).toEqual({ SALESFORCE_LIMIT_EXCEEDED: answers.length + 1 });
    expect(await carts.read(cart.id)).toMatchObject({ status: "ACTIVE" });
    const paths = await pathsOfAll();
    expect(new Set(paths)).toEqual(new Set(["limits"]));
    // After one second, two more, four more ... up to a minute.
    expect(paths.length).toBeLessThanOrEqual(4);
    await mend();
    const recovery = await timed(() =>
      expect.poll(async () => (await ask()).errors, { timeout: 15_000 }).toBeUndefined(),
    );
    const settling = await timed(() => carts.settled(cart.id));
    expect(await carts.webItems(settling.answer.sync.webCartId)).toEqual({ GC1020: 4 });
    seen("REQUEST_LIMIT_EXCEEDED", {
      refused: answers.length + 1,
      seconds: outageMs / 1_000,
      probes: paths.length,
      recoveryMs: recovery.milliseconds,
      cartSettledMs: settling.milliseconds,
    });
  });
});

describe("While somebody else holds the row", () => {
  const patches = async () => (await pathsOfAll()).filter((name) => name === edge);

  test("for a moment, a write is carried out once", async () => {
    await strike({ lockRows: true, times: 3 });
    await gateway.org.clearCalls();
    const { data, errors } = await update();
    expect(errors).toBeUndefined();
    expect(data.updateAccount).toEqual({ account: { id: edge }, userErrors: [] });
    expect(await patches()).toHaveLength(4);
    seen("UNABLE_TO_LOCK_ROW three times", { tries: 4 });
  });

  test("for longer, it is told after four tries", async () => {
    await strike({ lockRows: true });
    await gateway.org.clearCalls();
    const { data } = await update();
    expect(data.updateAccount.userErrors).toEqual([{ code: "CONFLICT" }]);
    expect(await patches()).toHaveLength(4);
  });

  test("a new machine is there once in the end", async () => {
    await strike({ lockRows: true, times: 2 });
    const serialNumber = "LOCKED-1";
    const document = `mutation { registerAsset(input: { sku: "GC1040", serialNumber: "${serialNumber}", accountId: "${edge}" }) {
      asset { id } userErrors { code message } } }`;
    const { data, errors } = await gateway.query(document);
    expect(errors).toBeUndefined();
    expect(data.registerAsset.userErrors).toEqual([]);
    await mend();
    const { data: found } = await gateway.query(
      `{ assets(filter: { serialNumber: { eq: "${serialNumber}" } }) { totalCount } }`,
    );
    expect(found.assets.totalCount).toBe(1);
  });
});

test("A write whose answer is lost is not sent again", async () => {
  await strike({ path: "/sobjects/Account", method: "PATCH", dropAnswer: true });
  await gateway.org.clearCalls();
  expect(outcomes([await update()])).toEqual({ SALESFORCE_UNAVAILABLE: 1 });
  expect((await pathsOfAll()).filter((name) => name === edge)).toHaveLength(1);
});

test("What a second try costs is in the trace", async () => {
  await strike({ path: "/query", status: 503, body: [{ errorCode: "SERVER_UNAVAILABLE" }], times: 1 });
  const headers = { "x-salesforce-trace": "1" };
  const { extensions } = await gateway.query("{ accounts(first: 2) { nodes { name } } }", {}, { headers });
  expect(extensions).toMatchObject({ salesforce: { apiCalls: 2, roundTrips: 1 } });
});
