import { createHash } from "node:crypto";
import jwt from "jsonwebtoken";
import { GatewayError } from "../errors.ts";
import type { JwtAlgorithm } from "./key.ts";
import { openProviderKeys, type ProviderKeys } from "./provider-key.ts";
import type { Scope } from "./scope.ts";
import { invalidToken } from "./token.ts";
import {
  demand,
  isName,
  isObject,
  isTextList,
  type Json,
  readHeader,
  readTimes,
  readUnverifiedClaims,
} from "./token-profile.ts";
import type { Viewer } from "./viewer.ts";

/** An outside issuer of access tokens, such as a tenant of Entra ID, and what its tokens mean here. */
export interface IdentityProviderOptions {
  /** `iss`, letter for letter. */
  readonly issuer: string;
  /** `aud` */
  readonly audience: string;
  readonly jwksUrl: string;
  readonly algorithms: readonly JwtAlgorithm[];
  /** Claims whose values the scope map is asked for. */
  readonly scopeClaims: readonly string[];
  /** What is not in it grants nothing. */
  readonly scopeMap: ReadonlyMap<string, readonly Scope[]>;
  /** The claim with ids of organizations; null: these callers belong to none. */
  readonly organizationClaim: string | null;
}

export interface IdentityProvider extends IdentityProviderOptions, AsyncDisposable {
  readonly keys: ProviderKeys;
}

/** Entra ID's tokens with many roles or groups are long; Node reads 16 kB of headers. */
const maximumLength = 8192;

/** https://www.rfc-editor.org/rfc/rfc9068#section-2.1, and what Entra ID and most others write. */
const tokenTypes = ["at+jwt", "application/at+jwt", "JWT"];

/** They tell an ID token, which is for the app that signed somebody in, from an access token. */
const idTokenClaims = ["nonce", "at_hash", "c_hash"];

/** Where the id of the program stands that a token was given to; `oid` is Entra ID's for whom the token is about. */
const programClaims = ["client_id", "azp", "appid", "oid"];

/** https://openid.net/specs/openid-connect-core-1_0.html#IDToken */
const maxSubjectLength = 255;

export function openIdentityProvider(options: IdentityProviderOptions): IdentityProvider {
  const keys = openProviderKeys(options.jwksUrl);
  return { ...options, keys, [Symbol.asyncDispose]: () => keys[Symbol.asyncDispose]() };
}

/** Whether a token says that it comes from there. Nothing else decides who checks it, and then it must prove it. */
export function isProviderToken({ issuer }: IdentityProvider, token: string): boolean {
  try {
    return readUnverifiedClaims(token, maximumLength).iss === issuer;
  } catch {
    // No token at all: the check of the gateway's own tokens refuses it.
    return false;
  }
}

/**
 * Checks a token as strictly as the gateway's own: https://www.rfc-editor.org/rfc/rfc8725
 *
 * @throws GatewayError UNAUTHENTICATED, always with the same sentence as for the gateway's own tokens; STORE_UNAVAILABLE
 *   when the provider's keys cannot be read
 */
export async function verifyProviderToken(provider: IdentityProvider, token: string): Promise<Viewer> {
  const { algorithms, issuer, audience, keys } = provider;
  try {
    const { algorithm, keyId } = readHeader(token, { maximumLength, algorithms, types: tokenTypes });
    const key = await keys.find(keyId, algorithm);
    demand(key !== null);
    const options = { algorithms: [algorithm], issuer, audience };
    // nbf is looked at together with iat, with the same leeway.
    const claims = jwt.verify(token, key, { ...options, ignoreNotBefore: true });
    demand(isObject(claims));
    return toViewer(provider, claims, token);
  } catch (error) {
    throw error instanceof GatewayError ? error : invalidToken(error);
  }
}

function toViewer(provider: IdentityProvider, claims: Json, token: string): Viewer {
  const { sub, jti, uti } = claims;
  readTimes(claims);
  demand(isName(sub) && sub.length <= maxSubjectLength);
  demand(idTokenClaims.every((name) => claims[name] === undefined));
  // `uti` is Entra ID's `jti`.
  const tokenId = jti ?? uti ?? digestOf(token);
  demand(isName(tokenId));
  return {
    kind: kindOf(claims),
    // With the issuer in front it is nobody else's id: neither of the gateway's own people nor of another provider's.
    id: `${provider.issuer}|${sub}`,
    scopes: scopesOf(provider, claims),
    organizationIds: provider.organizationClaim === null ? [] : textsOf(claims[provider.organizationClaim]),
    tokenId,
    sessionId: null,
    profile: profileOf(claims),
  };
}

/**
 * Entra ID says it in `idtyp`, if the app asks for that claim; without it a token about the program itself is a program's.
 * Source: https://learn.microsoft.com/en-us/entra/identity-platform/optional-claims-reference
 */
function kindOf(claims: Json): Viewer["kind"] {
  const { idtyp, sub } = claims;
  const isProgram =
    idtyp === undefined ? programClaims.some((name) => claims[name] === sub) : idtyp === "app";
  return isProgram ? "CLIENT" : "USER";
}

function scopesOf({ scopeClaims, scopeMap }: IdentityProvider, claims: Json): ReadonlySet<Scope> {
  const values = scopeClaims.flatMap((name) => {
    const value = claims[name];
    return typeof value === "string" ? value.split(" ") : textsOf(value);
  });
  return new Set(values.flatMap((value) => scopeMap.get(value) ?? []));
}

/** A claim that is one text or several, or not there. */
function textsOf(value: unknown): readonly string[] {
  const texts = isName(value) ? [value] : (value ?? []);
  demand(isTextList(texts));
  return texts;
}

/** For showing only: people may change what stands there. */
function profileOf({ email, preferred_username: username, name }: Json): Viewer["profile"] {
  const address = [email, username].find((value) => typeof value === "string" && value.includes("@"));
  return { email: isName(address) ? address : null, displayName: isName(name) ? name : null };
}

/** Of header and claims: of the signature there may be several spellings. */
function digestOf(token: string): string {
  return createHash("sha256")
    .update(token.slice(0, token.lastIndexOf(".")))
    .digest("base64url");
}
