import { afterAll, beforeAll, expect, test } from "vitest";
import { type Carts, itemsOf, openCarts } from "../cart/carts.ts";
import { type Gateway, startGateway } from "../gateway.ts";
import { type CosmosServer, startCosmos } from "../stores/cosmos-server.ts";
import { openTerminal, type Terminal } from "./operate.ts";

const stack = new AsyncDisposableStack();
let terminal: Terminal;
let cosmos: CosmosServer;
let gateway: Gateway;
let carts: Carts;
beforeAll(async () => {
  terminal = stack.use(await openTerminal());
  cosmos = stack.use(await startCosmos());
  gateway = stack.use(await startGateway({ env: settings() }));
  carts = await openCarts(gateway);
});
afterAll(() => stack.disposeAsync());

const settings = () => ({ AZURE_COSMOS_ENDPOINT: cosmos.endpoint, AZURE_COSMOS_KEY: cosmos.key });

async function operate(...words: string[]): Promise<{ readonly code: number; readonly rows: object[] }> {
  const { code, ...output } = await terminal.operate(settings(), ["--json", "carts", ...words]);
  return { code, rows: code === 0 ? JSON.parse(output.stdout) : [output] };
}

test("An operator sees which carts wait and why, and has them tried again", async () => {
  await carts.make({ GC1040: 1 });
  expect(await operate("pending")).toEqual({ code: 0, rows: [] });
  const cart = await carts.make({ GC1020: 1 });
  const product = async (isActive: boolean) => {
    const [row] = await carts.store.query<{ Id: string }>(
      "SELECT Id FROM Product2 WHERE ProductCode = 'GC3060'",
    );
    await carts.store.send("PATCH", `/sobjects/Product2/${row?.Id}`, { IsActive: isActive });
    return row?.Id;
  };
  // The gateway knows the product from before, the store does not sell it any more.
  const productId = await product(false);
  await carts.run("addCartLines", { cartId: cart.id, lines: [{ productId, quantity: 1 }] });
  const [waiting, ...others] = (await operate("pending")).rows;
  expect(others).toEqual([]);
  expect(waiting).toMatchObject({
    id: cart.id,
    account: "001Lo0000000005IAA",
    pending: 1,
    reason: expect.any(String),
  });
  await product(true);
  expect(await operate("sync", cart.id)).toMatchObject({ code: 0, rows: [{ id: cart.id, next: "now" }] });
  const settled = await carts.settled(cart.id);
  expect(itemsOf(settled)).toEqual({ GC1020: 1, GC3060: 1 });
  expect(await operate("pending")).toEqual({ code: 0, rows: [] });
  expect((await operate("sync", "cart_of_nobody")).code).toBe(1);
});
