import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withoutLimits } from "../test/without-limits.ts";
import { startProcess } from "./process.ts";

/**
 * Whether a refused sign-in tells by its time or its answer who has an account. Ends with code 1 when it does. Prints
 * Markdown for docs/performance.md. Start with `npm run bench:sign-in`; with PSQL_CONNECTION_STRING it runs on that
 * database, and leaves a person and the audit trail there.
 */
const runs = 500;
const warmUps = 20;
/** Of one median to another. */
const tolerance = 0.05;

const disabled = { email: "disabled@gateway.example", password: "a right password" };

const refusals = {
  "a wrong password": () => ({ email: "buyer@edge.example", password: "a wrong password" }),
  "an unknown person": (run: number) => ({ email: `nobody-${run}@edge.example`, password: "any password" }),
  "a disabled person's right password": () => disabled,
} as const;

const folder = await mkdtemp(join(tmpdir(), "gateway-bench-"));
const env = { DATA_DIR: folder, PORT: "0", LOCAL_ORG_PORT: "0", LOG_LEVEL: "warn", ...withoutLimits };
try {
  addDisabledPerson();
  await using gateway = await startProcess(["dist/main.js"], env);
  process.exitCode = report(await measure(`${gateway.url}/graphql`)) ? 0 : 1;
} finally {
  await rm(folder, { recursive: true });
}

function addDisabledPerson(): void {
  const { email, password } = disabled;
  const operator = (...words: string[]) =>
    execFileSync(process.execPath, ["dist/operator/main.js", "users", ...words], {
      env: { ...process.env, ...env },
      input: password,
    });
  operator("add", email, "--password-stdin");
  operator("disable", email);
}

interface Measured {
  /** Milliseconds, by kind of refusal. */
  readonly times: Readonly<Record<string, number[]>>;
  readonly bodies: ReadonlySet<string>;
}

/** One after the other, each kind in turn, so that whatever slows the machine down slows all of them. */
async function measure(url: string): Promise<Measured> {
  const times = Object.fromEntries(Object.keys(refusals).map((kind): [string, number[]] => [kind, []]));
  const bodies = new Set<string>();
  for (let run = -warmUps; run < runs; run += 1) {
    for (const [kind, credentials] of turned(Object.entries(refusals), run)) {
      const started = performance.now();
      bodies.add(await signIn(url, credentials(run)));
      if (run >= 0) times[kind]?.push(performance.now() - started);
    }
  }
  return { times, bodies };
}

/** Another kind begins each time: who comes after whom makes no difference either. */
function turned<T>(list: readonly T[], by: number): readonly T[] {
  const start = Math.abs(by) % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}

async function signIn(url: string, input: object): Promise<string> {
  const query =
    "mutation ($input: SignInInput!) { signIn(input: $input) { accessToken userErrors { code message path } } }";
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables: { input } }),
  });
  return `${response.status} ${await response.text()}`;
}

function report({ times, bodies }: Measured): boolean {
  const medians = Object.entries(times).map(([kind, all]) => ({ kind, median: medianOf(all) }));
  const shortest = Math.min(...medians.map(({ median }) => median));
  console.log("| Refused | Median | To the shortest |\n| --- | ---: | ---: |");
  for (const { kind, median } of medians)
    console.log(`| ${kind} | ${median.toFixed(2)} ms | ${(median / shortest).toFixed(3)} |`);
  console.log(`\n${runs} of each in turn; different answers: ${bodies.size}`);
  return bodies.size === 1 && medians.every(({ median }) => median <= shortest * (1 + tolerance));
}

function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}
