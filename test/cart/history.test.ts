import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import { createRandom, type Random } from "../random.ts";
import { type CosmosFault, type CosmosServer, startCosmos } from "../stores/cosmos-server.ts";
import { openCarts } from "./carts.ts";
import { liveThrough } from "./history.ts";

/** A few belong to every run of the tests; docs/carts.md says how to run a thousand. */
const histories = Number(process.env.CART_HISTORIES ?? 20);
const firstSeed = Number(process.env.RANDOM_SEED ?? 1);
const together = 20;
const edits = 12;

const faults = [
  { status: 503, body: [{ errorCode: "SERVER_UNAVAILABLE", message: "busy" }] },
  { limitExceeded: true },
  { dropAnswer: true },
  { dropAnswer: true, path: "/commerce/" },
  { resetAfterBytes: 30 },
  { truncateAt: 50 },
  { lockRows: true },
  { expireSessions: true, times: 2 },
  { delayMs: 300 },
];

const storeFaults: readonly CosmosFault[] = [
  { status: 429, retryAfterMs: 10 },
  { status: 449 },
  { status: 503 },
  { reset: true },
  { dropAnswer: true },
];

interface Victims {
  readonly org: Gateway["org"];
  readonly cosmos: CosmosServer;
  readonly random: Random;
}

/** Salesforce is well for a while, and then it is not, until `stop`. */
async function harass({ org, cosmos, random }: Victims, stop: AbortSignal): Promise<void> {
  const control = (init: RequestInit) => fetch(`${org.url}/_local/faults`, init);
  while (!stop.aborted) {
    await pause(random.below(400));
    const share = random.pick([0.2, 0.5, 1]);
    cosmos.strike({ ...random.pick(storeFaults), times: 1 + random.below(5) });
    const fault = { ...random.pick(faults), share, seed: random.below(1_000) };
    await control({ method: "POST", body: JSON.stringify(fault) });
    await pause(random.below(600));
    await control({ method: "DELETE" });
  }
}

test(
  `Of ${histories} random histories of edits and faults, each ends with the same in cart, store and the buyer's mind`,
  async () => {
    await using cosmos = await startCosmos();
    const store = { AZURE_COSMOS_ENDPOINT: cosmos.endpoint, AZURE_COSMOS_KEY: cosmos.key };
    await using gateway = await startGateway({ env: { ...store, SALESFORCE_TIMEOUT_SECONDS: "1" } });
    const carts = await openCarts(gateway);
    const wrong: string[] = [];
    for (let done = 0; done < histories; done += together) {
      const stop = new AbortController();
      const harassing = harass(
        { org: gateway.org, cosmos, random: createRandom(firstSeed + done) },
        stop.signal,
      );
      const seeds = Array.from(
        { length: Math.min(together, histories - done) },
        (_, index) => firstSeed + done + index,
      );
      const living = seeds.map((seed) => liveThrough({ seed, carts, edits }));
      await Promise.race([Promise.allSettled(living), pause(edits * 400)]);
      stop.abort();
      await harassing;
      wrong.push(...(await Promise.all((await Promise.all(living)).map((judge) => judge()))).flat());
    }
    expect(wrong).toEqual([]);
  },
  Math.max(120_000, histories * 3_000),
);
