import { setTimeout as pause } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import { GatewayError } from "../errors.ts";
import type { StoredDocument } from "../stores/document.ts";
import type { CartDocument } from "./cart.document.ts";
import type { CartEdit, Edited } from "./cart.store.ts";

type Stored = StoredDocument<CartDocument>;

export interface CommitOptions {
  read(id: string): Promise<Stored | null>;
  /** Null when the cart was changed since it had that tag. */
  replace(cart: CartDocument, etag: string): Promise<Stored | null>;
}

interface Waiting {
  readonly edit: CartEdit<unknown>;
  readonly resolve: (edited: Edited<unknown> | null) => void;
  readonly reject: (error: unknown) => void;
}

/** Other gateways change the same cart: then the edits are made again on what they have written. */
const maxTries = 5;
const maxKnown = 200;

/**
 * Edits of one cart are written one after the other, and those that come while one is being written are written together: however
 * many people work on a cart, only gateways compete for it. What was written last is remembered with its tag, so that an
 * edit usually costs one write and no read.
 */
export function createCommits({ read, replace }: CommitOptions) {
  const queues = new Map<string, Waiting[]>();
  const known = new LRUCache<string, Stored>({ max: maxKnown });

  async function drain(id: string, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.splice(0);
      try {
        await commit(id, batch);
      } catch (error) {
        known.delete(id);
        for (const { reject } of batch) reject(error);
      }
    }
    queues.delete(id);
  }

  async function commit(id: string, batch: readonly Waiting[]): Promise<void> {
    for (let tries = 0; tries < maxTries; tries += 1) {
      if (await attempt(id, batch)) return;
      await pause(Math.random() * 20 * 2 ** tries);
    }
    throw new GatewayError("CONFLICT", "The cart is being changed by too many at once. Try again.");
  }

  /** False when somebody else was faster. */
  async function attempt(id: string, batch: readonly Waiting[]): Promise<boolean> {
    const remembered = known.get(id);
    const stored = remembered ?? (await read(id));
    if (!stored) {
      tell(batch, () => null);
      return true;
    }
    const results = apply(stored.body, batch);
    const cart = results.at(-1)?.cart ?? stored.body;
    const isChanged = cart !== stored.body;
    const written = isChanged ? await replace(cart, stored.etag) : stored;
    known.delete(id);
    if (!written) return false;
    // What is refused, or left as it is, has to be so on the newest cart.
    if (!isChanged && remembered) return await attempt(id, batch);
    known.set(id, written);
    tell(batch, (index) => results[index] ?? null);
    return true;
  }

  return {
    edit: <Result>(id: string, edit: CartEdit<Result>): Promise<Edited<Result> | null> =>
      new Promise((resolve, reject) => {
        const waiting = { edit, resolve, reject } as Waiting;
        const queue = queues.get(id);
        if (queue) queue.push(waiting);
        else void drain(id, start(queues, id, waiting));
      }),
  };
}

function start(queues: Map<string, Waiting[]>, id: string, waiting: Waiting): Waiting[] {
  const queue = [waiting];
  queues.set(id, queue);
  return queue;
}

/** Each edit on the cart that the one before has left. */
function apply(cart: CartDocument, batch: readonly Waiting[]): readonly Edited<unknown>[] {
  const results: Edited<unknown>[] = [];
  const now = new Date();
  for (const { edit } of batch) results.push(edit(results.at(-1)?.cart ?? cart, now));
  return results;
}

function tell(batch: readonly Waiting[], edited: (index: number) => Edited<unknown> | null): void {
  for (const [index, { resolve }] of batch.entries()) resolve(edited(index));
}
