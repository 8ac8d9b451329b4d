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

describe("refuses, always with the same sentence,", () => {
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
