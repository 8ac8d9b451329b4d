import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { openKillable } from "../killable.ts";
import { createRandom } from "../random.ts";
import { openCarts } from "./carts.ts";
import { liveThrough } from "./history.ts";

/** A few belong to every run of the tests; docs/carts.md says how to run more. */
const histories = Number(process.env.CART_CRASH_HISTORIES ?? 10);
const firstSeed = Number(process.env.RANDOM_SEED ?? 1);
const together = 10;
const edits = 12;

test(
  `Of ${histories} histories in which the gateway is killed at any moment, each ends with the same in cart, store and the buyer's mind`,
  async () => {
    await using killable = await openKillable({ SALESFORCE_TIMEOUT_SECONDS: "1" });
    const { start } = killable;
    const carts = await openCarts(killable.client);

    let running = await start();
    const wrong: string[] = [];
    for (let done = 0; done < histories; done += together) {
      const random = createRandom(firstSeed + done);
      const seeds = Array.from(
        { length: Math.min(together, histories - done) },
        (_, index) => firstSeed + done + index,
      );
      const living = Promise.all(seeds.map((seed) => liveThrough({ seed, carts, edits })));
      for (let crash = 0; crash < 2; crash += 1) {
        await pause(200 + random.below(900));
        await running.stop("SIGKILL");
        running = await start();
      }
      const verdicts = await Promise.all((await living).map((judge) => judge()));
      wrong.push(...verdicts.flat());
    }
    await running.stop("SIGKILL");
    expect(wrong).toEqual([]);
  },
  Math.max(120_000, histories * 6_000),
);
