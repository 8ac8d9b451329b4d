import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface KeySettings extends Record<string, string> {
  readonly JWT_PRIVATE_KEY_PATH: string;
  readonly JWT_PUBLIC_KEY_PATH: string;
}

/** Gone when the tests' process is. */
export const keyFolder = mkdtempSync(join(tmpdir(), "gateway-keys-"));
process.once("exit", () => rmSync(keyFolder, { recursive: true }));

export function writeRsaPair(modulusLength: number): KeySettings {
  return writePair(generateKeyPairSync("rsa", { modulusLength }));
}

export function writeEcPair(namedCurve: string): KeySettings {
  return writePair(generateKeyPairSync("ec", { namedCurve }));
}

export function writeEncryptedKey(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const encryption = { cipher: "aes-256-cbc", passphrase: "passphrase" };
  return writeKeyFile(privateKey.export({ type: "pkcs8", format: "pem", ...encryption }).toString());
}

export function writeKeyFile(content: string): string {
  const path = join(keyFolder, `${crypto.randomUUID()}.pem`);
  writeFileSync(path, content);
  return path;
}

function writePair({ privateKey, publicKey }: { privateKey: KeyObject; publicKey: KeyObject }): KeySettings {
  return {
    JWT_PRIVATE_KEY_PATH: writeKeyFile(privateKey.export({ type: "pkcs8", format: "pem" }).toString()),
    JWT_PUBLIC_KEY_PATH: writeKeyFile(publicKey.export({ type: "spki", format: "pem" }).toString()),
  };
}
