import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answer } from "../gateway.ts";
import {
  hasServers,
  needed,
  person,
  type Replica,
  type Replicas,
  startMs,
  startReplicas,
} from "./replicas.ts";

const points = 20;
const failures = 6;
const settings = {
  TRUSTED_PROXIES: "127.0.0.1",
  RATE_LIMIT_POINTS_PER_MINUTE: String(points),
  RATE_LIMIT_ANONYMOUS_POINTS_PER_MINUTE: String(points),
  SIGN_IN_ATTEMPTS_PER_ACCOUNT: String(failures),
  SIGN_IN_ATTEMPTS_PER_ADDRESS: String(failures),
};

describe.skipIf(!hasServers)(`Three gateways are one to who asks too much (${needed})`, () => {
  let replicas: Replicas;
  beforeAll(async () => {
    replicas = await startReplicas(settings);
  }, startMs);
  afterAll(() => replicas[Symbol.asyncDispose]());

  /** At all three in turn, at the same time. */
  const spread = <T>(count: number, ask: (replica: Replica, index: number) => Promise<T>) =>
    Promise.all(Array.from({ length: count }, (_, index) => ask(replicas.all[index % 3] as Replica, index)));

  test("each counts what an address has asked the others", async () => {
    const remaining = async () => {
      const address = newAddress();
      const left = [];
      for (const replica of [...replicas.all, ...replicas.all])
        left.push((await ask(replica, { query: "{ __typename }", address })).remaining);
      return left;
    };
    // A connection to Redis takes a moment, and until then each counts alone.
    await expect.poll(remaining, { timeout: 10_000 }).toEqual([19, 18, 17, 16, 15, 14]);
  });

  test("a caller gets through all of them together no more than there are points", async () => {
    const query = `mutation { signIn(input: { email: "${person.email}", password: "${person.password}" }) { accessToken } }`;
    // Other tests sign in from this machine's own address, with the same Redis.
    const { data } = await ask(replicas.all[0], { query, address: newAddress() });
    const token = data.signIn.accessToken;
    const answers = await spread(points + 10, (replica) =>
      ask(replica, { query: "{ viewer { id } }", address: newAddress(), token }),
    );
    expect(tally(answers)).toEqual({ answered: points, RATE_LIMITED: 10 });
  });

  test.each([
    { what: "one account from many addresses", accounts: 1, addresses: 12 },
    { what: "many accounts from one address", accounts: 12, addresses: 1 },
  ])("wrong passwords count together: $what", async ({ accounts, addresses }) => {
    const domain = `${randomUUID()}.example`;
    const places = Array.from({ length: addresses }, newAddress);
    const answers = await spread(failures + 6, (replica, index) => {
      const email = `${index % accounts}@${domain}`;
      const query = `mutation { signIn(input: { email: "${email}", password: "wrong" }) { userErrors { code } } }`;
      return ask(replica, { query, address: places[index % addresses] ?? "" });
    });
    expect(tally(answers)).toEqual({ answered: failures, RATE_LIMITED: 6 });
  });
});

interface Question {
  readonly query: string;
  /** Where it comes from, as a proxy tells it. */
  readonly address: string;
  readonly token?: string;
}

async function ask({ url }: Replica, { query, address, token }: Question) {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-forwarded-for": address,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = (await response.json()) as Answer;
  return {
    data,
    outcome: errors?.[0]?.extensions.code ?? "answered",
    remaining: Number(response.headers.get("ratelimit-remaining")),
  };
}

function tally(answers: readonly { readonly outcome: string }[]): Readonly<Record<string, number>> {
  const groups = Object.groupBy(answers, ({ outcome }) => outcome);
  return Object.fromEntries(Object.entries(groups).map(([outcome, those = []]) => [outcome, those.length]));
}

/** Of a network of its own, for IPv6 counts by its first half. */
function newAddress(): string {
  return `2001:db8:${randomUUID().slice(0, 4)}:${randomUUID().slice(0, 4)}::1`;
}
