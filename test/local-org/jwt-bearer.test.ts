import { generateKeyPairSync, type KeyObject } from "node:crypto";
import jsonwebtoken from "jsonwebtoken";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startOrg, type TestOrg } from "./org.ts";

const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const otherKeys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = (key: KeyObject) => String(key.export({ type: "spki", format: "pem" }));
const app = { clientSecret: "secret", runAs: null };
const now = new Date("2026-11-23T12:00:00Z");
const seconds = Math.floor(now.getTime() / 1000);

let org: TestOrg;
beforeAll(async () => {
  org = await startOrg({
    data: "sample",
    now: () => now,
    apps: [
      { ...app, clientId: "portal", certificate: pem(keys.publicKey) },
      { ...app, clientId: "other", certificate: pem(otherKeys.publicKey) },
      { ...app, clientId: "no-certificate" },
    ],
  });
});
afterAll(() => org[Symbol.asyncDispose]());

const claims = {
  iss: "portal",
  sub: "buyer@edge.example",
  aud: "https://login.salesforce.com",
  exp: seconds + 180,
};

async function askToken(assertion: string, site = "") {
  const form = { grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion };
  const url = `${org.url}${site}/services/oauth2/token`;
  const response = await fetch(url, { method: "POST", body: new URLSearchParams(form) });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

const sign = (changes: object = {}, key: KeyObject = keys.privateKey) =>
  jsonwebtoken.sign(JSON.parse(JSON.stringify({ ...claims, ...changes })), key, { algorithm: "RS256" });

describe("The JWT bearer flow", () => {
  test("answers a session of the assertion's user, without a signature and a refresh token", async () => {
    const { status, body } = await askToken(sign());
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.stringMatching(/^00D\w{12}!/),
      scope: "api",
      instance_url: org.url,
      id: `${org.url}/id/00D000000000001EAA/005000000000006AAA`,
      token_type: "Bearer",
    });
    const response = await fetch(`${org.url}/services/oauth2/userinfo`, {
      headers: { authorization: `Bearer ${body.access_token}` },
    });
    expect(await response.json()).toMatchObject({ preferred_username: "buyer@edge.example" });
  });

  test.each([["https://test.salesforce.com"], ["the org"], ["the site"]])(
    "takes an assertion meant for %s",
    async (name) => {
      const aud = { "the org": org.url, "the site": `${org.url}/partners` }[name] ?? name;
      expect((await askToken(sign({ aud }))).status).toBe(200);
    },
  );

  test("names the Experience Cloud site it was asked for at", async () => {
    const { body } = await askToken(sign({ aud: `${org.url}/partners` }), "/partners");
    expect(body).toMatchObject({
      sfdc_community_url: `${org.url}/partners`,
      sfdc_community_id: expect.stringMatching(/^0DB/),
      instance_url: org.url,
    });
    const response = await fetch(`${org.url}/partners/services/data/v68.0/query?q=SELECT+Name+FROM+Account`, {
      headers: { authorization: `Bearer ${body.access_token}` },
    });
    expect(await response.json()).toMatchObject({ totalSize: 1, records: [{ Name: "Edge Communications" }] });
  });

  const invalid = { error: "invalid_grant", error_description: "invalid assertion" };
  const audience = { error: "invalid_grant", error_description: "Audience validation failed" };
  const expired = { error: "invalid_grant", error_description: "expired assertion" };
  const unapproved = { error: "invalid_grant", error_description: "user hasn't approved this consumer" };
  const unknownClient = { error: "invalid_client_id", error_description: "client identifier invalid" };

  test.each([
    ["signed with another app's key", () => sign({}, otherKeys.privateKey), invalid],
    ["of an app without a certificate", () => sign({ iss: "no-certificate" }), invalid],
    ["whose payload was changed", () => tampered(sign()), invalid],
    ["signed with HS256 and the public key", () => signedWithPublicKey(), invalid],
    ["without a signature", () => `${sign().split(".").slice(0, 2).join(".")}.`, invalid],
    ["that is no JWT", () => "nonsense", unknownClient],
    ["of an unknown app", () => sign({ iss: "nobody" }), unknownClient],
    ["meant for somebody else", () => sign({ aud: "https://login.example" }), audience],
    ["without an audience", () => sign({ aud: undefined }), audience],
    ["that has expired", () => sign({ exp: seconds - 1 }), expired],
    ["that is good for an hour", () => sign({ exp: seconds + 3600 }), expired],
    ["without an end", () => sign({ exp: undefined }), expired],
    [
      "of a user who has not approved the app",
      () => sign({ sub: "unapproved@local-org.example" }),
      unapproved,
    ],
    ["of an unknown user", () => sign({ sub: "nobody@local-org.example" }), unapproved],
  ])("refuses an assertion %s", async (_what, assertion, body) => {
    expect(await askToken(assertion())).toEqual({ status: 400, body });
  });

  test("refuses an inactive user, whose sessions end as well", async () => {
    await using own = await startOrg({
      apps: [
        { ...app, clientId: "local-org", clientSecret: "local-only", runAs: "integration@local-org.example" },
      ],
    });
    const integration = await own.signIn();
    const reader = await own.signIn("reader@local-org.example");
    const id = "005000000000003AAA";
    expect((await integration.send("PATCH", `/sobjects/User/${id}`, { IsActive: false })).status).toBe(204);
    expect(await reader.send("GET", "/limits")).toMatchObject({
      status: 401,
      body: [{ errorCode: "INVALID_SESSION_ID" }],
    });
    await expect(own.signIn("reader@local-org.example")).rejects.toThrow(
      '{"error":"inactive_user","error_description":"user is inactive"}',
    );
  });
});

function tampered(assertion: string): string {
  const [head, , signature] = assertion.split(".");
  const payload = Buffer.from(JSON.stringify({ ...claims, sub: "admin@local-org.example" })).toString(
    "base64url",
  );
  return [head, payload, signature].join(".");
}

function signedWithPublicKey(): string {
  const secret = pem(keys.publicKey);
  const head = Buffer.from(JSON.stringify({ alg: "HS256", typ: "JWT" })).toString("base64url");
  const payload = Buffer.from(JSON.stringify(claims)).toString("base64url");
  const token = jsonwebtoken.sign(claims, Buffer.from(secret), { algorithm: "HS256" });
  return [head, payload, token.split(".")[2]].join(".");
}

describe("SOAP login", () => {
  const login = "<env:Envelope><env:Body><login><username>a</username></login></env:Body></env:Envelope>";

  test.each([
    ["64.0", "INVALID_OPERATION: SOAP API login() is disabled by default in this org."],
    ["65.0", "INVALID_OPERATION: SOAP API login() is not available in API version 65.0."],
  ])("is off in version %s", async (version, message) => {
    const response = await fetch(`${org.url}/services/Soap/u/${version}`, { method: "POST", body: login });
    expect(response.status).toBe(500);
    expect(response.headers.get("content-type")).toContain("text/xml");
    expect(await response.text()).toContain(`<faultstring>${message}</faultstring>`);
  });
});
