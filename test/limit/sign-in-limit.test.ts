import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";

const signInDocument = `mutation ($input: SignInInput!) {
  signIn(input: $input) { accessToken refreshToken userErrors { code } }
}`;
const refreshDocument = `mutation ($token: String!) {
  refreshSession(input: { refreshToken: $token }) { refreshToken userErrors { code } }
}`;

const env = {
  TRUSTED_PROXIES: "127.0.0.1",
  SIGN_IN_ATTEMPTS_PER_ACCOUNT: "3",
  SIGN_IN_ATTEMPTS_PER_ADDRESS: "6",
};

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ data: "none", env });
});
afterAll(() => gateway[Symbol.asyncDispose]());

let hosts = 0;
/** Each from an address of its own. */
function elsewhere(): string {
  hosts += 1;
  return `198.51.100.${hosts}`;
}

async function mutate(query: string, variables: object, address: string) {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-forwarded-for": address },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as {
    data: Record<string, { refreshToken: string | null; userErrors: { code: string }[] }> | null;
    errors?: { message: string; extensions: { code: string } }[];
  };
  const [payload] = Object.values(data ?? {});
  return {
    outcome: errors?.[0]?.extensions.code ?? payload?.userErrors[0]?.code ?? "SIGNED_IN",
    refreshToken: payload?.refreshToken ?? "",
    retryAfter: Number(response.headers.get("retry-after")),
    message: errors?.[0]?.message,
  };
}

const signIn = (email: string, password: string, address = elsewhere()) =>
  mutate(signInDocument, { input: { email, password } }, address);
const refresh = (token: string, address: string) => mutate(refreshDocument, { token }, address);

async function grant(form: Record<string, string>, address = elsewhere(), path = "token") {
  const response = await fetch(`${gateway.url}/oauth/${path}`, {
    method: "POST",
    headers: { "x-forwarded-for": address },
    body: new URLSearchParams(form),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? {} : JSON.parse(text) };
}

const client = (secret: string) => ({
  grant_type: "client_credentials",
  client_id: "partner-app",
  client_secret: secret,
});

describe("An account", () => {
  test.each([
    ["that there is", "buyer@edge.example"],
    ["that there is not", "nobody@edge.example"],
  ])(
    "%s takes three wrong passwords, wherever they come from and however it is written",
    async (_which, email) => {
      for (const written of [email, ` ${email.toUpperCase()} `, email])
        expect((await signIn(written, "a wrong password")).outcome).toBe("INVALID");
      const refused = await signIn(email, "local-only");
      expect(refused).toMatchObject({
        outcome: "RATE_LIMITED",
        message: expect.stringMatching(
          /^There were too many attempts to sign in\. Try again in \d+ seconds\.$/,
        ),
      });
      expect(refused.retryAfter).toBeGreaterThan(0);
      expect(refused.retryAfter).toBeLessThanOrEqual(15 * 60);
      expect((await signIn("buyer@uog.example", "local-only")).outcome).toBe("SIGNED_IN");
    },
  );

  test("has all attempts again after the right password", async () => {
    for (let round = 0; round < 3; round += 1) {
      for (const _ of [1, 2])
        expect((await signIn("buyer@uog.example", "a wrong one")).outcome).toBe("INVALID");
      expect((await signIn("buyer@uog.example", "local-only")).outcome).toBe("SIGNED_IN");
    }
  });

  test("takes no more of them in parallel", async () => {
    const guesses = Array.from({ length: 12 }, (_, index) =>
      signIn("nobody-at-once@edge.example", `guess number ${index}`),
    );
    const outcomes = (await Promise.all(guesses)).map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === "INVALID")).toHaveLength(3);
  });
});

describe("An address", () => {
  test("takes six failures, whoever fails", async () => {
    const address = elsewhere();
    for (let round = 0; round < 6; round += 1)
      expect((await signIn(`nobody-${round}@edge.example`, "any password", address)).outcome).toBe("INVALID");
    expect((await signIn("approver@uog.example", "local-only", address)).outcome).toBe("RATE_LIMITED");
    expect((await refresh("any token at all", address)).outcome).toBe("RATE_LIMITED");
    expect((await grant(client("local-only"), address)).status).toBe(429);
    expect((await signIn("approver@uog.example", "local-only")).outcome).toBe("SIGNED_IN");
  });

  test("signs in and refreshes as often as it likes", async () => {
    const address = elsewhere();
    for (let round = 0; round < 5; round += 1) {
      const { refreshToken } = await signIn("approver@uog.example", "local-only", address);
      expect((await refresh(refreshToken, address)).outcome).toBe("SIGNED_IN");
    }
  });
});

describe("A program", () => {
  test("that is right gets its tokens, and is told what is left", async () => {
    for (let round = 0; round < 8; round += 1) {
      const { status, headers } = await grant(client("local-only"), "198.51.100.250");
      expect(status).toBe(200);
      expect(headers.get("ratelimit-remaining")).toBe("2");
    }
  });

  test("has three wrong secrets at all of OAuth", async () => {
    expect((await grant(client("a wrong secret"))).status).toBe(401);
    expect((await grant({ ...client("a wrong secret"), token: "x" }, elsewhere(), "revoke")).status).toBe(
      401,
    );
    const last = await grant(client("a wrong secret"));
    expect(last.status).toBe(401);
    expect(last.headers.get("ratelimit-limit")).toBe("3");
    expect(last.headers.get("ratelimit-remaining")).toBe("0");
    const refused = await grant(client("local-only"));
    expect(refused).toMatchObject({ status: 429, body: { error: "temporarily_unavailable" } });
    expect(refused.headers.get("retry-after")).toBe(refused.headers.get("ratelimit-reset"));
  });
});

describe("One operation", () => {
  const input = 'input: { email: "buyer@edge.example", password: "local-only" }';
  test.each([
    [
      "under two names",
      `mutation { a: signIn(${input}) { accessToken } b: signIn(${input}) { accessToken } }`,
    ],
    [
      "in a fragment spread twice",
      `mutation { ...S ...S } fragment S on Mutation { signIn(${input}) { accessToken } }`,
    ],
    [
      "and refreshes",
      `mutation { signIn(${input}) { accessToken } refreshSession(input: { refreshToken: "x" }) { accessToken } }`,
    ],
  ])("does not sign in twice: %s", async (_how, query) => {
    expect((await mutate(query, {}, elsewhere())).outcome).toBe("GRAPHQL_VALIDATION_FAILED");
  });
});
