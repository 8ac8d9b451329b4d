import { describe, expect, it } from "vitest";
import { type JwtAlgorithm, jwtAlgorithms } from "../../src/auth/key.ts";
import { scopes } from "../../src/auth/scope.ts";
import { signAccessToken, type TokenIssuer, verifyAccessToken } from "../../src/auth/token.ts";
import { draftFor, forge, type Json } from "./forge.ts";
import { expectRefusal, openIssuer } from "./issuer.ts";

const issuers = new Map<JwtAlgorithm, TokenIssuer>();
for (const algorithm of jwtAlgorithms) issuers.set(algorithm, await openIssuer(algorithm));

const rsa = issuerOf("RS256");
const rsaKey = rsa.signingKey.privateKey;
const { header, claims } = draftFor(rsa);
const now = Math.floor(Date.now() / 1000);

describe("accepts", () => {
  it.each(jwtAlgorithms)("what it signed with %s", (algorithm) => {
    const issuer = issuerOf(algorithm);
    const token = signAccessToken(issuer, {
      kind: "USER",
      subject: "buyer",
      scopes: ["orders:read", "accounts:read"],
      organizationIds: ["one", "two"],
      lifetimeSeconds: 60,
    });
    expect(verifyAccessToken(issuer, token)).toMatchObject({
      kind: "USER",
      subject: "buyer",
      tokenId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      scopes: new Set(["orders:read", "accounts:read"]),
      organizationIds: ["one", "two"],
    });
  });

  it.each(["RS256", "PS256", "ES256"] as const)(
    "a %s token made elsewhere with the same key",
    (algorithm) => {
      const issuer = issuerOf(algorithm);
      const draft = draftFor(issuer);
      const token = forge(issuer.signingKey.privateKey, draft.header, draft.claims);
      expect(verifyAccessToken(issuer, token)).toMatchObject({ kind: "USER", subject: "someone" });
    },
  );

  it("a client's token, whose subject is the client itself", () => {
    const token = signAccessToken(rsa, { kind: "CLIENT", subject: "app", scopes, organizationIds: [] });
    expect(verifyAccessToken(rsa, token)).toMatchObject({ kind: "CLIENT", subject: "app" });
  });

  it.each([
    ["no organization", { org: undefined }],
    ["several audiences, ours among them", { aud: ["another", rsa.audience] }],
    ["a clock that is two seconds ahead", { iat: now + 2 }],
    ["no scope", { scope: "" }],
  ])("%s", (_name, change: Json) => {
    expect(verifyAccessToken(rsa, forge(rsaKey, header, { ...claims, ...change })).subject).toBe("someone");
  });

  it("a token with scopes that it does not know, and ignores those", () => {
    const token = forge(rsaKey, header, { ...claims, scope: "accounts:read profile constructor" });
    expect(verifyAccessToken(rsa, token).scopes).toEqual(new Set(["accounts:read"]));
  });

  it("the expiry it was given, to the second", () => {
    const token = signAccessToken(rsa, {
      kind: "USER",
      subject: "x",
      scopes: [],
      organizationIds: [],
      lifetimeSeconds: 90,
    });
    const seconds = (verifyAccessToken(rsa, token).expiresAt.getTime() - Date.now()) / 1000;
    expect(seconds).toBeGreaterThan(87);
    expect(seconds).toBeLessThanOrEqual(90);
  });
});

const wrongClaims: Record<string, Json> = {
  "no issuer": { iss: undefined },
  "another issuer": { iss: "https://evil.example" },
  "the issuer with a slash": { iss: `${rsa.issuer}/` },
  "the issuer in capitals": { iss: rsa.issuer.toUpperCase() },
  "a list of issuers": { iss: [rsa.issuer] },
  "no audience": { aud: undefined },
  "another audience": { aud: "another" },
  "an empty audience": { aud: "" },
  "no audience in the list": { aud: [] },
  "other audiences": { aud: ["another", "third"] },
  "an audience that begins like ours": { aud: `${rsa.audience}.evil.example` },
  "an audience that is an object": { aud: { [rsa.audience]: true } },
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
  "a time of issue in the future": { iat: now + 60 },
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

/** JSON that JSON.stringify does not write. */
const wrongTexts: Record<string, string> = {
  "an infinite expiry": JSON.stringify(claims).replace(`"exp":${claims.exp}`, '"exp":1e999'),
  "an infinite time of issue": JSON.stringify(claims).replace(`"iat":${claims.iat}`, '"iat":-1e999'),
  "an infinite start": JSON.stringify(claims).replace("{", '{"nbf":1e999,'),
  "a second expiry that is over": JSON.stringify(claims).replace("}", ',"exp":1}'),
  "claims in the prototype": JSON.stringify({}).replace("{}", `{"__proto__":${JSON.stringify(claims)}}`),
};

describe("refuses, always with the same sentence,", () => {
  it.each(Object.entries(wrongClaims))("%s", (_name, change) => {
    expectRefusal(rsa, forge(rsaKey, header, { ...claims, ...change }));
  });

  it.each(Object.entries(wrongTexts))("%s", (_name, text) => {
    expectRefusal(rsa, forge(rsaKey, header, text));
  });

  it.each(jwtAlgorithms.filter((algorithm) => algorithm !== "RS256"))(
    "a token signed with %s by its own key",
    (algorithm) => {
      const other = issuerOf(algorithm);
      expectRefusal(rsa, signAccessToken(other, { kind: "USER", subject: "x", scopes, organizationIds: [] }));
    },
  );
});

function issuerOf(algorithm: JwtAlgorithm): TokenIssuer {
  const issuer = issuers.get(algorithm);
  if (issuer === undefined) throw new Error(`No issuer for ${algorithm}.`);
  return issuer;
}
