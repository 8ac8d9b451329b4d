import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { placeOf } from "../../src/caller-limit.ts";
import { type Gateway, startGateway } from "../gateway.ts";
import { personsToken, tokenOf } from "./token.ts";

/** Set by .ci/with-redis; without a server the tests of several gateways are left out. */
const redisUrl = process.env.REDIS_URL;

const cheap = "{ viewer { id } }";
/** 1,210 points of cost. */
const dear =
  "{ products(first: 100) { nodes { id sku name description __typename a: id b: id c: id d: id e: id f: id } } }";

const small = {
  RATE_LIMIT_POINTS_PER_MINUTE: "20",
  RATE_LIMIT_ANONYMOUS_POINTS_PER_MINUTE: "5",
};

interface Sent {
  readonly query?: string;
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

async function ask(gateway: Gateway, { query = cheap, token = null, headers = {} }: Sent = {}) {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: JSON.stringify({ query }),
  });
  const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
  const number = (name: string) => Number(response.headers.get(name) ?? Number.NaN);
  return {
    status: response.status,
    code: errors?.[0]?.extensions.code,
    limit: number("ratelimit-limit"),
    remaining: number("ratelimit-remaining"),
    reset: number("ratelimit-reset"),
    retryAfter: number("retry-after"),
  };
}

describe("A caller with a token", () => {
  const stack = new AsyncDisposableStack();
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = stack.use(await startGateway({ env: { ...small, TRUSTED_PROXIES: "127.0.0.1" } }));
  });
  afterAll(() => stack.disposeAsync());

  test("has a point less for an operation, and one for every 100 that it costs", async () => {
    const token = personsToken(gateway, "frugal");
    expect(await ask(gateway, { token })).toMatchObject({ status: 200, limit: 20, remaining: 19 });
    const { remaining, reset } = await ask(gateway, { token, query: dear });
    expect(remaining).toBe(19 - 13);
    expect(reset).toBeGreaterThan(0);
    expect(reset).toBeLessThanOrEqual(60);
  });

  test("is refused when the points are used up, and asks Salesforce nothing", async () => {
    const token = personsToken(gateway, "greedy");
    await ask(gateway, { token, query: dear });
    await gateway.org.clearCalls();
    const refused = await ask(gateway, { token, query: dear });
    expect(refused).toMatchObject({ status: 429, code: "RATE_LIMITED", limit: 20, remaining: 0 });
    expect(refused.retryAfter).toBe(refused.reset);
    expect(await ask(gateway, { token, headers: { accept: "application/json" } })).toMatchObject({
      status: 429,
    });
    expect(await gateway.org.calls()).toEqual([]);
    expect(await ask(gateway, { token: personsToken(gateway, "another") })).toMatchObject({ status: 200 });
  });

  test("pays for what is refused as well", async () => {
    const token = personsToken(gateway, "clumsy");
    const codes = [];
    for (let round = 0; round < 21; round += 1)
      codes.push((await ask(gateway, { token, query: round % 2 ? "{ nothing }" : "{" })).code);
    expect(codes.slice(0, 20)).not.toContain("RATE_LIMITED");
    expect(codes.at(20)).toBe("RATE_LIMITED");
  });

  test("is a person or a program, even of one name", async () => {
    const [person, program] = (["USER", "CLIENT"] as const).map((kind) => tokenOf(gateway, kind, "twin"));
    await ask(gateway, { token: person });
    expect(await ask(gateway, { token: program })).toMatchObject({ remaining: 19 });
  });

  test("gets through 40 at once no more than there are points", async () => {
    const token = personsToken(gateway, "hasty");
    const answers = await Promise.all(Array.from({ length: 40 }, () => ask(gateway, { token })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
  });

  test("without a token is the address, as a trusted proxy tells it", async () => {
    const from = (address: string) => ask(gateway, { headers: { "x-forwarded-for": address } });
    for (let round = 0; round < 5; round += 1) expect((await from("203.0.113.7")).status).toBe(200);
    expect(await from("203.0.113.7")).toMatchObject({ status: 429, limit: 5 });
    expect(await from("203.0.113.8")).toMatchObject({ status: 200, remaining: 4 });
    await from("2001:db8:1:2::1");
    expect(await from("2001:db8:1:2:3::9")).toMatchObject({ remaining: 3 });
  });

  test("may read the headers in a browser", async () => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: "https://studio.apollographql.com" },
      body: JSON.stringify({ query: cheap }),
    });
    const exposed = response.headers.get("access-control-expose-headers") ?? "";
    for (const name of ["limit", "remaining", "reset"]) expect(exposed).toContain(`ratelimit-${name}`);
    expect(exposed).toContain("retry-after");
  });
});

test("Who claims another address is not believed without a trusted proxy", async () => {
  await using gateway = await startGateway({ env: small });
  const answers = [];
  for (let round = 0; round < 6; round += 1)
    answers.push(await ask(gateway, { headers: { "x-forwarded-for": `203.0.113.${round}` } }));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
});

test("Without limits nobody is told of one", async () => {
  await using gateway = await startGateway();
  expect(await ask(gateway)).toMatchObject({ status: 200, limit: Number.NaN });
});

describe("Addresses of IPv6 count by their first half", () => {
  test.each([
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["203.0.113.7", "203.0.113.7"],
  ])("%s as %s", (address, place) => {
    expect(placeOf(address)).toBe(place);
  });
});

describe.skipIf(redisUrl === undefined)("Two gateways with one Redis", () => {
  test("count together", async () => {
    const env = { ...small, REDIS_URL: redisUrl ?? "" };
    await using one = await startGateway({ env });
    await using other = await startGateway({ env, beside: one });
    const name = `shared ${Math.random()}`;
    // A connection takes a moment, and until then each counts alone.
    await expect
      .poll(async () => (await ask(one, { token: personsToken(one, `early ${Math.random()}`) })).remaining)
      .toBe(19);
    const remaining = [];
    // Each signs with a key of its own.
    for (const gateway of [one, other, one, other])
      remaining.push((await ask(gateway, { token: personsToken(gateway, name) })).remaining);
    expect(remaining).toEqual([19, 18, 17, 16]);
  });
});

test("A gateway whose Redis is away counts alone", async () => {
  await using gateway = await startGateway({ env: { ...small, REDIS_URL: "redis://127.0.0.1:1" } });
  const token = personsToken(gateway, "left alone");
  for (let round = 0; round < 20; round += 1) expect((await ask(gateway, { token })).status).toBe(200);
  expect((await ask(gateway, { token })).status).toBe(429);
});
