import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

const secretBytes = 32;

/** 43 characters that nobody guesses. */
export function createSecret(): string {
  return randomBytes(secretBytes).toString("base64url");
}

/** SHA-256 in hex: enough for secrets that are random. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

export function isSecret(secret: string, secretHash: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(secret)), Buffer.from(secretHash));
}
