import { setImmediate, setTimeout } from "node:timers/promises";
import Fastify from "fastify";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shedLoad } from "../../src/load-shedding.ts";
import { type Gateway, startGateway } from "../gateway.ts";

const salesforceMs = 1_500;

/** Two gateways before one slow org. */
let small: Gateway;
let usual: Gateway;

beforeAll(async () => {
  small = await startGateway({ env: { MAX_CONCURRENT_REQUESTS: "1" } });
  usual = await startGateway({ beside: small });
});
afterAll(async () => {
  await usual[Symbol.asyncDispose]();
  await small[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await fetch(`${small.org.url}/_local/faults`, { method: "DELETE" });
  const fault = JSON.stringify({ delayMs: salesforceMs, path: "/services/data" });
  await fetch(`${small.org.url}/_local/faults`, { method: "POST", body: fault });
});

const post = (path: string, headers: Readonly<Record<string, string>> = {}) =>
  fetch(small.url + path, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${small.token()}`, ...headers },
    body: JSON.stringify({ query: "{ products { totalCount } }" }),
  });

/** Something for the small gateway to do, until Salesforce answers. */
async function occupy() {
  const answer = small.query("{ accounts { totalCount } }");
  await setTimeout(200);
  return { answer };
}

describe("A gateway that has as much to do as it may", () => {
  test("refuses what comes on top of it, before it looks at the token, and says when to come again", async () => {
    const { answer } = await occupy();
    const shed = await post("/graphql", { authorization: "Bearer nonsense" });
    expect(shed.status).toBe(503);
    expect(shed.headers.get("retry-after")).toBe("1");
    expect(await shed.json()).toEqual({
      errors: [{ message: expect.any(String), extensions: { code: "OVERLOADED" } }],
    });
    expect((await answer).data.accounts.totalCount).toBeGreaterThan(0);
    expect((await small.query("{ accounts { totalCount } }")).data.accounts.totalCount).toBeGreaterThan(0);
  });

  test("refuses tokens to partners' programs as well", async () => {
    const { answer } = await occupy();
    expect((await post("/oauth/token")).status).toBe(503);
    await answer;
  });

  test("still tells whether it lives and what it counts, with what it refused", async () => {
    const { answer } = await occupy();
    expect((await fetch(`${small.url}/livez`)).status).toBe(200);
    expect(await (await fetch(`${small.url}/readyz`)).json()).toHaveProperty("checks");
    await post("/graphql");
    const metrics = await (await fetch(`${small.url}/metrics`)).text();
    expect(Number(/^gateway_shed_requests_total (\d+)$/m.exec(metrics)?.[1])).toBeGreaterThan(0);
    await answer;
  });
});

test("100 requests at once that wait for a slow Salesforce are all answered", async () => {
  const documents = Array.from(
    { length: 100 },
    (_, index) => `{ accounts(first: ${index + 1}) { nodes { id } } }`,
  );
  const answers = await Promise.all(documents.map((document) => usual.query(document)));
  expect(answers.filter(({ errors }) => errors !== undefined)).toEqual([]);
});

/** A server that works for 20 ms on every request, with the address of each that it has answered. */
function startBusy(maxConcurrentRequests: number) {
  const app = Fastify();
  shedLoad(app, { maxConcurrentRequests, onShed: () => undefined });
  app.setErrorHandler((_error, _request, reply) => reply.status(503).send());
  const answered: string[] = [];
  app.get("/", async ({ ip }) => {
    await setImmediate();
    for (const until = performance.now() + 20; performance.now() < until; );
    answered.push(ip);
    return "";
  });
  return {
    answered,
    ask: async (addresses: readonly string[]) => {
      const asked = addresses.map((remoteAddress) => app.inject({ url: "/", remoteAddress }));
      return (await Promise.all(asked)).map(({ statusCode }) => statusCode);
    },
    [Symbol.asyncDispose]: () => app.close(),
  };
}

test("Who fills the queue alone leaves others their places and turns", async () => {
  await using server = startBusy(1_000);
  const { answered, ask } = server;
  const times = (count: number, address: string) => Array.from({ length: count }, () => address);
  const [flooding, other] = ["198.51.100.1", "198.51.100.2"];
  const flood = ask(times(200, flooding));
  await expect.poll(() => answered.length, { interval: 1 }).toBeGreaterThan(20);
  const [refused, admitted] = await Promise.all([
    ask(times(5, flooding)),
    ask(times(5, other)).then((statuses) => ({ statuses, before: answered.length })),
  ]);
  expect(refused).toEqual([503, 503, 503, 503, 503]);
  expect(admitted.statuses).toEqual([200, 200, 200, 200, 200]);
  expect(admitted.before).toBeLessThan(100);
  expect(await flood).toEqual(Array.from({ length: 200 }, () => 200));
});

test("However many addresses ask, no more wait than twice as many as may be in progress", async () => {
  await using server = startBusy(20);
  const addresses = Array.from({ length: 200 }, (_, index) => `198.51.100.${index}`);
  const statuses = await server.ask(addresses);
  const admitted = statuses.filter((status) => status === 200);
  expect(admitted.length).toBeGreaterThanOrEqual(40);
  expect(admitted.length).toBeLessThanOrEqual(20 + 40);
  expect(statuses.filter((status) => status === 503)).toHaveLength(200 - admitted.length);
});
