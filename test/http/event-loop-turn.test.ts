import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { longestWaitMs, ownTurn } from "../../src/event-loop-turn.ts";

describe("Work that is to be done for many answers at the same time", () => {
  it("lets what comes in meanwhile have its turn after three milliseconds", async () => {
    const done: string[] = [];
    const answers = Array.from({ length: 8 }, () => answer(done, { workMs: 4 }));
    const request = pause(1).then(() => done.push("request"));
    await Promise.all([...answers, request]);
    expect(done.indexOf("request")).toBeLessThanOrEqual(2);
  });

  it("is done in one turn where it is little", async () => {
    const done: string[] = [];
    const answers = Array.from({ length: 8 }, () => answer(done, { workMs: 0 }));
    const nextTurn = new Promise<void>((resolve) => setImmediate(resolve));
    await Promise.all([...answers, nextTurn.then(() => done.push("next turn"))]);
    expect(done).toEqual([...Array(8).fill("answer"), "next turn"]);
  });

  it("tells how long it waits", async () => {
    const answers = Array.from({ length: 3 }, () => answer([], { workMs: 4 }));
    await Promise.race(answers);
    expect(longestWaitMs()).toBeGreaterThan(3);
    await Promise.all(answers);
    expect(longestWaitMs()).toBe(0);
  });
});

async function answer(done: string[], { workMs }: { readonly workMs: number }): Promise<void> {
  await ownTurn();
  const began = performance.now();
  while (performance.now() - began < workMs) Math.sqrt(began);
  done.push("answer");
}
