import { createPublicKey, type KeyObject } from "node:crypto";

/** An External Client App: https://help.salesforce.com/s/articleView?id=xcloud.external_client_apps.htm */
export interface ConnectedApp {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The certificate or public key, as PEM, whose holder may sign JWTs; without one the JWT bearer flow is refused. */
  readonly certificate?: string;
  /** Whom the client credentials flow signs in; null where it is not enabled. */
  readonly runAs: string | null;
}

export const defaultApp: ConnectedApp = {
  clientId: "local-org",
  clientSecret: "local-only",
  runAs: "integration@local-org.example",
};

/** @throws TypeError when the PEM is neither a certificate nor a public key */
export function publicKeyOf({ certificate }: ConnectedApp): KeyObject | null {
  return certificate === undefined ? null : createPublicKey(certificate);
}
