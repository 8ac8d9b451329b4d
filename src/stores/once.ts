import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterwards, remainingMs } from "../deadline.ts";
import { GatewayError } from "../errors.ts";
import type { Prisma } from "./generated/prisma/client.ts";
import type { Postgres } from "./postgres.ts";

/** Carries requests out once, whichever gateway they come to and however often. */
export interface Once {
  /** @throws GatewayError CONFLICT while another request holds one of the names for too long */
  run<T>(request: OnceRequest, work: (attempt: Attempt) => Promise<Outcome<T>>): Promise<Done<T>>;
}

interface OnceRequest {
  /** Null: the request came without an idempotency key. `hash` is that of its input. */
  readonly key: { readonly id: string; readonly hash: string } | null;
  /** What no other request may hold meanwhile. */
  readonly names: readonly string[];
}

export interface Attempt {
  /** Whether an earlier attempt has begun the write and does not know what came of it. */
  readonly wasSent: boolean;
  /** Notes that the write begins. */
  sending(): Promise<void>;
}

export interface Outcome<T> {
  readonly answer: T;
  /** False: the same key may come again with another input. */
  readonly isKept: boolean;
}

type Done<T> =
  | { readonly kind: "DONE"; readonly answer: T; readonly replayed: boolean }
  | { readonly kind: "OTHER_INPUT" };

/** So long a gateway may work on one request. */
const leaseMs = 60_000;
const patienceMs = 15_000;
const maxPauseMs = 100;
const answerLifetimeMs = 24 * 60 * 60_000;

type Client = Postgres["prisma"];

export function createOnce({ prisma }: Postgres): Once {
  return {
    run: async ({ key, names }, work) => {
      const held = key ? [...names, `key ${key.id}`] : names;
      const holder = await hold(prisma, [...new Set(held)]);
      try {
        return key ? await runKeyed(prisma, key, work) : await runUnkeyed(work);
      } finally {
        // Who cannot let go keeps it for the time of the lease: no reason to fail what has been done.
        await afterwards(() => prisma.claim.deleteMany({ where: { holder } })).catch(() => undefined);
      }
    },
  };
}

async function runUnkeyed<T>(work: (attempt: Attempt) => Promise<Outcome<T>>): Promise<Done<T>> {
  const { answer } = await work({ wasSent: false, sending: () => Promise.resolve() });
  return { kind: "DONE", answer, replayed: false };
}

async function runKeyed<T>(
  { keyedRequest }: Client,
  { id, hash }: NonNullable<OnceRequest["key"]>,
  work: (attempt: Attempt) => Promise<Outcome<T>>,
): Promise<Done<T>> {
  const firstAt = new Date();
  await keyedRequest.deleteMany({
    where: { firstAt: { lt: new Date(firstAt.getTime() - answerLifetimeMs) } },
  });
  await keyedRequest.createMany({ data: [{ id, hash, firstAt }], skipDuplicates: true });
  const known = await keyedRequest.findUniqueOrThrow({ where: { id } });
  if (known.hash !== hash) return { kind: "OTHER_INPUT" };
  if (known.answer !== null) return { kind: "DONE", answer: known.answer as T, replayed: true };
  const update = async (data: Prisma.KeyedRequestUpdateInput) =>
    void (await afterwards(() => keyedRequest.update({ where: { id }, data })));
  const { answer, isKept } = await work({ wasSent: known.isSent, sending: () => update({ isSent: true }) });
  if (isKept) await update({ answer: answer as Prisma.InputJsonValue });
  else await keyedRequest.delete({ where: { id } });
  return { kind: "DONE", answer, replayed: false };
}

/** All of the names or none; those of gateways that died are free after their time. */
async function hold({ claim }: Client, names: readonly string[]): Promise<string> {
  const holder = randomUUID();
  for (
    const until = Date.now() + Math.min(patienceMs, remainingMs());
    Date.now() < until;
    await pause(Math.random() * maxPauseMs)
  ) {
    const now = Date.now();
    await claim.deleteMany({ where: { name: { in: [...names] }, expiresAt: { lte: new Date(now) } } });
    const data = names.map((name) => ({ name, holder, expiresAt: new Date(now + leaseMs) }));
    const { count } = await claim.createMany({ data, skipDuplicates: true });
    if (count === names.length) return holder;
    await claim.deleteMany({ where: { holder } });
  }
  throw new GatewayError("CONFLICT", "Another request is writing the same at this moment: send yours again.");
}
