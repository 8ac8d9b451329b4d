import type { KeyObject } from "node:crypto";
import { type Connection, OAuth2 } from "jsforce";
import jwt from "jsonwebtoken";
import type { Transport } from "./transport.ts";

/** How an identity proves itself: https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_flows.htm */
export type Credentials =
  | { readonly flow: "client-credentials"; readonly clientId: string; readonly clientSecret: string }
  | {
      readonly flow: "jwt-bearer";
      readonly clientId: string;
      /** RSA; the connected app has the certificate to it. */
      readonly privateKey: KeyObject;
      readonly username: string;
    }
  | {
      readonly flow: "password";
      readonly clientId: string;
      readonly clientSecret: string;
      readonly username: string;
      readonly password: string;
      /** The user's security token; Salesforce wants it appended to the password. */
      readonly token: string;
    };

/** Where tokens are asked for. */
export interface LoginPlace {
  /** The org, e.g. https://acme.my.salesforce.com, or its Experience Cloud site, e.g. https://acme.my.site.com/partners */
  readonly loginUrl: string;
  readonly isSite: boolean;
  /** Salesforce id of the site; null for the org. */
  readonly networkId: string | null;
}

export interface SignIn extends LoginPlace {
  readonly credentials: Credentials;
  readonly transport: Transport;
}

/** Salesforce takes assertions of five minutes at most; the clocks may differ by two. */
const assertionSeconds = 180;

/** Gives the connection a new session. */
export async function signIn(
  connection: Connection,
  { credentials, transport, ...place }: SignIn,
): Promise<void> {
  const { clientId } = credentials;
  const { loginUrl } = place;
  const clientSecret = "clientSecret" in credentials ? credentials.clientSecret : undefined;
  connection.oauth2 = Object.assign(new OAuth2({ loginUrl, clientId, clientSecret }), {
    _transport: transport,
  });
  switch (credentials.flow) {
    case "client-credentials":
      await connection.authorize({ grant_type: "client_credentials" });
      break;
    case "jwt-bearer":
      await connection.authorize({
        grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
        assertion: signAssertion(credentials, place),
      });
      break;
    case "password":
      await connection.loginByOAuth2(credentials.username, credentials.password + credentials.token);
  }
}

/** https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm */
function signAssertion(
  { clientId, privateKey, username }: Extract<Credentials, { flow: "jwt-bearer" }>,
  place: LoginPlace,
): string {
  return jwt.sign({}, privateKey, {
    algorithm: "RS256",
    issuer: clientId,
    subject: username,
    audience: audienceOf(place),
    expiresIn: assertionSeconds,
    noTimestamp: true,
  });
}

/** Salesforce knows three audiences: production, sandboxes and scratch orgs, and the site itself. */
function audienceOf({ loginUrl, isSite }: LoginPlace): string {
  if (isSite) return loginUrl;
  const { hostname } = new URL(loginUrl);
  const isTest = hostname === "test.salesforce.com" || /--|\.(?:sandbox|scratch)\./.test(hostname);
  return isTest ? "https://test.salesforce.com" : "https://login.salesforce.com";
}
