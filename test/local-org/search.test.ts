import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Rest, startOrg, type TestOrg } from "./org.ts";

let org: TestOrg;
let rest: Rest;
beforeAll(async () => {
  org = await startOrg({ data: "sample" });
  rest = await org.signIn();
});
afterAll(() => org[Symbol.asyncDispose]());

async function find(sosl: string): Promise<string> {
  const { status, body } = await rest.send("GET", `/search?q=${encodeURIComponent(sosl)}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.searchRecords.map(show).join("|");
}

function show({ attributes: _, ...fields }: Record<string, unknown>): string {
  return Object.values(fields).join(",");
}

describe("SOSL", () => {
  test.each([
    ["FIND {edge} IN NAME FIELDS RETURNING Account(Name)", "Edge Communications"],
    ["FIND {Edge Communications} IN NAME FIELDS RETURNING Account(Name)", "Edge Communications"],
    ["FIND {Communications Edge} IN NAME FIELDS RETURNING Account(Name)", "Edge Communications"],
    ['FIND {"Communications Edge"} IN NAME FIELDS RETURNING Account(Name)', ""],
    ['FIND {"edge comm*"} IN NAME FIELDS RETURNING Account(Name)', "Edge Communications"],
    ["FIND {edg} IN NAME FIELDS RETURNING Account(Name)", ""],
    ["FIND {edg*} IN NAME FIELDS RETURNING Account(Name)", "Edge Communications"],
    ["FIND {e?ge} IN NAME FIELDS RETURNING Account(Name)", "Edge Communications"],
    [
      "FIND {United AND NOT Corp} IN NAME FIELDS RETURNING Account(Name ORDER BY Name)",
      "United Oil & Gas, Singapore|United Oil & Gas, UK",
    ],
    [
      "FIND {edge OR pyramid} IN NAME FIELDS RETURNING Account(Name ORDER BY Name)",
      "Edge Communications|Pyramid Construction Inc.",
    ],
    ["FIND {(edge OR pyramid) AND inc} IN NAME FIELDS RETURNING Account(Name)", "Pyramid Construction Inc."],
    ["FIND {GC1020\\-000077} RETURNING Asset(SerialNumber)", "GC1020-000077|GC1020-000077"],
    ["FIND {GC1020\\-000077} IN NAME FIELDS RETURNING Asset(SerialNumber)", "GC1020-000077|GC1020-000077"],
    ["FIND {edgecomm} IN NAME FIELDS RETURNING Contact(Name)", ""],
    ["FIND {GC1020} IN NAME FIELDS RETURNING Product2(ProductCode)", "GC1020"],
    ["FIND {rose} IN ALL FIELDS RETURNING Contact(Name), Account(Name)", "Rose Gonzalez"],
    ["FIND {rose.gonzalez@edge.example} IN EMAIL FIELDS RETURNING Contact(Name)", "Rose Gonzalez"],
    ["FIND {united} IN NAME FIELDS RETURNING Account(Name WHERE ParentId = null)", "United Oil & Gas Corp."],
    [
      "FIND {united} IN NAME FIELDS RETURNING Account(Name ORDER BY Name DESC LIMIT 1)",
      "United Oil & Gas, UK",
    ],
    [
      "FIND {united} IN NAME FIELDS RETURNING Account(Name ORDER BY Name), Contact LIMIT 1",
      "United Oil & Gas Corp.",
    ],
  ])("%s", async (sosl, answer) => {
    expect(await find(sosl)).toBe(answer);
  });

  test("answers ids of the usual objects when nothing is asked to be returned", async () => {
    const { body } = await rest.send("GET", "/search?q=FIND+{edge}+IN+NAME+FIELDS");
    expect(body.searchRecords).toEqual([
      {
        attributes: { type: "Account", url: "/services/data/v68.0/sobjects/Account/001Lo0000000005IAA" },
        Id: "001Lo0000000005IAA",
      },
    ]);
  });

  test("finds only what the user may see", async () => {
    const buyer = await org.signIn("buyer@edge.example");
    const { body } = await buyer.send("GET", "/search?q=FIND+{united}+IN+NAME+FIELDS+RETURNING+Account");
    expect(body.searchRecords).toEqual([]);
  });

  test.each([
    ["FIND {x}", "MALFORMED_SEARCH", "search term must be longer than one character: x"],
    ["FIND edge", "MALFORMED_SEARCH", "a search begins with FIND {what to look for}"],
    ["FIND {(edge} RETURNING Account", "MALFORMED_SEARCH", "a right parenthesis was expected in FIND {}"],
    ["FIND {edge} RETURNING Account LIMIT 9999", "MALFORMED_SEARCH", "LIMIT must be at most 2000"],
    ["FIND {edge} RETURNING Account WITH DATA", "MALFORMED_SEARCH", "unexpected token: 'WITH'"],
    ["FIND {edge} RETURNING Nothing", "INVALID_TYPE", "sObject type 'Nothing' is not supported."],
  ])("refuses %s", async (sosl, errorCode, message) => {
    expect(await rest.send("GET", `/search?q=${encodeURIComponent(sosl)}`)).toMatchObject({
      status: 400,
      body: [{ errorCode, message }],
    });
  });
});

describe("A parameterized search", () => {
  test("takes its term as it is", async () => {
    const wanted = {
      q: "GC1020-000077",
      sobjects: [{ name: "Asset", fields: ["SerialNumber", "Account.Name"] }],
    };
    const { body } = await rest.send("POST", "/parameterizedSearch", wanted);
    expect(body.searchRecords).toMatchObject([
      { SerialNumber: "GC1020-000077", Account: { Name: "Edge Communications" } },
      { SerialNumber: "GC1020-000077" },
    ]);
  });

  test("comes as GET as well", async () => {
    const { body } = await rest.send(
      "GET",
      "/parameterizedSearch?q=oil&in=name&sobject=Account&Account.fields=Name&Account.limit=2",
    );
    expect(body.searchRecords).toHaveLength(2);
  });

  test("wants a term", async () => {
    expect(await rest.send("POST", "/parameterizedSearch", {})).toMatchObject({
      status: 400,
      body: [{ errorCode: "MISSING_ARGUMENT" }],
    });
  });
});

test("A search may be part of a batch, and of no composite", async () => {
  const url = `/search?q=${encodeURIComponent("FIND {rose} RETURNING Contact(Name)")}`;
  const batch = await rest.send("POST", "/composite/batch", {
    batchRequests: [{ method: "GET", url: `v68.0${url}` }],
  });
  expect(batch.body.results).toMatchObject([{ statusCode: 200, result: { searchRecords: [{}] } }]);
  const composite = await rest.send("POST", "/composite", {
    compositeRequest: [{ method: "GET", url: `/services/data/v68.0${url}`, referenceId: "found" }],
  });
  expect(composite.body.compositeResponse).toMatchObject([
    { httpStatusCode: 404, body: [{ errorCode: "NOT_FOUND" }] },
  ]);
});

test("jsforce searches", async () => {
  const connection = await org.connect();
  const { searchRecords } = await connection.search("FIND {rose} IN ALL FIELDS RETURNING Contact(Name)");
  expect(searchRecords).toMatchObject([{ Name: "Rose Gonzalez" }]);
});
