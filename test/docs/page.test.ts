import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Build, build } from "../build.ts";
import { layEmbeddedDatabase } from "../embedded-database.ts";
import { elsewhere } from "./elsewhere.ts";
import { type Block, readPages } from "./page.ts";
import { createReader, type Place } from "./reader.ts";

const pages = await readPages();
const stack = new AsyncDisposableStack();
let built: Build;
let place: Place;
let emptyDataFolder: string;

beforeAll(async () => {
  built = stack.use(await build());
  emptyDataFolder = join(built.folder, "empty-data");
  await layEmbeddedDatabase(join(emptyDataFolder, "postgres"));
  const gateway = stack.use(built.run("main.js"));
  await gateway.reaches(/Token .*\n\n/);
  const find = (pattern: RegExp) => pattern.exec(gateway.output.stdout)?.[1] ?? "";
  const token = find(/Token +Bearer (\S+)/);
  place = {
    gatewayUrl: find(/GraphQL +(\S+)\/graphql/),
    orgUrl: find(/local org at (\S+)/),
    token,
    terminalToken: token,
    dataFolder: `${built.folder}/data`,
    emptyDataFolder,
  };
});
afterAll(() => stack.disposeAsync());

/** What a reader carries out, unless it is in the list. */
const isCode = ({ language }: Block) => /^(sh|ts|graphql|ini|diff)$/.test(language);

const isElsewhere = (path: string, { firstLine }: Block) =>
  elsewhere.some((each) => each.page === path && each.firstLine === firstLine);

const followed = pages
  .map(({ path, blocks }) => ({
    path,
    steps: blocks.flatMap((block, index) => {
      if (!isCode(block) || isElsewhere(path, block)) return [];
      const end = blocks.findIndex(({ language }, at) => at > index && language !== "json");
      return [{ block, below: blocks.slice(index + 1, end < 0 ? undefined : end) }];
    }),
  }))
  .filter(({ steps }) => steps.length > 0);

describe("What a page says can be done from its top to its bottom, and answers as printed there:", () => {
  test.each(followed)("$path", async ({ steps }) => {
    await using reader = await createReader(built, place);
    for (const { block, below } of steps) await reader.follow(block, below);
  });
});

test.each(elsewhere)(
  "$page still has what is not carried out from there: $firstLine",
  ({ page, firstLine }) => {
    const blocks = pages.find(({ path }) => path === page)?.blocks.filter(isCode) ?? [];
    expect(blocks.map((block) => block.firstLine)).toContain(firstLine);
  },
);

test.each(pages)(
  "$path says of every block what language it is in, and has JSON only where it was answered",
  ({ blocks }) => {
    for (const [index, { language, firstLine }] of blocks.entries()) {
      if (language === "json") expect(blocks[index - 1]?.language, firstLine).toMatch(/^(sh|graphql|json)$/);
      expect(language, firstLine).toMatch(/^(sh|ts|graphql|ini|diff|json|text|mermaid|yaml)$/);
    }
  },
);
