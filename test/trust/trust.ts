import { runLongTests } from "./long-test.ts";
import { overload } from "./overload.ts";
import { pipelining } from "./pipelining.ts";
import type { Row } from "./row.ts";
import { slowConnections } from "./slow-connection.ts";
import { soak } from "./soak.ts";

/**
 * What takes long to prove, as a table for docs/load.md; ends with code 1 when a row fails. Start with `npm run trust`, or
 * `npm run trust -- overload` for what is named alone.
 */
const subjects: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  overload,
  "slow-connections": slowConnections,
  pipelining,
  soak,
  "long-tests": runLongTests,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !subjects[name]);
if (unknown.length > 0)
  throw new Error(`There is no ${unknown.join(", ")}, but ${Object.keys(subjects).join(", ")}.`);

print("| What | Expected | Seen | |\n| --- | --- | --- | --- |");
for (const [name, run] of Object.entries(subjects)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const { what, expected, seen, pass } of await run()) {
    print(`| ${what} | ${expected} | ${seen} | ${pass ? "pass" : "FAIL"} |`);
    if (!pass) process.exitCode = 1;
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
