import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ESLint } from "eslint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTemporaryFolder } from "../temporary-folder.ts";

const run = promisify(execFile);
const project = fileURLToPath(new URL("../..", import.meta.url));

describe("A schema is compared with that of the last release", () => {
  let folder: Awaited<ReturnType<typeof createTemporaryFolder>>;
  const git = (...words: string[]) =>
    run("git", ["-c", "user.name=test", "-c", "user.email=test@example.com", ...words], { cwd: folder.path });

  beforeAll(async () => {
    folder = await createTemporaryFolder();
    await git("init", "--quiet");
    await put(released);
    await git("add", ".");
    await git("commit", "--quiet", "--message", "A release");
  });
  afterAll(() => folder[Symbol.asyncDispose]());

  const released =
    'type Query { machine(id: ID!): Machine } type Machine { id: ID! name: String old: String @deprecated(reason: "Use name.") }';
  const put = (schema: string) => writeFile(join(folder.path, "schema.graphql"), schema);

  async function compare(): Promise<{ readonly code: number; readonly text: string }> {
    const ended = run(process.execPath, [join(project, "test/schema/diff.ts")], { cwd: folder.path });
    return await ended.then(
      ({ stdout }) => ({ code: 0, text: stdout }),
      ({ code, stdout, stderr }) => ({ code, text: stdout + stderr }),
    );
  }

  test("unless there is none", async () => {
    expect(await compare()).toMatchObject({ code: 0, text: expect.stringContaining("There is no tag yet") });
    await git("tag", "v1.0.0");
    expect(await compare()).toEqual({ code: 0, text: "0 changes since v1.0.0.\n" });
  });

  test.each([
    ["a field that is gone", released.replace("name: String ", ""), "Field 'name' was removed"],
    ["a field that may be null now", released.replace("id: ID! name", "id: ID name"), "from 'ID!' to 'ID'"],
    [
      "an argument that is needed now",
      released.replace("(id: ID!)", "(id: ID!, in: ID!)"),
      "Argument 'in: ID!'",
    ],
    ["a type that is another", released.replace("name: String", "name: Int"), "from 'String' to 'Int'"],
  ])("%s breaks clients", async (_what, schema, words) => {
    await put(schema);
    const { code, text } = await compare();
    expect([code, text]).toEqual([1, expect.stringMatching(/BREAKING .*\n[\s\S]*CONTRIBUTING/)]);
    expect(text).toContain(words);
  });

  test.each([
    ["a new field", released.replace("name: String", "name: String age: Int")],
    ["an argument that may be left out", released.replace("(id: ID!)", "(id: ID!, in: ID)")],
    ["a deprecated field that is gone", released.replace(/old: .*\) /, "")],
  ])("%s does not", async (_what, schema) => {
    await put(schema);
    expect(await compare()).toMatchObject({
      code: 0,
      text: expect.stringContaining("1 changes since v1.0.0"),
    });
  });
});

describe("The linter of the schema finds", () => {
  test.each([
    ["require-description", "a field without a description", [/"""The machine's name."""/, ""]],
    ["require-description", "an enum value without one", [/"""[^"]*"""(?=\n {2}ACTIVE\n)/, ""]],
    ["naming-convention", "a field in snake case", [/ serialNumber: String\n/, " serial_number: String\n"]],
    [
      "require-deprecation-reason",
      "a deprecation without a reason",
      [/ serialNumber: String\n/, " serialNumber: String @deprecated\n"],
    ],
  ] as const)("by %s %s", async (rule, _what, [place, text]) => {
    const schema = await readFile(join(project, "schema.graphql"), "utf8");
    const changed = schema.replace(place, text);
    expect(changed).not.toBe(schema);
    const eslint = new ESLint({ cwd: project });
    const [result] = await eslint.lintText(changed, { filePath: join(project, "schema.graphql") });
    const rules = new Set(result?.messages.map(({ ruleId }) => ruleId));
    expect([...rules]).toEqual([`@graphql-eslint/${rule}`]);
  });
});
