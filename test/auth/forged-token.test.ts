import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { describe, it } from "vitest";
import { draftFor, encode, forge, forgeWithSecret, type Json } from "./forge.ts";
import { expectRefusal, openIssuer, publicKeyOf } from "./issuer.ts";

const rsa = await openIssuer("RS256");
const es = await openIssuer("ES256");
const rsaKey = rsa.signingKey.privateKey;
const rsaPublicKey = publicKeyOf(rsa);
const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 });
const weak = generateKeyPairSync("rsa", { modulusLength: 1024 });
const { header, claims } = draftFor(rsa);
const good = forge(rsaKey, header, claims);
const [goodHeader = "", goodClaims = "", goodSignature = ""] = good.split(".");

const malformed: Record<string, string> = {
  "an empty text": "",
  "a word": "token",
  "three empty segments": "..",
  "one segment": goodHeader,
  "two segments": `${goodHeader}.${goodClaims}`,
  "four segments": `${good}.${goodSignature}`,
  "five segments": `${good}..`,
  "a dot at the end": `${good}.`,
  "a space before": ` ${good}`,
  "a line feed after": `${good}\n`,
  "a space inside": good.replace(".", ". "),
  "a NUL": `${good}\0`,
  "padding after the header": `${goodHeader}=.${goodClaims}.${goodSignature}`,
  "padding after the claims": `${goodHeader}.${goodClaims}==.${goodSignature}`,
  "padding after the signature": `${good}==`,
  "the other base64 alphabet": `${goodHeader}.${goodClaims}.+/${goodSignature.slice(2)}`,
  "a letter beyond ASCII": `${goodHeader}.${goodClaims}.é${goodSignature.slice(1)}`,
  "stray bits after the signature": withStrayBits(good),
  "no signature": `${goodHeader}.${goodClaims}.`,
  "no claims": `${goodHeader}..${goodSignature}`,
  "no header": `.${goodClaims}.${goodSignature}`,
  "a header that is no JSON": forge(rsaKey, "{alg:RS256}", claims),
  "a header with a byte order mark": forge(rsaKey, `\uFEFF${JSON.stringify(header)}`, claims),
  "a header that is a list": forge(rsaKey, [header], claims),
  "a header that is null": forge(rsaKey, "null", claims),
  "a header that is a text": forge(rsaKey, '"RS256"', claims),
  "claims that are no JSON": forge(rsaKey, header, "sub=someone"),
  "claims cut short": forge(rsaKey, header, JSON.stringify(claims).slice(0, -1)),
  "claims that are a list": forge(rsaKey, header, [claims]),
  "claims that are null": forge(rsaKey, header, "null"),
  "claims that are a number": forge(rsaKey, header, "1"),
  "claims that are a text": forge(rsaKey, header, '"someone"'),
  "claims that are true": forge(rsaKey, header, "true"),
  "more than 4,096 characters": forge(rsaKey, header, { ...claims, filler: "x".repeat(4096) }),
  "JSON five levels of nothing": forge(rsaKey, header, "[[[[[]]]]]"),
  "an encrypted token": `${encode({ alg: "RSA-OAEP", enc: "A256GCM" })}.AAAA.AAAA.AAAA.AAAA`,
};

const headers: Record<string, string> = {
  "algorithm none": `${encode({ ...header, alg: "none" })}.${goodClaims}.`,
  "algorithm none, with a signature": forge(rsaKey, { ...header, alg: "none" }, claims),
  "algorithm NONE": `${encode({ ...header, alg: "NONE" })}.${goodClaims}.`,
  "algorithm nOnE, with a signature": forge(rsaKey, { ...header, alg: "nOnE" }, claims),
  "no algorithm": forge(rsaKey, { ...header, alg: undefined }, claims),
  "an empty algorithm": forge(rsaKey, { ...header, alg: "" }, claims),
  "the algorithm in lower case": forge(rsaKey, { ...header, alg: "rs256" }, claims),
  "a list of algorithms": forge(rsaKey, { ...header, alg: ["RS256"] }, claims),
  "HS256 with the public key as secret": forgeWithSecret(pemOf(rsaPublicKey), hs256(), claims),
  "HS256 with the public key in DER": forgeWithSecret(derOf(rsaPublicKey), hs256(), claims),
  "HS256 with an empty secret": forgeWithSecret("", hs256(), claims),
  "HS256 with the key id as secret": forgeWithSecret(rsa.signingKey.id, hs256(), claims),
  "RS384 with the right key": forge(rsaKey, { ...header, alg: "RS384" }, claims),
  "RS512 with the right key": forge(rsaKey, { ...header, alg: "RS512" }, claims),
  "PS256 with the right key": forge(rsaKey, { ...header, alg: "PS256" }, claims),
  "PS256 announced as RS256": swapHeader(forge(rsaKey, { ...header, alg: "PS256" }, claims)),
  "ES256 with a key of its own": forge(es.signingKey.privateKey, { ...header, alg: "ES256" }, claims),
  "no type": forge(rsaKey, { ...header, typ: undefined }, claims),
  "type JWT": forge(rsaKey, { ...header, typ: "JWT" }, claims),
  "type id token": forge(rsaKey, { ...header, typ: "id+jwt" }, claims),
  "type logout token": forge(rsaKey, { ...header, typ: "logout+jwt" }, claims),
  "a type that is a list": forge(rsaKey, { ...header, typ: ["at+jwt"] }, claims),
  "no key id": forge(rsaKey, { ...header, kid: undefined }, claims),
  "an unknown key id": forge(rsaKey, { ...header, kid: "another" }, claims),
  "an empty key id": forge(rsaKey, { ...header, kid: "" }, claims),
  "a path as key id": forge(rsaKey, { ...header, kid: "../../../../dev/null" }, claims),
  "SQL as key id": forge(rsaKey, { ...header, kid: "x' UNION SELECT 'key" }, claims),
  "__proto__ as key id": forge(rsaKey, { ...header, kid: "__proto__" }, claims),
  "constructor as key id": forge(rsaKey, { ...header, kid: "constructor" }, claims),
  "a number as key id": forge(rsaKey, { ...header, kid: 0 }, claims),
  "a list as key id": forge(rsaKey, { ...header, kid: [header.kid] }, claims),
  "an empty crit": forge(rsaKey, { ...header, crit: [] }, claims),
  "a critical extension": forge(rsaKey, { ...header, crit: ["exp"], exp: claims.exp }, claims),
  "an unencoded payload": forge(rsaKey, { ...header, crit: ["b64"], b64: false }, claims),
  "a key inside the token": forge(stranger.privateKey, { ...header, jwk: jwkOf(stranger.publicKey) }, claims),
  "only a key inside the token": forge(
    stranger.privateKey,
    { ...header, kid: undefined, jwk: jwkOf(stranger.publicKey) },
    claims,
  ),
  "an address for the key": forge(
    stranger.privateKey,
    { ...header, jku: "https://evil.example/jwks" },
    claims,
  ),
  "a certificate inside the token": forge(stranger.privateKey, { ...header, x5c: ["MIIB"] }, claims),
};

const signatures: Record<string, string> = {
  "a stranger's key": forge(stranger.privateKey, header, claims),
  "a key of 1,024 bits": forge(weak.privateKey, header, claims),
  "another token's signature": `${goodHeader}.${encode({ ...claims, sub: "admin" })}.${goodSignature}`,
  "another header": `${encode({ ...header, x: 1 })}.${goodClaims}.${goodSignature}`,
  "one bit changed": withSignature(good, (bytes) => bytes.with(0, (bytes[0] ?? 0) ^ 1)),
  "the last bit changed": withSignature(good, (bytes) => bytes.with(-1, (bytes.at(-1) ?? 0) ^ 1)),
  "one byte less": withSignature(good, (bytes) => bytes.subarray(0, -1)),
  "one byte more": withSignature(good, (bytes) => new Uint8Array([...bytes, 0])),
  "a zero byte before": withSignature(good, (bytes) => new Uint8Array([0, ...bytes])),
  "the bytes reversed": withSignature(good, (bytes) => bytes.toReversed()),
  "zero bytes only": withSignature(good, (bytes) => new Uint8Array(bytes.length)),
  "one byte only": withSignature(good, () => new Uint8Array([1])),
  "the claims' signature alone": `${goodHeader}.${goodClaims}.${sign("sha256", Buffer.from(goodClaims), rsaKey).toString("base64url")}`,
};

describe("refuses, always with the same sentence,", () => {
  it.each(Object.entries({ ...malformed, ...headers, ...signatures }))("%s", (_name, token) => {
    expectRefusal(rsa, token);
  });

  it.each([
    ["zeros", new Uint8Array(64)],
    ["ones", new Uint8Array(64).fill(1)],
    ["an empty DER sequence", new Uint8Array([0x30, 0])],
  ])("an ES256 signature of %s", (_name, signature) => {
    const issuer = es;
    const draft = draftFor(issuer);
    const input = `${encode(draft.header)}.${encode(draft.claims)}`;
    expectRefusal(issuer, `${input}.${Buffer.from(signature).toString("base64url")}`);
  });

  it("an ES256 signature in DER", () => {
    const issuer = es;
    const draft = draftFor(issuer);
    const input = `${encode(draft.header)}.${encode(draft.claims)}`;
    const signature = sign("sha256", Buffer.from(input), issuer.signingKey.privateKey).toString("base64url");
    expectRefusal(issuer, `${input}.${signature}`);
  });
});

function hs256(): Json {
  return { ...header, alg: "HS256" };
}

function pemOf(key: KeyObject): string {
  return key.export({ type: "spki", format: "pem" }).toString();
}

function derOf(key: KeyObject): Buffer {
  return key.export({ type: "spki", format: "der" });
}

function jwkOf(key: KeyObject): object {
  return key.export({ format: "jwk" });
}

function swapHeader(token: string): string {
  return [goodHeader, ...token.split(".").slice(1)].join(".");
}

function withSignature(token: string, change: (bytes: Uint8Array) => Uint8Array): string {
  const [first, second, signature = ""] = token.split(".");
  const changed = change(new Uint8Array(Buffer.from(signature, "base64url")));
  return `${first}.${second}.${Buffer.from(changed).toString("base64url")}`;
}

/** 256 bytes end in a character that carries two bits; another with the same two decodes to the same bytes. */
function withStrayBits(token: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return token.slice(0, -1) + alphabet[alphabet.indexOf(token.slice(-1)) + 1];
}
