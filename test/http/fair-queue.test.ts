import { expect, test } from "vitest";
import { createFairQueue } from "../../src/fair-queue.ts";

function queueOf(...items: readonly string[]) {
  const queue = createFairQueue<string>();
  for (const item of items) queue.push(item[0] ?? "", item);
  return queue;
}

test("Each party has its turn, however many items another has, and its own items stay in their order", () => {
  const queue = queueOf("a1", "a2", "a3", "a4", "b1", "b2", "c1");
  const first = Array.from({ length: 4 }, () => queue.shift());
  queue.push("d", "d1");
  const rest = Array.from({ length: queue.length }, () => queue.shift());
  expect([...first, ...rest]).toEqual(["a1", "b1", "c1", "a2", "b2", "a3", "d1", "a4"]);
  expect(queue.length).toBe(0);
  expect(queue.shift()).toBeUndefined();
});

test("A party's share is as many places as all have when they have the same number", () => {
  const queue = queueOf("a1", "a2", "a3", "a4", "b1");
  expect(queue.hasItsShare("a", 4)).toBe(true);
  expect(queue.hasItsShare("b", 4)).toBe(false);
  // One more would be three parties.
  expect(queue.hasItsShare("c", 4)).toBe(false);
  queue.push("b", "b2");
  expect(queue.hasItsShare("b", 4)).toBe(true);
});
