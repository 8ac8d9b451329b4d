import { byDeadline, runUntil } from "../deadline.ts";
import { late } from "./failure.ts";

export interface Flights {
  /** What is under way under the same key is not begun once more. @throws GatewayError SALESFORCE_TIMEOUT when the caller's time is over */
  share<T>(key: string, read: () => Promise<T>): Promise<T>;
  /** What is under way is not shared with who asks from now on. */
  part(): void;
}

/** Each flight has a time of its own, in milliseconds, whoever has begun it: callers leave it one by one when theirs is over. */
export function createFlights(timeoutMs: number): Flights {
  let underWay = new Map<string, Promise<unknown>>();

  function join<T>(key: string, read: () => Promise<T>): Promise<T> {
    const reads = underWay;
    const begin = () => runUntil(Date.now() + timeoutMs, read).finally(() => reads.delete(key));
    const shared = reads.get(key) ?? begin();
    reads.set(key, shared);
    return shared as Promise<T>;
  }

  return {
    share: (key, read) => byDeadline(join(key, read), late),
    part: () => {
      underWay = new Map();
    },
  };
}
