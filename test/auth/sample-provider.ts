import { generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { json } from "../http/broken-salesforce.ts";
import { type Draft, forge, type Json } from "./forge.ts";

/** A key as the provider publishes it. */
interface PublishedKey {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly jwk: Json;
}

/** A small identity provider that writes tokens as Entra ID does. */
export interface SampleProvider extends AsyncDisposable {
  readonly url: string;
  readonly issuer: string;
  /** What a gateway needs to accept its tokens. */
  readonly env: Record<string, string>;
  /** How often the keys were asked for. */
  readonly fetches: () => number;
  /** Those that `publish` and `answerAs` have not replaced. */
  readonly key: () => PublishedKey;
  draft(change?: Change): Draft;
  token(change?: Change): string;
  /** From now on these keys; tokens are signed with the first. */
  publish(...keys: readonly PublishedKey[]): void;
  /** From now on this instead of keys. */
  answerAs(listener: RequestListener): void;
}

/** What is laid over a good token; undefined takes a member away. */
export interface Change {
  readonly header?: Json;
  readonly claims?: Json;
}

/** PEM, for https. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

export const audience = "6e74172b-be56-4843-9ff4-e66a39bb12e3";

/** Of the sample customer Edge Communications. */
export const edge = "01930000-0000-7000-8000-000000000001";

export async function startSampleProvider(certificate?: Certificate): Promise<SampleProvider> {
  let keys: readonly PublishedKey[] = [createKey()];
  let fetches = 0;
  let answer: RequestListener = publishing();
  const listener: RequestListener = (request, response) => {
    fetches++;
    answer(request, response);
  };
  const server = certificate ? createTlsServer(certificate, listener) : createServer(listener);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `${certificate ? "https" : "http"}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer = `${url}/9122040d-6c67-4c5b-b112-36a304b66dad/v2.0`;

  function publishing(): RequestListener {
    return json(200, { keys: keys.map(({ jwk }) => jwk) });
  }

  function key(): PublishedKey {
    const [first] = keys;
    if (!first) throw new Error("The provider has no key.");
    return first;
  }

  function draft({ header, claims }: Change = {}): Draft {
    return {
      header: { typ: "JWT", alg: "RS256", kid: key().id, ...header },
      claims: { ...entraClaims(issuer), ...claims },
    };
  }

  function token(change?: Change): string {
    const { header, claims } = draft(change);
    return forge(key().privateKey, header, claims);
  }

  return {
    url,
    issuer,
    env: settingsFor(url, issuer),
    fetches: () => fetches,
    key,
    draft,
    token,
    publish: (...published) => {
      keys = published;
      answer = publishing();
    },
    answerAs: (other) => {
      answer = other;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** RSA with 2048 bits unless told otherwise; `change` is laid over the JWK. */
export function createKey(pair = generateKeyPairSync("rsa", { modulusLength: 2048 }), change: Json = {}) {
  const id = randomUUID();
  const jwk = { ...pair.publicKey.export({ format: "jwk" }), kid: id, use: "sig", ...change };
  return { id, ...pair, jwk };
}

function settingsFor(url: string, issuer: string): Record<string, string> {
  return {
    IDP_ISSUER: issuer,
    IDP_AUDIENCE: audience,
    IDP_JWKS_URL: `${url}/discovery/v2.0/keys?appid=${audience}`,
    IDP_SCOPE_MAP:
      "Accounts.Read=accounts:read Sales=accounts:read,orders:read A=b=assets:read Everything=accounts:all",
    IDP_ORGANIZATION_CLAIM: "extn.gatewayOrganization",
  };
}

/** https://learn.microsoft.com/en-us/entra/identity-platform/access-token-claims-reference */
function entraClaims(issuer: string): Json {
  const now = Math.floor(Date.now() / 1000);
  return {
    aud: audience,
    iss: issuer,
    iat: now - 300,
    nbf: now - 300,
    exp: now + 3600,
    azp: "1fec8e78-bce4-4aaf-ab1b-5451cc387264",
    azpacr: "0",
    name: "Rose Gonzalez",
    oid: "690222be-ff1a-4d56-abd1-7e4f7d38e474",
    preferred_username: "rose@edge.example",
    scp: "Accounts.Read",
    sub: "AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ",
    tid: "9122040d-6c67-4c5b-b112-36a304b66dad",
    uti: randomUUID(),
    ver: "2.0",
    "extn.gatewayOrganization": edge,
  };
}
