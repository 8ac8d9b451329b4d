import { setTimeout } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import {
  apolloContender,
  type Contender,
  floorContender,
  gatewayContender,
  type Load,
  meshContender,
  relayContender,
  type Stage,
} from "./contender.ts";
import { findPlaces, type Operation, operations } from "./operation.ts";
import { createAsk, quantile, startGateway, startOrg } from "./setup.ts";

/**
 * The same operations through this gateway and through what one would use instead, turn by turn in one run, in API calls, round trips
 * and time. Prints Markdown for docs/performance.md. Start with `npm run bench:compare`.
 */
const latencies = [0, 50, 200] as const;
/** So many turns, or so long a contender's time is up; the first few are not counted. */
const turns = { 0: 1_000, 50: 40, 200: 20 } as const;
const budgetMs = 4_000;
const warmUps = 3;
const loadSeconds = 3;
const idleMs = 1_000;
/** Far more than all work takes: how often it fits into an answer's time is how often Salesforce was waited for. */
const tripMs = 1_500;

await using org = await startOrg({ accounts: 1_000, assets: 10_000, orders: 3_000 });
await using stack = new AsyncDisposableStack();
const stage: Stage = { orgUrl: org.url, places: await places() };
const gateway = stack.use(await gatewayContender(stage));
const loader = stack.use(await apolloContender("loader", stage));
const plain = stack.use(await apolloContender("plain", stage));
const mesh = stack.use(await meshContender(stage));
const relay = stack.use(await relayContender(stage));
const bare = stack.use(await floorContender(stage));
const contenders = [gateway, loader, plain, ...(mesh ? [mesh] : []), relay, bare];
if (!mesh) console.log("GraphQL Mesh is left out: npm ci --prefix bench/mesh installs it.");

await checkAnswers();
await tellCosts();
for (const latency of latencies) await tellTimes(latency);
await tellLoad();

async function places(): Promise<Stage["places"]> {
  await using first = await startGateway(org.url);
  return await findPlaces(createAsk(`${first.url}/graphql`));
}

/** All of them answer the same; Mesh has other names for it. */
async function checkAnswers(): Promise<void> {
  for (const operation of operations) {
    const [wanted, ...others] = await Promise.all(
      [gateway, loader, plain].map((contender) => contender.ask(operation)),
    );
    for (const other of others) {
      if (isDeepStrictEqual(other, wanted)) continue;
      throw new Error(`"${operation.name}": ${JSON.stringify(wanted)}\nis not ${JSON.stringify(other)}`);
    }
  }
}

async function tellCosts(): Promise<void> {
  table(
    "API calls / round trips",
    contenders.map(({ name }) => name),
  );
  for (const operation of operations) {
    const costs: string[] = [];
    for (const contender of contenders) costs.push(await costOf(contender, operation));
    row(operation.name, costs);
  }
}

async function costOf(contender: Contender, operation: Operation): Promise<string> {
  await contender.ask(operation);
  await addLatency(tripMs);
  await fetch(`${org.url}/_local/calls`, { method: "DELETE" });
  const time = await timeOf(() => contender.ask(operation));
  await addLatency(0);
  const calls = (await (await fetch(`${org.url}/_local/calls`)).json()) as readonly { counted: boolean }[];
  return `${calls.filter(({ counted }) => counted).length} / ${Math.floor(time / tripMs)}`;
}

async function addLatency(delayMs: number): Promise<void> {
  await fetch(`${org.url}/_local/faults`, { method: "DELETE" });
  if (delayMs === 0) return;
  const body = JSON.stringify({ path: "/services/data", delayMs });
  const answer = await fetch(`${org.url}/_local/faults`, { method: "POST", body });
  if (!answer.ok) throw new Error(await answer.text());
}

async function tellTimes(latency: (typeof latencies)[number]): Promise<void> {
  await addLatency(latency);
  const others = contenders.filter((contender) => contender !== bare);
  table(`${latency} ms away: p50 and p99 of bare jsforce, ratios of the others`, [
    bare.name,
    ...others.map(({ name }) => name),
    "added by this gateway",
    "by HTTP alone",
  ]);
  for (const operation of operations) {
    const times = await takeTurns(operation, turns[latency]);
    const [p50, p99] = [0.5, 0.99].map(
      (share) => (contender: Contender) => quantile(times.get(contender) ?? [], share),
    );
    if (!p50 || !p99) throw new TypeError("two quantiles are told");
    const ratios = others.map(
      (each) => `${(p50(each) / p50(bare)).toFixed(2)}, ${(p99(each) / p99(bare)).toFixed(2)}`,
    );
    const added = [gateway, relay].map(
      (each) => `${ms(p50(each) - p50(bare))}, ${ms(p99(each) - p99(bare))}`,
    );
    row(operation.name, [`${ms(p50(bare))}, ${ms(p99(bare))}`, ...ratios, ...added]);
  }
  await addLatency(0);
}

/** One after the other, so that a busy moment of the machine strikes all. */
async function takeTurns(
  operation: Operation,
  rounds: number,
): Promise<ReadonlyMap<Contender, readonly number[]>> {
  const times = new Map<Contender, number[]>(contenders.map((contender) => [contender, []]));
  const spent = new Map<Contender, number>();
  for (let round = -warmUps; round < rounds; round += 1) {
    for (const [contender, taken] of times) {
      if ((spent.get(contender) ?? 0) > budgetMs && taken.length >= 3) continue;
      const time = await timeOf(() => contender.ask(operation));
      spent.set(contender, (spent.get(contender) ?? 0) + time);
      if (round >= 0) taken.push(time);
    }
  }
  return times;
}

async function tellLoad(): Promise<void> {
  table(
    "20 connections: operations a second, CPU of one, memory",
    contenders.map(({ name }) => name),
  );
  for (const operation of operations) {
    const loads: Load[] = [];
    for (const contender of contenders) {
      await orgIsIdle();
      loads.push(await contender.load(operation, loadSeconds));
    }
    row(
      operation.name,
      loads.map(
        ({ perSecond, cpuMs, residentBytes }) =>
          `${perSecond.toFixed(perSecond < 10 ? 1 : 0)}, ${ms(cpuMs)}, ${Math.round(residentBytes / 2 ** 20)} MB`,
      ),
    );
  }
}

/** What a contender has not finished when its time is up, thousands of requests, is not the next one's burden. */
async function orgIsIdle(): Promise<void> {
  const calls = `${org.url}/_local/calls`;
  let count: number;
  do {
    await fetch(calls, { method: "DELETE" });
    await setTimeout(idleMs);
    count = ((await (await fetch(calls)).json()) as readonly object[]).length;
  } while (count > 0);
}

function table(title: string, names: readonly string[]): void {
  console.log(`\n| ${[title, ...names].join(" | ")} |\n| --- |${" ---: |".repeat(names.length)}`);
}

function row(name: string, cells: readonly string[]): void {
  console.log(`| ${[name, ...cells].join(" | ")} |`);
}

function ms(time: number): string {
  return `${time.toFixed(1)} ms`;
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
