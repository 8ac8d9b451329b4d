import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalOrg, startLocalOrg } from "../../../src/local/org/server.ts";
import { createRandom } from "../../random.ts";
import { addEdgeRecords } from "./edge-records.ts";
import { evaluate } from "./evaluate.ts";
import type { Context } from "./literal.ts";
import { type Api, copyOrg, type OrgCopy, type QueryAnswer, signIn } from "./org-copy.ts";
import { randomQuery } from "./query.ts";
import { disguise } from "./write.ts";
import { randomDamage, randomWrongQuery } from "./wrong.ts";

/** Random queries made from the org's describes, against an evaluator that knows all rows and no indexes. */
const queries = Number(process.env.RANDOM_QUERIES ?? 5_000);
const firstSeed = Number(process.env.RANDOM_SEED ?? 1) * 1_000_003;
const now = new Date("2026-11-23T12:00:00Z");
const batchSize = 25;
const mostReports = 5;

let org: LocalOrg;
let api: Api;
let copy: OrgCopy;

interface Case {
  readonly seed: number;
  readonly soql: string;
  readonly family: string;
  /** What is wrong with the org's answer. */
  check(answer: QueryAnswer): object | null;
}

beforeAll(async () => {
  org = await startLocalOrg({ port: 0, control: true, data: "sample", now: () => now, apiLimit: 1e9 });
  await addEdgeRecords(org);
  api = await signIn(org);
  copy = await copyOrg(api);
});
afterAll(() => org[Symbol.asyncDispose]());

describe("The local org", () => {
  test(`answers ${queries} random queries like a naive evaluator`, async () => {
    const reports: string[] = [];
    let found = 0;
    for (let number = 0; number < queries && reports.length < mostReports; number += batchSize) {
      const results = await ask(firstSeed + number, Math.min(batchSize, queries - number));
      reports.push(...results.flatMap(({ report }) => report ?? []));
      found += results.filter(({ answer }) => hasRecords(answer)).length;
    }
    expect(reports.join("\n\n")).toBe("");
    expect(found / queries, "share of queries that find records").toBeGreaterThan(0.4);
  }, 600_000);
});

async function ask(seed: number, count: number) {
  const cases = Array.from({ length: count }, (_, index) => createCase(seed + index));
  const answers = await api.query(cases.map(({ soql }) => soql));
  expect(answers).toHaveLength(count);
  return answers.map((answer, index) => ({ answer, report: report(cases[index], answer) }));
}

function report(asked: Case | undefined, answer: QueryAnswer): string | null {
  const wrong = asked?.check(answer);
  if (!wrong) return null;
  return `seed ${asked?.seed} (${asked?.family})\n${asked?.soql}\n${JSON.stringify(wrong, null, 1)}`;
}

function hasRecords({ statusCode, result }: QueryAnswer): boolean {
  return statusCode === 200 && (result as { records: unknown[] }).records.length > 0;
}

function createCase(seed: number): Case {
  const random = createRandom(seed);
  const context: Context = { copy, random, now };
  const kind = random.below(20);
  if (kind < 2) return { ...randomWrongQuery(context), seed, check: checkRefusal };
  const query = randomQuery(context);
  if (kind === 2) return { seed, family: "damaged", soql: randomDamage(context, query), check: checkNoCrash };
  const check = ({ statusCode, result }: QueryAnswer) => {
    const got = statusCode === 200 ? plain(result) : { statusCode, result };
    const wanted = plain(evaluate(copy, query));
    const inAnyOrder = query.kind === "groups" && query.order.length === 0;
    const asText = inAnyOrder ? sorted : JSON.stringify;
    return difference(asText(got), asText(wanted));
  };
  return { seed, family: query.kind, soql: disguise(random, query), check };
}

/** The answer with its records in an order of their own. */
function sorted(answer: unknown): string {
  const { records = [], ...others } = answer as { records?: unknown[] };
  return JSON.stringify([others, records.map((record) => JSON.stringify(record)).toSorted()]);
}

/** Both answers from shortly before the place where they part. */
function difference(got: string, wanted: string): object | null {
  if (got === wanted) return null;
  const part = [...got].findIndex((letter, index) => letter !== wanted[index]);
  const from = Math.max(0, part - 300);
  return { got: got.slice(from, from + 900), wanted: wanted.slice(from, from + 900) };
}

const refusals = ["MALFORMED_QUERY", "INVALID_FIELD", "INVALID_TYPE", "INVALID_QUERY_FILTER_OPERATOR"];

/** 400 with one error, of which nothing is said but its message and its code. */
function checkRefusal(answer: QueryAnswer): object | null {
  const { statusCode, result } = answer;
  const [error = {}, ...others] = Array.isArray(result) ? result : [];
  const isFormed = Object.keys(error).toSorted().join() === "errorCode,message" && others.length === 0;
  const isRefused = statusCode === 400 && typeof error.message === "string";
  return isFormed && isRefused && refusals.includes(error.errorCode) ? null : answer;
}

function checkNoCrash(answer: QueryAnswer): object | null {
  const [error] = Array.isArray(answer.result) ? answer.result : [];
  const isOffset = answer.statusCode === 400 && error?.errorCode === "NUMBER_OUTSIDE_VALID_RANGE";
  return answer.statusCode === 200 || isOffset ? null : checkRefusal(answer);
}

/** Keys in order, of attributes only the type, numbers without the noise of adding them in another order. */
function plain(value: unknown): unknown {
  if (typeof value === "number") return Number(value.toPrecision(12));
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(
    entries.map(([name, each]) => [name, name === "attributes" ? (each.type ?? each) : plain(each)]),
  );
}
