import { appendFileSync } from "node:fs";

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

/** The same for each of several, one after the other, and how long each took, in milliseconds. */
export async function timed<T>(work: () => Promise<T>): Promise<{ answer: T; milliseconds: number }> {
  const began = performance.now();
  const answer = await work();
  return { answer, milliseconds: Math.round(performance.now() - began) };
}
