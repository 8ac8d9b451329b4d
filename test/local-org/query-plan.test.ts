import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LocalOrg, startLocalOrg } from "../../src/local/org/server.ts";

/** Random queries over one table, against an evaluator that knows neither indexes nor orders. */
interface Machine {
  readonly Id: string;
  readonly Name: string;
  readonly SerialNumber: string | null;
  readonly Quantity: number | null;
  readonly InstallDate: string | null;
  readonly AccountId: string;
}

type Column = "Id" | "Name" | "SerialNumber" | "Quantity" | "InstallDate" | "AccountId";
type Value = string | number | null;
type Test = (machine: Machine) => boolean;

interface Random {
  below(limit: number): number;
  pick<T>(items: readonly T[]): T;
}

const queries = 1_500;
const columns = ["Id", "Name", "SerialNumber", "Quantity", "InstallDate", "AccountId"] as const;
const sortable = ["Id", "Name", "SerialNumber", "Quantity", "InstallDate"] as const;

let org: LocalOrg;
let token: string;
let machines: readonly Machine[];

beforeAll(async () => {
  org = await startLocalOrg({ port: 0, control: true, data: "none" });
  const form = "grant_type=client_credentials&client_id=local-org&client_secret=local-only";
  const response = await fetch(`${org.url}/services/oauth2/token`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: form,
  });
  token = ((await response.json()) as { access_token: string }).access_token;
  machines = await seedMachines(createRandom(7));
});
afterAll(() => org[Symbol.asyncDispose]());

describe("A query", () => {
  test(`answers like an evaluator without indexes (${queries} random queries)`, async () => {
    const random = createRandom(1);
    for (let number = 0; number < queries; number += 1) {
      const { soql, expected } = randomQuery(random);
      const names = (await query(soql)).map((row) => row.Id);
      expect(names, soql).toEqual(expected.map((machine) => machine.Id));
    }
  }, 120_000);
});

function randomQuery(random: Random) {
  const condition = random.below(8) === 0 ? keyset(random) : randomCondition(random, 2);
  const column = random.pick(sortable);
  const descending = random.below(2) === 0;
  const idDescending = random.below(4) === 0;
  const nullsLast = random.below(2) === 0;
  const limit = random.below(3) === 0 ? "" : ` LIMIT ${1 + random.below(9)}`;
  const offset = random.below(4) === 0 ? ` OFFSET ${random.below(5)}` : "";
  const order = `${column} ${descending ? "DESC" : "ASC"} NULLS ${nullsLast ? "LAST" : "FIRST"}, Id ${idDescending ? "DESC" : "ASC"}`;
  const soql = `SELECT Id FROM Asset WHERE ${condition.text} ORDER BY ${column === "Id" ? order.replace(/, .*/, "") : order}${limit}${offset}`;
  const compare = (a: Machine, b: Machine) =>
    compareValues(keyOf(a[column]), keyOf(b[column]), { descending, nullsLast }) ||
    compareValues(a.Id, b.Id, { descending: idDescending, nullsLast });
  const start = Number(offset.replace(/\D/g, ""));
  const end = limit === "" ? undefined : start + Number(limit.replace(/\D/g, ""));
  return { soql, expected: machines.filter(condition.test).toSorted(compare).slice(start, end) };
}

interface Condition {
  readonly text: string;
  readonly test: Test;
}

function randomCondition(random: Random, depth: number): Condition {
  const kind = depth === 0 ? 0 : random.below(5);
  if (kind === 4) {
    const { text, test } = randomCondition(random, depth - 1);
    return { text: `(NOT (${text}))`, test: (machine) => !test(machine) };
  }
  if (kind < 2) return randomComparison(random);
  const members = Array.from({ length: 2 + random.below(2) }, () => randomCondition(random, depth - 1));
  const text = members.map((member) => `(${member.text})`).join(kind === 2 ? " AND " : " OR ");
  return kind === 2
    ? { text, test: (machine) => members.every((member) => member.test(machine)) }
    : { text, test: (machine) => members.some((member) => member.test(machine)) };
}

function randomComparison(random: Random): Condition {
  const column = random.pick(columns);
  const values = Array.from({ length: 1 + random.below(3) }, () => random.pick(machines)[column]);
  const [value = null] = values;
  const operators = ["=", "!=", "IN", "NOT IN", "<", "<=", ">", ">="] as const;
  const operator = value === null ? random.pick(["=", "!="] as const) : random.pick(operators);
  if (operator === "IN" || operator === "NOT IN") {
    const keys = values.filter((each) => each !== null).map(keyOf);
    const text = `${column} ${operator} (${values
      .filter((each) => each !== null)
      .map((each) => literal(column, each))
      .join(", ")})`;
    return { text, test: (machine) => keys.includes(keyOf(machine[column])) === (operator === "IN") };
  }
  return {
    text: `${column} ${operator} ${literal(column, value)}`,
    test: comparison(column, operator, value),
  };
}

/** The page behind a row, as the gateway asks for it. */
function keyset(random: Random): Condition {
  const column = random.pick(["Name", "SerialNumber", "Quantity"] as const);
  const after = random.pick(machines);
  const value = after[column];
  const beyond = comparison(column, ">", value);
  const same = comparison(column, "=", value);
  const empty = comparison(column, "=", null);
  const text = `(${column} > ${literal(column, value)} OR ${column} = null OR (${column} = ${literal(column, value)} AND Id > '${after.Id}'))`;
  return {
    text,
    test: (machine) =>
      (value !== null && beyond(machine)) || empty(machine) || (same(machine) && machine.Id > after.Id),
  };
}

const orders: Readonly<Record<string, (left: string | number, right: string | number) => boolean>> = {
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
};

function comparison(column: Column, operator: string, value: Value): Test {
  const right = keyOf(value);
  return (machine) => {
    const left = keyOf(machine[column]);
    if (operator === "=") return left === right;
    if (operator === "!=") return left !== right;
    return left !== null && right !== null && orders[operator]?.(left, right) === true;
  };
}

/** Text without digits-only ids is compared without regard to case; ids are of one form here. */
function keyOf(value: Value): Value {
  return typeof value === "string" && !/^(?:001|02i)/.test(value) ? value.toLowerCase() : value;
}

function compareValues(
  left: Value,
  right: Value,
  order: { descending: boolean; nullsLast: boolean },
): number {
  if (left === right) return 0;
  if (left === null) return order.nullsLast ? 1 : -1;
  if (right === null) return order.nullsLast ? -1 : 1;
  return left < right === order.descending ? 1 : -1;
}

function literal(column: Column, value: Value): string {
  if (value === null) return "null";
  return column === "Quantity" || column === "InstallDate" ? String(value) : `'${value}'`;
}

async function query(soql: string): Promise<readonly { Id: string }[]> {
  const response = await fetch(`${org.url}/services/data/v68.0/query?q=${encodeURIComponent(soql)}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const answer = (await response.json()) as { records: { Id: string }[] };
  expect(response.status, `${soql}: ${JSON.stringify(answer)}`).toBe(200);
  return answer.records;
}

async function seedMachines(random: Random): Promise<readonly Machine[]> {
  const { ids: accounts } = await seed([{ Name: "a" }, { Name: "b" }, { Name: "c" }], "Account");
  const values = Array.from({ length: 60 }, () => ({
    Name: random.pick(["Alpha", "alpha", "Beta", "beta 2", "Gamma"]),
    SerialNumber: random.pick([null, null, "S-1", "s-1", "S-2", "S-3"]),
    Quantity: random.pick([null, 1, 2, 2.5, 10]),
    InstallDate: random.pick([null, "2025-01-31", "2025-02-01", "2026-01-01"]),
    AccountId: random.pick(accounts),
  }));
  const { ids } = await seed(values, "Asset");
  return values.map((machine, index) => ({ ...machine, Id: ids[index] ?? "" }));
}

async function seed(records: readonly object[], type: string): Promise<{ readonly ids: readonly string[] }> {
  const response = await fetch(`${org.url}/_local/seed`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ records: records.map((record) => ({ attributes: { type }, ...record })) }),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as { ids: string[] };
}

/** mulberry32: the same numbers at every run. */
function createRandom(seedNumber: number): Random {
  let state = seedNumber;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return { below, pick: (items) => items[below(items.length)] as (typeof items)[number] };
}
