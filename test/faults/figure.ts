import { appendFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";

/** Notes what a test has seen, a line of JSON each, where FAULT_FIGURES names a file: docs/reliability.md is made of them. */
export function seen(fault: string, figures: Readonly<Record<string, number | string>>): void {
  const { FAULT_FIGURES } = process.env;
  if (FAULT_FIGURES) appendFileSync(FAULT_FIGURES, `${JSON.stringify({ fault, ...figures })}\n`);
}

/** How many of the answers have each outcome: "ok", or the code of their first error. */
export function outcomes(
  answers: readonly { readonly errors?: readonly { readonly extensions: { readonly code: string } }[] }[],
): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { errors } of answers) {
    const outcome = errors?.[0]?.extensions.code ?? "ok";
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

interface Timed<T> {
  readonly answer: T;
  readonly milliseconds: number;
  /** For how long at most this process did not get to run meanwhile: on a busy machine every timer is late by it. */
  readonly stalledMs: number;
}

export async function timed<T>(work: () => Promise<T>): Promise<Timed<T>> {
  const stalls = monitorEventLoopDelay({ resolution: 10 });
  stalls.enable();
  const began = performance.now();
  const answer = await work();
  const milliseconds = Math.round(performance.now() - began);
  stalls.disable();
  return { answer, milliseconds, stalledMs: Math.round(stalls.max / 1e6) };
}

const marginMs = 100;

/** For tests that hold `latest`: a machine that is busy with others breaks such a promise now and then, and not three times in a row. */
export const byTheClock = { retry: 2 };

/** By when an answer has to be there: it passes through this process, in which all servers run, some three times. */
export function latest(deadlineMs: number, { stalledMs }: Pick<Timed<unknown>, "stalledMs">): number {
  return deadlineMs + marginMs + 3 * stalledMs;
}
