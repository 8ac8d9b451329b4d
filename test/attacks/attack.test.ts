import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { storedDocuments, variablesOf } from "../stored-document.ts";
import type { Attack } from "./attack.ts";
import { type Besieged, startBesieged } from "./besieged.ts";
import { documentAttacks } from "./document-attack.ts";
import { requestAttacks } from "./request-attack.ts";

const attacks = [...documentAttacks, ...requestAttacks];
const files = await storedDocuments();
const patienceMs = 300;
/** The sources may have to be compiled first. */
const startMs = 240_000;

const clientFaults = Array.from({ length: 100 }, (_, index) => 400 + index);

/** What an answer would tell of the inside. */
const internals =
  /node_modules|\.[jt]s:\d|SELECT |services\/data|prisma|postgres|127\.0\.0\.1|localhost|at \w+ \(|__c\b|salesforce\.com/i;

let gateway: Besieged;
let schemaNames: readonly string[];
beforeAll(async () => {
  const schema = await readFile("schema.graphql", "utf8");
  // Words that nobody uses by chance: two of them in one.
  const words = new Set(schema.match(/\b[A-Za-z][a-z]+[A-Z]\w*\b/g));
  schemaNames = [...words].filter((word) => word !== "DateTime");
  gateway = await startBesieged();
}, startMs);
afterAll(() => gateway[Symbol.asyncDispose]());

async function send({ method = "POST", path = "/graphql", headers, body }: Attack, token: string | null) {
  const [started, worked] = [performance.now(), workOf(gateway.running.pid)];
  const answer = await fetch(`${gateway.url}${path}`, {
    method,
    headers: {
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body !== undefined && { body: toBody(body) }),
  });
  const text = await answer.text();
  const waited = performance.now() - started;
  return {
    status: answer.status,
    text,
    milliseconds: Math.min(waited, workOf(gateway.running.pid) - worked),
  };
}

/** Of all processors, in milliseconds; in steps of 10: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function workOf(pid: number): number {
  const [, ...fields] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
  const [user, system] = fields.join(") ").split(" ").slice(11, 13);
  return (Number(user) + Number(system)) * 10;
}

function toBody(body: NonNullable<Attack["body"]>): string | Uint8Array<ArrayBuffer> {
  return typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
}

function expectStatus({ harmless, status: wanted }: Attack, status: number, text: string): void {
  const told = text.slice(0, 300);
  const exact = wanted ?? (harmless === undefined ? null : 200);
  if (exact !== null) expect(status, told).toBe(exact);
  else expect(clientFaults, told).toContain(status);
}

function expectSilence(attack: Attack, text: string): void {
  expect(text).not.toMatch(internals);
  const sent = JSON.stringify([attack.path, attack.body]);
  expect(schemaNames.filter((name) => text.includes(name) && !sent.includes(name))).toEqual([]);
}

/** Of what is shorter, the wait or the work: on a busy machine a request waits for others, who are not what is measured. */
function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

describe("An attack is refused at once and tells nothing of the inside:", () => {
  test.each(attacks)("$name", async (attack) => {
    for (const token of [null, gateway.token]) {
      await gateway.org.forgetCalls();
      const times: number[] = [];
      for (const _ of [1, 2, 3]) {
        const { status, text, milliseconds } = await send(attack, token);
        expectStatus(attack, status, text);
        expectSilence(attack, text);
        times.push(milliseconds);
      }
      if (attack.harmless === undefined) expect(await gateway.org.calls()).toEqual([]);
      expect(median(times)).toBeLessThan(patienceMs);
    }
  });
});

describe("After all of them", () => {
  test("there were as many as the list has", () => {
    expect(attacks.length).toBeGreaterThan(90);
    expect(new Set(attacks.map(({ name }) => name)).size).toBe(attacks.length);
  });

  test("the same process lives", async () => {
    expect((await fetch(`${gateway.url}/livez`)).status).toBe(200);
    expect(gateway.running.output.stdout).not.toMatch(/"level":"(?:error|fatal)"/);
  });

  test.each(files)("%s is answered by it", async (file) => {
    const ask = async (query: string, variables: object) =>
      JSON.parse((await send({ name: file, body: { query, variables } }, gateway.token)).text);
    const { data } = await ask(await readFile(file, "utf8"), await variablesOf(file, ask));
    expect(data).toEqual(expect.any(Object));
  });
});
