import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ChangedSource, copySource } from "../changed-source.ts";
import { startOrg, type TestOrg } from "../local-org/org.ts";
import { blocksOf, readPage } from "./page.ts";

const { text } = await readPage("docs/recipes.md");
/** The two chapters that change the source. */
const chapters = text.slice(text.indexOf("## A custom field"), text.indexOf("## People as"));
const blocks = blocksOf(chapters);

/** New files: their path stands above them. */
const files = [...chapters.matchAll(/^`(src\/\S+)`\n\n```ts\n([\s\S]*?)^```$/gm)].map(
  ([, path = "", code = ""]) => ({ path, code }),
);

/** Lines that are there, and those to be put between them. */
const changes = blocks
  .filter(({ language }) => language === "diff")
  .map(({ text: diff }) => {
    const [, path = "", body = ""] = /^--- (\S+)\n([\s\S]*)$/.exec(diff) ?? [];
    const lines = body.split("\n").filter((line) => line !== "");
    const join = (some: readonly string[]) => some.map((line) => `${line.slice(1)}\n`).join("");
    return { path, before: join(lines.filter((line) => !line.startsWith("+"))), after: join(lines) };
  });

const operations = blocks.flatMap(({ language, text: query }, index) =>
  language === "graphql" ? [{ query, printed: blocks[index + 1]?.text ?? "" }] : [],
);

const stack = new AsyncDisposableStack();
let source: ChangedSource;
let org: TestOrg;
beforeAll(async () => {
  source = stack.use(await copySource());
  const { body: asset } = await (await stack.use(await startOrg()).signIn()).send(
    "GET",
    "/sobjects/Asset/describe",
  );
  const like = asset.fields.find(({ name }: { name: string }) => name === "InstallDate");
  asset.fields.push({ ...like, name: "Warranty_End__c", label: "Warranty End", custom: true });
  org = stack.use(await startOrg({ data: "sample", describes: [asset] }));
});
afterAll(() => stack.disposeAsync());

test("docs/recipes.md: the changes of the source apply, pass the linter, compile and are served", async () => {
  expect([files.length, changes.length, operations.length]).toEqual([3, 11, 2]);
  for (const { path, code } of files) {
    await mkdir(dirname(join(source.folder, path)), { recursive: true });
    await writeFile(join(source.folder, path), code);
  }
  for (const { path, before, after } of changes) {
    const file = join(source.folder, path);
    const code = await readFile(file, "utf8");
    expect(code.split(before), `${path} has these lines once:\n${before}`).toHaveLength(2);
    await writeFile(
      file,
      code.replace(before, () => after),
    );
  }
  await source.compile([...files, ...changes].map(({ path }) => path));
  await source.print();
  expect(await readFile(join(source.folder, "docs/access.md"), "utf8")).toContain(
    "| `Account.supportCases` | `cases:read` |",
  );

  const customer = { Name: "Acme" };
  const rest = await org.signIn();
  await rest.create("Asset", {
    Name: "Pump of the north plant",
    AccountId: await rest.create("Account", customer),
    Warranty_End__c: "2027-01-31",
  });
  await using gateway = await source.start(org);
  for (const { query, printed } of operations) {
    await org.forgetCalls();
    expect({ data: await gateway.ask(query, ["cases:read"]) }).toEqual(JSON.parse(printed));
    expect((await org.calls()).filter(({ counted }) => counted)).toHaveLength(1);
  }
});
