import { remainingMs } from "../deadline.ts";

/** What is left of a request's time for its answer, when the shop was waited for in vain. */
const answerMs = 500;

/** What a work comes to, or `late` when that takes too long; the work goes on. */
export async function within<T, Late>(milliseconds: number, work: Promise<T>, late: Late): Promise<T | Late> {
  const waiting = Promise.withResolvers<Late>();
  const longestMs = Math.max(0, Math.min(milliseconds, remainingMs() - answerMs));
  const timer = setTimeout(waiting.resolve, longestMs, late);
  return await Promise.race([work, waiting.promise]).finally(() => clearTimeout(timer));
}

/** A mutation does not wait longer for Salesforce to say whether something is there. */
export const lookupMs = 3_000;
