import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { parse, validate } from "graphql";
import { describe, expect, test } from "vitest";
import { maxBodyBytes } from "../../src/body-limit.ts";
import { readConfig } from "../../src/config.ts";
import { countFields } from "../../src/field-count.ts";
import { documentLimits, limitRules } from "../../src/query-limit.ts";
import { buildGatewaySchema } from "../../src/schema.ts";
import { storedDocuments } from "../stored-document.ts";

const schema = buildGatewaySchema();
const files = await storedDocuments();
const lock = JSON.parse(await readFile("documents.lock.json", "utf8")) as Record<string, { cost: number }>;

const { depth, aliases, directives, fields, tokens } = documentLimits;
const half = {
  depth: depth / 2,
  aliases: aliases / 2,
  directives: directives / 2,
  fields: fields / 2,
  tokens: tokens / 2,
};

describe("Half of every limit is enough for", () => {
  test.each(files)("%s", async (file) => {
    const text = await readFile(file, "utf8");
    const document = parse(text, { maxTokens: half.tokens });
    expect(validate(schema, document, limitRules(half))).toEqual([]);
    const { variables } = JSON.parse(await readFile(file.replace(/graphql$/, "json"), "utf8"));
    expect(JSON.stringify({ query: text, variables }).length).toBeLessThan(maxBodyBytes / 2);
    const cost = lock[basename(file, ".graphql")]?.cost;
    expect(cost).toBeLessThan(readConfig({}).http.maxOperationCost / 2);
  });
});

describe("The fields of a document are", () => {
  test.each([
    ["all of its fields", "{ a { b c } d }", 4],
    ["those of its largest operation", "query A { a } query B { a b { c } }", 3],
    ["those of fragments as often as they are spread", "{ ...F x { ...F } } fragment F on Q { a b }", 5],
    ["those of inline fragments", "{ ... { a } ... on Q { b { c } } }", 3],
    ["nothing where a fragment is missing", "{ a ...F }", 1],
    ["counted once where a fragment spreads itself", "{ ...F } fragment F on Q { a ...F }", 1],
  ])("%s", (_what, text, count) => {
    expect(countFields(parse(text), () => true)).toBe(count);
  });

  test("counted at once even where fragments double 200 times", () => {
    const fragments = Array.from(
      { length: 200 },
      (_, index) => `fragment F${index} on Q { ...F${index + 1} ...F${index + 1} }`,
    );
    const text = `{ ...F0 } ${fragments.join(" ")} fragment F200 on Q { a }`;
    expect(countFields(parse(text), () => true)).toBe(2 ** 200);
  });
});
