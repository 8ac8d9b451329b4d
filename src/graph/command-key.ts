import { createHash } from "node:crypto";
import type { Viewer } from "../auth/viewer.ts";

/** The idempotency key of a request, as the gateway remembers it. */
export interface CommandKey {
  /** Of the caller, the mutation and the key. */
  readonly id: string;
  /** Of the input. */
  readonly hash: string;
}

/** Keys of different callers and mutations do not meet. Null for a request without a key. */
export function commandKey(
  { viewer }: { readonly viewer: Viewer | null },
  mutation: string,
  { idempotencyKey = null, ...input }: { readonly idempotencyKey?: string | null },
): CommandKey | null {
  if (idempotencyKey === null) return null;
  return {
    id: digest([viewer?.kind, viewer?.id, mutation, idempotencyKey]),
    hash: digest(input),
  };
}

/** Short and of the same value always the same. */
export function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("base64url").slice(0, 22);
}
