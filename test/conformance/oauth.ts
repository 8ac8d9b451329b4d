import { generateKeyPairSync } from "node:crypto";
import jsonwebtoken from "jsonwebtoken";
import type { Entry, Replays } from "./entry.ts";
import { client, type Place } from "./org.ts";
import { compare, createIds } from "./shape.ts";

interface RecordedRefusal {
  readonly status: number;
  readonly body: unknown;
}

type Form = Readonly<Record<string, string>>;

const key = generateKeyPairSync("rsa", { modulusLength: 2048 });
const admin = "admin@local-org.example";

/** The app of the local org, as one that may send JWTs. */
export const connectedApp = {
  clientId: client.client_id,
  clientSecret: client.client_secret,
  certificate: key.publicKey.export({ type: "spki", format: "pem" }).toString(),
  runAs: "integration@local-org.example",
};

/** A token request for every refusal, or why there is none. */
const requests: Readonly<Record<string, ((place: Place) => Form) | string>> = {
  "invalid_grant (password)": () => ({
    ...client,
    grant_type: "password",
    username: admin,
    password: "wrong",
  }),
  "invalid_grant (older wording)": "the older wording of the refusal above",
  "invalid_grant (refresh)": () => ({ ...client, grant_type: "refresh_token", refresh_token: "wrong" }),
  "invalid_grant (JWT aud)": () => jwtForm({ sub: admin, aud: "https://example.com" }),
  "invalid_grant (JWT, not pre-authorised)": ({ url }) =>
    jwtForm({ sub: "unapproved@local-org.example", aud: url }),
  "invalid_app_access (JWT)":
    "said of an app whose users an administrator approves; the local org's app lets users approve it",
  invalid_client_id: () => ({ ...client, grant_type: "client_credentials", client_id: "nobody" }),
  invalid_client: () => ({ ...client, grant_type: "client_credentials", client_secret: "wrong" }),
};

export const oauthReplays: Replays = {
  "errors/oauth-error-bodies.json": {
    data: "sample",
    async run(place, recording) {
      const entries: Entry[] = [];
      for (const [name, wanted] of Object.entries(recording as Record<string, RecordedRefusal>)) {
        entries.push(await replayRefusal(place, name, wanted));
      }
      return entries;
    },
  },
};

async function replayRefusal(place: Place, name: string, wanted: RecordedRefusal): Promise<Entry> {
  const request = requests[name] ?? "there is no request for this refusal";
  if (typeof request === "string") return { name, notReplayed: request };
  const response = await fetch(`${place.url}/services/oauth2/token`, {
    method: "POST",
    body: new URLSearchParams(request(place)),
  });
  const given = { status: response.status, body: await response.json() };
  const { status, body } = wanted;
  return { name, differences: compare({ status, body }, given, { ids: createIds() }) };
}

/** A token request of the JWT bearer flow, good for three minutes. */
export function jwtForm(claims: { readonly sub: string; readonly aud: string }): Form {
  const assertion = jsonwebtoken.sign({ iss: connectedApp.clientId, ...claims }, key.privateKey, {
    algorithm: "RS256",
    expiresIn: 180,
  });
  return { grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion };
}
