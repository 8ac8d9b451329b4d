import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createTemporaryFolder } from "../temporary-folder.ts";
import type { Row } from "./row.ts";

/** A test of `npm test` with more of the same. */
interface LongTest {
  readonly name: string;
  readonly files: string;
  /** How much more; docs/carts.md and docs/orders.md tell what each means. */
  readonly env: Readonly<Record<string, string>>;
  readonly expected: string;
}

const longTests: readonly LongTest[] = [
  {
    name: "1,000 histories of parallel edits, lost answers and restarts of one cart",
    files: "test/cart/history",
    env: { CART_HISTORIES: "1000" },
    expected: "no edit lost, none twice",
  },
  {
    name: "200 histories with kills of the gateway",
    files: "test/cart/crash",
    env: { CART_CRASH_HISTORIES: "200" },
    expected: "no acknowledged edit lost",
  },
  {
    name: "Salesforce away for 60 s while carts are edited",
    files: "test/cart/outage",
    env: { OUTAGE_SECONDS: "60" },
    expected: "edits go on, and the shop is in step afterwards",
  },
  {
    name: "1,000 orders with lost answers and repeated requests",
    files: "test/order/exactly-once",
    env: { ORDERS: "1000" },
    expected: "exactly one order each",
  },
  {
    name: "20 kills at each request of a checkout",
    files: "test/order/crash",
    env: { CHECKOUT_CRASHES: "20" },
    expected: "one order each, nothing orphaned",
  },
  {
    name: "200 orders with a line that Salesforce refuses",
    files: "test/order/order-rule",
    env: { FAILING_ORDERS: "200" },
    expected: "nothing half written",
  },
  {
    name: "200 races of 20 refreshes of one token",
    files: "test/session/refresh-race",
    env: { REFRESH_RACES: "200" },
    expected: "one winner each",
  },
  {
    name: "50 writers with 50 edits each of one cart, at two gateways",
    files: "test/cart/two-gateways",
    env: { CART_WRITERS: "50" },
    expected: "no edit lost, none twice",
  },
  {
    name: "20,000 random queries of the local org, and the same by a naive evaluator",
    files: "test/local-org/random-soql",
    env: { RANDOM_QUERIES: "20000" },
    expected: "the same answers",
  },
  {
    name: "6,000 random operations, joined and one by one",
    files: "test/reading/joins",
    env: { RANDOM_OPERATIONS: "6000" },
    expected: "the same answers",
  },
  {
    name: "Faults of Salesforce and the stores, attacks, replicas",
    files: "test/faults test/attacks test/replicas",
    env: {},
    expected: "all tests pass",
  },
];

/** What the machine of the day needs; vitest's own limit of 120 s is meant for the short ones. */
const timeoutArgs = ["--testTimeout", "7200000", "--hookTimeout", "300000"];

export async function runLongTests(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const longTest of longTests) rows.push(await runLongTest(longTest));
  return rows;
}

async function runLongTest({ name, files, env, expected }: LongTest): Promise<Row> {
  await using folder = await createTemporaryFolder();
  const report = join(folder.path, "report.json");
  const began = performance.now();
  const reporter = ["--reporter", "json", "--outputFile", report];
  const args = ["node_modules/vitest/vitest.mjs", "run", ...files.split(" "), ...reporter, ...timeoutArgs];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  await once(child, "exit");
  const { numPassedTests, numTotalTests } = JSON.parse(await readFile(report, "utf8")) as Report;
  const seconds = ((performance.now() - began) / 1_000).toFixed(0);
  const knobs = Object.entries(env).map(([key, value]) => `${key}=${value} `);
  return {
    what: `${name} (\`${knobs.join("")}npx vitest run ${files}\`)`,
    expected,
    seen: `${numPassedTests} of ${numTotalTests} tests passed in ${seconds} s`,
    pass: child.exitCode === 0 && numPassedTests > 0,
  };
}

/** https://vitest.dev/guide/reporters.html#json-reporter */
interface Report {
  readonly numPassedTests: number;
  readonly numTotalTests: number;
}
