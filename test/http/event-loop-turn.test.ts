import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { createTurns, longestWaitMs, ownTurn } from "../../src/event-loop-turn.ts";

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

  it("lets what comes in meanwhile have its turn between the parts of one answer as well", async () => {
    const done: string[] = [];
    const turns = createTurns(50);
    const begun = (rows: number) =>
      turns.of(rows).then(() => work(done, { workMs: 1, name: `${rows} rows` }));
    const parts = Array.from({ length: 20 }, () => begun(25));
    const request = pause(1).then(() => done.push("request"));
    await Promise.all([...parts, request]);
    expect(done.indexOf("request")).toBeLessThanOrEqual(6);
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
  work(done, { workMs, name: "answer" });
}

function work(done: string[], { workMs, name }: { readonly workMs: number; readonly name: string }): void {
  const began = performance.now();
  while (performance.now() - began < workMs) Math.sqrt(began);
  done.push(name);
}
