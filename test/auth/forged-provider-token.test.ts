import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { invalidToken } from "../../src/auth/token.ts";
import { type Gateway, startGateway } from "../gateway.ts";
import { writeRsaPair } from "../key-files.ts";
import { encode, forge, forgeWithSecret, type Json } from "./forge.ts";
import { post } from "./post.ts";
import { audience, createKey, edge, type SampleProvider, startSampleProvider } from "./sample-provider.ts";

const own = writeRsaPair(2048);
const ownKey = createPrivateKey(readFileSync(own.JWT_PRIVATE_KEY_PATH));
const ownIssuer = "https://gateway.example";

/** The provider publishes these as well, but none is fit for RS256. */
const misfits = {
  weak: createKey(generateKeyPairSync("rsa", { modulusLength: 1024 })),
  forEncryption: createKey(undefined, { use: "enc" }),
  forPs256: createKey(undefined, { alg: "PS256" }),
  onCurve: createKey(generateKeyPairSync("ec", { namedCurve: "prime256v1" })),
};
const stranger = createKey();

let provider: SampleProvider;
let evil: SampleProvider;
let gateway: Gateway;

beforeAll(async () => {
  provider = await startSampleProvider();
  evil = await startSampleProvider();
  provider.publish(provider.key(), ...Object.values(misfits));
  gateway = await startGateway({ env: { ...provider.env, ...own, JWT_ISSUER: ownIssuer } });
});
afterAll(async () => {
  for (const each of [gateway, provider, evil]) await each[Symbol.asyncDispose]();
});

const now = Math.floor(Date.now() / 1000);
const changed = (claims: Json) => () => provider.token({ claims });
const headed = (header: Json) => () => provider.token({ header });

/** Signed with another key than the header's. */
function signedBy(key: () => KeyObject, change: { readonly header?: Json; readonly claims?: Json } = {}) {
  return () => {
    const { header, claims } = provider.draft(change);
    return forge(key(), header, claims);
  };
}

/** Claims in JSON that JSON.stringify does not write. */
function rewritten(pattern: RegExp, replacement: () => string) {
  return () => {
    const { header, claims } = provider.draft();
    return forge(provider.key().privateKey, header, JSON.stringify(claims).replace(pattern, replacement));
  };
}

const reassembled = (change: (segments: [string, string, string]) => string) => () =>
  change(provider.token().split(".") as [string, string, string]);

const publicPem = () => provider.key().publicKey.export({ type: "spki", format: "pem" });
const kidOf = (token: string) =>
  JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString()).kid;
const ownKid = () => kidOf(gateway.token());

const issuers: Record<string, () => string> = {
  "no issuer": changed({ iss: undefined }),
  "the issuer with a slash": () => provider.token({ claims: { iss: `${provider.issuer}/` } }),
  "the issuer without its path": () => provider.token({ claims: { iss: provider.url } }),
  "the issuer in capitals": () => provider.token({ claims: { iss: provider.issuer.toUpperCase() } }),
  "a list of issuers": () => provider.token({ claims: { iss: [provider.issuer] } }),
  "another tenant": () => provider.token({ claims: { iss: provider.issuer.replace("9122", "9123") } }),
  "the gateway as issuer": changed({ iss: ownIssuer }),
  "the gateway as issuer and audience": changed({
    iss: ownIssuer,
    aud: "salesforce-graphql-gateway",
    jti: "a",
    scope: "accounts:read",
  }),
  "the gateway as issuer and the id of its key": () => {
    const claims = { iss: ownIssuer, aud: "salesforce-graphql-gateway", jti: "a", scope: "accounts:read" };
    return provider.token({ header: { typ: "at+jwt", kid: ownKid() }, claims });
  },
  "the gateway's key": signedBy(() => ownKey),
  "the gateway's key and its id": () => signedBy(() => ownKey, { header: { kid: ownKid() } })(),
  "a second issuer, the gateway": rewritten(/}$/, () => `,"iss":"${ownIssuer}"}`),
  "a first issuer, the provider, and nothing else of it": () => {
    const { header, claims } = evil.draft();
    const text = JSON.stringify({ ...claims, iss: undefined }).replace("{", `{"iss":"${provider.issuer}",`);
    return forge(evil.key().privateKey, header, text);
  },
};

const keys: Record<string, () => string> = {
  "a stranger's key": signedBy(() => stranger.privateKey),
  "a stranger's key and its id": signedBy(() => stranger.privateKey, { header: { kid: stranger.id } }),
  "a stranger's key in the header": signedBy(() => stranger.privateKey, { header: { jwk: stranger.jwk } }),
  "the address of a stranger's keys": () => {
    const header = { kid: evil.key().id, jku: `${evil.url}/keys`, x5u: `${evil.url}/keys` };
    return signedBy(() => evil.key().privateKey, { header })();
  },
  "no key id": headed({ kid: undefined }),
  "an empty key id": headed({ kid: "" }),
  "a key id that is null": headed({ kid: null }),
  "a key id that is a number": headed({ kid: 0 }),
  "a key id that is a list": () => provider.token({ header: { kid: [provider.key().id] } }),
  "a key id that is a path": headed({ kid: "../../../../../dev/null" }),
  "a key id that is an address": () => provider.token({ header: { kid: `${evil.url}/keys` } }),
  "a key id out of SQL": headed({ kid: "x' UNION SELECT 'key" }),
  "a key id out of JavaScript": headed({ kid: "__proto__" }),
  "a published key of 1,024 bits": signedBy(() => misfits.weak.privateKey, {
    header: { kid: misfits.weak.id },
  }),
  "a published key that is for encryption": signedBy(() => misfits.forEncryption.privateKey, {
    header: { kid: misfits.forEncryption.id },
  }),
  "a published key that is for PS256": signedBy(() => misfits.forPs256.privateKey, {
    header: { kid: misfits.forPs256.id },
  }),
  "a published key on a curve": signedBy(() => misfits.onCurve.privateKey, {
    header: { alg: "ES256", kid: misfits.onCurve.id },
  }),
  "RS256 by name and a published key on a curve": headed({ kid: misfits.onCurve.id }),
};

const headers: Record<string, () => string> = {
  "no algorithm": headed({ alg: undefined }),
  "the algorithm none": headed({ alg: "none" }),
  "the algorithm none and no signature": () => {
    const { header, claims } = provider.draft({ header: { alg: "none" } });
    return `${encode(header)}.${encode(claims)}.`;
  },
  "the algorithm in small letters": headed({ alg: "rs256" }),
  "an algorithm that is not configured": headed({ alg: "RS512" }),
  "a list of algorithms": headed({ alg: ["RS256"] }),
  "HS256 with the public key as the secret": () => {
    const { header, claims } = provider.draft({ header: { alg: "HS256" } });
    return forgeWithSecret(publicPem(), header, claims);
  },
  "no type": headed({ typ: undefined }),
  "the type in small letters": headed({ typ: "jwt" }),
  "the type of RFC 9068 in capitals": headed({ typ: "AT+JWT" }),
  "the type of a logout token": headed({ typ: "logout+jwt" }),
  "a critical extension": headed({ crit: ["exp"], exp: 1 }),
  "no critical extension": headed({ crit: [] }),
};

const claims: Record<string, () => string> = {
  "no audience": changed({ aud: undefined }),
  "another audience": changed({ aud: "00000003-0000-0000-c000-000000000000" }),
  "other audiences": changed({ aud: ["another", "third"] }),
  "an audience that begins like ours": changed({ aud: `${audience}.evil.example` }),
  "the audience of the gateway's own tokens": changed({ aud: "salesforce-graphql-gateway" }),
  "a second audience that is another": rewritten(/}$/, () => ',"aud":"another"}'),
  "no subject": changed({ sub: undefined }),
  "a blank subject": changed({ sub: " " }),
  "a subject that is a number": changed({ sub: 1 }),
  "a subject of 256 characters": changed({ sub: "s".repeat(256) }),
  "a token id that is a number": changed({ jti: 1 }),
  "an empty token id": changed({ jti: "" }),
  "the nonce of an ID token": changed({ nonce: "n" }),
  "the at_hash of an ID token": changed({ at_hash: "h" }),
  "the c_hash of an ID token": changed({ c_hash: "h" }),
  "no time of issue": changed({ iat: undefined }),
  "a time of issue as a text": changed({ iat: String(now) }),
  "a time of issue in the future": changed({ iat: now + 60 }),
  "a time of issue in milliseconds": changed({ iat: now * 1000 }),
  "an infinite time of issue": rewritten(/"iat":\d+/, () => '"iat":-1e999'),
  "a start in the future": changed({ nbf: now + 60 }),
  "a start as a text": changed({ nbf: String(now) }),
  "an infinite start in the past": rewritten(/"nbf":\d+/, () => '"nbf":-1e999'),
  "no expiry": changed({ exp: undefined }),
  "an expiry a second ago": changed({ exp: now - 1 }),
  "an expiry as a text": changed({ exp: String(now + 600) }),
  "an expiry with a fraction": changed({ exp: now + 600.5 }),
  "an infinite expiry": rewritten(/"exp":\d+/, () => '"exp":1e999'),
  "a second expiry that is over": rewritten(/}$/, () => ',"exp":1}'),
  "a scope claim that is a number": changed({ scp: 1 }),
  "a scope claim that is null inside": changed({ roles: ["Sales", null] }),
  "a scope claim that is an object": changed({ roles: { Sales: true } }),
  "an organization that is a number": changed({ "extn.gatewayOrganization": 1 }),
  "an organization in an object": changed({ "extn.gatewayOrganization": { id: edge } }),
  "an organization that is empty": changed({ "extn.gatewayOrganization": "" }),
  "claims that are a list": () => forge(provider.key().privateKey, provider.draft().header, "[]"),
};

const forms: Record<string, () => string> = {
  "padding after the claims": reassembled(([header, body, signature]) => `${header}.${body}==.${signature}`),
  "padding after the signature": reassembled((segments) => `${segments.join(".")}==`),
  "no signature": reassembled(([header, body]) => `${header}.${body}.`),
  "two segments": reassembled(([header, body]) => `${header}.${body}`),
  "four segments": reassembled(([header, ...rest]) => [header, header, ...rest].join(".")),
  "another token's signature": reassembled(
    ([header, body]) => `${header}.${body}.${changed({ sub: "other" })().split(".")[2]}`,
  ),
  "another token's claims": reassembled(
    ([header, , signature]) =>
      `${header}.${encode(provider.draft({ claims: { scp: "Everything" } }).claims)}.${signature}`,
  ),
};

describe("refuses, with the very answer that any other bad token gets, a token of the provider with", () => {
  const cases = Object.entries({ ...issuers, ...keys, ...headers, ...claims, ...forms });
  test.each(cases)("%s", async (_name, forged) => {
    expect(await post(gateway.url, forged())).toEqual({
      status: 401,
      challenge: "Bearer",
      text: JSON.stringify({
        errors: [{ message: invalidToken().message, extensions: { code: "UNAUTHENTICATED" } }],
      }),
    });
  });

  test("nothing: without a fault it is accepted, and after all this nobody else was asked for keys", async () => {
    expect((await post(gateway.url, provider.token())).status).toBe(200);
    expect(evil.fetches()).toBe(0);
  });
});
