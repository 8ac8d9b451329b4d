import { setTimeout as pause } from "node:timers/promises";
import type { CartStore } from "./cart.store.ts";
import type { CartSync } from "./cart-sync.ts";

export interface CartWorkerOptions {
  readonly carts: Pick<CartStore, "due">;
  readonly sync: Pick<CartSync, "converge">;
  onFailure(error: unknown): void;
}

/** A checkout whose gateway died is to be over within ten seconds, five of which its lease takes. */
const pauseMs = 2_000;
const batchSize = 20;

/** Looks after the carts that nobody is asking for: those that wait for Salesforce, and those whose time is over. */
export function startCartWorker({ carts, sync, onFailure }: CartWorkerOptions): AsyncDisposable {
  const stop = new AbortController();

  async function work(): Promise<void> {
    while (!stop.signal.aborted) {
      const found = await round().catch((error: unknown) => {
        onFailure(error);
        return 0;
      });
      // Several gateways must not go in step.
      const wait = found === batchSize ? 0 : pauseMs * (0.75 + Math.random() / 2);
      await pause(wait, null, { signal: stop.signal }).catch(() => undefined);
    }
  }

  async function round(): Promise<number> {
    const due = await carts.due(new Date(), batchSize);
    await Promise.all(due.map(({ id }) => sync.converge(id)));
    return due.length;
  }

  const working = work();
  return {
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await working;
    },
  };
}
