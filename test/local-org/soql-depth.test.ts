import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Rest, startOrg, type TestOrg } from "./org.ts";

let org: TestOrg;
let rest: Rest;
beforeAll(async () => {
  org = await startOrg({ data: "sample", now: () => new Date("2026-11-23T12:00:00Z") });
  rest = await org.signIn();
});
afterAll(() => org[Symbol.asyncDispose]());

const ask = (soql: string) => rest.send("GET", `/query?q=${encodeURIComponent(soql)}`);

describe("A polymorphic reference", () => {
  test("shows what all its targets have in common", async () => {
    const [order] = await rest.query("SELECT Owner.Name, Owner.Type, Owner.Username FROM Order LIMIT 1");
    expect(order?.Owner).toEqual({
      attributes: { type: "Name", url: "/services/data/v68.0/sobjects/User/005000000000001AAA" },
      Name: "Integration User",
      Type: "User",
      Username: "integration@local-org.example",
    });
  });

  test("is filtered and sorted by it", async () => {
    const owned = await rest.query(
      "SELECT Id FROM Order WHERE Owner.Type = 'User' ORDER BY Owner.Name LIMIT 200",
    );
    expect(owned).toHaveLength(120);
    expect(await rest.query("SELECT Id FROM Order WHERE Owner.Type = 'Group'")).toEqual([]);
  });

  test("shows each target's own fields by TYPEOF", async () => {
    const queue = await rest.create("Group", { Name: "Parts desk", Type: "Queue", DeveloperName: "Parts" });
    const [{ Id } = {}] = await rest.query("SELECT Id FROM Order WHERE Status = 'Draft' LIMIT 1");
    expect((await rest.send("PATCH", `/sobjects/Order/${Id}`, { OwnerId: queue })).status).toBe(204);
    const soql = `SELECT TYPEOF Owner WHEN User THEN Username WHEN Group THEN DeveloperName, Type END FROM Order`;
    expect((await rest.query(`${soql} WHERE Id = '${Id}'`))[0]?.Owner).toEqual({
      attributes: { type: "Group", url: `/services/data/v68.0/sobjects/Group/${queue}` },
      DeveloperName: "Parts",
      Type: "Queue",
    });
    expect((await rest.query(`${soql} WHERE Id != '${Id}' LIMIT 1`))[0]?.Owner).toMatchObject({
      Username: "integration@local-org.example",
    });
    const other = "SELECT TYPEOF Owner WHEN Group THEN DeveloperName ELSE Name END FROM Order";
    expect((await rest.query(`${other} WHERE Id != '${Id}' LIMIT 1`))[0]?.Owner).toMatchObject({
      attributes: { type: "Name" },
      Name: "Integration User",
    });
  });

  test.each([
    ["SELECT TYPEOF Account WHEN Account THEN Name END FROM Order", "MALFORMED_QUERY"],
    ["SELECT TYPEOF Owner WHEN Nobody THEN Name END FROM Order", "INVALID_TYPE"],
    ["SELECT TYPEOF Owner WHEN User THEN Nothing END FROM Order", "INVALID_FIELD"],
    ["SELECT Owner.Alias FROM Order", "INVALID_FIELD"],
  ])("is refused in %s", async (soql, errorCode) => {
    expect(await ask(soql)).toMatchObject({ status: 400, body: [{ errorCode }] });
  });
});

describe("A query", () => {
  test.each([
    ["FOR VIEW"],
    ["FOR REFERENCE"],
    ["WITH SECURITY_ENFORCED"],
    ["WITH USER_MODE"],
    ["WITH SYSTEM_MODE"],
  ])("may end in %s", async (clause) => {
    expect((await ask(`SELECT Id FROM Account ${clause}`)).body.totalSize).toBe(12);
  });

  test("of a scope finds the user's own records", async () => {
    expect(await rest.query("SELECT Id FROM Account USING SCOPE everything")).toHaveLength(12);
    expect(await rest.query("SELECT Id FROM Account USING SCOPE mine")).toHaveLength(12);
    const reader = await org.signIn("reader@local-org.example");
    expect(await reader.query("SELECT Id FROM Account USING SCOPE mine WHERE Name != null")).toEqual([]);
    expect(await ask("SELECT Id FROM Account USING SCOPE team")).toMatchObject({ status: 400 });
  });

  test("formats for a reader in the United States", async () => {
    const soql =
      "SELECT FORMAT(AnnualRevenue) revenue, FORMAT(NumberOfEmployees) people, FORMAT(CreatedDate) since FROM Account WHERE Name = 'United Oil & Gas Corp.'";
    expect((await rest.query(soql))[0]).toMatchObject({
      revenue: "$5,600,000,000",
      people: "145,000",
      since: "9/3/2024, 8:30 AM",
    });
  });

  test("filters by labels", async () => {
    expect(await rest.query("SELECT Id FROM Account WHERE toLabel(Rating) = 'Hot' LIMIT 3")).not.toHaveLength(
      0,
    );
  });

  test("explains itself", async () => {
    const explain = async (soql: string) =>
      (await rest.send("GET", `/query?explain=${encodeURIComponent(soql)}`)).body.plans[0];
    expect(await explain("SELECT Id FROM Asset WHERE SerialNumber = 'GC1020-000077'")).toMatchObject({
      leadingOperationType: "Index",
      cardinality: 2,
      sobjectType: "Asset",
      sobjectCardinality: 61,
    });
    expect(await explain("SELECT Id FROM Asset WHERE Price > 1")).toMatchObject({
      leadingOperationType: "TableScan",
      cardinality: 61,
    });
  });
});

describe("A semi-join", () => {
  const point = (soql: string, sentence: string, from: string) => {
    const column = soql.indexOf(from) + 1;
    return new RegExp(
      `ERROR at Row:1:Column:${column}\n${sentence.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`,
    );
  };

  test.each([
    [
      "SELECT Id FROM Asset WHERE AccountId IN (SELECT Id FROM Contact)",
      "AccountId IN",
      "The selected field 'Id' in the subquery and the left operand field in the where expression in the outer query 'AccountId' should point to the same object type",
    ],
    [
      "SELECT Id FROM Account WHERE Id IN (SELECT ParentId FROM Account)",
      "Id IN",
      "The inner and outer selects should not be on the same object type",
    ],
    [
      "SELECT Id FROM Account WHERE Name = 'x' OR Id IN (SELECT AccountId FROM Contact)",
      "(SELECT",
      "Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE expressions.",
    ],
  ])("keeps Salesforce's rules: %s", async (soql, place, sentence) => {
    const { status, body } = await ask(soql);
    expect(status).toBe(400);
    expect(body).toMatchObject([{ errorCode: "MALFORMED_QUERY" }]);
    expect(body[0].message).toMatch(point(soql, sentence, place));
  });
});

describe("An error shows its place", () => {
  test.each([
    [
      "SELECT Id, FROM Account",
      "\nSELECT Id, FROM Account\n           ^\nERROR at Row:1:Column:12\nunexpected token: 'FROM'",
    ],
    ["invalid", "unexpected token: 'invalid'"],
    ["SELECT Id FROM Account WHERE", "unexpected token: '<EOF>'"],
    [
      "SELECT Id FROM Account WHERE Name = x",
      "\n FROM Account WHERE Name = x\n                           ^\nERROR at Row:1:Column:37\nunexpected token: 'x'",
    ],
  ])("%s", async (soql, message) => {
    const { body } = await ask(soql);
    expect(body[0].errorCode).toBe("MALFORMED_QUERY");
    expect(body[0].message).toBe(message);
  });
});
