import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { Command } from "commander";
import { assertEnumType, buildSchema } from "graphql";
import { describe, expect, test } from "vitest";
import { errorCodes } from "../../src/errors.ts";
import { addCartCommands } from "../../src/operator/command/cart.ts";
import { addCustomerCommands } from "../../src/operator/command/customer.ts";
import { addKeyCommands } from "../../src/operator/command/key.ts";
import { addPeopleCommands } from "../../src/operator/command/people.ts";
import { addSetupCommands } from "../../src/operator/command/setup.ts";
import type { Frame } from "../../src/operator/frame.ts";
import { settings } from "../../src/setting/setting.ts";
import { project, readPage, readPages } from "./page.ts";

const { scripts } = JSON.parse(await readFile(join(project, "package.json"), "utf8"));
const files = (
  await Promise.all(
    ["src", "test", "bench", "examples", "deploy", "prisma", "docs", ".ci", "explorer"].map(async (folder) =>
      (await readdir(join(project, folder), { recursive: true })).map((file) => join(folder, file)),
    ),
  )
).flat();
const decisions = files.filter((file) => file.startsWith("docs/decisions/"));
const others = await Promise.all(["CONTRIBUTING.md", "SECURITY.md", ...decisions].map(readPage));
const pages = [...(await readPages()), ...others];

const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = ""]) => found);

/** https://github.com/gjtorikian/html-pipeline/blob/main/lib/html_pipeline/node_filter/table_of_contents_filter.rb */
const toAnchor = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_ -]/gu, "")
    .replaceAll(" ", "-");

async function anchorsOf(path: string): Promise<readonly string[]> {
  const text = await readFile(join(project, path), "utf8");
  return all(text.replaceAll(/^```[\s\S]*?^```$/gm, ""), /^#+ (.+)$/gm).map(toAnchor);
}

const program = new Command();
for (const add of [addSetupCommands, addPeopleCommands, addCustomerCommands, addCartCommands, addKeyCommands])
  add(program, {} as Frame);

/** `users add`, of words that may go on with what is added. */
function isOperators([name = "", action]: readonly string[]): boolean {
  const command = program.commands.find((each) => each.name() === name);
  if (!command || action === undefined || command.commands.length === 0) return command !== undefined;
  return command.commands.some((each) => each.name() === action);
}

describe.each(pages)("$path", ({ path, text }) => {
  test("leads to files and headings that are there", async () => {
    const prose = text.replaceAll(/^```[\s\S]*?^```$/gm, "");
    for (const link of all(prose, /\]\((?!https?:)([^)\s]+)\)/g)) {
      const [file = "", anchor] = link.split("#");
      const target = file === "" ? path : normalize(join(dirname(path), file));
      expect(existsSync(join(project, target)), link).toBe(true);
      if (anchor !== undefined) expect(await anchorsOf(target), link).toContain(anchor);
    }
  });

  test("names scripts, files and tests that are there", () => {
    for (const script of all(text, /npm run (?:--silent )?([\w:-]+)/g))
      expect(scripts, script).toHaveProperty([script]);
    for (const words of all(text, /gateway -- ([a-z]+(?: [a-z]+)?)/g))
      expect(isOperators(words.split(" ")), words).toBe(true);
    const made = all(text, /^`(\S+)`\n\n```ts$/gm);
    for (const file of all(text, /`((?:src|test|bench|examples|deploy|prisma|\.ci)\/[\w./-]+)`/g))
      expect([...files, ...made].includes(file.replace(/\/$/, "")), file).toBe(true);
    for (const begun of all(text, /vitest run (?:--?\S+ )*(test\/[\w./-]+)/g))
      expect(
        files.some((file) => file.startsWith(begun) && file.endsWith(".test.ts")),
        begun,
      ).toBe(true);
  });
});

test("docs/migrating.md has a place for every operation, and names no setting or code that there is not", async () => {
  const { text } = await readPage("docs/migrating.md");
  const schema = buildSchema(await readFile(join(project, "schema.graphql"), "utf8"));
  const operations = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
    Object.keys(type?.getFields() ?? {}),
  );
  const rows = text.slice(0, text.indexOf("## What is different"));
  const named = all(rows, /`(\w+)[^`]*`/g);
  expect(operations.filter((name) => !named.includes(name))).toEqual([]);
  const userErrors = assertEnumType(schema.getType("UserErrorCode")).getValues();
  const known = [...settings.map(({ name }) => name), ...Object.keys(errorCodes)];
  const words = all(text, /`([A-Z]+_[A-Z_]*[A-Z])`/g);
  expect(words.length).toBeGreaterThan(20);
  const mended = userErrors.map(({ name }) => name);
  expect(words.filter((word) => ![...known, ...mended].includes(word))).toEqual([]);
});
