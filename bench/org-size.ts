import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { scopes } from "../src/auth/scope.ts";
import { openTokenIssuer, signAccessToken } from "../src/auth/token.ts";
import { startProcess } from "./process.ts";

/**
 * The same operations against local orgs of several sizes: what an operation costs must depend on its page, not on
 * the org. Prints Markdown for docs/performance.md. Start with `npm run bench`.
 */
const sizes = [
  { name: "10 thousand", accounts: 1_000, assets: 10_000, orders: 3_000 },
  { name: "100 thousand", accounts: 10_000, assets: 100_000, orders: 30_000 },
  { name: "1 million", accounts: 100_000, assets: 1_000_000, orders: 300_000 },
] as const;

const operations: Readonly<Record<string, string>> = {
  "one account by id": `query ($account: ID!) { account(id: $account) { name phone } }`,
  "20 accounts by name": `{ accounts(first: 20) { nodes { name accountNumber } pageInfo { endCursor } } }`,
  "page behind a cursor in the middle": `query ($cursor: String!) { assets(first: 50, after: $cursor) { nodes { name serialNumber } } }`,
  "machine by serial number": `query ($serialNumber: String!) { assetBySerialNumber(serialNumber: $serialNumber) { name account { name } product { sku } } }`,
  "50 accounts with machines and orders": `{ accounts(first: 50) { nodes { name
    assets(first: 10) { nodes { name product { sku } } } orders(first: 5) { nodes { orderNumber totalAmount { amount } } } } } }`,
  "four levels": `{ accounts(first: 10) { nodes { name assets(first: 5) { nodes { name children(first: 5) { nodes { name
    children(first: 5) { nodes { name product { sku } } } } } } } } } }`,
  "latest 20 orders with items": `{ orders(first: 20) { nodes { orderNumber account { name } items { nodes { quantity product { sku } } } } } }`,
  "count of all machines": `{ assets { totalCount } }`,
};

const runs = 15;
const settleMs = 3_000;
const dataDirectory = ".data/bench";

type Ask = (document: string, variables?: object) => Promise<Answer>;

const tokens = await openTokenIssuer({
  algorithm: "RS256",
  issuer: "http://127.0.0.1:4000",
  audience: "salesforce-graphql-gateway",
  lifetimeSeconds: 3600,
  keys: null,
  keyFiles: null,
  ownKeyDirectory: `${dataDirectory}/keys`,
});

console.log("| Rows | Org ready after | Memory of the org | Operation | API calls | SOQL | Median |");
console.log("| --- | ---: | ---: | --- | ---: | ---: | ---: |");
for (const size of sizes) await measureOrg(size);

async function measureOrg(size: (typeof sizes)[number]): Promise<void> {
  const started = performance.now();
  const { accounts, assets, orders } = size;
  const counts = ["--accounts", accounts, "--assets", assets, "--orders", orders].map(String);
  const heap = "--max-old-space-size=2800";
  await using org = await startProcess([
    heap,
    "dist/local/org/main.js",
    "--control",
    "--port",
    "0",
    ...counts,
  ]);
  const ready = `${((performance.now() - started) / 1000).toFixed(1)} s`;
  await using gateway = await startProcess(["dist/main.js"], settingsFor(org.url));
  const ask = createAsk(gateway.url);
  const variables = await placesIn(ask);
  // The first of their kind build the org's indexes; the garbage collector is busy for a while after that.
  for (const document of Object.values(operations)) await ask(document, variables);
  await delay(settleMs);
  for (const [name, document] of Object.entries(operations)) {
    const { calls, queries, median } = await measure(() => ask(document, variables), org.url);
    const memory = `${Math.round((await residentBytes(org.pid)) / 2 ** 20)} MB`;
    console.log(
      `| ${size.name} | ${ready} | ${memory} | ${name} | ${calls} | ${queries} | ${median.toFixed(1)} ms |`,
    );
  }
}

function settingsFor(orgUrl: string): NodeJS.ProcessEnv {
  return {
    PORT: "0",
    LOG_LEVEL: "warn",
    DATA_DIR: dataDirectory,
    SFCC_DOMAIN_NAME: orgUrl,
    SFCC_CLIENT_ID: "local-org",
    SFCC_CLIENT_SECRET: "local-only",
    JWT_PRIVATE_KEY_PATH: `${dataDirectory}/keys/jwt-private.pem`,
    JWT_PUBLIC_KEY_PATH: `${dataDirectory}/keys/jwt-public.pem`,
  };
}

/** An account, a serial number and a cursor somewhere in the org. */
async function placesIn(ask: Ask): Promise<object> {
  const { data } = await ask("{ assets(first: 100) { nodes { id serialNumber account { id } } } }");
  const asset = data.assets.nodes.find((node: { account: object | null }) => node.account);
  const page = await ask(
    "query ($id: ID!) { assets(filter: { id: { eq: $id } }) { pageInfo { endCursor } } }",
    { id: asset.id },
  );
  return {
    account: asset.account.id,
    serialNumber: asset.serialNumber,
    cursor: page.data.assets.pageInfo.endCursor,
  };
}

async function measure(work: () => Promise<unknown>, orgUrl: string) {
  await fetch(`${orgUrl}/_local/calls`, { method: "DELETE" });
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const begin = performance.now();
    await work();
    times.push(performance.now() - begin);
  }
  const calls = (await (await fetch(`${orgUrl}/_local/calls`)).json()) as {
    counted: boolean;
    parts?: object[];
  }[];
  const counted = calls.filter((call) => call.counted);
  const queries = counted.reduce((sum, call) => sum + (call.parts?.length ?? 1), 0);
  const median = times.toSorted((left, right) => left - right)[Math.floor(runs / 2)] ?? 0;
  return { calls: counted.length / runs, queries: queries / runs, median };
}

async function residentBytes(pid: number): Promise<number> {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) * 1024;
}

interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: shaped by the document
  readonly data: any;
  readonly errors?: readonly object[];
}

function createAsk(url: string): Ask {
  const token = signAccessToken(tokens, { kind: "USER", subject: "bench", scopes, organizationIds: [] });
  return async (query, variables = {}) => {
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ query, variables }),
    });
    const answer = (await response.json()) as Answer;
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return answer;
  };
}
