import { AsyncLocalStorage } from "node:async_hooks";

/** In milliseconds of the epoch; travels with whatever a request sets off. */
const deadlines = new AsyncLocalStorage<number | undefined>();

/** Whatever `work` waits for has to come about by then, in milliseconds of the epoch. */
export function runUntil<T>(deadline: number, work: () => T): T {
  return deadlines.run(deadline, work);
}

/** For what others wait for as well, or what goes on by itself: no caller's deadline holds for it. */
export function detached<T>(work: () => T): T {
  return deadlines.run(undefined, work);
}

const afterwardsMs = 1_000;

/** What is to be noted of something that has happened: it has a moment even when the caller's time is over. */
export function afterwards<T>(work: () => T): T {
  return deadlines.run(Date.now() + Math.max(afterwardsMs, remainingMs()), work);
}

/** How much time is left, at least 0; without a deadline there is no end. */
export function remainingMs(): number {
  const deadline = deadlines.getStore();
  return deadline === undefined ? Number.POSITIVE_INFINITY : Math.max(0, deadline - Date.now());
}

/** The work, or at the deadline the error; the work itself goes on. */
export async function byDeadline<T>(work: Promise<T>, late: () => Error): Promise<T> {
  const milliseconds = remainingMs();
  if (milliseconds === Number.POSITIVE_INFINITY) return await work;
  const over = Promise.withResolvers<never>();
  const timer = setTimeout(() => over.reject(late()), milliseconds);
  return await Promise.race([work, over.promise]).finally(() => clearTimeout(timer));
}
