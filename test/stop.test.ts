import { once } from "node:events";
import { Agent, get } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Build, build } from "./build.ts";
import { watchAnswers } from "./canary.ts";

let built: Build;
beforeAll(async () => {
  built = await build();
});
afterAll(() => built[Symbol.asyncDispose]());

const requests = 100;
const latencyMs = 4_000;
const pollMs = 20;

/** With a local org that answers queries late. */
async function startSlow(settings: Readonly<Record<string, string>>) {
  const running = built.run("main.js", { LOG_LEVEL: "warn", ...settings });
  await running.reaches(/Token .*\n\n/);
  const find = (pattern: RegExp) => pattern.exec(running.output.stdout)?.[1] ?? "";
  const url = find(/GraphQL +(\S+)\/graphql/);
  const orgUrl = find(/local org at (\S+)/);
  const token = find(/Token +Bearer (\S+)/);
  watchAnswers(url);
  const ask = (document: string) =>
    fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: document }),
    });
  // The session and what else is read once.
  await (await ask("{ accounts(first: 1) { nodes { name } } }")).text();
  const fault = JSON.stringify({ path: "/query", delayMs: latencyMs });
  await fetch(`${orgUrl}/_local/faults`, { method: "POST", body: fault });
  return Object.assign(running, { url, orgUrl, ask });
}

type Slow = Awaited<ReturnType<typeof startSlow>>;

/** Every one another query, for the same ones would be asked once. */
function askSlowly({ ask }: Slow) {
  const answers = Array.from({ length: requests }, async (_, index) => {
    const response = await ask(`{ accounts(first: ${index + 2}) { nodes { name } } }`);
    const { data } = (await response.json()) as { data?: { accounts: { nodes: unknown[] } } };
    return [response.status, Boolean(data?.accounts.nodes.length), performance.now()] as const;
  });
  return Promise.all(answers);
}

/** Connections that are kept alive after an answer. */
async function openIdle({ url }: Slow) {
  const agent = new Agent({ keepAlive: true, maxSockets: requests });
  const asked = Array.from({ length: requests }, async () => {
    const [response] = await once(get(`${url}/livez`, { agent }), "response");
    const { socket } = response;
    response.resume();
    await once(response, "end");
    return socket;
  });
  const sockets = await Promise.all(asked);
  return { agent, isOpen: () => sockets.filter((socket) => !socket.destroyed).length };
}

async function arrived({ orgUrl }: Slow, count: number): Promise<void> {
  const queries = async () => {
    const calls = (await (await fetch(`${orgUrl}/_local/calls`)).json()) as { path: string }[];
    return calls.filter(({ path }) => path.endsWith("/query")).length;
  };
  await expect.poll(queries, { timeout: 20_000, interval: pollMs }).toBeGreaterThanOrEqual(count);
}

// Wall clock: on a busy machine one of three has to keep it.
describe.each([0, 4])("A gateway with DRAIN_SECONDS=%d that gets SIGTERM", { retry: 2 }, (seconds) => {
  test(`answers all of ${requests} requests under way, lets ${requests} idle connections go, and is gone within a second`, async () => {
    await using gateway = await startSlow({
      DRAIN_SECONDS: String(seconds),
      SALESFORCE_MAX_CONCURRENT: "200",
    });
    const before = await (await fetch(`${gateway.orgUrl}/_local/calls`)).json();
    const queries = before.filter(({ path }: { path: string }) => path.endsWith("/query")).length;
    const pending = askSlowly(gateway);
    pending.catch(() => undefined);
    await arrived(gateway, queries + requests);
    // Last, for they are let go after five seconds anyway.
    const idle = await openIdle(gateway);
    expect(idle.isOpen()).toBe(requests);
    const started = performance.now();
    const ending = gateway.stop("SIGTERM");
    const answers = await pending;
    const slowestMs = Math.max(...answers.map(([, , at]) => at)) - started;
    expect(answers.filter(([status, hasData]) => status !== 200 || !hasData)).toEqual([]);
    const { code, milliseconds } = await ending;
    expect(code).toBe(0);
    expect(milliseconds).toBeLessThan(Math.max(slowestMs, seconds * 1_000) + 1_000);
    expect(milliseconds).toBeGreaterThanOrEqual(seconds * 1_000);
    await expect.poll(idle.isOpen).toBe(0);
    idle.agent.destroy();
  });
});

test("While it drains it is alive but not ready, and answers whoever still comes, on a connection that ends", async () => {
  await using gateway = await startSlow({ DRAIN_SECONDS: "3" });
  const ending = gateway.stop("SIGTERM");
  await expect.poll(async () => (await fetch(`${gateway.url}/readyz`)).status).toBe(503);
  expect(await (await fetch(`${gateway.url}/readyz`)).json()).toEqual({ status: "draining" });
  expect((await fetch(`${gateway.url}/livez`)).status).toBe(200);
  const response = await gateway.ask("{ __typename }");
  expect(await response.json()).toEqual({ data: { __typename: "Query" } });
  expect(response.headers.get("connection")).toBe("close");
  expect((await ending).code).toBe(0);
});

test("A second signal does not wait for the drain", async () => {
  await using gateway = await startSlow({ DRAIN_SECONDS: "30" });
  const first = gateway.stop("SIGTERM");
  await expect.poll(async () => (await fetch(`${gateway.url}/readyz`)).status).toBe(503);
  expect((await gateway.stop("SIGTERM")).milliseconds).toBeLessThan(1_000);
  expect((await first).code).toBe(130);
});
