import { hash, type KeyObject, randomUUID } from "node:crypto";
import jwt from "jsonwebtoken";
import { LRUCache } from "lru-cache";
import { GatewayError } from "../errors.ts";
import {
  ensureKeyPair,
  type JwtAlgorithm,
  KeyError,
  type KeyFiles,
  type KeyPair,
  loadKeyPair,
  loadPreviousKeys,
  type TokenKeys,
} from "./key.ts";
import { formatScopes, knownScopes, type Scope } from "./scope.ts";
import { demand, isName, isObject, isTextList, readHeader, readTimes } from "./token-profile.ts";

/** Who signs the tokens that are accepted, and with what. Its keys are those of the moment: they may be rotated. */
export interface TokenIssuer extends TokenKeys {
  readonly algorithm: JwtAlgorithm;
  /** `iss` */
  readonly issuer: string;
  /** `aud` */
  readonly audience: string;
  readonly lifetimeSeconds: number;
  /** Tokens of late, by their hash: checking a signature takes longer than the rest of a small request. */
  readonly verified: LRUCache<string, VerifiedToken>;
}

interface VerifiedToken {
  readonly claims: AccessClaims;
  /** Its id, and the key that it had. */
  readonly keyId: string;
  readonly key: KeyObject;
}

/** Where `openTokenIssuer` finds names and keys. */
export interface TokenIssuerOptions {
  readonly algorithm: JwtAlgorithm;
  readonly issuer: string;
  readonly audience: string;
  readonly lifetimeSeconds: number;
  /** Null: those of the files. */
  readonly keys: TokenKeys | null;
  /** Null: a pair of the gateway's own, made on first use. */
  readonly keyFiles: KeyFiles | null;
  readonly ownKeyDirectory: string;
}

/** To whom a token is given, and for what. */
export interface AccessGrant {
  readonly kind: "USER" | "CLIENT";
  readonly subject: string;
  readonly scopes: Iterable<Scope>;
  readonly organizationIds: readonly string[];
  /** The session it belongs to, so that it ends with it. */
  readonly sessionId?: string;
  /** Default: the issuer's. */
  readonly lifetimeSeconds?: number;
}

/** What a valid token says. */
export interface AccessClaims {
  readonly kind: "USER" | "CLIENT";
  /** `sub` */
  readonly subject: string;
  /** `jti` */
  readonly tokenId: string;
  readonly scopes: ReadonlySet<Scope>;
  /** `org` */
  readonly organizationIds: readonly string[];
  /** `sid`; null for tokens without a session. */
  readonly sessionId: string | null;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

const tokenType = "at+jwt";

/** `client_id` of tokens for people: they sign in at the gateway itself. */
const ownClientId = "gateway";

/** Signatures are checked on at most this many characters. */
const maximumLength = 4096;
const maximumVerified = 1_000;

/**
 * Names and key files are read once, `current` is asked for `keys` at every signature.
 *
 * @throws KeyError when the keys cannot be read or do not fit the algorithm
 */
export async function openTokenIssuer(
  options: TokenIssuerOptions,
  current: () => Pick<TokenIssuerOptions, "keys"> = () => options,
): Promise<TokenIssuer> {
  const { algorithm, issuer, audience, lifetimeSeconds } = options;
  const first = options.keys ?? (await loadKeys(options));
  const keys = () => current().keys ?? first;
  return {
    algorithm,
    issuer,
    audience,
    lifetimeSeconds,
    verified: new LRUCache({ max: maximumVerified }),
    get signingKey() {
      return keys().signingKey;
    },
    get publicKeys() {
      return keys().publicKeys;
    },
  };
}

/** A signed token in the profile of https://www.rfc-editor.org/rfc/rfc9068 */
export function signAccessToken(issuer: TokenIssuer, grant: AccessGrant): string {
  const claims = {
    client_id: grant.kind === "CLIENT" ? grant.subject : ownClientId,
    scope: formatScopes(grant.scopes),
    org: grant.organizationIds,
    ...(grant.sessionId !== undefined && { sid: grant.sessionId }),
  };
  return jwt.sign(claims, issuer.signingKey.privateKey, {
    header: { alg: issuer.algorithm, typ: tokenType, kid: issuer.signingKey.id },
    algorithm: issuer.algorithm,
    issuer: issuer.issuer,
    audience: issuer.audience,
    subject: grant.subject,
    jwtid: randomUUID(),
    expiresIn: grant.lifetimeSeconds ?? issuer.lifetimeSeconds,
  });
}

/**
 * Checks a token strictly: jsonwebtoken's own checks (signature, exp, nbf, iss, aud) stand in the middle of stricter
 * ones (https://www.rfc-editor.org/rfc/rfc8725).
 *
 * @throws GatewayError UNAUTHENTICATED, always with the same sentence: a forger learns nothing from it
 */
export function verifyAccessToken(issuer: TokenIssuer, token: string): AccessClaims {
  const { algorithm, issuer: name, audience, publicKeys, verified } = issuer;
  const digest = hash("sha256", `${name} ${audience} ${token}`, "base64url");
  const known = verified.get(digest);
  if (known && isStillGood(known, publicKeys)) return known.claims;
  try {
    const profile = { maximumLength, algorithms: [algorithm], types: [tokenType] };
    const { keyId } = readHeader(token, profile);
    const key = publicKeys.get(keyId);
    demand(key !== undefined);
    const claims = readClaims(jwt.verify(token, key, { algorithms: [algorithm], issuer: name, audience }));
    verified.set(digest, { claims, keyId, key });
    return claims;
  } catch (error) {
    throw invalidToken(error);
  }
}

/** Its time is not over, and its key has not been taken out. */
function isStillGood({ claims, keyId, key }: VerifiedToken, publicKeys: TokenIssuer["publicKeys"]): boolean {
  return publicKeys.get(keyId) === key && claims.expiresAt.getTime() > Date.now();
}

/** The one answer to every token that is not accepted. */
export function invalidToken(cause?: unknown): GatewayError {
  return new GatewayError(
    "UNAUTHENTICATED",
    "The Authorization header must be `Bearer` and a valid access token; this one is malformed, expired or not ours.",
    { cause },
  );
}

async function loadKeys({ algorithm, keyFiles, ownKeyDirectory }: TokenIssuerOptions): Promise<TokenKeys> {
  const files = keyFiles ?? (await ensureKeyPair(ownKeyDirectory, algorithm));
  const pair = keyFiles ? loadKeyPair(files, algorithm) : loadOwnKeyPair(files, algorithm);
  return {
    signingKey: pair,
    publicKeys: new Map([[pair.id, pair.publicKey], ...loadPreviousKeys(files, algorithm)]),
  };
}

function loadOwnKeyPair(files: KeyFiles, algorithm: JwtAlgorithm): KeyPair {
  try {
    return loadKeyPair(files, algorithm);
  } catch (error) {
    throw new KeyError(
      `The keys in DATA_DIR/keys do not fit ${algorithm}. Remove that folder to have a new pair made.`,
      { cause: error },
    );
  }
}

function readClaims(claims: unknown): AccessClaims {
  demand(isObject(claims));
  const { sub, jti, scope, org, sid, client_id: clientId } = claims;
  demand(isName(sub) && isName(jti) && isScopeText(scope));
  demand(org === undefined || isTextList(org));
  demand(clientId === undefined || isName(clientId));
  demand(sid === undefined || isName(sid));
  return {
    kind: clientId === sub ? "CLIENT" : "USER",
    subject: sub,
    tokenId: jti,
    scopes: knownScopes(scope),
    organizationIds: org ?? [],
    sessionId: sid ?? null,
    ...readTimes(claims),
  };
}

/** https://www.rfc-editor.org/rfc/rfc6749#section-3.3 */
function isScopeText(value: unknown): value is string {
  return typeof value === "string" && /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/.test(value);
}
