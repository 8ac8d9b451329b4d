import { createPublicKey } from "node:crypto";
import jsonwebtoken from "jsonwebtoken";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway[Symbol.asyncDispose]());

const client = { client_id: "partner-app", client_secret: "local-only" };
const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`,
});

async function post(
  path: string,
  form: Record<string, string> | string,
  headers: Record<string, string> = {},
) {
  const body = new URLSearchParams(form);
  const response = await fetch(`${gateway.url}${path}`, { method: "POST", headers, body });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
}

const token = (form: Record<string, string> | string, headers?: Record<string, string>) =>
  post("/oauth/token", form, headers);

async function accountsSeenWith(accessToken: string) {
  const { data, errors } = await gateway.query("{ accounts { nodes { name } } }", {}, { token: accessToken });
  return data ? data.accounts.nodes.map(({ name }: { name: string }) => name) : errors?.[0]?.extensions.code;
}

async function signIn() {
  const document = `mutation { signIn(input: { email: "buyer@uog.example", password: "local-only" }) { accessToken refreshToken } }`;
  return (await gateway.query(document, {}, { token: null })).data.signIn;
}

describe("POST /oauth/token", () => {
  test.each([
    ["in the form", { ...client }, {}],
    ["in a Basic header", {}, basic("partner-app", "local-only")],
  ])("gives a partner's program a token for its secret %s", async (_where, form, headers) => {
    const answer = await token(
      { grant_type: "client_credentials", ...form },
      headers as Record<string, string>,
    );
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.body).toEqual({
      access_token: expect.any(String),
      token_type: "Bearer",
      expires_in: 3600,
      scope: "accounts:read assets:read orders:read orders:write carts:read carts:write",
    });
    expect(await accountsSeenWith(answer.body.access_token)).toEqual(["Edge Communications"]);
    const { data } = await gateway.query("{ viewer { id kind } }", {}, { token: answer.body.access_token });
    expect(data.viewer).toEqual({ id: "partner-app", kind: "CLIENT" });
  });

  test("gives a part of the scopes when asked", async () => {
    const { body } = await token({ grant_type: "client_credentials", ...client, scope: "orders:read" });
    expect(body.scope).toBe("orders:read");
    expect(await accountsSeenWith(body.access_token)).toBe("FORBIDDEN");
  });

  test("refreshes a person's session", async () => {
    const { refreshToken } = await signIn();
    const { status, body } = await token({ grant_type: "refresh_token", refresh_token: refreshToken });
    expect(status).toBe(200);
    expect(body.refresh_token).not.toBe(refreshToken);
    expect(await accountsSeenWith(body.access_token)).toHaveLength(3);
    expect((await token({ grant_type: "refresh_token", refresh_token: refreshToken })).body.error).toBe(
      "invalid_grant",
    );
  });

  const credentials = { grant_type: "client_credentials" };
  test.each([
    ["no grant type", { ...client }, {}, 400, "invalid_request"],
    ["another grant type", { ...client, grant_type: "password" }, {}, 400, "unsupported_grant_type"],
    ["no client", credentials, {}, 401, "invalid_client"],
    ["an unknown client", { ...credentials, ...client, client_id: "other" }, {}, 401, "invalid_client"],
    ["a wrong secret", { ...credentials, ...client, client_secret: "wrong" }, {}, 401, "invalid_client"],
    ["a wrong secret in the header", credentials, basic("partner-app", "wrong"), 401, "invalid_client"],
    ["a header that is not Basic", credentials, { authorization: "Bearer x" }, 401, "invalid_client"],
    [
      "a secret in both places",
      { ...credentials, ...client },
      basic("partner-app", "local-only"),
      400,
      "invalid_request",
    ],
    [
      "a scope beyond its own",
      { ...credentials, ...client, scope: "mappings:admin" },
      {},
      400,
      "invalid_scope",
    ],
    ["an unknown scope", { ...credentials, ...client, scope: "everything" }, {}, 400, "invalid_scope"],
    ["a refresh without a token", { grant_type: "refresh_token" }, {}, 400, "invalid_request"],
    [
      "an unknown refresh token",
      { grant_type: "refresh_token", refresh_token: "x" },
      {},
      400,
      "invalid_grant",
    ],
    [
      "a parameter twice",
      "grant_type=client_credentials&grant_type=refresh_token",
      {},
      400,
      "invalid_request",
    ],
  ] as const)("refuses %s", async (...[, form, headers, status, error]) => {
    const answer = await token(form as Record<string, string>, headers as Record<string, string>);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ error, error_description: expect.stringMatching(/^[A-Z\w].*\.$/) });
    expect(answer.headers.get("www-authenticate")).toBe(status === 401 ? 'Basic realm="gateway"' : null);
  });

  test("wants a form", async () => {
    const response = await fetch(`${gateway.url}/oauth/token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ grant_type: "client_credentials", ...client }),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: "invalid_request" });
  });
});

describe("POST /oauth/revoke", () => {
  test("ends an access token", async () => {
    const { body } = await token({ grant_type: "client_credentials", ...client });
    const other = await token({ grant_type: "client_credentials", ...client });
    expect((await post("/oauth/revoke", { ...client, token: body.access_token })).status).toBe(200);
    expect(await accountsSeenWith(body.access_token)).toBe("UNAUTHENTICATED");
    expect(await accountsSeenWith(other.body.access_token)).toHaveLength(1);
  });

  test("ends a person's session by its refresh token", async () => {
    const { accessToken, refreshToken } = await signIn();
    expect((await post("/oauth/revoke", { token: refreshToken })).status).toBe(200);
    expect(await accountsSeenWith(accessToken)).toBe("UNAUTHENTICATED");
    expect((await token({ grant_type: "refresh_token", refresh_token: refreshToken })).status).toBe(400);
  });

  test("takes what is no token of ours, and refuses a wrong secret", async () => {
    expect((await post("/oauth/revoke", { token: "nonsense" })).status).toBe(200);
    expect((await post("/oauth/revoke", {})).body.error).toBe("invalid_request");
    expect((await post("/oauth/revoke", { token: "x" }, basic("partner-app", "wrong"))).status).toBe(401);
  });
});

describe("/.well-known", () => {
  test("shows the keys that verify the gateway's tokens", async () => {
    const { keys } = (await (await fetch(`${gateway.url}/.well-known/jwks.json`)).json()) as {
      keys: { kid: string }[];
    };
    const { body } = await token({ grant_type: "client_credentials", ...client });
    const { kid } = jsonwebtoken.decode(body.access_token, { complete: true })?.header ?? {};
    const key = keys.find((each) => each.kid === kid);
    expect(key).toMatchObject({ kty: "RSA", use: "sig", alg: "RS256" });
    expect(key).not.toHaveProperty("d");
    const publicKey = createPublicKey({ key: { ...key }, format: "jwk" });
    const claims = jsonwebtoken.verify(body.access_token, publicKey, { algorithms: ["RS256"] });
    expect(claims).toMatchObject({
      sub: "partner-app",
      client_id: "partner-app",
      aud: "salesforce-graphql-gateway",
    });
  });

  test("describes the authorization server", async () => {
    const response = await fetch(`${gateway.url}/.well-known/oauth-authorization-server`);
    expect(await response.json()).toMatchObject({
      issuer: "http://127.0.0.1:4000",
      token_endpoint: "http://127.0.0.1:4000/oauth/token",
      jwks_uri: "http://127.0.0.1:4000/.well-known/jwks.json",
      grant_types_supported: ["client_credentials", "refresh_token"],
    });
  });
});
