import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { CriticalityLevel, DiffRule, diff } from "@graphql-inspector/core";
import { buildSchema } from "graphql";

/**
 * Compares schema.graphql of this folder with that of the last tag. Exit code 1 when clients of that release would break: only
 * what was deprecated there may be gone.
 */
const tag = lastTag();
if (tag === null) process.stdout.write("There is no tag yet: no schema was released that could break.\n");
else await compare(tag);

function lastTag(): string | null {
  try {
    return git("describe", "--tags", "--abbrev=0");
  } catch {
    // git's own words for "no tag" differ by version.
    return null;
  }
}

async function compare(release: string): Promise<void> {
  const before = buildSchema(git("show", `${release}:schema.graphql`));
  const after = buildSchema(readFileSync("schema.graphql", "utf8"));
  const changes = await diff(before, after, [DiffRule.suppressRemovalOfDeprecatedField]);
  const lines = changes.map(({ criticality, message }) => `${criticality.level.padEnd(12)}  ${message}\n`);
  process.stdout.write(`${changes.length} changes since ${release}.\n${lines.toSorted().join("")}`);
  if (changes.some(({ criticality }) => criticality.level === CriticalityLevel.Breaking)) {
    process.stderr.write('Clients would break: see "Changing the schema" in CONTRIBUTING.md.\n');
    process.exitCode = 1;
  }
}

function git(...words: readonly string[]): string {
  return execFileSync("git", words, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
}
