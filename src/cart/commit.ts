import { setTimeout as pause } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import { byDeadline, detached } from "../deadline.ts";
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
/** For so long after another gateway was faster a cart counts as contested. */
const contestMs = 2_000;
/** How long a cart that is contested, or has several edits at once, is left to other gateways. */
const gapMs = 100;
/** However slow the store is: who waits has a deadline. */
const maxGapMs = 500;

/**
 * Edits of one cart are written one after the other, and those that come while one is being written are written together: however
 * many people work on a cart, only gateways compete for it.
 */
export function createCommits(options: CommitOptions) {
  const queues = new Map<string, Waiting[]>();
  const writer = createWriter(options);

  async function drain(id: string, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.splice(0);
      const writeMs = await writer.write(id, batch).catch((error: unknown) => {
        for (const { reject } of batch) reject(error);
        return 0;
      });
      if (batch.length > 1 || writer.isContested(id)) await pause(gapAfter(writeMs));
    }
    queues.delete(id);
  }

  function enqueue(id: string, waiting: Waiting): void {
    const queue = queues.get(id);
    if (queue) return void queue.push(waiting);
    queues.set(id, [waiting]);
    // It works for all who come meanwhile, so that it does not end with the one who came first.
    void detached(() => drain(id, queues.get(id) ?? []));
  }

  return {
    edit: <Result>(id: string, edit: CartEdit<Result>): Promise<Edited<Result> | null> =>
      byDeadline(new Promise((resolve, reject) => enqueue(id, { edit, resolve, reject } as Waiting)), late),
  };
}

/** What was written last is remembered with its tag, so that an edit usually costs one write and no read. */
function createWriter({ read, replace }: CommitOptions) {
  const known = new LRUCache<string, Stored>({ max: maxKnown });
  const contested = new LRUCache<string, true>({ max: maxKnown, ttl: contestMs });

  /** Known no longer until it is written again; of a contested cart it is probably old. */
  function takeKnown(id: string): Stored | undefined {
    const stored = contested.has(id) ? undefined : known.get(id);
    known.delete(id);
    return stored;
  }

  /** False when somebody else was faster. */
  async function attempt(id: string, batch: readonly Waiting[]): Promise<boolean> {
    const remembered = takeKnown(id);
    const stored = remembered ?? (await read(id));
    if (!stored) {
      tell(batch, () => null);
      return true;
    }
    const results = apply(stored.body, batch);
    const cart = results.at(-1)?.cart ?? stored.body;
    const isChanged = cart !== stored.body;
    // What is refused, or left as it is, has to be so on the newest cart.
    if (!isChanged && remembered) return await attempt(id, batch);
    const written = isChanged ? await replace(cart, stored.etag) : stored;
    if (!written) return false;
    known.set(id, written);
    tell(batch, (index) => results[index] ?? null);
    return true;
  }

  return {
    /** Resolves to the milliseconds that the write took, without the tries that were lost. */
    write: async (id: string, batch: readonly Waiting[]): Promise<number> => {
      for (let tries = 0; tries < maxTries; tries += 1) {
        // At once after the first loss: who was faster has just written.
        if (tries > 1) await pause(Math.random() * 20 * (2 ** (tries - 1) - 1));
        const began = performance.now();
        if (await attempt(id, batch)) return performance.now() - began;
        contested.set(id, true);
      }
      throw new GatewayError("CONFLICT", "The cart is being changed by too many at once. Try again.");
    },
    isContested: (id: string): boolean => contested.has(id),
  };
}

/** The next edits gather meanwhile. Another gateway that lost reads and writes again, which takes about as long as two writes. */
function gapAfter(writeMs: number): number {
  return Math.min(maxGapMs, Math.max(gapMs * (0.5 + Math.random()), 2 * writeMs));
}

function late(): GatewayError {
  return new GatewayError("STORE_UNAVAILABLE", "The cart could not be written in time. Try again later.");
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
