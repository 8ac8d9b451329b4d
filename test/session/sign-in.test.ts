import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";

const signInDocument = `mutation ($input: SignInInput!) {
  signIn(input: $input) {
    accessToken refreshToken expiresAt
    viewer { email displayName kind scopes organizations { name accountMappings { isDefault } } }
    userErrors { code message path }
  }
}`;
const refreshDocument = `mutation ($token: String!) {
  refreshSession(input: { refreshToken: $token }) { accessToken refreshToken viewer { email } userErrors { code path } }
}`;
const signOutDocument = `mutation ($token: String!) { signOut(input: { refreshToken: $token }) { userErrors { code } } }`;
const viewerDocument = "{ viewer { email accounts { nodes { name } } } }";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway[Symbol.asyncDispose]());

async function signIn(email: string, password = "local-only") {
  const { data, errors } = await gateway.query(
    signInDocument,
    { input: { email, password } },
    { token: null },
  );
  expect(errors).toBeUndefined();
  return data.signIn;
}

async function refresh(token: string) {
  const { data, errors } = await gateway.query(refreshDocument, { token }, { token: null });
  expect(errors).toBeUndefined();
  return data.refreshSession;
}

const statusWith = async (token: string) => {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: "{ viewer { id } }" }),
  });
  return response.status;
};

describe("Signing in", () => {
  test("opens a session for a person, whatever the case of their e-mail address", async () => {
    const payload = await signIn(" Buyer@Edge.Example ");
    expect(payload).toMatchObject({
      viewer: {
        email: "buyer@edge.example",
        displayName: "Rose Gonzalez",
        kind: "USER",
        organizations: [{ name: "Edge Communications", accountMappings: [{ isDefault: true }] }],
      },
      userErrors: [],
    });
    const { data } = await gateway.query(viewerDocument, {}, { token: payload.accessToken });
    expect(data.viewer).toEqual({
      email: "buyer@edge.example",
      accounts: { nodes: [{ name: "Edge Communications" }] },
    });
  });

  test("says the same of a wrong password, an unknown person and no password at all", async () => {
    const refusals = [
      await signIn("buyer@edge.example", "wrong"),
      await signIn("nobody@edge.example"),
      await signIn("buyer@edge.example", ""),
      await signIn("", ""),
    ];
    for (const refusal of refusals) {
      expect(refusal).toEqual({
        accessToken: null,
        refreshToken: null,
        expiresAt: null,
        viewer: null,
        userErrors: [
          { code: "INVALID", message: "The e-mail address or the password is wrong.", path: ["input"] },
        ],
      });
    }
  });

  test.each([
    ["buyer@edge.example", ["Edge Communications"]],
    ["buyer@uog.example", ["United Oil & Gas Corp.", "United Oil & Gas, Singapore", "United Oil & Gas, UK"]],
    [
      "approver@uog.example",
      ["United Oil & Gas Corp.", "United Oil & Gas, Singapore", "United Oil & Gas, UK"],
    ],
  ])("%s sees the accounts of their own world", async (email, names) => {
    const { accessToken } = await signIn(email);
    const { data } = await gateway.query(
      "{ accounts { nodes { name } totalCount } }",
      {},
      { token: accessToken },
    );
    expect(data.accounts).toEqual({ nodes: names.map((name) => ({ name })), totalCount: names.length });
  });

  test("admin@gateway.example sees all of them", async () => {
    const { accessToken } = await signIn("admin@gateway.example");
    const { data } = await gateway.query("{ accounts { totalCount } }", {}, { token: accessToken });
    expect(data.accounts.totalCount).toBe(12);
  });
});

describe("A session", () => {
  test("goes on with the next refresh token", async () => {
    const first = await signIn("buyer@edge.example");
    const second = await refresh(first.refreshToken);
    expect(second).toMatchObject({ viewer: { email: "buyer@edge.example" }, userErrors: [] });
    expect(second.refreshToken).not.toBe(first.refreshToken);
    const third = await refresh(second.refreshToken);
    expect(await statusWith(third.accessToken)).toBe(200);
  });

  test("ends when a refresh token comes a second time", async () => {
    const first = await signIn("buyer@edge.example");
    const second = await refresh(first.refreshToken);
    expect(await refresh(first.refreshToken)).toMatchObject({
      accessToken: null,
      userErrors: [{ code: "INVALID", path: ["input", "refreshToken"] }],
    });
    expect((await refresh(second.refreshToken)).accessToken).toBeNull();
    expect(await statusWith(second.accessToken)).toBe(401);
  });

  test("ends at once when its owner signs out", async () => {
    const { accessToken, refreshToken } = await signIn("buyer@edge.example");
    expect(await statusWith(accessToken)).toBe(200);
    await gateway.query(signOutDocument, { token: refreshToken }, { token: null });
    expect(await statusWith(accessToken)).toBe(401);
    expect((await refresh(refreshToken)).accessToken).toBeNull();
  });

  test("of one person is not touched by the end of another", async () => {
    const [one, other] = [await signIn("buyer@edge.example"), await signIn("buyer@edge.example")];
    await gateway.query(signOutDocument, { token: one.refreshToken }, { token: null });
    expect(await statusWith(other.accessToken)).toBe(200);
  });

  test.each([["nonsense"], [""], ["x".repeat(5000)]])("is not refreshed with %s", async (token) => {
    expect(await refresh(token)).toMatchObject({ accessToken: null, userErrors: [{ code: "INVALID" }] });
  });
});
