import type { Json } from "./forge.ts";

/** What each changes about good claims. */
export function wrongClaims(claims: Json): Readonly<Record<string, Json>> {
  const [issuer, audience, now] = [String(claims.iss), String(claims.aud), Number(claims.iat)];
  return {
    "no issuer": { iss: undefined },
    "another issuer": { iss: "https://evil.example" },
    "the issuer with a slash": { iss: `${issuer}/` },
    "the issuer in capitals": { iss: issuer.toUpperCase() },
    "a list of issuers": { iss: [issuer] },
    "no audience": { aud: undefined },
    "another audience": { aud: "another" },
    "an empty audience": { aud: "" },
    "no audience in the list": { aud: [] },
    "other audiences": { aud: ["another", "third"] },
    "an audience that begins like ours": { aud: `${audience}.evil.example` },
    "an audience that is an object": { aud: { [audience]: true } },
    "no subject": { sub: undefined },
    "an empty subject": { sub: "" },
    "a blank subject": { sub: " " },
    "a subject that is null": { sub: null },
    "a subject that is a number": { sub: 1 },
    "a subject that is a list": { sub: ["someone"] },
    "no token id": { jti: undefined },
    "an empty token id": { jti: "" },
    "a token id that is a number": { jti: 1 },
    "a token id that is a list": { jti: ["a"] },
    "no scope claim": { scope: undefined },
    "scopes as a list": { scope: ["accounts:read"] },
    "scopes as null": { scope: null },
    "scopes as a number": { scope: 1 },
    "scopes with a line feed": { scope: "accounts:read\norders:read" },
    "scopes with a quote": { scope: 'accounts:read"' },
    "no time of issue": { iat: undefined },
    "a time of issue as a text": { iat: String(now) },
    "a time of issue as null": { iat: null },
    "a time of issue in the future": { iat: now + 500 },
    "a time of issue with a fraction": { iat: now + 0.5 },
    "a time of issue before 1970": { iat: -1 },
    "a time of issue in milliseconds": { iat: now * 1000 },
    "no expiry": { exp: undefined },
    "an expiry as a text": { exp: String(now + 600) },
    "an expiry as null": { exp: null },
    "an expiry as a list": { exp: [now + 600] },
    "an expiry a second ago": { exp: now - 1 },
    "an expiry now": { exp: now },
    "an expiry of 0": { exp: 0 },
    "an expiry before 1970": { exp: -now },
    "an expiry with a fraction": { exp: now + 600.5 },
    "an expiry beyond safe integers": { exp: 2 ** 53 },
    "an expiry beyond all dates": { exp: 8_640_000_000_001 },
    "a start in the future": { nbf: now + 600 },
    "a start as a text": { nbf: String(now) },
    "an organization as a text": { org: "an-organization" },
    "an organization as a number": { org: [1] },
    "an organization without a name": { org: [""] },
    "organizations as an object": { org: { 0: "an-organization" } },
    "organizations as null": { org: null },
    "a client id that is a number": { client_id: 1 },
    "an empty client id": { client_id: "" },
  };
}

/** JSON that JSON.stringify does not write. */
export function wrongTexts(claims: Json): Readonly<Record<string, string>> {
  return {
    "an infinite expiry": JSON.stringify(claims).replace(`"exp":${claims.exp}`, '"exp":1e999'),
    "an infinite time of issue": JSON.stringify(claims).replace(`"iat":${claims.iat}`, '"iat":-1e999'),
    "an infinite start": JSON.stringify(claims).replace("{", '{"nbf":1e999,'),
    "a second expiry that is over": JSON.stringify(claims).replace("}", ',"exp":1}'),
    "claims in the prototype": JSON.stringify({}).replace("{}", `{"__proto__":${JSON.stringify(claims)}}`),
  };
}
