import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectServer } from "../../src/stores/postgres.ts";
import {
  hasServers,
  isAccepted,
  millisecondsUntilRefused,
  needed,
  type Replica,
  type Replicas,
  signIn,
  startMs,
  startReplicas,
} from "./replicas.ts";

/** What docs/sign-in.md promises. */
const revocationMs = 2_000;
const refreshDocument = `mutation ($input: RefreshSessionInput!) {
  refreshSession(input: $input) { accessToken refreshToken userErrors { code } } }`;

/** Loaded before the gateway: its clock is half a minute behind. */
const lateClock = `const Real = globalThis.Date;
globalThis.Date = class Date extends Real {
  constructor(...words) {
    if (words.length === 0) super(Real.now() - 30_000);
    else super(...words);
  }
  static now() {
    return Real.now() - 30_000;
  }
};`;

async function refresh(replica: Replica, refreshToken: string) {
  const { data } = await replica.query(refreshDocument, { input: { refreshToken } });
  return data.refreshSession;
}

async function signOut(replica: Replica, refreshToken: string): Promise<void> {
  const document = "mutation ($input: SignOutInput!) { signOut(input: $input) { userErrors { code } } }";
  const { data } = await replica.query(document, { input: { refreshToken } });
  expect(data.signOut.userErrors).toEqual([]);
}

describe.skipIf(!hasServers)(`Three gateways are one to who signs in (${needed})`, () => {
  let replicas: Replicas;
  let [a, b, c] = [] as unknown as Replicas["all"];
  beforeAll(async () => {
    replicas = await startReplicas();
    [a, b, c] = replicas.all;
  }, startMs);
  afterAll(() => replicas[Symbol.asyncDispose]());

  test("started at once on an empty database, they have made its tables once", async () => {
    await using database = connectServer(() => replicas.postgresUrl);
    const rows = await database.withSession((session) =>
      session.query(
        "SELECT migration_name, count(*)::int AS times, bool_and(finished_at IS NOT NULL) AS done FROM _prisma_migrations GROUP BY 1",
      ),
    );
    expect(rows.length).toBeGreaterThanOrEqual(5);
    expect(rows.filter(({ times, done }) => times !== 1 || done !== true)).toEqual([]);
  });

  test("they keep nothing on disks of their own", () => {
    expect(existsSync(replicas.dataDirectory)).toBe(false);
  });

  test("each accepts the tokens of all", async () => {
    for (const issuing of replicas.all) {
      const { accessToken } = await signIn(issuing);
      const accepted = await Promise.all(replicas.all.map((replica) => isAccepted(replica, accessToken)));
      expect(accepted).toEqual([true, true, true]);
    }
  });

  test("a session that was opened at one and refreshed at another is ended at the third, everywhere within two seconds", async ({
    annotate,
  }) => {
    const opened = await signIn(a);
    const refreshed = await refresh(b, opened.refreshToken);
    expect(await isAccepted(c, refreshed.accessToken)).toBe(true);
    await signOut(c, refreshed.refreshToken);
    expect(await isAccepted(c, refreshed.accessToken)).toBe(false);
    // No other has to be told that: the session stands in the database.
    expect(await refresh(a, refreshed.refreshToken)).toMatchObject({ accessToken: null });
    const milliseconds = await millisecondsUntilRefused([a, b], refreshed.accessToken);
    await annotate(`everywhere after ${Math.round(milliseconds)} ms`);
    expect(milliseconds).toBeLessThan(revocationMs);
    expect(await isAccepted(a, opened.accessToken)).toBe(false);
  });

  test("a refresh token that comes a second time at another ends all that came of the first", async () => {
    const { refreshToken } = await signIn(a);
    const next = await refresh(a, refreshToken);
    expect(await refresh(b, refreshToken)).toMatchObject({
      accessToken: null,
      userErrors: [{ code: "INVALID" }],
    });
    expect(await refresh(c, next.refreshToken)).toMatchObject({ accessToken: null });
    expect(await millisecondsUntilRefused(replicas.all, next.accessToken)).toBeLessThan(revocationMs);
  });

  test("of 30 refreshes of one token at all three exactly one succeeds", async () => {
    const { refreshToken } = await signIn(a);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => replicas.all.map((replica) => refresh(replica, refreshToken))).flat(),
    );
    expect(answers.filter(({ accessToken }) => accessToken !== null)).toHaveLength(1);
  });

  test("an access token that was revoked at one is refused by the others within two seconds", async ({
    annotate,
  }) => {
    const { accessToken } = await signIn(b);
    const body = new URLSearchParams({ token: accessToken });
    expect((await fetch(`${a.url}/oauth/revoke`, { method: "POST", body })).status).toBe(200);
    expect(await isAccepted(a, accessToken)).toBe(false);
    const milliseconds = await millisecondsUntilRefused([b, c], accessToken);
    await annotate(`everywhere after ${Math.round(milliseconds)} ms`);
    expect(milliseconds).toBeLessThan(revocationMs);
  });

  test(
    "a gateway whose clock is half a minute behind ends a session everywhere as well",
    async () => {
      const script = join(replicas.built.folder, "late-clock.mjs");
      await writeFile(script, lateClock);
      await using late = await replicas.startAnother({ NODE_OPTIONS: `--import=${script}` });
      const { accessToken, refreshToken } = await signIn(a);
      await signOut(late, refreshToken);
      // Without an end where the clocks decide; how soon it is stands above.
      await millisecondsUntilRefused(replicas.all, accessToken);
    },
    startMs,
  );

  test(
    "a gateway that was given no key says that the others do not accept its tokens, and they do not",
    async () => {
      const folder = join(replicas.built.folder, "apart");
      await using apart = await replicas.startAnother({ JWT_PRIVATE_KEY: "", DATA_DIR: folder });
      expect(apart.running.output.stdout).toContain("JWT_PRIVATE_KEY");
      const { accessToken } = await signIn(apart);
      expect(await isAccepted(apart, accessToken)).toBe(true);
      expect(await isAccepted(a, accessToken)).toBe(false);
    },
    startMs,
  );
});
