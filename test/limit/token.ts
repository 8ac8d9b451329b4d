import { scopes } from "../../src/auth/scope.ts";
import { signAccessToken } from "../../src/auth/token.ts";
import type { Gateway } from "../gateway.ts";

/** Of somebody who sees everything, under a name of their own. */
export function tokenOf({ issuer }: Gateway, kind: "USER" | "CLIENT", subject: string): string {
  return signAccessToken(issuer, { kind, subject, scopes: [...scopes], organizationIds: [] });
}

export function personsToken(gateway: Gateway, subject: string): string {
  return tokenOf(gateway, "USER", subject);
}
