import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";

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

console.log("| Rows | Ready after | Memory of the org | Operation | API calls | Round trips | Median |");
console.log("| --- | ---: | ---: | --- | ---: | ---: | ---: |");
for (const size of sizes) await measureOrg(size);

async function measureOrg(size: (typeof sizes)[number]): Promise<void> {
  const started = performance.now();
  const { accounts, assets, orders } = size;
  const flags = ["--accounts", accounts, "--assets", assets, "--orders", orders].map(String);
  await using org = await startProcess(["--max-old-space-size=3072", "dist/local/org/main.js", "--control", "--port", "0", ...flags]);
  const ready = (performance.now() - started) / 1000;
  await using gateway = await startProcess(["dist/main.js"], {
    PORT: "0",
    DATA_DIR: `.data/bench`,
    SFCC_DOMAIN_NAME: org.url,
    SFCC_CLIENT_ID: "local-org",
    SFCC_CLIENT_SECRET: "local-only",
    JWT_PRIVATE_KEY_PATH: ".data/bench/keys/jwt-private.pem",
    JWT_PUBLIC_KEY_PATH: ".data/bench/keys/jwt-public.pem",
  });
  const token = await signToken();
  const query = (document: string, variables: object) => post(gateway.url, { token, document, variables });
  const variables = await middleOfTheOrg(query);
  for (const [name, document] of Object.entries(operations)) {
    const times: number[] = [];
    await query(document, variables);
    await fetch(`${org.url}/_local/calls`, { method: "DELETE" });
    for (let run = 0; run < runs; run += 1) {
      const begin = performance.now();
      await query(document, variables);
      times.push(performance.now() - begin);
    }
    const calls = (await (await fetch(`${org.url}/_local/calls`)).json()) as { counted: boolean }[];
    const median = times.toSorted((a, b) => a - b)[Math.floor(runs / 2)] ?? 0;
    const perRun = calls.filter((call) => call.counted).length / runs;
    const memory = `${Math.round((await residentBytes(org.pid)) / 2 ** 20)} MB`;
    console.log(`| ${size.name} | ${ready.toFixed(1)} s | ${memory} | ${name} | ${perRun} | | ${median.toFixed(1)} ms |`);
  }
}

interface RunningProcess extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
}

/** Starts a node process of the project and waits for the address that it prints. */
async function startProcess(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<RunningProcess> {
  const child = spawn(process.execPath, [...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await firstUrl(child.stdout);
  return {
    url,
    pid: child.pid ?? 0,
    [Symbol.asyncDispose]: async () => {
      child.kill();
      await once(child, "exit");
    },
  };
}

async function firstUrl(stdout: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(stdout)) {
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
    if (url) {
      stdout.resume();
      return url;
    }
  }
  throw new Error("the process ended before it printed an address");
}

async function residentBytes(pid: number): Promise<number> {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) * 1024;
}

interface Post {
  readonly token: string;
  readonly document: string;
  readonly variables: object;
}

async function post(url: string, { token, document, variables }: Post) {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json", "x-salesforce-trace": "1" },
    body: JSON.stringify({ query: document, variables }),
  });
  const answer = await response.json();
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer;
}
