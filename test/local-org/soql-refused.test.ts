import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startOrg, type TestOrg } from "./org.ts";

let org: TestOrg;

beforeAll(async () => {
  org = await startOrg();
});
afterAll(() => org[Symbol.asyncDispose]());

describe("SOQL", () => {
  test.each([
    [
      "SELECT Id FROM Nothing",
      "INVALID_TYPE",
      /sObject type 'Nothing' is not supported\. If you are attempting/,
    ],
    [
      "SELECT Nope FROM Account",
      "INVALID_FIELD",
      /^\nSELECT Nope FROM Account\n {7}\^\nERROR at Row:1:Column:8\nNo such column 'Nope' on entity 'Account'\. If/,
    ],
    ["SELECT Id FROM Account WHERE Nope = 1", "INVALID_FIELD", /No such column 'Nope' on entity 'Account'/],
    ["SELECT Id FROM Account ORDER BY Nope", "INVALID_FIELD", /No such column 'Nope'/],
    ["SELECT Account.Nope FROM Asset", "INVALID_FIELD", /No such column 'Nope' on entity 'Account'/],
    ["SELECT Nope.Name FROM Asset", "INVALID_FIELD", /Didn't understand relationship 'Nope' in field path/],
    [
      "SELECT (SELECT Id FROM Nopes) FROM Account",
      "INVALID_TYPE",
      /Didn't understand relationship 'Nopes' in FROM part/,
    ],
    ["SELECT Id, Id FROM Account", "MALFORMED_QUERY", /duplicate field selected: Id/],
    ["SELECT FROM Account", "MALFORMED_QUERY", /unexpected token/],
    ["SELECT Id Account", "MALFORMED_QUERY", /unexpected token/],
    ["SELECT Id FROM Account WHERE", "MALFORMED_QUERY", /unexpected token/],
    ["SELECT Id FROM Account WHERE Name", "MALFORMED_QUERY", /unexpected token/],
    ["SELECT Id FROM Account WHERE Name = Acme", "MALFORMED_QUERY", /unexpected token/],
    ["SELECT Id FROM Account WHERE Name = 'a", "MALFORMED_QUERY", /unexpected token/],
    ["SELECT Id FROM Account WHERE (Name = 'a'", "MALFORMED_QUERY", /unexpected token/],
    ["SELECT Id FROM Account WHERE Name = 'a\\q'", "MALFORMED_QUERY", /Illegal character sequence/],
    ["SELECT Id FROM Account WHERE Name IN ()", "MALFORMED_QUERY", /unexpected token/],
    [
      "SELECT Id FROM Account WHERE Name = 'a' AND Type = 'b' OR Site = 'c'",
      "MALFORMED_QUERY",
      /unexpected token: 'OR'/,
    ],
    ["SELECT Id FROM Account; DELETE", "MALFORMED_QUERY", /unexpected token/],
    ["SELECT Id FROM Account LIMIT x", "MALFORMED_QUERY", /unexpected token/],
    [
      "SELECT Id FROM Account OFFSET 2001",
      "NUMBER_OUTSIDE_VALID_RANGE",
      /Maximum SOQL offset allowed is 2000/,
    ],
    [
      "SELECT Id FROM Account WHERE Name = 5",
      "INVALID_FIELD",
      /must be of type string and should be enclosed in quotes/,
    ],
    [
      "SELECT Id FROM Account WHERE NumberOfEmployees = '5'",
      "INVALID_FIELD",
      /must be of type int and should not be enclosed in quotes/,
    ],
    ["SELECT Id FROM Asset WHERE Price = '5'", "INVALID_FIELD", /must be of type double/],
    ["SELECT Id FROM Account WHERE IsDeleted = 'true'", "INVALID_FIELD", /must be of type boolean/],
    ["SELECT Id FROM Account WHERE CreatedDate = 2026-01-01", "INVALID_FIELD", /must be of type dateTime/],
    [
      "SELECT Id FROM Asset WHERE InstallDate = 2026-01-01T00:00:00Z",
      "INVALID_FIELD",
      /must be of type date/,
    ],
    [
      "SELECT Id FROM Account WHERE IsDeleted > true",
      "INVALID_QUERY_FILTER_OPERATOR",
      /invalid operator on boolean field/,
    ],
    ["SELECT Id FROM Account WHERE NumberOfEmployees LIKE '1%'", "INVALID_FIELD", /must be of type int/],
    ["SELECT Id FROM Account WHERE Id = 'abc'", "INVALID_QUERY_FILTER_OPERATOR", /invalid ID field: abc/],
    ["SELECT Id FROM Account WHERE Name INCLUDES ('a')", "INVALID_QUERY_FILTER_OPERATOR", /invalid operator/],
    [
      "SELECT Id FROM Account WHERE Description = 'x'",
      "INVALID_FIELD",
      /field 'Description' can not be filtered in a query call/,
    ],
    [
      "SELECT Id FROM Account ORDER BY Description",
      "INVALID_FIELD",
      /field 'Description' can not be sorted in a query call/,
    ],
    ["SELECT Name, COUNT(Id) FROM Account", "MALFORMED_QUERY", /Field must be grouped or aggregated: Name/],
    ["SELECT COUNT(), Name FROM Account", "MALFORMED_QUERY", /unexpected token/],
    ["SELECT SUM(Name) FROM Account", "MALFORMED_QUERY", /SUM is not supported for the field Name/],
    [
      "SELECT COUNT(Id) FROM Asset GROUP BY Price",
      "INVALID_FIELD",
      /field 'Price' can not be grouped in a query call/,
    ],
    ["SELECT FIELDS(ALL) FROM Account", "MALFORMED_QUERY", /LIMIT of at most 200/],
    ["SELECT FIELDS(ALL) FROM Account LIMIT 201", "MALFORMED_QUERY", /LIMIT of at most 200/],
    ["SELECT DISTANCE(BillingAddress, GEOLOCATION(1,2), 'km') FROM Account", "MALFORMED_QUERY", /./],
    [
      "SELECT Parent.Parent.Parent.Parent.Parent.Parent.Name FROM Account",
      "MALFORMED_QUERY",
      /Only 5 levels/,
    ],
    [
      "SELECT Id FROM Account WHERE Id IN (SELECT AccountId, Id FROM Asset)",
      "MALFORMED_QUERY",
      /exactly one field/,
    ],
  ])("%s is refused", async (soql, errorCode, message) => {
    const connection = await org.connect();
    const response = await org.send(connection, `/services/data/v68.0/query?q=${encodeURIComponent(soql)}`);
    expect([response.status, await response.json()]).toEqual([
      400,
      [{ errorCode, message: expect.stringMatching(message) }],
    ]);
  });
});
