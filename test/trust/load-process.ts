import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import type { Answered, LoadTask, Phase } from "./load.ts";
import { createPool } from "./raw-connection.ts";

/**
 * The load generator, in a process of its own: takes a `LoadTask` as message, answers with all that was `Answered`.
 *
 * Open loop: each request has its time beforehand, whatever became of the ones before, and its latency counts also while it waits
 * for a connection. autocannon and wrk ask again when they are answered, so that a slow server slows them down and
 * its worst times go unseen. Bare sockets, so that the generator leaves the two cores to what is measured.
 */
const defaultConnections = 400;
const tickMs = 2;
const lastAnswersMs = 15_000;

const [task] = (await once(process, "message")) as [LoadTask];
const pool = createPool(task.url, task.connections ?? defaultConnections);
const requests = task.requests.map((request) => Buffer.from(request));
const answers: Answered[] = [];
let asked = 0;

for (const phase of task.phases) await (phase.perSecond === null ? runClosed(phase) : runOpen(phase));
for (let waitedMs = 0; answers.length < asked && waitedMs < lastAnswersMs; waitedMs += 10)
  await setTimeout(10);
process.send?.({ answers, asked });
process.once("message", () => process.exit());

async function runOpen({ name, seconds, perSecond }: Phase): Promise<void> {
  const rate = (perSecond ?? 0) / 1_000;
  const began = performance.now();
  let sent = 0;
  while (sent < seconds * 1_000 * rate) {
    const due = Math.min((performance.now() - began) * rate, seconds * 1_000 * rate);
    for (; sent < due; sent++) ask({ phase: name, began, atMs: sent / rate });
    await setTimeout(tickMs);
  }
}

async function runClosed({ name, seconds, callers = 20 }: Phase): Promise<void> {
  const began = performance.now();
  const endMs = seconds * 1_000;
  const again = () => {
    const atMs = performance.now() - began;
    if (atMs < endMs) ask({ phase: name, began, atMs }, again);
  };
  for (let index = 0; index < callers; index++) again();
  await setTimeout(endMs);
}

interface Place {
  readonly phase: string;
  readonly began: number;
  readonly atMs: number;
}

function ask({ phase, began, atMs }: Place, then?: () => void): void {
  const request = asked++ % requests.length;
  const sentMs = performance.now() - began;
  pool.ask(requests[request] as Buffer, (status) => {
    answers.push({
      phase,
      atMs,
      lateMs: sentMs - atMs,
      latencyMs: performance.now() - began - sentMs,
      status,
      request,
    });
    then?.();
  });
}
