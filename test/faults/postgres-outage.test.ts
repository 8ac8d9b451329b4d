import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import { connectServer } from "../../src/stores/postgres.ts";
import { logOutput } from "../canary.ts";
import { createThrowaway, dropThrowaway, serverUrl } from "../database.ts";
import { type FaultProxy, type Impairment, startFaultProxy } from "../fault-proxy.ts";
import { startOrg } from "../local-org/org.ts";
import { createTemporaryFolder } from "../temporary-folder.ts";
import { byTheClock, latest, outcomes, seen, timed } from "./figure.ts";

const outageMs = Number(process.env.OUTAGE_SECONDS ?? 3) * 1_000;
const deadlineMs = 2_000;

/** Only a server can be away from a gateway that lives. */
describe.runIf(serverUrl)("PostgreSQL", () => {
  const stack = new AsyncDisposableStack();
  let proxy: FaultProxy;
  let url: string;
  beforeAll(async () => {
    const address = await createThrowaway(serverUrl ?? "");
    stack.defer(() => dropThrowaway(address));
    proxy = stack.use(await startFaultProxy(address));
    const org = stack.use(await startOrg({ data: "sample" }));
    const through = new URL(address);
    through.host = new URL(proxy.url).host;
    const config = readConfig({
      PORT: "0",
      LOG_LEVEL: "trace",
      DATA_DIR: stack.use(await createTemporaryFolder()).path,
      PSQL_CONNECTION_STRING: through.href,
      REQUEST_TIMEOUT_SECONDS: String(deadlineMs / 1_000),
    });
    const credentials = {
      flow: "client-credentials",
      clientId: "local-org",
      clientSecret: "local-only",
    } as const;
    const embedded = {
      org: { loginUrl: org.url, credentials, callers: null },
      database: connectServer(() => through.href),
      webStoreId: org.webStoreId,
      log: logOutput,
    };
    const app = stack.use(await startApp({ current: config, vault: null }, embedded));
    url = app.url;
  });
  afterAll(() => stack.disposeAsync());

  /** Reads and writes the database. */
  async function signIn() {
    const query = `mutation { signIn(input: { email: "buyer@edge.example", password: "local-only" }) { accessToken } }`;
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query }),
    });
    return (await response.json()) as Parameters<typeof outcomes>[0][number];
  }
  const stateOf = async (path: string) => (await fetch(`${url}${path}`)).status;

  test("that is restarted costs errors while it is away and two seconds more; the gateway says so and lives on", async () => {
    expect(outcomes([await signIn()])).toEqual({ ok: 1 });
    await proxy.takeDown();
    const over = Date.now() + outageMs;
    const away = [];
    while (Date.now() < over) {
      away.push(await signIn());
      expect([await stateOf("/readyz"), await stateOf("/livez")]).toEqual([503, 200]);
      await pause(100);
    }
    expect(outcomes(away)).toEqual({ STORE_UNAVAILABLE: away.length });
    await proxy.restore();
    const recovery = await timed(() =>
      expect
        .poll(async () => outcomes([await signIn()]), { timeout: 5_000, interval: 20 })
        .toEqual({ ok: 1 }),
    );
    expect(recovery.milliseconds).toBeLessThan(2_000);
    expect(await stateOf("/readyz")).toBe(200);
    seen("PostgreSQL restarted", { outageMs, refused: away.length, recoveryMs: recovery.milliseconds });
  });

  const impairments: readonly (readonly [string, () => unknown, string])[] = [
    ["answers 50 ms later", () => proxy.impair({ latencyMs: 50 }), "ok"],
    ["answers in pieces of 17 bytes", () => proxy.impair({ sliceBytes: 17 } satisfies Impairment), "ok"],
    ["ends after 600 bytes", () => proxy.impair({ limitBytes: 600 }), "STORE_UNAVAILABLE"],
    ["is reset after 600 bytes", () => proxy.impair({ limitBytes: 600, isReset: true }), "STORE_UNAVAILABLE"],
    ["swallows everything", () => proxy.swallow(), "STORE_UNAVAILABLE"],
  ];

  test.each(impairments)("that %s: the answer comes in time", byTheClock, async (how, begin, code) => {
    await begin();
    // The idle connections are gone: who takes one is the first to notice.
    await pause(100);
    const { answer, milliseconds, stalledMs } = await timed(signIn);
    expect(outcomes([answer])).toEqual({ [code]: 1 });
    seen(`PostgreSQL ${how}`, { code, milliseconds, stalledMs });
    expect(milliseconds).toBeLessThan(latest(deadlineMs, { stalledMs }));
    await proxy.restore();
    await expect.poll(async () => outcomes([await signIn()]), { timeout: 10_000 }).toEqual({ ok: 1 });
  });
});
