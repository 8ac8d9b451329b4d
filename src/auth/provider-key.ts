import { createPublicKey, type KeyObject } from "node:crypto";
import { JwksClient, SigningKeyNotFoundError } from "jwks-rsa";
import { type Dispatcher, request } from "undici";
import { createEgress } from "../egress.ts";
import { GatewayError } from "../errors.ts";
import { fits, type JwtAlgorithm } from "./key.ts";
import { isObject } from "./token-profile.ts";

/** The public keys of an identity provider. */
export interface ProviderKeys extends AsyncDisposable {
  /**
   * Null when the provider has no such key, or none that is fit for the algorithm.
   *
   * @throws GatewayError STORE_UNAVAILABLE when the key is not known yet and the provider does not answer
   */
  find(id: string, algorithm: JwtAlgorithm): Promise<KeyObject | null>;
}

/** https://www.rfc-editor.org/rfc/rfc7517#section-5 */
interface KeySet {
  // biome-ignore lint/suspicious/noExplicitAny: as jwks-rsa declares it; it leaves out what is no key
  readonly keys: any;
}

/** From the first byte sent to the last byte read. */
const timeoutMs = 4_000;
/** Entra ID's keys with their certificates have 20 kB. */
const maxResponseBytes = 256 * 1024;

/** A key that the provider has withdrawn is accepted for so long at most. */
const maxAgeMs = 10 * 60_000;
/** While the provider is away its keys serve on; after that its tokens, of an hour or so, have ended anyhow. */
const maxAgeAwayMs = 60 * 60_000;
/** More than a provider has at a time. Ids that it does not have are not kept. */
const maxKeys = 100;

/** A new key of the provider is accepted after so long at the latest. */
const cooldownMs = 30_000;
const cooldownAfterFailureMs = 5_000;

/** Asks for keys when the first one is wanted. */
export function openProviderKeys(jwksUrl: string): ProviderKeys {
  const agent = createEgress({ maxResponseSize: maxResponseBytes });
  const client = new JwksClient({
    jwksUri: jwksUrl,
    fetcher: withCooldown(() => readKeySet(jwksUrl, agent)),
    cacheMaxAge: maxAgeMs,
    cacheMaxAgeFallback: maxAgeAwayMs,
    cacheMaxEntries: maxKeys,
  });
  return {
    async find(id, algorithm) {
      const found = await client.getSigningKey(id).catch(explain);
      if (found === null || (found.alg !== undefined && found.alg !== algorithm)) return null;
      const key = createPublicKey(found.getPublicKey());
      return fits(key, algorithm) ? key : null;
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  };
}

/** How many keys the provider has now that are fit for one of the algorithms. @throws Error unless it answers keys */
export async function countProviderKeys(
  jwksUrl: string,
  algorithms: readonly JwtAlgorithm[],
): Promise<number> {
  const agent = createEgress({ maxResponseSize: maxResponseBytes });
  const set = await readKeySet(jwksUrl, agent).finally(() => agent.destroy());
  const client = new JwksClient({ jwksUri: jwksUrl, fetcher: () => Promise.resolve(set) });
  const keys = await client.getSigningKeys();
  return keys.filter((key) => {
    const publicKey = createPublicKey(key.getPublicKey());
    return algorithms.some((algorithm) => fits(publicKey, algorithm));
  }).length;
}

/**
 * The same answer for everybody until the cooldown is over. The rate limit of jwks-rsa does not do: it counts made-up
 * key ids, so that whoever sends some locks out the keys that are due to be read again.
 */
function withCooldown<T>(load: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  let goodUntil = 0;
  return () => {
    if (answer !== undefined && performance.now() < goodUntil) return answer;
    goodUntil = performance.now() + cooldownMs;
    answer = load().catch((error: unknown) => {
      goodUntil = performance.now() + cooldownAfterFailureMs;
      throw error;
    });
    return answer;
  };
}

/** Follows no redirect: the keys are at the address that the operator wrote, or nowhere. */
async function readKeySet(url: string, dispatcher: Dispatcher): Promise<KeySet> {
  const { statusCode, body } = await request(url, { dispatcher, signal: AbortSignal.timeout(timeoutMs) });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`The JWKS address answered HTTP ${statusCode}.`);
  const answer: unknown = JSON.parse(text);
  if (isObject(answer) && Array.isArray(answer.keys) && answer.keys.length > 0 && answer.keys.every(isObject))
    return { keys: answer.keys };
  throw new Error("The JWKS address answered no set of keys.");
}

/** @throws GatewayError STORE_UNAVAILABLE unless it is only that there is no such key */
function explain(error: unknown): null {
  if (error instanceof SigningKeyNotFoundError) return null;
  throw new GatewayError(
    "STORE_UNAVAILABLE",
    "The identity provider's keys cannot be read at the moment, so that its token cannot be checked.",
    { cause: error },
  );
}
