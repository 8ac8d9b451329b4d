import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import { createSessionStore } from "../../src/session/session.store.ts";
import { openPostgres } from "../../src/stores/postgres.ts";
import { shareDatabase } from "../database.ts";
import { type Gateway, startGateway } from "../gateway.ts";

/** A few belong to every run of the tests; docs/sign-in.md says how to run 200. */
const races = Number(process.env.REFRESH_RACES ?? 5);
const parallel = 20;
const raceTimeoutMs = 2_000;

interface Payload {
  readonly accessToken: string | null;
  readonly refreshToken: string | null;
  readonly userErrors: readonly object[];
}

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ data: "none" });
});
afterAll(() => gateway[Symbol.asyncDispose]());

const payload = "accessToken refreshToken userErrors { code message path }";

async function signIn(): Promise<Payload> {
  const input = '{ email: "buyer@edge.example", password: "local-only" }';
  const document = `mutation { signIn(input: ${input}) { ${payload} } }`;
  return (await gateway.query(document, {}, { token: null })).data.signIn;
}

async function refresh(refreshToken: string | null): Promise<Payload> {
  const document = `mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) { ${payload} } }`;
  const { data, errors } = await gateway.query(document, { input: { refreshToken } }, { token: null });
  expect(errors).toBeUndefined();
  return data.refreshSession;
}

async function isAccepted(token: string | null): Promise<boolean> {
  const { errors } = await gateway.query("{ viewer { id } }", {}, { token });
  return errors === undefined;
}

async function reasonsOfEnd(): Promise<readonly unknown[]> {
  const { withSession } = await shareDatabase();
  const rows = await withSession((session) =>
    session.query("SELECT revoke_reason FROM sessions ORDER BY id"),
  );
  return rows.map((row) => row.revoke_reason);
}

const lost = {
  accessToken: null,
  refreshToken: null,
  userErrors: [
    {
      code: "INVALID",
      message: "This refresh token is unknown, used, expired or revoked: sign in again.",
      path: ["input", "refreshToken"],
    },
  ],
};

test(
  `In each of ${races} races of ${parallel} refreshes one wins, and the session is ended only by one that came too late`,
  async ({ annotate }) => {
    const ended = { inTime: 0, tooLate: 0 };
    for (let race = 0; race < races; race += 1) {
      const { refreshToken } = await signIn();
      const answers = await Promise.all(Array.from({ length: parallel }, () => refresh(refreshToken)));
      const winners = answers.filter(({ accessToken }) => accessToken !== null);
      expect(winners).toHaveLength(1);
      for (const answer of answers) if (!winners.includes(answer)) expect(answer).toEqual(lost);
      const [winner = lost] = winners;
      const isAlive = await isAccepted(winner.accessToken);
      ended[isAlive ? "inTime" : "tooLate"] += 1;
      expect((await reasonsOfEnd()).at(-1)).toBe(isAlive ? null : "REUSED");
      // The next refresh follows the fate of the access token: both are good, or neither.
      expect((await refresh(winner.refreshToken)).accessToken !== null).toBe(isAlive);
    }
    await annotate(`${races} races, ${races} winners; sessions alive afterwards: ${ended.inTime}`);
  },
  races * raceTimeoutMs,
);

test("A refresh that came before the next token was handed out is just refused; one that came later ends the session", async () => {
  const postgres = await openPostgres(await shareDatabase(), { migrate: true });
  const { id: userId } = await postgres.prisma.user.create({ data: { email: "racer@edge.example" } });
  const store = createSessionStore(postgres, readConfig({}).sessions);
  const [first, second, third] = ["first-token", "second-token", "third-token"] as const;
  const sessionId = await store.open(userId, first);
  const known = { sessionId, userId };
  expect(await store.rotate(first, second, new Date())).toEqual({ kind: "rotated", ...known });
  expect(await store.rotate(first, third, new Date())).toEqual({ kind: "refused" });
  const before = new Date();
  await store.markAnswered(first);
  expect(await store.rotate(first, third, before)).toEqual({ kind: "refused" });
  expect(await store.rotate(second, third, new Date())).toEqual({ kind: "rotated", ...known });
  const after = new Date(Date.now() + 1_000);
  expect(await store.rotate(first, "fourth-token", after)).toEqual({ kind: "reused", ...known });
  expect(await store.rotate(third, "fourth-token", after)).toEqual({ kind: "refused" });
  expect((await reasonsOfEnd()).at(-1)).toBe("REUSED");
});
