import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import type { TokenIssuer } from "../../src/auth/token.ts";
import { draftFor, encode, forge, forgeWithSecret, type Json } from "./forge.ts";
import { wrongClaims, wrongTexts } from "./wrong-claims.ts";

/** What a forger tries, by name. All fit into a header. */
export type Forgeries = Readonly<Record<string, string>>;

const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 });
const weak = generateKeyPairSync("rsa", { modulusLength: 1024 });
const curve = generateKeyPairSync("ec", { namedCurve: "prime256v1" });

/** Against an issuer that signs with RS256. */
export function forgeTokens(issuer: TokenIssuer): Forgeries {
  const parts = partsOf(issuer);
  return {
    ...malformed(parts),
    ...wrongAlgorithms(parts),
    ...wrongHeaders(parts),
    ...wrongSignatures(parts),
    ...wrongContents(parts),
  };
}

/** Texts that are not a token and that no HTTP client sends in a header. */
export function unsendableTokens(issuer: TokenIssuer): Forgeries {
  const { good, goodHeader, goodClaims, goodSignature } = partsOf(issuer);
  return {
    "a line feed after": `${good}\n`,
    "a NUL": `${good}\0`,
    "a letter beyond ASCII": `${goodHeader}.${goodClaims}.é${goodSignature.slice(1)}`,
    "a space before": ` ${good}`,
  };
}

/** Against an issuer that signs with ES256. */
export function forgeCurveTokens(issuer: TokenIssuer): Forgeries {
  const { header, claims } = draftFor(issuer);
  const input = `${encode(header)}.${encode(claims)}`;
  const inDer = sign("sha256", Buffer.from(input), issuer.signingKey.privateKey);
  const signatures = {
    "an ES256 signature of zeros": new Uint8Array(64),
    "an ES256 signature of ones": new Uint8Array(64).fill(1),
    "an ES256 signature of all bits": new Uint8Array(64).fill(255),
    "an ES256 signature that is an empty DER sequence": new Uint8Array([0x30, 0]),
    "an ES256 signature in DER": inDer,
  };
  return Object.fromEntries(
    Object.entries(signatures).map(([name, bytes]) => [
      name,
      `${input}.${Buffer.from(bytes).toString("base64url")}`,
    ]),
  );
}

interface Parts {
  readonly key: KeyObject;
  readonly publicKey: KeyObject;
  readonly header: Json;
  readonly claims: Json;
  readonly good: string;
  readonly goodHeader: string;
  readonly goodClaims: string;
  readonly goodSignature: string;
}

function partsOf(issuer: TokenIssuer): Parts {
  const { header, claims } = draftFor(issuer);
  const { id, privateKey: key } = issuer.signingKey;
  const publicKey = issuer.publicKeys.get(id) ?? key;
  const good = forge(key, header, claims);
  const [goodHeader = "", goodClaims = "", goodSignature = ""] = good.split(".");
  return { key, publicKey, header, claims, good, goodHeader, goodClaims, goodSignature };
}

function malformed({ key, header, claims, good, goodHeader, goodClaims, goodSignature }: Parts): Forgeries {
  return {
    "an empty text": "",
    "a word": "token",
    "three empty segments": "..",
    "one segment": goodHeader,
    "two segments": `${goodHeader}.${goodClaims}`,
    "four segments": `${good}.${goodSignature}`,
    "five segments": `${good}..`,
    "a dot at the end": `${good}.`,
    "a space inside": good.replace(".", ". "),
    "padding after the header": `${goodHeader}=.${goodClaims}.${goodSignature}`,
    "padding after the claims": `${goodHeader}.${goodClaims}==.${goodSignature}`,
    "padding after the signature": `${good}==`,
    "the other base64 alphabet": `${goodHeader}.${goodClaims}.+/${goodSignature.slice(2)}`,
    "stray bits after the signature": withStrayBits(good),
    "no signature": `${goodHeader}.${goodClaims}.`,
    "no claims": `${goodHeader}..${goodSignature}`,
    "no header": `.${goodClaims}.${goodSignature}`,
    "a header that is no JSON": forge(key, "{alg:RS256}", claims),
    "a header with a byte order mark": forge(key, `\uFEFF${JSON.stringify(header)}`, claims),
    "a header that is a list": forge(key, [header], claims),
    "a header that is null": forge(key, "null", claims),
    "a header that is a text": forge(key, '"RS256"', claims),
    "claims that are no JSON": forge(key, header, "sub=someone"),
    "claims cut short": forge(key, header, JSON.stringify(claims).slice(0, -1)),
    "claims that are a list": forge(key, header, [claims]),
    "claims that are null": forge(key, header, "null"),
    "claims that are a number": forge(key, header, "1"),
    "claims that are a text": forge(key, header, '"someone"'),
    "claims that are true": forge(key, header, "true"),
    "more than 4,096 characters": forge(key, header, { ...claims, filler: "x".repeat(4096) }),
    "JSON five levels of nothing": forge(key, header, "[[[[[]]]]]"),
    "an encrypted token": `${encode({ alg: "RSA-OAEP", enc: "A256GCM" })}.AAAA.AAAA.AAAA.AAAA`,
  };
}

function wrongAlgorithms({ key, publicKey, header, claims, goodHeader, goodClaims }: Parts): Forgeries {
  return {
    "algorithm none": `${encode({ ...header, alg: "none" })}.${goodClaims}.`,
    "algorithm none, with a signature": forge(key, { ...header, alg: "none" }, claims),
    "algorithm NONE": `${encode({ ...header, alg: "NONE" })}.${goodClaims}.`,
    "algorithm nOnE, with a signature": forge(key, { ...header, alg: "nOnE" }, claims),
    "no algorithm": forge(key, { ...header, alg: undefined }, claims),
    "an empty algorithm": forge(key, { ...header, alg: "" }, claims),
    "the algorithm in lower case": forge(key, { ...header, alg: "rs256" }, claims),
    "a list of algorithms": forge(key, { ...header, alg: ["RS256"] }, claims),
    "HS256 with the public key as secret": forgeWithSecret(
      pemOf(publicKey),
      { ...header, alg: "HS256" },
      claims,
    ),
    "HS256 with the public key in DER": forgeWithSecret(
      derOf(publicKey),
      { ...header, alg: "HS256" },
      claims,
    ),
    "HS256 with an empty secret": forgeWithSecret("", { ...header, alg: "HS256" }, claims),
    "HS256 with the key id as secret": forgeWithSecret(
      String(header.kid),
      { ...header, alg: "HS256" },
      claims,
    ),
    "RS384 with the right key": forge(key, { ...header, alg: "RS384" }, claims),
    "RS512 with the right key": forge(key, { ...header, alg: "RS512" }, claims),
    "PS256 with the right key": forge(key, { ...header, alg: "PS256" }, claims),
    "PS256 announced as RS256": forge(key, { ...header, alg: "PS256" }, claims).replace(/^[^.]*/, goodHeader),
    "ES256 with a key of its own": forge(curve.privateKey, { ...header, alg: "ES256" }, claims),
  };
}

function wrongHeaders({ key, header, claims }: Parts): Forgeries {
  return {
    "no type": forge(key, { ...header, typ: undefined }, claims),
    "type JWT": forge(key, { ...header, typ: "JWT" }, claims),
    "type id token": forge(key, { ...header, typ: "id+jwt" }, claims),
    "type logout token": forge(key, { ...header, typ: "logout+jwt" }, claims),
    "a type that is a list": forge(key, { ...header, typ: ["at+jwt"] }, claims),
    "no key id": forge(key, { ...header, kid: undefined }, claims),
    "an unknown key id": forge(key, { ...header, kid: "another" }, claims),
    "an empty key id": forge(key, { ...header, kid: "" }, claims),
    "a path as key id": forge(key, { ...header, kid: "../../../../dev/null" }, claims),
    "SQL as key id": forge(key, { ...header, kid: "x' UNION SELECT 'key" }, claims),
    "__proto__ as key id": forge(key, { ...header, kid: "__proto__" }, claims),
    "constructor as key id": forge(key, { ...header, kid: "constructor" }, claims),
    "a number as key id": forge(key, { ...header, kid: 0 }, claims),
    "a list as key id": forge(key, { ...header, kid: [header.kid] }, claims),
    "an empty crit": forge(key, { ...header, crit: [] }, claims),
    "a critical extension": forge(key, { ...header, crit: ["exp"], exp: claims.exp }, claims),
    "an unencoded payload": forge(key, { ...header, crit: ["b64"], b64: false }, claims),
    "a key inside the token": forge(
      stranger.privateKey,
      { ...header, jwk: jwkOf(stranger.publicKey) },
      claims,
    ),
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
}

function wrongSignatures({
  key,
  header,
  claims,
  good,
  goodHeader,
  goodClaims,
  goodSignature,
}: Parts): Forgeries {
  return {
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
    "the claims' signature alone": `${goodHeader}.${goodClaims}.${sign("sha256", Buffer.from(goodClaims), key).toString("base64url")}`,
  };
}

function wrongContents({ key, header, claims }: Parts): Forgeries {
  const changed = Object.entries(wrongClaims(claims)).map(([name, change]) => [
    name,
    forge(key, header, { ...claims, ...change }),
  ]);
  const written = Object.entries(wrongTexts(claims)).map(([name, text]) => [name, forge(key, header, text)]);
  return Object.fromEntries([...changed, ...written]);
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
