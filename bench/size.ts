import { setTimeout as delay } from "node:timers/promises";
import pidusage from "pidusage";
import { type Ask, createAsk, type OrgSize, quantile, startGateway, startOrg } from "./setup.ts";

/**
 * What an operation costs by the rows that it shows, by its depth and by the size of the org; it must depend on its page, not on the org.
 * Prints Markdown for docs/performance.md. Start with `npm run bench:size`.
 */
const sizes: readonly (OrgSize & { readonly name: string })[] = [
  { name: "10 thousand", accounts: 1_000, assets: 10_000, orders: 3_000 },
  { name: "100 thousand", accounts: 10_000, assets: 100_000, orders: 30_000 },
  { name: "1 million", accounts: 100_000, assets: 1_000_000, orders: 300_000 },
];

const byOrg: Readonly<Record<string, string>> = {
  "one account by id": `query ($account: ID!) { account(id: $account) { name phone } }`,
  "20 accounts by name": `{ accounts(first: 20) { nodes { name accountNumber } pageInfo { endCursor } } }`,
  "page of 50 machines behind a cursor in the middle": `query ($cursor: String!) { assets(first: 50, after: $cursor) { nodes { name serialNumber } } }`,
  "machine by serial number, its account and product": `query ($serialNumber: String!) { assetBySerialNumber(serialNumber: $serialNumber) { name account { name } product { sku } } }`,
  "50 accounts with machines, their products, and orders": `{ accounts(first: 50) { nodes { name
    assets(first: 10) { nodes { name product { sku } } } orders(first: 5) { nodes { orderNumber totalAmount { amount } } } } } }`,
  "four levels: accounts, machines, parts, parts of parts": `{ accounts(first: 10) { nodes { name assets(first: 5) { nodes { name children(first: 5) { nodes { name
    children(first: 5) { nodes { name product { sku } } } } } } } } } }`,
  "latest 20 orders with accounts, items and products": `{ orders(first: 20) { nodes { orderNumber account { name } items { nodes { quantity product { sku } } } } } }`,
  "count of all machines": `{ assets { totalCount } }`,
};

const byRows: Readonly<Record<string, string>> = {
  "10 machines": "{ assets(first: 10) { nodes { name serialNumber product { sku } } } }",
  "50 machines": "{ assets(first: 50) { nodes { name serialNumber product { sku } } } }",
  "200 machines": "{ assets(first: 200) { nodes { name serialNumber product { sku } } } }",
  "2,000 machines: 200 accounts with up to 10":
    "{ accounts(first: 200) { nodes { name assets(first: 10) { nodes { name serialNumber product { sku } } } } } }",
};

const byDepth: Readonly<Record<string, string>> = {
  "1: accounts": "{ accounts(first: 20) { nodes { name } } }",
  "2: their machines": "{ accounts(first: 20) { nodes { name assets(first: 5) { nodes { name } } } } }",
  "3: their parts": `{ accounts(first: 20) { nodes { name assets(first: 5) { nodes { name children(first: 5) { nodes { name } } } } } } }`,
  "4: parts of parts": `{ accounts(first: 20) { nodes { name assets(first: 5) { nodes { name children(first: 5) { nodes { name
    children(first: 5) { nodes { name } } } } } } } } }`,
  "5: their products": `{ accounts(first: 20) { nodes { name assets(first: 5) { nodes { name children(first: 5) { nodes { name
    children(first: 5) { nodes { name product { sku name } } } } } } } } } }`,
};

const runs = 15;
const settleMs = 3_000;

for (const size of sizes) await measureOrg(size);

async function measureOrg(size: (typeof sizes)[number]): Promise<void> {
  const started = performance.now();
  await using org = await startOrg(size);
  const ready = ((performance.now() - started) / 1000).toFixed(1);
  await using gateway = await startGateway(org.url);
  const ask = createAsk(`${gateway.url}/graphql`);
  const place = { ask, orgUrl: org.url, variables: await placesIn(ask) };
  const tables = {
    [`${size.name} machines, ready after ${ready} s`]: byOrg,
    ...(size === sizes[1] && { "By rows": byRows, "By depth": byDepth }),
  };
  for (const [title, operations] of Object.entries(tables)) await measureAll(title, operations, place);
  const { memory } = await pidusage(org.pid);
  console.log(`\nMemory of the org: ${Math.round(memory / 2 ** 20)} MB`);
}

interface Place {
  readonly ask: Ask;
  readonly orgUrl: string;
  readonly variables: object;
}

async function measureAll(
  title: string,
  operations: Readonly<Record<string, string>>,
  place: Place,
): Promise<void> {
  console.log(`\n| ${title} | API calls | SOQL queries | Median |\n| --- | ---: | ---: | ---: |`);
  // The first of their kind build the org's indexes; the garbage collector is busy for a while after that.
  for (const document of Object.values(operations)) await place.ask(document, place.variables);
  await delay(settleMs);
  for (const [name, document] of Object.entries(operations)) {
    const { calls, queries, median } = await measure(document, place);
    console.log(`| ${name} | ${calls} | ${queries} | ${median.toFixed(1)} ms |`);
  }
}

/** An account, a serial number and a cursor somewhere in the org. */
async function placesIn(ask: Ask): Promise<object> {
  const { assets } = await ask("{ assets(first: 100) { nodes { id serialNumber account { id } } } }");
  const asset = assets.nodes.find((node: { account: object | null }) => node.account);
  const page = await ask(
    "query ($id: ID!) { assets(filter: { id: { eq: $id } }) { pageInfo { endCursor } } }",
    { id: asset.id },
  );
  const { endCursor: cursor } = page.assets.pageInfo;
  return { account: asset.account.id, serialNumber: asset.serialNumber, cursor };
}

async function measure(document: string, { ask, orgUrl, variables }: Place) {
  await fetch(`${orgUrl}/_local/calls`, { method: "DELETE" });
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const begin = performance.now();
    await ask(document, variables);
    times.push(performance.now() - begin);
  }
  const calls = (await (await fetch(`${orgUrl}/_local/calls`)).json()) as {
    counted: boolean;
    parts?: object[];
  }[];
  const counted = calls.filter((call) => call.counted);
  const queries = counted.reduce((sum, call) => sum + (call.parts?.length ?? 1), 0);
  return { calls: counted.length / runs, queries: queries / runs, median: quantile(times, 0.5) };
}
