import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import { queriesOf } from "../local-org-calls.ts";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.org.clearCalls());

describe("What is searched for stands for itself", () => {
  test.each([
    [
      "edge} RETURNING User(Id, Username) LIMIT 5",
      String.raw`edge\} RETURNING User\(Id, Username\) LIMIT 5*`,
    ],
    [
      "edge} IN ALL FIELDS RETURNING Account(Id, Name)",
      String.raw`edge\} IN ALL FIELDS RETURNING Account\(Id, Name\)*`,
    ],
    [String.raw`edge\} RETURNING User`, String.raw`edge\\\} RETURNING User*`],
    [String.raw`edge\\} x1`, String.raw`edge\\\\\} x1*`],
    ["{edge}", String.raw`\{edge\}*`],
    ["edge OR united", 'edge "OR" united*'],
    ["edge or united", 'edge "or" united*'],
    ["edge AND NOT united", 'edge "AND" "NOT" united*'],
    ["NOT edge", '"NOT" edge*'],
    ["edge OR", "edge OR*"],
    ["(edge", String.raw`\(edge*`],
    ['"edge communications"', String.raw`\"edge communications\"*`],
    ['edge" OR "united', String.raw`edge\" "OR" \"united*`],
    ["e?ge", String.raw`e\?ge*`],
    ["ed*", String.raw`ed\**`],
    ["*ge", String.raw`\*ge*`],
    ["edge' OR Id != '", String.raw`edge\' "OR" Id*`],
    ["o'neil", String.raw`o\'neil*`],
    ["a&b|c!d^e~f:g+h-i[j]", String.raw`a\&b\|c\!d\^e\~f\:g\+h\-i\[j\]*`],
    ["edge & ! * -- ?", "edge*"],
    ["edge\u0000\n\t\r} communications", "edge communications*"],
    ["edge\u200b\u202ecommunications", "edge communications*"],
    ["@{part0.body.Id}", String.raw`@\{part0.body.Id\}*`],
    ["%7D RETURNING User&q=x", String.raw`%7D RETURNING User\&q=x*`],
    ["Ähre 東京 50€", "Ähre 東京 50€*"],
  ])("%j", async (query, term) => {
    const document = "query ($query: String!) { search(query: $query, types: [ACCOUNT]) { __typename } }";
    const { data, errors } = await gateway.query(document, { query });
    expect(errors).toBeUndefined();
    expect(data.search.length).toBeLessThanOrEqual(1);
    expect(await queriesOf(gateway)).toEqual([
      `FIND {${term}} IN NAME FIELDS RETURNING Account(Id LIMIT 20)`,
    ]);
  });

  test.each([
    "",
    "   ",
    "x",
    "é",
    "*",
    "**",
    "??",
    "{}",
    '""',
    "a*",
    "&& || !!",
    "\\\\",
    "\u0000\u0000",
    "a\ud800b",
    "x".repeat(201),
    "AND ".repeat(60),
  ])("%j is refused and asks nothing", async (query) => {
    const document = "query ($query: String!) { search(query: $query) { __typename } }";
    const { data, errors } = await gateway.query(document, { query });
    expect(data).toBeNull();
    expect(errors).toMatchObject([
      {
        message: '"query" must have at least 2 letters or digits and at most 200 characters.',
        path: ["search"],
        extensions: { code: "BAD_USER_INPUT" },
      },
    ]);
    expect(await gateway.org.calls()).toEqual([]);
  });
});
