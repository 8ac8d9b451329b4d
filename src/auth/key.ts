import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  randomUUID,
} from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

/** Signatures with a public key only: whoever verifies a token cannot make one. */
export const jwtAlgorithms = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
] as const;

export type JwtAlgorithm = (typeof jwtAlgorithms)[number];

/** PEM files. */
export interface KeyFiles {
  readonly privateKeyPath: string;
  readonly publicKeyPath: string;
}

export interface KeyPair {
  /** RFC 7638 thumbprint of the public key: names the key in a token's header. */
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** What signs tokens now, and what they are verified with. */
export interface TokenKeys {
  readonly signingKey: { readonly id: string; readonly privateKey: KeyObject };
  /** By `kid`: whatever else a token says about its key is ignored. */
  readonly publicKeys: ReadonlyMap<string, KeyObject>;
}

/** Keys that cannot be used. The sentence holds no key material and no path. */
export class KeyError extends Error {
  override readonly name = "KeyError";
}

const generate = promisify(generateKeyPair);

/** https://www.rfc-editor.org/rfc/rfc7518#section-3.3 */
const minimumRsaBits = 2048;

/** https://www.rfc-editor.org/rfc/rfc7518#section-3.4, in OpenSSL's names */
const curves: Partial<Record<JwtAlgorithm, string>> = {
  ES256: "prime256v1",
  ES384: "secp384r1",
  ES512: "secp521r1",
};

/** What a key for the algorithm must be. */
export function describeKey(algorithm: JwtAlgorithm): string {
  const curve = curves[algorithm];
  return curve === undefined ? `RSA with at least ${minimumRsaBits} bits` : `EC on the curve ${curve}`;
}

/** Null when the file cannot be read or holds no unencrypted private key for the algorithm in PEM. */
export function readPrivateKey(path: string, algorithm: JwtAlgorithm): KeyObject | null {
  return readKey(() => createPrivateKey(readFileSync(path, "utf8")), algorithm);
}

/** Null when the text is no unencrypted private key for the algorithm in PEM; `\n` may stand for its line ends. */
export function parsePrivateKey(pem: string, algorithm: JwtAlgorithm): KeyObject | null {
  return readKey(() => createPrivateKey(pem.replaceAll("\\n", "\n")), algorithm);
}

/** Null when the file cannot be read or holds no public key for the algorithm in PEM. */
export function readPublicKey(path: string, algorithm: JwtAlgorithm): KeyObject | null {
  return readKey(() => {
    const pem = readFileSync(path, "utf8");
    // createPublicKey would derive the public half and hide that a private key lies where a public one belongs.
    return pem.includes("PRIVATE KEY") ? null : createPublicKey(pem);
  }, algorithm);
}

export function toKeyPair(privateKey: KeyObject): KeyPair {
  const publicKey = createPublicKey(privateKey);
  return { id: thumbprint(publicKey), privateKey, publicKey };
}

/**
 * Reads both keys and proves that they are one pair.
 *
 * @throws KeyError
 */
export function loadKeyPair(files: KeyFiles, algorithm: JwtAlgorithm): KeyPair {
  const privateKey = readPrivateKey(files.privateKeyPath, algorithm);
  const publicKey = readPublicKey(files.publicKeyPath, algorithm);
  if (privateKey === null || publicKey === null || !createPublicKey(privateKey).equals(publicKey)) {
    throw new KeyError(`The JWT keys are not a pair for ${algorithm} (${describeKey(algorithm)}).`);
  }
  return toKeyPair(privateKey);
}

/**
 * The pair jwt-private.pem and jwt-public.pem of a folder, made on first use and kept. Safe when several processes
 * start at once: only the private key is made, by an atomic link that one of them wins; the public key follows from it.
 */
export async function ensureKeyPair(directory: string, algorithm: JwtAlgorithm): Promise<KeyFiles> {
  const privateKeyPath = join(directory, "jwt-private.pem");
  const publicKeyPath = join(directory, "jwt-public.pem");
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await createOnce(privateKeyPath, () => generatePrivatePem(algorithm));
  await createOnce(publicKeyPath, () => publicPemOf(privateKeyPath));
  return { privateKeyPath, publicKeyPath };
}

/** @throws KeyError when the folder has a pair already */
export async function generateKeys(directory: string, algorithm: JwtAlgorithm): Promise<KeyFiles> {
  if (existsSync(join(directory, "jwt-private.pem"))) {
    throw new KeyError("There is a pair in this folder already: `keys rotate` replaces the one in use.");
  }
  return await ensureKeyPair(directory, algorithm);
}

/** The folder beside the public key in use where the public keys before it lie, by their ids. */
function previousFolder(publicKeyPath: string): string {
  return join(dirname(publicKeyPath), "previous");
}

/**
 * Puts a new pair in the place of the one in use; gateways take it at their next start. The old public key is kept, so
 * that its tokens stay good until they end.
 *
 * @throws KeyError when there is no pair to replace
 */
export async function rotateKeys(
  options: KeyPlace,
): Promise<{ readonly kid: string; readonly previousKid: string }> {
  const files = options.keyFiles ?? (await ensureKeyPair(options.ownKeyDirectory, options.algorithm));
  const current = loadKeyPair(files, options.algorithm);
  const folder = previousFolder(files.publicKeyPath);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const publicPem = current.publicKey.export({ type: "spki", format: "pem" }).toString();
  await writeFile(join(folder, `${current.id}.pem`), publicPem, { mode: 0o600 });
  const privatePem = await generatePrivatePem(options.algorithm);
  await replaceFile(files.privateKeyPath, privatePem);
  await replaceFile(
    files.publicKeyPath,
    createPublicKey(privatePem).export({ type: "spki", format: "pem" }).toString(),
  );
  return { kid: loadKeyPair(files, options.algorithm).id, previousKid: current.id };
}

export interface KeyPlace {
  readonly algorithm: JwtAlgorithm;
  /** Null: a pair of the gateway's own, made on first use. */
  readonly keyFiles: KeyFiles | null;
  readonly ownKeyDirectory: string;
}

/** The public keys before the last rotations, by id. */
export function loadPreviousKeys(
  { publicKeyPath }: KeyFiles,
  algorithm: JwtAlgorithm,
): Map<string, KeyObject> {
  const folder = previousFolder(publicKeyPath);
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".pem")) : [];
  const keys = names
    .map((name) => readPublicKey(join(folder, name), algorithm))
    .filter((key) => key !== null);
  return new Map(keys.map((key) => [thumbprint(key), key]));
}

/** Readers see the old file or the new one, never a part. */
async function replaceFile(path: string, content: string): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, content, { mode: 0o600 });
  await rename(draft, path);
}

function readKey(read: () => KeyObject | null, algorithm: JwtAlgorithm): KeyObject | null {
  try {
    const key = read();
    return key !== null && fits(key, algorithm) ? key : null;
  } catch {
    // No such file, or OpenSSL finds no key in it: whoever asks says which file was expected to hold what.
    return null;
  }
}

/** Whether a public or private key is strong enough and of the right kind for the algorithm. */
export function fits(key: KeyObject, algorithm: JwtAlgorithm): boolean {
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {};
  const curve = curves[algorithm];
  if (curve !== undefined) return key.asymmetricKeyType === "ec" && namedCurve === curve;
  return key.asymmetricKeyType === "rsa" && modulusLength >= minimumRsaBits;
}

/** https://www.rfc-editor.org/rfc/rfc7638: the required members in the order of the alphabet. */
function thumbprint(publicKey: KeyObject): string {
  const { crv, e, kty, n, x, y } = publicKey.export({ format: "jwk" });
  const members = kty === "RSA" ? { e, kty, n } : { crv, kty, x, y };
  return createHash("sha256").update(JSON.stringify(members)).digest("base64url");
}

/** The file appears complete or not at all, and the first one stays. */
async function createOnce(path: string, makeContent: () => Promise<string>): Promise<void> {
  if (existsSync(path)) return;
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, await makeContent(), { mode: 0o600 });
  try {
    await link(draft, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  } finally {
    await rm(draft);
  }
}

async function generatePrivatePem(algorithm: JwtAlgorithm): Promise<string> {
  const namedCurve = curves[algorithm];
  const { privateKey } =
    namedCurve === undefined
      ? await generate("rsa", { modulusLength: minimumRsaBits })
      : await generate("ec", { namedCurve });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

async function publicPemOf(privateKeyPath: string): Promise<string> {
  const privatePem = await readFile(privateKeyPath, "utf8");
  return createPublicKey(privatePem).export({ type: "spki", format: "pem" }).toString();
}
