import type { JwtAlgorithm } from "./key.ts";

/** What is demanded of a token's form before anybody looks for its key. */
export interface TokenProfile {
  /** In characters. */
  readonly maximumLength: number;
  readonly algorithms: readonly JwtAlgorithm[];
  /** `typ`, letter for letter. */
  readonly types: readonly string[];
}

/** JSON out of a token: anything may stand in it. */
export type Json = Readonly<Record<string, unknown>>;

/** The last second that a Date can hold. */
const maximumTime = 8_640_000_000_000;

/** Two clocks may differ by this much: `iat` and `nbf` may lie so far in the future. */
const clockLeewaySeconds = 5;

/**
 * Which key a token says it is signed with, and how. Whatever else the header says of keys (jwk, jku, x5u, x5c) is
 * ignored, and `crit` refused: https://www.rfc-editor.org/rfc/rfc8725#section-3
 *
 * @throws TypeError or SyntaxError when the token does not keep to the profile
 */
export function readHeader(
  token: string,
  { maximumLength, algorithms, types }: TokenProfile,
): { readonly algorithm: JwtAlgorithm; readonly keyId: string } {
  const { alg, typ, kid, crit } = parseSegment(segmentsOf(token, maximumLength).header);
  const algorithm = algorithms.find((known) => known === alg);
  demand(algorithm !== undefined && types.some((known) => known === typ));
  demand(crit === undefined && isName(kid));
  return { algorithm, keyId: kid };
}

/**
 * The claims of a token whose signature nobody has checked.
 *
 * @throws TypeError or SyntaxError when it has not the form of a token
 */
export function readUnverifiedClaims(token: string, maximumLength: number): Json {
  return parseSegment(segmentsOf(token, maximumLength).claims);
}

/**
 * When a token was issued and when it ends; jsonwebtoken looks at neither an `iat` in the future nor at infinite times.
 *
 * @throws TypeError
 */
export function readTimes({ iat, nbf, exp }: Json): { readonly issuedAt: Date; readonly expiresAt: Date } {
  demand(isTime(exp) && isTime(iat) && !isAhead(iat));
  demand(nbf === undefined || (isTime(nbf) && !isAhead(nbf)));
  return { issuedAt: new Date(iat * 1000), expiresAt: new Date(exp * 1000) };
}

/** @throws TypeError unless the condition holds; whoever checks a token makes one answer of it */
export function demand(condition: boolean): asserts condition {
  if (!condition) throw new TypeError("The token does not keep to the profile.");
}

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isName(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

export function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isName);
}

/** Header and claims, once the text as a whole has the form of a signed token. */
function segmentsOf(token: string, maximumLength: number): { header: string; claims: string } {
  demand(token.length <= maximumLength);
  const segments = token.split(".");
  const [header = "", claims = ""] = segments;
  demand(segments.length === 3 && segments.every(isBase64url));
  return { header, claims };
}

function parseSegment(segment: string): Json {
  const value: unknown = JSON.parse(Buffer.from(segment, "base64url").toString());
  demand(isObject(value));
  return value;
}

/** Only the one canonical spelling: Node decodes others too (padding, other alphabets, stray bits at the end). */
function isBase64url(segment: string): boolean {
  return segment !== "" && Buffer.from(segment, "base64url").toString("base64url") === segment;
}

/** Seconds since 1970 that survive a Date: 1e999 is Infinity after JSON.parse. */
function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value <= maximumTime;
}

function isAhead(time: number): boolean {
  return time > Date.now() / 1000 + clockLeewaySeconds;
}
