import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startOrg, type TestOrg } from "./org.ts";
import { now, records } from "./soql-records.ts";

let org: TestOrg;
let idOf: (referenceId: string) => string | undefined;

beforeAll(async () => {
  org = await startOrg({ now: () => now });
  const { ids } = await org.seed({ records });
  idOf = (referenceId) => ids[records.findIndex((record) => record.attributes.referenceId === referenceId)];
});
afterAll(() => org[Symbol.asyncDispose]());

/** The values of the records, without attributes; records apart with |. */
async function ask(soql: string): Promise<string> {
  const connection = await org.connect();
  const response = await org.send(connection, `/services/data/v68.0/query?q=${encodeURIComponent(soql)}`);
  const answer = (await response.json()) as { totalSize: number; records: object[] };
  expect(response.status, JSON.stringify(answer)).toBe(200);
  return soql.includes("COUNT()") ? String(answer.totalSize) : answer.records.map(show).join("|");
}

function show(value: unknown): string {
  if (value === null || typeof value !== "object") return String(value);
  if ("records" in value) return `(${(value.records as object[]).map(show).join("|")})`;
  const { attributes: _attributes, ...fields } = value as Record<string, unknown>;
  return Object.values(fields).map(show).join(",");
}

const account = (where: string) => `SELECT Name FROM Account WHERE ${where} ORDER BY Name`;
const asset = (where: string) => `SELECT Name FROM Asset WHERE ${where} ORDER BY Name`;

describe("SOQL", () => {
  test.each([
    // Equality, case and empty fields
    [account("Name = 'acme'"), "Acme"],
    [account("name = 'ACME'"), "Acme"],
    [account("Name != 'acme'"), "100% Delta_x|Beta Corp|gamma ltd"],
    [account("Type = null"), "Beta Corp|gamma ltd"],
    [account("Type = ''"), "Beta Corp|gamma ltd"],
    [account("Type != null"), "100% Delta_x|Acme"],
    [account("Type != 'Prospect'"), "100% Delta_x|Beta Corp|gamma ltd"],
    [account("NumberOfEmployees = 10"), "100% Delta_x|Acme"],
    [account("NumberOfEmployees != 10"), "Beta Corp|gamma ltd"],
    [account("NumberOfEmployees = null"), "gamma ltd"],
    [account("IsDeleted = false"), "100% Delta_x|Acme|Beta Corp|gamma ltd"],
    [account("IsDeleted = TRUE"), ""],
    [account("Site = 'O\\'Fallon'"), "gamma ltd"],
    [account("Phone = 'a\\\\b\\\"c'"), "100% Delta_x"],
    [account("Name = '\\u0041cme'"), "Acme"],
    // Order
    [account("NumberOfEmployees > 10"), "Beta Corp"],
    [account("NumberOfEmployees >= 10"), "100% Delta_x|Acme|Beta Corp"],
    [account("NumberOfEmployees < 20"), "100% Delta_x|Acme"],
    [account("NumberOfEmployees <= 9.5"), ""],
    [account("Name > 'ACME'"), "Beta Corp|gamma ltd"],
    [account("Name >= 'acme' AND Name < 'C'"), "Acme|Beta Corp"],
    [asset("Price < 6"), "Valve"],
    [asset("Quantity = 2.50"), "engine 2"],
    // LIKE
    [account("Name LIKE 'a%'"), "Acme"],
    [account("Name LIKE '%A'"), ""],
    [account("Name LIKE '%a%'"), "100% Delta_x|Acme|Beta Corp|gamma ltd"],
    [account("Name LIKE '_cme'"), "Acme"],
    [account("Name LIKE '%0\\% D%'"), "100% Delta_x"],
    [account("Name LIKE '%\\_x'"), "100% Delta_x"],
    [account("Name LIKE 'Acme_'"), ""],
    [account("Phone LIKE '%\\\\%'"), "100% Delta_x"],
    [account("Site LIKE '%'"), "gamma ltd"],
    [account("NOT Name LIKE '%a%'"), ""],
    [account("Name LIKE '%.*%'"), ""],
    // Lists
    [account("Name IN ('acme', 'Nobody', 'BETA CORP')"), "Acme|Beta Corp"],
    [account("Name NOT IN ('acme', 'beta corp')"), "100% Delta_x|gamma ltd"],
    [account("NumberOfEmployees IN (10, 20)"), "100% Delta_x|Acme|Beta Corp"],
    [account("Type IN ('Other', null)"), "100% Delta_x|Beta Corp|gamma ltd"],
    // Logic
    [account("Type = null AND NumberOfEmployees = 20"), "Beta Corp"],
    [account("Type = 'Other' OR NumberOfEmployees = 20"), "100% Delta_x|Beta Corp"],
    [account("(Type = 'Other' OR Type = 'Prospect') AND AnnualRevenue > 1"), "Acme"],
    [account("Type = 'Other' OR (Type = null AND NumberOfEmployees = 20)"), "100% Delta_x|Beta Corp"],
    [account("NOT Type = 'Other'"), "Acme|Beta Corp|gamma ltd"],
    [account("NOT (Type = 'Other' OR NumberOfEmployees = 20)"), "Acme|gamma ltd"],
    [account("(NOT Type = null) AND (NOT Name = 'acme')"), "100% Delta_x"],
    [account("((((Name = 'acme'))))"), "Acme"],
    // Through parents
    [
      "SELECT Name, Parent.Name, Parent.Parent.Name FROM Account WHERE Name = 'gamma ltd'",
      "gamma ltd,Beta Corp,Acme",
    ],
    ["SELECT Name, Parent.Name FROM Account WHERE Name = 'acme'", "Acme,null"],
    [account("Parent.Name = 'acme'"), "Beta Corp"],
    [account("Parent.Parent.Name = 'Acme'"), "gamma ltd"],
    [account("Parent.Name = null"), "100% Delta_x|Acme"],
    [account("Parent.Name != 'Acme'"), "100% Delta_x|Acme|gamma ltd"],
    [asset("Account.Parent.Name = 'acme' AND Product2.ProductCode = 'w1'"), "engine 2"],
    ["SELECT Name FROM Asset WHERE Price != null ORDER BY Account.Name DESC, Name", "Valve|Engine|Pump"],
    ["SELECT a.Name FROM Account a WHERE a.Name = 'acme'", "Acme"],
    ["SELECT Account.Name FROM Account WHERE Account.Name = 'acme'", "Acme"],
    ["SELECT FirstName, Name FROM Contact WHERE Account.Name = null", "null,Carl"],
    ["SELECT Owner.Name FROM Account WHERE Name = 'acme'", "Ada Admin"],
    // Children
    [
      "SELECT Name, (SELECT Name FROM Contacts) FROM Account WHERE Name IN ('acme', 'gamma ltd') ORDER BY Name",
      "Acme,(Ann Adams)|gamma ltd,null",
    ],
    [
      "SELECT (SELECT Name FROM Assets ORDER BY Name DESC LIMIT 2) FROM Account WHERE Name = 'acme'",
      "(Seal|Pump)",
    ],
    ["SELECT (SELECT Name FROM Assets WHERE Price > 10) FROM Account WHERE Name = 'acme'", "(Pump)"],
    [
      "SELECT (SELECT Name FROM Assets ORDER BY Name LIMIT 1 OFFSET 1) FROM Account WHERE Name = 'acme'",
      "(Pump)",
    ],
    [
      "SELECT Name, (SELECT Name, (SELECT Name FROM ChildAssets) FROM ChildAssets) FROM Asset WHERE Name = 'engine'",
      "Engine,(Pump,(Seal))",
    ],
    [
      "SELECT (SELECT Name, Account.Parent.Name FROM Assets) FROM Account WHERE Name = 'gamma ltd'",
      "(Valve,Beta Corp)",
    ],
    [
      "SELECT Name, (SELECT Name FROM ChildAccounts) FROM Account WHERE ParentId = null ORDER BY Name",
      "100% Delta_x,null|Acme,(Beta Corp)",
    ],
    // Joins
    [account("Id IN (SELECT AccountId FROM Asset WHERE Price > 5)"), "Acme|gamma ltd"],
    [account("Id NOT IN (SELECT AccountId FROM Asset)"), "100% Delta_x"],
    [asset("AccountId IN (SELECT Id FROM Account WHERE Type = 'Prospect') AND Price = null"), "Seal"],
    // Order, limits
    [
      "SELECT Name FROM Account ORDER BY NumberOfEmployees, Name DESC",
      "gamma ltd|Acme|100% Delta_x|Beta Corp",
    ],
    [
      "SELECT Name FROM Account ORDER BY NumberOfEmployees DESC, Name",
      "gamma ltd|Beta Corp|100% Delta_x|Acme",
    ],
    [
      "SELECT Name FROM Account ORDER BY NumberOfEmployees DESC NULLS LAST, Name LIMIT 2",
      "Beta Corp|100% Delta_x",
    ],
    [
      "SELECT Name FROM Account ORDER BY NumberOfEmployees ASC NULLS LAST, Name LIMIT 2 OFFSET 1",
      "Acme|Beta Corp",
    ],
    ["SELECT Name FROM Account ORDER BY Name LIMIT 1 OFFSET 9", ""],
    ["SELECT Name FROM Account ORDER BY Name LIMIT 0", ""],
    // Counts and groups
    ["SELECT COUNT() FROM Account", "4"],
    ["SELECT COUNT() FROM Account WHERE Type = null", "2"],
    ["SELECT COUNT() FROM Account LIMIT 3", "3"],
    ["SELECT COUNT(Id), COUNT(Type) FROM Account", "4,2"],
    ["SELECT COUNT_DISTINCT(NumberOfEmployees) FROM Account", "2"],
    ["SELECT SUM(Price), AVG(Price), MIN(Price), MAX(Price) FROM Asset", "35.5,11.833333333333334,5.5,20"],
    ["SELECT MIN(Name), MAX(InstallDate) FROM Asset", "Engine,2026-11-23"],
    ["SELECT SUM(Price) FROM Asset WHERE Name = 'nothing'", "null"],
    [
      "SELECT Type, COUNT(Id) FROM Account GROUP BY Type ORDER BY Type NULLS LAST",
      "Prospect,1|Other,1|null,2",
    ],
    ["SELECT Account.Name, COUNT(Id) n FROM Asset GROUP BY Account.Name HAVING COUNT(Id) > 1", "Acme,3"],
    [
      "SELECT Account.Name who, SUM(Price) FROM Asset GROUP BY Account.Name ORDER BY SUM(Price) DESC NULLS LAST LIMIT 2",
      "Acme,30|gamma ltd,5.5",
    ],
    [
      "SELECT AccountId, MAX(Price) best FROM Asset WHERE Price > 5 GROUP BY AccountId HAVING MAX(Price) < 10 AND COUNT(Id) = 1",
      "@gamma,5.5",
    ],
    [
      "SELECT CALENDAR_YEAR(InstallDate), COUNT(Id) FROM Asset GROUP BY CALENDAR_YEAR(InstallDate) ORDER BY CALENDAR_YEAR(InstallDate)",
      "2025,1|2026,4",
    ],
    ["SELECT COUNT(Id) FROM Asset GROUP BY Status", "5"],
    // Dates; today is Monday, 23 November 2026
    [asset("InstallDate = 2026-11-22"), "Pump"],
    [asset("InstallDate > 2026-11-22"), "Engine"],
    [asset("InstallDate = TODAY"), "Engine"],
    [asset("InstallDate = YESTERDAY"), "Pump"],
    [asset("InstallDate < TODAY"), "engine 2|Pump|Seal|Valve"],
    [asset("InstallDate >= YESTERDAY"), "Engine|Pump"],
    [asset("InstallDate > YESTERDAY"), "Engine"],
    [asset("InstallDate = THIS_WEEK"), "Engine|Pump"],
    [asset("InstallDate = THIS_MONTH"), "Engine|Pump"],
    [asset("InstallDate = LAST_MONTH"), "Seal"],
    [asset("InstallDate = THIS_QUARTER"), "Engine|Pump|Seal"],
    [asset("InstallDate = LAST_QUARTER"), "engine 2"],
    [asset("InstallDate = LAST_YEAR"), "Valve"],
    [asset("InstallDate != THIS_YEAR"), "Valve"],
    [asset("InstallDate = LAST_N_DAYS:1"), "Engine|Pump"],
    [asset("InstallDate = N_DAYS_AGO:1"), "Pump"],
    [asset("InstallDate = LAST_90_DAYS"), "Engine|engine 2|Pump|Seal"],
    [asset("InstallDate = LAST_N_MONTHS:2"), "engine 2|Seal"],
    [asset("InstallDate < LAST_N_YEARS:1"), ""],
    [asset("CreatedDate = TODAY AND Name = 'Seal'"), "Seal"],
    [asset("CreatedDate > 2026-11-23T11:59:59Z AND Name = 'Seal'"), "Seal"],
    [asset("CreatedDate > 2026-11-23T13:59:59+02:00 AND Name = 'Seal'"), "Seal"],
    [asset("CreatedDate > 2026-11-23T12:00:00Z"), ""],
    [asset("CALENDAR_MONTH(InstallDate) = 11"), "Engine|Pump|Valve"],
    [asset("DAY_IN_WEEK(InstallDate) = 2"), "Engine"],
    [asset("DAY_ONLY(CreatedDate) = 2026-11-23 AND Price = 20"), "Pump"],
    // What the org computes
    ["SELECT RootAsset.Name, ProductCode FROM Asset WHERE Name = 'Seal'", "Engine,W1"],
    ["SELECT BillingAddress FROM Account WHERE Name = 'Beta Corp'", "Ulm,null,null,null,null,null,null,null"],
    ["SELECT BillingAddress FROM Account WHERE Name = 'Acme'", "null"],
    ["SELECT toLabel(Type) FROM Account WHERE Name = 'Acme'", "Prospect"],
    [
      "SELECT Id, (SELECT Id FROM Contacts), CreatedBy.Username FROM Account WHERE Name = 'Acme'",
      "@acme,(@ann),admin@local-org.example",
    ],
  ])("%s", async (soql, expected) => {
    const named = expected.replaceAll(/@(\w+)\b(?!\.|-)/g, (_all, name: string) => idOf(name) ?? `@${name}`);
    expect(await ask(soql)).toBe(named);
  });
});
