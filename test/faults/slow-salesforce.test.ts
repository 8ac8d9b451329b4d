import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Carts, openCarts } from "../cart/carts.ts";
import { type Gateway, startGateway } from "../gateway.ts";
import { byTheClock, latest, outcomes, seen, timed } from "./figure.ts";

const deadlineMs = 4_000;
/** Of one read, whoever waits for it. */
const answerMs = 6_000;
/** Of which three are under way and twelve wait. */
const readers = 20;

let gateway: Gateway;
let carts: Carts;
beforeAll(async () => {
  gateway = await startGateway({
    env: {
      REQUEST_TIMEOUT_SECONDS: String(deadlineMs / 1_000),
      SALESFORCE_TIMEOUT_SECONDS: String(answerMs / 1_000),
      SALESFORCE_MAX_CONCURRENT: "4",
    },
  });
  carts = await openCarts(gateway);
});
afterAll(() => gateway[Symbol.asyncDispose]());
afterEach(() => mend());

const strike = (fault: object) =>
  fetch(`${gateway.org.url}/_local/faults`, { method: "POST", body: JSON.stringify(fault) });
const mend = () => fetch(`${gateway.org.url}/_local/faults`, { method: "DELETE" });
const ask = (index: number) => gateway.query(`{ accounts(first: ${index + 1}) { nodes { name } } }`);

const recovered = () => expect.poll(async () => (await ask(0)).errors, { timeout: 15_000 }).toBeUndefined();

test("While Salesforce is slow to answer queries, carts, sign-in and health go on", async () => {
  const cart = await carts.make({ GC1020: 1 });
  const delayMs = 3_500;
  await strike({ path: "/query", delayMs });
  let answered = 0;
  const read = async (index: number) => {
    const answer = await ask(index);
    answered += 1;
    return answer;
  };
  const reading = Promise.all(Array.from({ length: readers }, (_, index) => read(index)));
  await pause(100);
  const lines = [{ lineId: cart.lines[0].id, quantity: 3 }];
  const input = '{ email: "buyer@edge.example", password: "local-only" }';
  const [edit, signIn, alive, ready] = await Promise.all([
    timed(() => carts.run("updateCartLines", { cartId: cart.id, lines })),
    timed(() => gateway.query(`mutation { signIn(input: ${input}) { accessToken } }`, {}, { token: null })),
    timed(() => fetch(`${gateway.url}/livez`)),
    timed(() => fetch(`${gateway.url}/readyz`)),
  ]);
  expect(edit.answer).toMatchObject({ userErrors: [], cart: { sync: { state: "SYNCED" } } });
  expect(signIn.answer.data.signIn.accessToken).toEqual(expect.any(String));
  expect([alive.answer.status, ready.answer.status]).toEqual([200, 200]);
  const answeredBefore = answered;
  const outcome = outcomes(await reading);
  seen(`20 reads at once, 4 at a time, each ${delayMs} ms`, {
    ...outcome,
    cartEditMs: edit.milliseconds,
    signInMs: signIn.milliseconds,
    livezMs: alive.milliseconds,
    readyzMs: ready.milliseconds,
  });
  // Those that are refused at once, and the three of the first round; behind all of them it would be more.
  expect(answeredBefore).toBeLessThanOrEqual(5 + 3);
});

test("A read that two wait for ends for each at their own deadline", async () => {
  await recovered();
  await strike({ path: "/query", delayMs: 5_000 });
  await gateway.org.clearCalls();
  const first = ask(3);
  await pause(2_000);
  const second = ask(3);
  expect(outcomes([await first])).toEqual({ SALESFORCE_TIMEOUT: 1 });
  expect(outcomes([await second])).toEqual({ ok: 1 });
  expect(await gateway.org.calls()).toHaveLength(1);
});

test("A write that gets no answer is given up at the deadline", byTheClock, async () => {
  await recovered();
  await strike({ path: "/sobjects/Account", method: "PATCH", delayMs: 30_000 });
  const document = `mutation { updateAccount(input: { accountId: "001Lo0000000005IAA", website: "https://edge.example" }) {
    account { id } userErrors { code } } }`;
  const { answer, milliseconds, stalledMs } = await timed(() => gateway.query(document));
  expect(answer.errors?.[0]?.extensions.code).toBe("SALESFORCE_TIMEOUT");
  seen("no answer to a write", { deadlineMs, milliseconds, stalledMs });
  expect(milliseconds).toBeLessThan(latest(deadlineMs, { stalledMs }));
});

test(
  "While Salesforce does not answer queries at all, every caller is told so by the deadline",
  byTheClock,
  async () => {
    await recovered();
    await strike({ path: "/query", delayMs: 30_000 });
    const {
      answer: answers,
      milliseconds,
      stalledMs,
    } = await timed(() => Promise.all(Array.from({ length: readers }, (_, index) => ask(index))));
    const outcome = outcomes(answers);
    // What is more than can wait is refused at once.
    expect(outcome).toEqual({ SALESFORCE_TIMEOUT: 15, SALESFORCE_UNAVAILABLE: 5 });
    seen("no answer to 20 reads at once, 4 at a time", { ...outcome, deadlineMs, milliseconds, stalledMs });
    expect(milliseconds).toBeLessThan(latest(deadlineMs, { stalledMs }));
    await mend();
    await recovered();
  },
);
