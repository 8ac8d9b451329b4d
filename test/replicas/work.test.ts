import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Carts, edge, itemsOf, openCarts, plain } from "../cart/carts.ts";
import { type Checkouts, openCheckouts, type PlacePayload } from "../order/checkouts.ts";
import {
  asGateway,
  hasServers,
  needed,
  type Replica,
  type Replicas,
  signIn,
  startMs,
  startReplicas,
} from "./replicas.ts";

/** After the death of a gateway: the lease of five seconds, a round of another's worker, the checkout itself. */
const takeOverMs = 10_000;
const skus = ["GC1020", "GC1040", "GC1060"];

describe.skipIf(!hasServers)(`Three gateways are one to who works with them (${needed})`, () => {
  let replicas: Replicas;
  let accessToken: string;
  /** Those that run now, each with its carts and checkouts. */
  let carts: readonly Carts[];
  let checkouts: readonly Checkouts[];
  beforeAll(async () => {
    replicas = await startReplicas();
    accessToken = (await signIn(replicas.all[0])).accessToken;
    const gateways = replicas.all.map((replica) => asGateway(replica, replicas, accessToken));
    carts = await Promise.all(gateways.map((gateway) => openCarts(gateway)));
    checkouts = await Promise.all(gateways.map((gateway) => openCheckouts(gateway)));
  }, startMs);
  afterAll(() => replicas[Symbol.asyncDispose]());

  const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

  test("what was written at one is read anew at the others", async () => {
    const [a, b, c] = replicas.all;
    const query = `{ account(id: "${edge}") { phone } }`;
    const read = (replica: Replica) => replica.query(query, {}, accessToken);
    await read(b);
    expect((await read(c)).extensions).toEqual({ cache: { queries: 1, ageSeconds: expect.any(Number) } });
    for (const phone of ["+1 512 555 0101", "+1 512 555 0102"]) {
      const write =
        "mutation ($input: UpdateAccountInput!) { updateAccount(input: $input) { userErrors { code } } }";
      const written = await a.query(write, { input: { accountId: edge, phone } }, accessToken);
      expect(written.data.updateAccount.userErrors).toEqual([]);
      expect((await read(b)).data.account.phone).toBe(phone);
      expect((await read(c)).data.account.phone).toBe(phone);
    }
  });

  test("twelve requests with one key, spread over all three, register one machine", async () => {
    const input = { accountId: edge, sku: "GC1040", serialNumber: "REPLICA-1", idempotencyKey: "replica 1" };
    const document =
      "mutation ($input: RegisterAssetInput!) { registerAsset(input: $input) { asset { id } userErrors { code } } }";
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        at(replicas.all, index).query(document, { input }, accessToken),
      ),
    );
    const ids = answers.map(({ data }) => data.registerAsset.asset?.id).filter((id) => id !== undefined);
    expect(new Set(ids).size).toBe(1);
    const rows = await at(carts, 0).store.query("SELECT Id FROM Asset WHERE SerialNumber = 'REPLICA-1'");
    expect(rows).toHaveLength(1);
  });

  test("nine writers with ten edits each, spread over all three, lose nothing, and the web cart has the same", async () => {
    const cart = await at(carts, 0).make();
    const write = async (writer: number) => {
      for (let edit = 0; edit < 10; edit += 1) {
        const lines = [{ sku: at(skus, writer), quantity: 1 }];
        const { userErrors } = await at(carts, writer + edit).run(
          "addCartLines",
          { cartId: cart.id, lines },
          plain,
        );
        expect(userErrors).toEqual([]);
      }
    };
    await Promise.all(Array.from({ length: 9 }, (_, writer) => write(writer)));
    const settled = await at(carts, 1).settled(cart.id);
    const wanted = Object.fromEntries(skus.map((sku) => [sku, 30]));
    expect(itemsOf(settled)).toEqual(wanted);
    expect(settled.version).toBe(91);
    expect(await at(carts, 2).webItems(settled.sync.webCartId)).toEqual(wanted);
  });

  test.each([
    ["one key", (): string => "only"],
    ["two keys", (index: number): string => `key ${index % 2}`],
  ])(
    "twenty orders of one cart with %s, placed at all three at once, are one order",
    async (_keys, keyOf) => {
      const cart = await at(carts, 0).make({ GC1040: 2, SL9020: 1 });
      const answers: readonly PlacePayload[] = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          at(checkouts, index).place({ cartId: cart.id, idempotencyKey: `${cart.id} ${keyOf(index)}` }),
        ),
      );
      const ids = new Set(answers.map(({ checkout }) => checkout?.id));
      expect(ids.size).toBe(1);
      const [id = ""] = ids;
      expect(await at(checkouts, 1).settled(id)).toMatchObject({ state: "COMPLETED", orders: [{}] });
      expect(await at(checkouts, 2).ordersOf(id)).toHaveLength(1);
      expect(await at(carts, 2).read(cart.id, "status")).toEqual({ status: "ORDERED" });
    },
  );

  test(
    "one of them is stopped and started again while clients work that try the others: nothing fails",
    async ({ annotate }) => {
      const cart = await at(carts, 0).make();
      const stopping = replicas.all[1];
      let isOver = false;
      const edits = Array.from({ length: 3 }, async (_, worker) => {
        let done = 0;
        for (; !isOver; done += 1) {
          await addAnywhere(replicas.all, { cartId: cart.id, key: `${worker}.${done}`, accessToken });
          await pause(20);
        }
        return done;
      });
      await pause(300);
      expect((await stopping.running.stop("SIGTERM")).code).toBe(0);
      await using again = await replicas.startAnother({ PORT: new URL(stopping.url).port });
      await expect.poll(() => isReady(again), { timeout: 10_000 }).toBe(true);
      await pause(300);
      isOver = true;
      const count = (await Promise.all(edits)).reduce((sum, done) => sum + done, 0);
      await annotate(`${count} edits`);
      expect(itemsOf(await at(carts, 0).settled(cart.id))).toEqual({ GC1040: count });
    },
    startMs,
  );

  test("a checkout whose gateway is killed is finished by another within ten seconds", async ({
    annotate,
  }) => {
    const cart = await at(carts, 0).make({ GC1040: 2, SL9020: 1 });
    await at(carts, 0).settled(cart.id);
    await slowDown(replicas, 100);
    const placing = at(checkouts, 0)
      .place({ cartId: cart.id, idempotencyKey: "killed" })
      .catch(() => null);
    await expect.poll(() => countCalls(replicas), { interval: 5, timeout: 10_000 }).toBeGreaterThan(1);
    await replicas.all[0].running.stop("SIGKILL");
    const killed = performance.now();
    expect(await placing).toBeNull();
    await slowDown(replicas, 0);
    const status = async () => (await at(carts, 2).read(cart.id, "status")).status;
    expect(await status()).toBe("CHECKING_OUT");
    await expect.poll(status, { interval: 50, timeout: takeOverMs }).toBe("ORDERED");
    const milliseconds = performance.now() - killed;
    await annotate(`finished after ${Math.round(milliseconds)} ms`);
    expect(milliseconds).toBeLessThan(takeOverMs);
    const { checkout } = await at(carts, 2).read(cart.id, "checkout { id state orders { id } }");
    expect(checkout).toMatchObject({ state: "COMPLETED", orders: [{}] });
    expect(await at(checkouts, 2).ordersOf(checkout.id)).toHaveLength(1);
  });
});

interface Addition {
  readonly cartId: string;
  readonly key: string;
  readonly accessToken: string;
}

/** One piece more, as a client does that tries each gateway until one answers. */
async function addAnywhere(
  replicas: readonly Replica[],
  { cartId, key, accessToken }: Addition,
): Promise<void> {
  const input = { cartId, lines: [{ sku: "GC1040", quantity: 1 }], idempotencyKey: key };
  const document =
    "mutation ($input: AddCartLinesInput!) { addCartLines(input: $input) { userErrors { code } } }";
  const first = Math.floor(Math.random() * replicas.length);
  for (const replica of [...replicas.slice(first), ...replicas.slice(0, first)]) {
    const answer = await replica.query(document, { input }, accessToken).catch(() => null);
    if (answer === null) continue;
    expect(answer).toEqual({ data: { addCartLines: { userErrors: [] } } });
    return;
  }
  throw new Error("no gateway answers");
}

async function isReady({ url }: Replica): Promise<boolean> {
  return (await fetch(`${url}/readyz`)).ok;
}

async function countCalls({ org }: Replicas): Promise<number> {
  return (await org.calls()).filter(({ counted }) => counted).length;
}

async function slowDown({ org }: Replicas, delayMs: number): Promise<void> {
  await fetch(`${org.url}/_local/faults`, { method: "DELETE" });
  await org.forgetCalls();
  if (delayMs === 0) return;
  const body = JSON.stringify({ path: "/services/data", delayMs });
  await fetch(`${org.url}/_local/faults`, { method: "POST", body });
}
