import { Connection, OAuth2 } from "jsforce";
import { describe, expect, test } from "vitest";
import { admin, oauth2, startOrg } from "./org.ts";

function askToken(url: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  return fetch(`${url}/services/oauth2/token`, { method: "POST", headers, body: new URLSearchParams(form) });
}

const client = { client_id: oauth2.clientId, client_secret: oauth2.clientSecret };
const password = {
  grant_type: "password",
  username: admin.username,
  password: admin.password + admin.securityToken,
  ...client,
};

describe("the token endpoint", () => {
  test("answers client credentials with a session of the integration user", async () => {
    await using org = await startOrg();
    const response = await askToken(org.url, { grant_type: "client_credentials", ...client });
    const body = (await response.json()) as Record<string, string>;

    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/json;charset=UTF-8");
    expect(response.headers.get("cache-control")).toBe("no-cache,must-revalidate,max-age=0,no-store,private");
    expect(body).toEqual({
      access_token: expect.stringMatching(/^00D\w{12}![\w.]{96}$/),
      signature: expect.stringMatching(/^[\w+/]{43}=$/),
      scope: "api",
      instance_url: org.url,
      api_instance_url: org.url,
      id: `${org.url}/id/00D000000000001EAA/005000000000001AAA`,
      token_type: "Bearer",
      issued_at: expect.stringMatching(/^\d{13}$/),
    });
  });

  test("takes the client's secret from a Basic header as well", async () => {
    await using org = await startOrg();
    const basic = Buffer.from(`${oauth2.clientId}:${oauth2.clientSecret}`).toString("base64");
    const headers = { authorization: `Basic ${basic}` };
    const response = await askToken(org.url, { grant_type: "client_credentials" }, headers);
    expect(response.status).toBe(200);
  });

  const wrongCredentials = { error: "invalid_grant", error_description: "authentication failure" };
  const wrongSecret = { error: "invalid_client", error_description: "invalid client credentials" };
  const refusals = [
    {
      what: "a wrong password",
      form: { ...password, password: `wrong${admin.securityToken}` },
      body: wrongCredentials,
    },
    {
      what: "a password without its token",
      form: { ...password, password: admin.password },
      body: wrongCredentials,
    },
    {
      what: "an unknown user",
      form: { ...password, username: "nobody@local-org.example" },
      body: wrongCredentials,
    },
    {
      what: "a user without a password",
      form: { ...password, username: "integration@local-org.example", password: "" },
      body: wrongCredentials,
    },
    {
      what: "an unknown client",
      form: { ...password, client_id: "other" },
      body: { error: "invalid_client_id", error_description: "client identifier invalid" },
    },
    { what: "a wrong secret", form: { ...password, client_secret: "wrong" }, body: wrongSecret },
    {
      what: "client credentials without a secret",
      form: { grant_type: "client_credentials", client_id: "local-org" },
      body: wrongSecret,
    },
    {
      what: "an unknown refresh token",
      form: { grant_type: "refresh_token", refresh_token: "x", ...client },
      body: { error: "invalid_grant", error_description: "expired access/refresh token" },
    },
    {
      what: "a grant it does not know",
      form: { grant_type: "constructor", ...client },
      body: { error: "unsupported_grant_type", error_description: "grant type not supported" },
    },
  ];

  test.each(refusals)("refuses $what", async ({ form, body }) => {
    await using org = await startOrg();
    const response = await askToken(org.url, form);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual(body);
  });

  test("wants a POST", async () => {
    await using org = await startOrg();
    const response = await fetch(`${org.url}/services/oauth2/token`);
    expect(await response.json()).toEqual({
      error: "invalid_request",
      error_description: "must use HTTP POST",
    });
  });
});

describe("jsforce", () => {
  test("signs in with username, password and security token", async () => {
    await using org = await startOrg();
    const connection = new Connection({
      loginUrl: org.url,
      version: "68.0",
      oauth2: { ...oauth2, loginUrl: org.url },
    });
    const user = await connection.login(admin.username, admin.password + admin.securityToken);
    expect(user.organizationId).toBe("00D000000000001EAA");
    expect((await connection.identity()).username).toBe(admin.username);
  });

  test("reports a refused sign-in by Salesforce's error name", async () => {
    await using org = await startOrg();
    const connection = new Connection({ loginUrl: org.url, oauth2: { ...oauth2, loginUrl: org.url } });
    await expect(connection.login(admin.username, "wrong")).rejects.toMatchObject({
      name: "invalid_grant",
      message: "authentication failure",
    });
  });

  test("refreshes an expired session once for many queries", async () => {
    await using org = await startOrg();
    const connection = new Connection({
      instanceUrl: org.url,
      version: "68.0",
      oauth2: { ...oauth2, loginUrl: org.url },
      accessToken: "00D000000000001!expired",
      refreshToken: admin.refreshToken,
    });
    const queries = Array.from({ length: 20 }, () => connection.query("SELECT Id FROM Organization"));
    const totals = (await Promise.all(queries)).map((result) => result.totalSize);
    expect(totals).toEqual(Array.from({ length: 20 }, () => 1));

    const calls = await org.calls();
    expect(calls.filter((call) => call.path === "/services/oauth2/token")).toHaveLength(1);
    expect(calls.filter((call) => call.status === 401).every((call) => !call.counted)).toBe(true);
  });

  test("signs in again when its password session has expired", async () => {
    await using org = await startOrg();
    const connection = new Connection({
      loginUrl: org.url,
      version: "68.0",
      oauth2: { ...oauth2, loginUrl: org.url },
    });
    await connection.login(admin.username, admin.password + admin.securityToken);
    await org.expireSessions();
    expect((await connection.query("SELECT Id FROM Organization")).totalSize).toBe(1);
  });

  test("revokes its session at logout", async () => {
    await using org = await startOrg();
    const connection = await org.connect();
    const { accessToken } = connection;
    await connection.logout();
    const response = await fetch(`${org.url}/services/data/v68.0/limits`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    expect(response.status).toBe(401);
  });

  test("no longer gets sessions for a revoked refresh token", async () => {
    await using org = await startOrg();
    const client = new OAuth2({ ...oauth2, loginUrl: org.url });
    await client.refreshToken(admin.refreshToken);
    await client.revokeToken(admin.refreshToken);
    await expect(client.refreshToken(admin.refreshToken)).rejects.toMatchObject({ name: "invalid_grant" });
  });
});

describe("a session", () => {
  test("ends after two hours without a call", async () => {
    const clock = { time: Date.UTC(2026, 10, 1) };
    await using org = await startOrg({ now: () => new Date(clock.time) });
    const connection = await org.connect();
    const minutes = (count: number) => count * 60_000;

    clock.time += minutes(110);
    expect((await org.send(connection, "/services/data/v68.0/limits")).status).toBe(200);
    clock.time += minutes(110);
    expect((await org.send(connection, "/services/data/v68.0/limits")).status).toBe(200);
    clock.time += minutes(121);
    const response = await org.send(connection, "/services/data/v68.0/limits");
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual([
      { message: "Session expired or invalid", errorCode: "INVALID_SESSION_ID" },
    ]);
  });

  test("may be named by an OAuth header", async () => {
    await using org = await startOrg();
    const { accessToken } = await org.connect();
    const headers = { authorization: `OAuth ${accessToken}` };
    expect((await fetch(`${org.url}/services/data/v68.0/limits`, { headers })).status).toBe(200);
  });

  test("is introspected for the connected app alone", async () => {
    await using org = await startOrg();
    const { accessToken } = await org.connect();
    const introspect = async (form: Record<string, string>) => {
      const body = new URLSearchParams(form);
      return (await fetch(`${org.url}/services/oauth2/introspect`, { method: "POST", body })).json();
    };
    expect(await introspect({ token: String(accessToken), ...client })).toMatchObject({
      active: true,
      username: "integration@local-org.example",
    });
    expect(await introspect({ token: "other", ...client })).toEqual({ active: false });
    expect(await introspect({ token: String(accessToken) })).toMatchObject({ error: "invalid_client" });
  });

  test("tells its user through userinfo", async () => {
    await using org = await startOrg();
    const connection = await org.connect();
    const response = await org.send(connection, "/services/oauth2/userinfo");
    expect(await response.json()).toMatchObject({
      user_id: "005000000000001AAA",
      organization_id: "00D000000000001EAA",
      preferred_username: "integration@local-org.example",
    });
    expect((await fetch(`${org.url}/services/oauth2/userinfo`)).status).toBe(403);
  });
});
