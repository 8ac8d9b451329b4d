import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { edge } from "../cart/carts.ts";
import { type Gateway, startGateway } from "../gateway.ts";
import { type CosmosServer, startCosmos } from "../stores/cosmos-server.ts";

const stack = new AsyncDisposableStack();
let cosmos: CosmosServer;
let gateway: Gateway;
beforeAll(async () => {
  cosmos = stack.use(await startCosmos());
  const env = { AZURE_COSMOS_ENDPOINT: cosmos.endpoint, AZURE_COSMOS_KEY: cosmos.key };
  gateway = stack.use(await startGateway({ env }));
});
afterAll(() => stack.disposeAsync());

/** Of closed, open and half_open in this order. */
async function states(upstream: string): Promise<readonly number[]> {
  const text = await (await fetch(`${gateway.url}/metrics`)).text();
  return ["closed", "open", "half_open"].map((state) => {
    const sample = `gateway_circuit_breaker_state{upstream="${upstream}",state="${state}"} `;
    const line = text.split("\n").find((candidate) => candidate.startsWith(sample));
    return Number(line?.slice(sample.length) ?? Number.NaN);
  });
}

const [closed, open, halfOpen] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

function strike(fault: object): Promise<Response> {
  return fetch(`${gateway.org.url}/_local/faults`, { method: "POST", body: JSON.stringify(fault) });
}

function mend(): Promise<Response> {
  return fetch(`${gateway.org.url}/_local/faults`, { method: "DELETE" });
}

/** Each another query, for the same ones at the same time would be asked once. */
const ask = (first: number) => gateway.query(`{ accounts(first: ${first}) { nodes { name } } }`);

describe("The state of the circuit breaker is told", () => {
  test("of Salesforce: closed, open after failures in a row, half open while one call asks, closed again", async () => {
    expect(await states("salesforce")).toEqual(closed);
    await strike({ path: "/query", status: 503 });
    for (let first = 1; first <= 10; first += 1) await ask(first);
    expect(await states("salesforce")).toEqual(open);
    await mend();
    await strike({ path: "/query", delayMs: 2_000 });
    const asking = async () => {
      void ask(1);
      return await states("salesforce");
    };
    await expect.poll(asking, { timeout: 10_000 }).toEqual(halfOpen);
    await mend();
    await expect.poll(() => states("salesforce"), { timeout: 10_000 }).toEqual(closed);
    expect((await ask(1)).errors).toBeUndefined();
  });

  test("of Cosmos DB likewise", async () => {
    expect(await states("cosmos")).toEqual(closed);
    cosmos.strike({ status: 503, times: 10_000 });
    const create = () =>
      gateway.query(`mutation { createCart(input: { accountId: "${edge}" }) { userErrors { code } } }`);
    await Promise.all(Array.from({ length: 5 }, create));
    expect(await states("cosmos")).toEqual(open);
    cosmos.mend();
    await expect.poll(async () => (await create()).errors, { timeout: 10_000 }).toBeUndefined();
    expect(await states("cosmos")).toEqual(closed);
  });
});
