import type { KeyObject } from "node:crypto";
import { expect } from "vitest";
import type { JwtAlgorithm } from "../../src/auth/key.ts";
import { invalidToken, openTokenIssuer, type TokenIssuer, verifyAccessToken } from "../../src/auth/token.ts";
import { createTemporaryFolder } from "../temporary-folder.ts";

/** An issuer with a key pair of its own. */
export async function openIssuer(algorithm: JwtAlgorithm): Promise<TokenIssuer> {
  await using folder = await createTemporaryFolder();
  return await openTokenIssuer({
    algorithm,
    issuer: "https://gateway.example",
    audience: "gateway",
    lifetimeSeconds: 600,
    keys: null,
    keyFiles: null,
    ownKeyDirectory: folder.path,
  });
}

export function publicKeyOf(issuer: TokenIssuer): KeyObject {
  const key = issuer.publicKeys.get(issuer.signingKey.id);
  if (key === undefined) throw new Error("The issuer does not know its own key.");
  return key;
}

export function expectRefusal(issuer: TokenIssuer, token: string): void {
  const { code, message } = invalidToken();
  expect(() => verifyAccessToken(issuer, token)).toThrowError(
    expect.objectContaining({ name: "GatewayError", code, message }),
  );
}
