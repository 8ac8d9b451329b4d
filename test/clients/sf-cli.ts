import assert from "node:assert/strict";
import { join } from "node:path";
import { assertSucceeded, type ClientPlace, check, runProgram } from "./checks.ts";

/** Runs `sf` with these arguments and answers what it printed. */
type Sf = (...parts: readonly string[]) => Promise<string>;

type Json = Record<string, unknown>;

/** The commands people use most, on the sample data, with the Salesforce CLI as npm delivers it. */
export async function checkSfCli(place: ClientPlace): Promise<void> {
  const accessToken = await signIn(place.orgUrl);
  await checkLogin(createSf(place, { SF_ACCESS_TOKEN: accessToken }), place.orgUrl);
  const sf = createSf(place);
  await checkQueries(sf);
  await checkColumns(sf);
  await checkPages(sf, place.assetCount);
  await checkRecord(sf);
  await checkMetadata(sf);
}

/** The CLI's own login command takes an access token that somebody else fetched. */
async function signIn(orgUrl: string): Promise<string> {
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: "local-org",
    client_secret: "local-only",
  });
  const response = await fetch(`${orgUrl}/services/oauth2/token`, { method: "POST", body });
  const { access_token } = (await response.json()) as { access_token: string };
  return access_token;
}

function createSf(
  { modules, environment, home }: ClientPlace,
  settings: Readonly<Record<string, string>> = {},
): Sf {
  const env = {
    ...environment,
    ...settings,
    SF_DISABLE_TELEMETRY: "true",
    // Without a keychain of the system, as on a build server.
    SF_USE_GENERIC_UNIX_KEYCHAIN: "true",
    SF_AUTOUPDATE_DISABLE: "true",
    SF_SKIP_NEW_VERSION_CHECK: "true",
  };
  return async (...parts) => {
    const ending = await runProgram(join(modules, ".bin/sf"), parts, { cwd: home, env });
    assertSucceeded(`sf ${parts.join(" ")}`, ending);
    return ending.stdout;
  };
}

async function checkLogin(sf: Sf, orgUrl: string): Promise<void> {
  await check("sf org login access-token", async () => {
    const login = ["org", "login", "access-token", "--instance-url", orgUrl];
    const answer = await jsonOf(sf, [...login, "--no-prompt", "--alias", "local"]);
    assert.equal(answer.username, "integration@local-org.example");
    assert.equal(answer.orgId, "00D000000000001EAA");
    assert.equal(answer.instanceApiVersion, "68.0");
  });
}

async function checkQueries(sf: Sf): Promise<void> {
  const soql = "SELECT Name, AccountNumber, BillingCity FROM Account WHERE Name = 'Edge Communications'";
  await check("sf data query --json", async () => {
    const answer = await jsonOf(sf, ["data", "query", "--target-org", "local", "--query", soql]);
    const [record] = recordsOf(answer);
    assert.equal(answer.totalSize, 1);
    assert.equal(answer.done, true);
    assert.partialDeepStrictEqual(record, {
      attributes: { type: "Account" },
      Name: "Edge Communications",
      AccountNumber: "CD451796",
      BillingCity: "Austin",
    });
  });
  await check("sf data query --result-format csv", async () => {
    const csv = ["--result-format", "csv"];
    const answer = await sf("data", "query", "--target-org", "local", "--query", soql, ...csv);
    assert.deepEqual(linesOf(answer), [
      "Name,AccountNumber,BillingCity",
      "Edge Communications,CD451796,Austin",
    ]);
  });
}

async function checkPages(sf: Sf, assetCount: number): Promise<void> {
  await check("sf data query, several pages", async () => {
    const soql = "SELECT Id FROM Asset";
    const answer = await jsonOf(sf, ["data", "query", "--target-org", "local", "--query", soql]);
    assert.equal(new Set(recordsOf(answer).map(({ Id }) => Id)).size, assetCount);
  });
}

/** Columns that are no plain field: each kind has its own form in the answer to `columns=true`. */
async function checkColumns(sf: Sf): Promise<void> {
  const csvOf = async (soql: string): Promise<string[]> => {
    const csv = ["--result-format", "csv"];
    return linesOf(await sf("data", "query", "--target-org", "local", "--query", soql, ...csv));
  };
  await check("sf data query --result-format csv, field of a parent", async () => {
    const soql = "SELECT LastName, Account.Name FROM Contact WHERE LastName = 'Gonzalez'";
    assert.deepEqual(await csvOf(soql), ["LastName,Account.Name", "Gonzalez,Edge Communications"]);
  });
  await check("sf data query --result-format csv, children", async () => {
    const children = "(SELECT LastName FROM Contacts ORDER BY LastName)";
    const answer = await csvOf(`SELECT Name, ${children} FROM Account WHERE Name = 'Edge Communications'`);
    assert.deepEqual(answer, [
      // The CLI itself repeats the count before each child.
      "Name,Contacts.totalSize,Contacts.records.0.LastName,Contacts.totalSize,Contacts.records.1.LastName",
      "Edge Communications,2,Forbes,2,Gonzalez",
    ]);
  });
  await check("sf data query --result-format csv, aggregates with and without alias", async () => {
    const soql = "SELECT Type, MAX(NumberOfEmployees), COUNT(Id) accounts FROM Account";
    const answer = await csvOf(`${soql} WHERE Name = 'Edge Communications' GROUP BY Type`);
    assert.deepEqual(answer, ["Type,max(NumberOfEmployees),accounts", "Customer - Direct,1000,1"]);
  });
  await check("sf data query --json, count without columns", async () => {
    const soql = "SELECT COUNT() FROM Account";
    const answer = await jsonOf(sf, ["data", "query", "--target-org", "local", "--query", soql]);
    assert.equal(answer.totalSize, 12);
  });
}

async function checkRecord(sf: Sf): Promise<void> {
  const account = ["--target-org", "local", "--sobject", "Account"];
  await check("sf data get record --where", async () => {
    const where = ["--where", "Name='Edge Communications'"];
    const answer = await jsonOf(sf, ["data", "get", "record", ...account, ...where]);
    assert.partialDeepStrictEqual(answer, { AccountNumber: "CD451796", BillingCity: "Austin" });
  });
  const id = await check("sf data create record", async () => {
    const values = ["--values", "Name='Acme Robots' Phone=123 NumberOfEmployees=12"];
    const answer = await jsonOf(sf, ["data", "create", "record", ...account, ...values]);
    assert.equal(answer.success, true);
    return String(answer.id);
  });
  const one = [...account, "--record-id", id];
  await check("sf data get record --record-id", async () => {
    const answer = await jsonOf(sf, ["data", "get", "record", ...one]);
    assert.partialDeepStrictEqual(answer, { Id: id, Name: "Acme Robots", NumberOfEmployees: 12 });
  });
  await check("sf data update record", async () => {
    await jsonOf(sf, ["data", "update", "record", ...one, "--values", "Phone=456"]);
    const answer = await jsonOf(sf, ["data", "get", "record", ...one]);
    assert.partialDeepStrictEqual(answer, { Name: "Acme Robots", Phone: "456" });
  });
  await check("sf data delete record", async () => {
    await jsonOf(sf, ["data", "delete", "record", ...one]);
    const soql = `SELECT COUNT() FROM Account WHERE Id = '${id}'`;
    const answer = await jsonOf(sf, ["data", "query", "--target-org", "local", "--query", soql]);
    assert.equal(answer.totalSize, 0);
  });
}

async function checkMetadata(sf: Sf): Promise<void> {
  await check("sf sobject describe", async () => {
    const account = ["--target-org", "local", "--sobject", "Account"];
    const answer = await jsonOf(sf, ["sobject", "describe", ...account]);
    const fields = answer.fields as Json[];
    const accountNumber = fields.find(({ name }) => name === "AccountNumber");
    assert.equal(answer.keyPrefix, "001");
    assert.partialDeepStrictEqual(accountNumber, { type: "string", length: 40, updateable: true });
  });
  await check("sf sobject list", async () => {
    const answer = await resultOf(sf, ["sobject", "list", "--target-org", "local", "--sobject", "all"]);
    assert.partialDeepStrictEqual(answer, ["Account", "Contact", "Asset", "Order", "OrderItem"]);
  });
  await check("sf org list limits", async () => {
    const limits = await resultOf(sf, ["org", "list", "limits", "--target-org", "local"]);
    const calls = (limits as Json[]).find(({ name }) => name === "DailyApiRequests");
    assert.equal(calls?.max, 100_000);
    assert.ok(Number(calls?.remaining) < 100_000, "none of the calls above was counted");
  });
  await check("sf org display", async () => {
    const answer = await jsonOf(sf, ["org", "display", "--target-org", "local"]);
    assert.partialDeepStrictEqual(answer, { connectedStatus: "Connected", apiVersion: "68.0" });
  });
}

async function jsonOf(sf: Sf, parts: readonly string[]): Promise<Json> {
  return (await resultOf(sf, parts)) as Json;
}

async function resultOf(sf: Sf, parts: readonly string[]): Promise<unknown> {
  const { status, result } = JSON.parse(await sf(...parts, "--json")) as { status: number; result: unknown };
  assert.equal(status, 0);
  return result;
}

function recordsOf({ records }: Json): Json[] {
  return records as Json[];
}

function linesOf(text: string): string[] {
  return text.trimEnd().split("\n");
}
