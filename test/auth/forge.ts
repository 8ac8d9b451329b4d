import { createHmac, type KeyObject, randomUUID, sign } from "node:crypto";
import type { TokenIssuer } from "../../src/auth/token.ts";

export type Json = Record<string, unknown>;

/** What a token is made of before it is signed; tests change one thing at a time. */
export interface Draft {
  readonly header: Json;
  readonly claims: Json;
}

export function draftFor(issuer: TokenIssuer): Draft {
  const now = Math.floor(Date.now() / 1000);
  return {
    header: { alg: issuer.algorithm, typ: "at+jwt", kid: issuer.signingKey.id },
    claims: {
      iss: issuer.issuer,
      aud: issuer.audience,
      sub: "someone",
      jti: randomUUID(),
      scope: "accounts:read orders:read",
      org: ["an-organization"],
      iat: now,
      exp: now + 600,
    },
  };
}

/** Signs whatever it is given: `header` and `claims` may be objects, or the JSON text itself. */
export function forge(key: KeyObject, header: unknown, claims: unknown): string {
  const input = `${encode(header)}.${encode(claims)}`;
  return `${input}.${signatureOf(key, algorithmOf(header), input)}`;
}

export function forgeWithSecret(secret: string | Buffer, header: Json, claims: Json): string {
  const input = `${encode(header)}.${encode(claims)}`;
  return `${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`;
}

export function encode(part: unknown): string {
  return Buffer.from(typeof part === "string" ? part : JSON.stringify(part)).toString("base64url");
}

function algorithmOf(header: unknown): string {
  const named = typeof header === "object" && header !== null && "alg" in header ? header.alg : undefined;
  return typeof named === "string" && /^(?:RS|PS|ES)(?:256|384|512)$/.test(named) ? named : "RS256";
}

/** https://www.rfc-editor.org/rfc/rfc7518#section-3.1 */
function signatureOf(key: KeyObject, algorithm: string, input: string): string {
  const hash = `sha${algorithm.slice(2)}`;
  const pss = algorithm.startsWith("PS") ? { padding: 6, saltLength: Number(algorithm.slice(2)) / 8 } : {};
  const dsaEncoding = algorithm.startsWith("ES") ? { dsaEncoding: "ieee-p1363" as const } : {};
  return sign(hash, Buffer.from(input), { key, ...pss, ...dsaEncoding }).toString("base64url");
}
