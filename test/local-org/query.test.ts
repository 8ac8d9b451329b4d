import { describe, expect, test } from "vitest";
import { manyAccounts, recordsOf, startOrg } from "./org.ts";

interface Page {
  totalSize: number;
  done: boolean;
  nextRecordsUrl?: string;
  records: (Record<string, unknown> & { Contacts?: Page | null })[];
}

const base = "/services/data/v68.0";

function queryUrl(soql: string, resource = "query"): string {
  return `${base}/${resource}?q=${encodeURIComponent(soql)}`;
}

describe("a query", () => {
  test("answers rows with their type and address", async () => {
    await using org = await startOrg();
    const connection = await org.connect();
    const { ids } = await org.seed(recordsOf("Account", [{ Name: "Acme", Phone: "1" }]));
    const result = await connection.query("SELECT Id, Name FROM Account WHERE Name='Acme'");
    expect(result).toEqual({
      totalSize: 1,
      done: true,
      records: [
        {
          attributes: { type: "Account", url: `${base}/sobjects/Account/${ids[0]}` },
          Id: ids[0],
          Name: "Acme",
        },
      ],
    });
  });

  test.each([
    ["/query?q=SELECT+Id+FROM+Organization"],
    ["/query/?q=SELECT%20Id%20FROM%20Organization"],
    ["/queryAll?q=SELECT Id FROM Organization"],
  ])("may be asked for as %s", async (path) => {
    await using org = await startOrg();
    const response = await org.send(await org.connect(), base + path);
    expect(await response.json()).toMatchObject({ totalSize: 1, done: true });
  });

  test("finds deleted records through queryAll alone", async () => {
    await using org = await startOrg();
    const connection = await org.connect();
    const { ids } = await org.seed(recordsOf("Account", [{ Name: "Kept" }, { Name: "Deleted" }]));
    await connection.sobject("Account").destroy(String(ids[1]));
    const names = async (resource: string) => {
      const soql = "SELECT Name, IsDeleted FROM Account ORDER BY Name";
      const page = (await (await org.send(connection, queryUrl(soql, resource))).json()) as Page;
      return page.records.map((record) => [record.Name, record.IsDeleted]);
    };
    expect(await names("query")).toEqual([["Kept", false]]);
    expect(await names("queryAll")).toEqual([
      ["Deleted", true],
      ["Kept", false],
    ]);
  });

  test("without SOQL is malformed", async () => {
    await using org = await startOrg();
    const response = await org.send(await org.connect(), `${base}/query`);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject([{ errorCode: "MALFORMED_QUERY" }]);
  });

  test("fails in jsforce with Salesforce's error code", async () => {
    await using org = await startOrg();
    const connection = await org.connect();
    await expect(connection.query("SELECT Nonsense FROM Account")).rejects.toMatchObject({
      errorCode: "INVALID_FIELD",
      message: expect.stringContaining("No such column 'Nonsense' on entity 'Account'."),
    });
  });
});

describe("a long answer", () => {
  test("comes in pages of 2,000 that queryMore and autoFetch join", async () => {
    await using org = await startOrg({ data: { accounts: 4_100, assets: 0, orders: 0 } });
    const connection = await org.connect();
    const first = await connection.query<{ Id: string }>("SELECT Id FROM Account ORDER BY Id");
    expect(first).toMatchObject({ totalSize: 4_100, done: false });
    expect(first.records).toHaveLength(2_000);

    const second = await connection.queryMore<{ Id: string }>(String(first.nextRecordsUrl));
    expect(second).toMatchObject({ totalSize: 4_100, done: false });
    const third = await connection.queryMore<{ Id: string }>(String(second.nextRecordsUrl));
    expect(third).toMatchObject({ totalSize: 4_100, done: true });
    expect(third.nextRecordsUrl).toBeUndefined();

    const ids = [first, second, third].flatMap((page) => page.records.map((record) => record.Id));
    expect(new Set(ids).size).toBe(4_100);
    const fetched = await connection.query<{ Id: string }>("SELECT Id FROM Account ORDER BY Id", {
      autoFetch: true,
      maxFetch: 5_000,
    });
    expect(fetched.records.map((record) => record.Id)).toEqual(ids);
  });

  test.each([
    ["batchSize=250", 250],
    ["batchSize=10", 200],
    ["batchSize=9999", 450],
    ["nonsense", 450],
  ])("obeys Sforce-Query-Options: %s", async (options, rows) => {
    await using org = await startOrg({ data: { accounts: 450, assets: 0, orders: 0 } });
    const headers = { "sforce-query-options": options };
    const response = await org.send(await org.connect(), queryUrl("SELECT Id FROM Account"), { headers });
    const page = (await response.json()) as Page;
    expect(page.records).toHaveLength(rows);
    expect(page.done).toBe(rows === 450);
  });

  test("counts child rows towards the page and cuts long child lists", async () => {
    await using org = await startOrg();
    const connection = await org.connect();
    const accounts = ["A", "B", "C"].map((Name) => ({
      attributes: { type: "Account", referenceId: Name },
      Name,
    }));
    const contactsOf = (account: string, count: number) =>
      Array.from({ length: count }, (_, index) => ({
        attributes: { type: "Contact" },
        LastName: `${account}${index}`,
        AccountId: `@${account}`,
      }));
    const contacts = [...contactsOf("A", 150), ...contactsOf("B", 100), ...contactsOf("C", 450)];
    await org.seed({ records: [...accounts, ...contacts] });

    const headers = { "sforce-query-options": "batchSize=200" };
    const get = async (path: string) =>
      (await (await org.send(connection, path, { headers })).json()) as Page;
    const soql = "SELECT Name, (SELECT LastName FROM Contacts ORDER BY Id) FROM Account ORDER BY Name";
    const first = await get(queryUrl(soql));
    const second = await get(String(first.nextRecordsUrl));
    const third = await get(String(second.nextRecordsUrl));
    expect([first, second, third].map((page) => page.records.map((record) => record.Name))).toEqual([
      ["A"],
      ["B"],
      ["C"],
    ]);
    expect(third.done).toBe(true);

    const children: unknown[] = [];
    let list = third.records[0]?.Contacts as Page;
    expect(list).toMatchObject({ totalSize: 450, done: false });
    for (;;) {
      children.push(...list.records.map((record) => record.LastName));
      if (list.done) break;
      list = await get(String(list.nextRecordsUrl));
    }
    expect(children).toEqual(Array.from({ length: 450 }, (_, index) => `C${index}`));
  });

  test.each(["01g000000000001AAA-2000", "01gXXXXXXXXXXXXXXX-200", "nonsense"])(
    "refuses the locator %s",
    async (locator) => {
      await using org = await startOrg();
      const response = await org.send(await org.connect(), `${base}/query/${locator}`);
      expect(response.status).toBe(400);
      expect(await response.json()).toEqual([
        { message: "invalid query locator", errorCode: "INVALID_QUERY_LOCATOR" },
      ]);
    },
  );

  test("keeps its locator for two days", async () => {
    const clock = { time: Date.UTC(2026, 10, 1) };
    await using org = await startOrg({
      data: { accounts: 2_001, assets: 0, orders: 0 },
      now: () => new Date(clock.time),
    });
    const page = await (await org.connect()).query("SELECT Id FROM Account");
    clock.time += 47 * 60 * 60_000;
    expect(
      (await org.send(await org.connect(), String(page.nextRecordsUrl).replace(org.url, ""))).status,
    ).toBe(200);
    clock.time += 2 * 60 * 60_000;
    expect(
      (await org.send(await org.connect(), String(page.nextRecordsUrl).replace(org.url, ""))).status,
    ).toBe(400);
  });
});

describe("a request", () => {
  test("whose URI is longer than 16,384 bytes is refused with 414", async () => {
    await using org = await startOrg();
    const response = await org.send(await org.connect(), `${base}/query?q=${"x".repeat(16_400)}`);
    expect(response.status).toBe(414);
  });

  test("whose URI and headers are longer than that together is refused with 431", async () => {
    await using org = await startOrg();
    const headers = { "x-filler": "x".repeat(9_000) };
    const response = await org.send(await org.connect(), `${base}/query?q=${"x".repeat(8_000)}`, { headers });
    expect(response.status).toBe(431);
  });

  test("may begin with two slashes, as the Salesforce CLI's do", async () => {
    await using org = await startOrg();
    const response = await org.send(await org.connect(), `/${base}/limits`);
    expect(response.status).toBe(200);
  });

  test("with an unsupported method is told the supported ones", async () => {
    await using org = await startOrg();
    const response = await org.send(await org.connect(), `${base}/query`, { method: "PUT" });
    expect(response.status).toBe(405);
    expect(await response.json()).toEqual([
      { message: "HTTP Method 'PUT' not allowed. Allowed are GET", errorCode: "METHOD_NOT_ALLOWED" },
    ]);
  });
});

describe("API versions", () => {
  test("are listed without a session, 68.0 last", async () => {
    await using org = await startOrg();
    const versions = (await (await fetch(`${org.url}/services/data`)).json()) as unknown[];
    expect(versions.at(-1)).toEqual({ label: "Winter '27", url: "/services/data/v68.0", version: "68.0" });
    expect(versions.at(-2)).toMatchObject({ label: "Summer '26" });
    expect(versions.at(-3)).toMatchObject({ label: "Spring '26" });
    expect(versions.at(0)).toEqual({ label: "Summer '14", url: "/services/data/v31.0", version: "31.0" });
  });

  test.each([
    ["v68.0", 200],
    ["V31.0", 200],
    ["v30.0", 410],
    ["v69.0", 404],
    ["v68", 404],
  ])("%s answer %i", async (version, status) => {
    await using org = await startOrg();
    const connection = await org.connect();
    expect((await org.send(connection, `/services/data/${version}`)).status).toBe(status);
    expect((await org.send(connection, `/services/data/${version}/limits`)).status).toBe(status);
  });

  test("name the resources below them, with the user's identity", async () => {
    await using org = await startOrg();
    const response = await org.send(await org.connect(), base);
    expect(await response.json()).toMatchObject({
      query: `${base}/query`,
      sobjects: `${base}/sobjects`,
      identity: `${org.url}/id/00D000000000001EAA/005000000000001AAA`,
    });
  });
});

test("seeding many accounts keeps their order", async () => {
  await using org = await startOrg();
  const { ids } = await org.seed(manyAccounts(300));
  const result = await (await org.connect()).query<{ Id: string }>("SELECT Id FROM Account ORDER BY Name");
  expect(result.records.map((record) => record.Id)).toEqual(ids);
});
