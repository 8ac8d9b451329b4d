import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FaultProxy, type Impairment, startFaultProxy } from "../fault-proxy.ts";
import { type Gateway, startGateway } from "../gateway.ts";
import { writeRsaPair } from "../key-files.ts";
import { startOrg, type TestOrg } from "../local-org/org.ts";
import { byTheClock, latest, outcomes, seen, timed } from "./figure.ts";

const deadlineMs = 2_000;

const stack = new AsyncDisposableStack();
let org: TestOrg;
let proxy: FaultProxy;
let gateway: Gateway;
beforeAll(async () => {
  org = stack.use(await startOrg({ data: "sample" }));
  proxy = stack.use(await startFaultProxy(org.url));
  const env = {
    SFCC_DOMAIN_NAME: proxy.url,
    SFCC_CLIENT_ID: "local-org",
    SFCC_CLIENT_SECRET: "local-only",
    REQUEST_TIMEOUT_SECONDS: String(deadlineMs / 1_000),
    ...writeRsaPair(2048),
  };
  gateway = stack.use(await startGateway({ data: "none", env }));
  await ask();
});
afterAll(() => stack.disposeAsync());

const ask = () => gateway.query("{ accounts(first: 20) { nodes { name } } }");
const impair = (impairment: Impairment) => () => proxy.impair(impairment);

const impairments: readonly (readonly [string, () => unknown, string])[] = [
  ["answers 300 ms later", impair({ latencyMs: 300 }), "ok"],
  ["passes on 20 kB a second", impair({ bytesPerSecond: 20_000 }), "ok"],
  ["comes in pieces of 17 bytes", impair({ sliceBytes: 17 }), "ok"],
  ["closes its connections late", impair({ slowCloseMs: 1_000 }), "ok"],
  ["ends after 500 bytes", impair({ limitBytes: 500 }), "SALESFORCE_UNAVAILABLE"],
  ["is reset after 500 bytes", impair({ limitBytes: 500, isReset: true }), "SALESFORCE_UNAVAILABLE"],
  ["swallows everything", () => proxy.swallow(), "SALESFORCE_TIMEOUT"],
  ["is closed", () => proxy.takeDown(), "SALESFORCE_UNAVAILABLE"],
];

describe("The way to Salesforce", () => {
  test.each(impairments)(
    "%s: the answer comes in time, and the next one is whole",
    byTheClock,
    async (how, begin, code) => {
      await begin();
      const { answer, milliseconds, stalledMs } = await timed(ask);
      expect(outcomes([answer])).toEqual({ [code]: 1 });
      seen(`the way to Salesforce ${how}`, { code, milliseconds, stalledMs });
      expect(milliseconds).toBeLessThan(latest(deadlineMs, { stalledMs }));
      await proxy.restore();
      await expect
        .poll(async () => (await ask()).data?.accounts?.nodes, { timeout: 10_000 })
        .toHaveLength(12);
    },
  );
});
