import { parseQuery } from "@jetstreamapp/soql-parser-js";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import { queriesOf } from "../local-org-calls.ts";

let gateway: Gateway;

beforeAll(async () => {
  gateway = await startGateway({ data: "none" });
  const { ids } = await gateway.org.seed([
    { attributes: { type: "Account" }, Name: "Acme" },
    { attributes: { type: "Account" }, Name: "Other" },
  ]);
  const machine = (Name: string, fields: object) => ({
    attributes: { type: "Asset" },
    Name,
    AccountId: ids[0],
    ...fields,
  });
  await gateway.org.seed([
    machine("a", {
      SerialNumber: "100%",
      Quantity: 1,
      Price: 10.5,
      InstallDate: "2025-01-01",
      Status: "Installed",
    }),
    machine("b", {
      SerialNumber: "100_x",
      Quantity: 2,
      Price: 20,
      InstallDate: "2025-06-01",
      Status: "Shipped",
    }),
    machine("c", { SerialNumber: 'O\'Brien \\ "q"', Quantity: 3, InstallDate: "2026-01-01" }),
    machine("d", { Quantity: 4, Price: 40.25, AccountId: ids[1] }),
  ]);
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.org.clearCalls());

async function namesOf(filter: string): Promise<string> {
  const { data, errors } = await gateway.query(`{ assets(filter: ${filter}) { nodes { name } } }`);
  expect(errors).toBeUndefined();
  return data?.assets.nodes.map((node: { name: string }) => node.name).join("");
}

describe("A filter", () => {
  test.each([
    ['{ name: { eq: "A" } }', "a"],
    ['{ name: { ne: "a" } }', "bcd"],
    ['{ serialNumber: { ne: "100%" } }', "bcd"],
    ['{ name: { in: ["a", "B", "z"] } }', "ab"],
    ["{ name: { in: [] } }", ""],
    ["{ name: { notIn: [] } }", "abcd"],
    ['{ name: { notIn: ["a", "b"] } }', "cd"],
    ['{ serialNumber: { contains: "0%" } }', "a"],
    ['{ serialNumber: { contains: "_" } }', "b"],
    ['{ serialNumber: { contains: "\\\\" } }', "c"],
    ['{ serialNumber: { startsWith: "100" } }', "ab"],
    ['{ serialNumber: { startsWith: "o\'b" } }', "c"],
    ['{ serialNumber: { endsWith: "%" } }', "a"],
    ['{ serialNumber: { endsWith: "\\"q\\"" } }', "c"],
    ["{ serialNumber: { isNull: true } }", "d"],
    ["{ serialNumber: { isNull: false } }", "abc"],
    ["{ serialNumber: { eq: null } }", "d"],
    ["{ serialNumber: { ne: null } }", "abc"],
    ["{ quantity: { eq: 2 } }", "b"],
    ['{ quantity: { ne: "2.00" } }', "acd"],
    ["{ quantity: { gt: 2 } }", "cd"],
    ["{ quantity: { gte: 2, lt: 4 } }", "bc"],
    ["{ quantity: { lte: 2 } }", "ab"],
    ["{ quantity: { in: [1, 4] } }", "ad"],
    ['{ price: { eq: "10.50" } }', "a"],
    ["{ price: { isNull: true } }", "c"],
    ['{ installDate: { gt: "2025-01-01" } }', "bc"],
    ['{ installDate: { gte: "2025-01-01", lte: "2025-12-31" } }', "ab"],
    ['{ installDate: { in: ["2026-01-01"] } }', "c"],
    ["{ installDate: { isNull: true } }", "d"],
    ['{ createdAt: { gt: "2000-01-01T00:00:00Z" } }', "abcd"],
    ['{ createdAt: { lt: "2000-01-01T00:00:00+02:00" } }', ""],
    ['{ status: { eq: "installed" } }', "a"],
    ["{ and: [{ quantity: { gt: 1 } }, { quantity: { lt: 3 } }] }", "b"],
    ['{ or: [{ name: { eq: "a" } }, { name: { eq: "d" } }] }', "ad"],
    ["{ or: [] }", ""],
    ["{ and: [] }", "abcd"],
    ['{ not: { name: { eq: "a" } } }', "bcd"],
    ['{ not: { or: [{ name: { eq: "a" } }, { quantity: { gte: 3 } }] } }', "b"],
    ['{ or: [{ name: { eq: "a" }, quantity: { eq: 2 } }, { name: { eq: "c" } }], quantity: { ne: 9 } }', "c"],
  ])("%s finds %j", async (filter, expected) => {
    expect(await namesOf(filter)).toBe(expected);
  });

  test("by id and by the ids of relations takes 15 and 18 characters", async () => {
    const { data } = await gateway.query('{ accounts(filter: { name: { eq: "Other" } }) { nodes { id } } }');
    const id: string = data?.accounts.nodes[0].id;
    expect(await namesOf(`{ accountId: { eq: "${id}" } }`)).toBe("d");
    expect(await namesOf(`{ accountId: { in: ["${id.slice(0, 15)}"] } }`)).toBe("d");
  });

  test.each([
    "' OR Name != '",
    "\\' OR Name != \\'",
    "\\",
    "%",
    "_",
    "’",
    "a\nb\r\tc",
    "{} () -- /* */ ;",
    "\u0001\u001f\u007f",
    "😀",
    '"',
  ])("keeps the shape of the query whatever text it is given: %j", async (text) => {
    for (const operator of ["eq", "ne", "contains", "startsWith", "endsWith"]) {
      await gateway.org.clearCalls();
      const { errors } = await gateway.query(
        `query ($filter: AssetFilter) { assets(filter: $filter) { nodes { name } } }`,
        { filter: { serialNumber: { [operator]: text } } },
      );
      expect(errors).toBeUndefined();
      const [query = ""] = await queriesOf(gateway);
      expect(parseQuery(query).where).toMatchObject({
        left: { field: "SerialNumber", literalType: "STRING" },
      });
      expect(parseQuery(query).where).not.toHaveProperty("right");
    }
  });

  test.each([
    ['{ name: { eq: "\\u0000" } }', /NUL/],
    [`{ name: { eq: "${"x".repeat(4001)}" } }`, /4000 characters/],
    ["{ name: null }", /wants operators/],
    ["{ and: null }", /wants a list of filters/],
    ["{ or: null }", /wants a list of filters/],
    ["{ not: null }", /wants a filter/],
    ["{ name: { contains: null } }", /wants a value/],
    ['{ accountId: { eq: "001" } }', /malformed/],
    [`{ name: { in: [${'"x",'.repeat(501)}] } }`, /500 values/],
    [`${"{ not: ".repeat(11)}{}${"}".repeat(11)}`, /10 levels/],
  ])("refuses %.60s with a sentence and asks Salesforce nothing", async (filter, sentence) => {
    const { errors } = await gateway.query(`{ assets(filter: ${filter}) { nodes { name } } }`);
    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(sentence),
      extensions: { code: "BAD_USER_INPUT" },
    });
    expect(await gateway.org.calls()).toEqual([]);
  });
});
