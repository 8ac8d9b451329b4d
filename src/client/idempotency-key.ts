/** 32 random hexadecimal digits. `crypto.randomUUID` is not there on pages that came without TLS. */
export function createKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

/** What is sent for a mutation whose inputs have an idempotencyKey, and whether it is there now. */
export interface KeyedRequest {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly isKeyed: boolean;
}

/**
 * Gives every input that has none a key: the one that is given, or else a new one. It stays the same over all tries.
 *
 * @throws TypeError for a given key that has no place
 */
export function withKeys(
  variables: Readonly<Record<string, unknown>>,
  keyedVariables: readonly string[],
  given: string | undefined,
): KeyedRequest {
  if (given !== undefined && keyedVariables.length !== 1)
    throw new TypeError("idempotencyKey goes with a mutation of one input that has an idempotencyKey.");
  const keyed = keyedVariables.map((name) => [name, withKey(variables[name], given)] as const);
  return {
    variables: { ...variables, ...Object.fromEntries(keyed) },
    isKeyed: keyed.length > 0,
  };
}

function withKey(input: unknown, given: string | undefined): unknown {
  const own = (input as { readonly idempotencyKey?: string | null } | null | undefined)?.idempotencyKey;
  if (given !== undefined && own != null && own !== given)
    throw new TypeError("The input has another idempotencyKey than the options.");
  return { ...(input as object), idempotencyKey: own ?? given ?? createKey() };
}
