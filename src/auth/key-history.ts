import type { KeyObject } from "node:crypto";
import { type JwtAlgorithm, parsePrivateKey, type TokenKeys, toKeyPair } from "./key.ts";

/** One version of a secret that holds the signing key. */
interface KeyVersion {
  /** PEM of the private key. */
  readonly value: string;
  readonly createdAt: Date;
}

export interface RotationPace {
  readonly algorithm: JwtAlgorithm;
  /** Life of an access token. */
  readonly lifetimeSeconds: number;
  /** Within this time every gateway has seen a new version. */
  readonly lagMs: number;
}

/**
 * What signs and verifies at a moment, from the versions of a key that are not disabled, newest first; null when none
 * of them is a key. All gateways come to the same answer from the same versions:
 *
 * - A new version verifies at once and signs after the lag, when no gateway refuses it for want of having seen it. The
 *   first version of all has nothing before it and signs at once.
 * - An old version verifies until the last token it signed has expired.
 * - Versions that are no key for the algorithm do not count.
 */
export function keysInUse(
  versions: readonly KeyVersion[],
  { algorithm, lifetimeSeconds, lagMs }: RotationPace,
  now = Date.now(),
): TokenKeys | null {
  const keys = versions.flatMap(({ value, createdAt }) => {
    const key = parsePrivateKey(value, algorithm);
    return key === null ? [] : [{ ...toKeyPair(key), ageMs: now - createdAt.getTime() }];
  });
  // A gateway may go over to the successor one lag late.
  const overlapMs = 2 * lagMs + lifetimeSeconds * 1000;
  const inUse = keys.filter((_key, index) => (keys[index - 1]?.ageMs ?? 0) < overlapMs);
  const signingKey = inUse.find(({ ageMs }) => ageMs >= lagMs) ?? inUse.at(-1);
  return signingKey ? { signingKey, publicKeys: new Map(inUse.map(toEntry)) } : null;
}

function toEntry({
  id,
  publicKey,
}: {
  readonly id: string;
  readonly publicKey: KeyObject;
}): [string, KeyObject] {
  return [id, publicKey];
}
