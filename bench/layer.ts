import { isDeepStrictEqual } from "node:util";
import { type Contender, served } from "./contender.ts";
import { cachedTypes } from "./layer-operation.ts";
import { findPlaces, type Operation, operations } from "./operation.ts";
import { startProcess } from "./process.ts";
import { createAsk, startGateway, startOrg } from "./setup.ts";

/**
 * The cost of the GraphQL layer: the whole gateway beside other servers that execute its schema object and nothing else, all reads from a
 * cache. Prints Markdown for docs/performance.md. Start with `npm run bench:layer`.
 */
const loadSeconds = 4;
const small = operations.filter(({ name }) => ["one account", "list of 10 accounts"].includes(name));
const large = operations.filter(({ name }) => /^(?:list of 200|50 accounts|four levels)/.test(name));

await using org = await startOrg({ accounts: 1_000, assets: 10_000, orders: 3_000 });
await using stack = new AsyncDisposableStack();
const cached = { CACHE_SECONDS: cachedTypes.map((type) => `${type}=3600`).join(" ") };
const gateway = await startGateway(org.url, cached);
const places = await findPlaces(createAsk(`${gateway.url}/graphql`));
const contenders: Contender[] = [
  stack.use(served("this gateway", gateway, { places, path: "/graphql" })),
  stack.use(await other("Apollo Server", "apollo", "/")),
  stack.use(await other("the same with graphql-jit", "apollo-jit", "/")),
  stack.use(await other("GraphQL Yoga", "yoga", "/graphql")),
  stack.use(await other("Mercurius with jit", "mercurius", "/graphql")),
];

console.log(
  `\n| Operations a second, to Apollo Server | ${contenders.map(({ name }) => name).join(" | ")} |`,
);
console.log(`| --- |${" ---: |".repeat(contenders.length)}`);
for (const operation of [...small, ...large]) await compare(operation);

async function other(name: string, kind: string, path: string): Promise<Contender> {
  return served(name, await startProcess(["bench/layer-server.ts", kind, org.url]), { places, path });
}

async function compare(operation: Operation): Promise<void> {
  const [wanted, ...others] = await Promise.all(contenders.map((contender) => contender.ask(operation)));
  const wrong = others.findIndex((answer) => !isDeepStrictEqual(answer, wanted));
  if (wrong >= 0) throw new Error(`${contenders[wrong + 1]?.name} answers "${operation.name}" differently`);
  const rates: number[] = [];
  for (const contender of contenders) rates.push((await contender.load(operation, loadSeconds)).perSecond);
  const bare = rates[1] ?? 1;
  const cells = rates.map((rate) => `${Math.round(rate)} (${(rate / bare).toFixed(2)})`);
  console.log(`| ${operation.name} | ${cells.join(" | ")} |`);
}
