import { isDeepStrictEqual } from "node:util";
import { type Contender, served } from "./contender.ts";
import { cachedTypes } from "./layer-operation.ts";
import { findPlaces, type Operation, operations } from "./operation.ts";
import { startProcess } from "./process.ts";
import { createAsk, startGateway, startOrg } from "./setup.ts";

/**
 * The cost of the GraphQL layer: the whole gateway beside other servers that execute its schema object and nothing else. Ratios are to
 * Apollo Server. Prints Markdown for docs/performance.md. Start with `npm run bench:layer`.
 */
const loadSeconds = 4;
const warmUpSeconds = 2;
const small = operations.filter(({ name }) => ["one account", "list of 10 accounts"].includes(name));
const large = operations.filter(({ name }) => /^(?:list of 200|50 accounts|four levels)/.test(name));

await using org = await startOrg({ accounts: 1_000, assets: 10_000, orders: 3_000 });
await compareAll("asked", "asked of the org");
await compareAll("cached", "read from memory");

type Reads = "asked" | "cached";

async function compareAll(reads: Reads, title: string): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const cached = { CACHE_SECONDS: cachedTypes.map((type) => `${type}=3600`).join(" ") };
  const gateway = await startGateway(org.url, reads === "cached" ? cached : {});
  const places = await findPlaces(createAsk(`${gateway.url}/graphql`));
  const other = async (name: string, kind: string, path: string): Promise<Contender> => {
    const server = await startProcess(["bench/layer-server.ts", kind, org.url, reads]);
    return stack.use(served(name, server, { places, path }));
  };
  const contenders: readonly Contender[] = [
    stack.use(served("this gateway", gateway, { places, path: "/graphql" })),
    await other("Apollo Server", "apollo", "/"),
    await other("the same with graphql-jit", "apollo-jit", "/"),
    await other("GraphQL Yoga", "yoga", "/graphql"),
    await other("Mercurius with jit", "mercurius", "/graphql"),
  ];
  const names = contenders.map(({ name }) => name);
  console.log(`\n| Operations a second, ${title} | ${names.join(" | ")} |`);
  console.log(`| --- |${" ---: |".repeat(names.length)}`);
  for (const operation of [...small, ...large]) await compare(contenders, operation);
}

async function compare(contenders: readonly Contender[], operation: Operation): Promise<void> {
  const [wanted, ...others] = await Promise.all(contenders.map((contender) => contender.ask(operation)));
  const wrong = others.findIndex((answer) => !isDeepStrictEqual(answer, wanted));
  if (wrong >= 0) throw new Error(`${contenders[wrong + 1]?.name} answers "${operation.name}" differently`);
  const rates: number[] = [];
  // The first seconds are the compiler's.
  for (const contender of contenders) await contender.load(operation, warmUpSeconds);
  for (const contender of contenders) rates.push((await contender.load(operation, loadSeconds)).perSecond);
  const bare = rates[1] ?? 1;
  const cells = rates.map((rate) => `${Math.round(rate)} (${(rate / bare).toFixed(2)})`);
  console.log(`| ${operation.name} | ${cells.join(" | ")} |`);
}
