import type { Connection } from "jsforce";
import { describe, expect, test } from "vitest";
import { recordsOf, startOrg } from "./org.ts";

const base = "/services/data/v68.0";

interface Composite {
  compositeResponse: { body: unknown; httpHeaders: object; httpStatusCode: number; referenceId: string }[];
}

function post(connection: Connection, body: object) {
  return connection.requestPost<Composite>(`${base}/composite`, body);
}

function query(referenceId: string, soql: string) {
  return { method: "GET", referenceId, url: `${base}/query?q=${encodeURIComponent(soql)}` };
}

const rolledBack = {
  body: [
    {
      errorCode: "PROCESSING_HALTED",
      message: "The transaction was rolled back since another operation in the same transaction failed.",
    },
  ],
  httpHeaders: {},
  httpStatusCode: 400,
};

describe("a composite", () => {
  test("runs several queries in one API call", async () => {
    await using org = await startOrg();
    const connection = await org.connect();
    await org.seed(recordsOf("Account", [{ Name: "Acme" }]));
    await org.forgetCalls();
    const { compositeResponse } = await post(connection, {
      compositeRequest: [
        { method: "GET", referenceId: "plain", url: `${base}/query/?q=select count() from Account` },
        query("encoded", "SELECT Name FROM Account WHERE Name = 'Acme'"),
      ],
    });
    expect(compositeResponse).toMatchObject([
      { referenceId: "plain", httpStatusCode: 200, httpHeaders: {}, body: { totalSize: 1, records: [] } },
      { referenceId: "encoded", httpStatusCode: 200, body: { records: [{ Name: "Acme" }] } },
    ]);
    const calls = await org.calls();
    expect(calls).toEqual([
      {
        method: "POST",
        path: `${base}/composite`,
        identity: "integration@local-org.example",
        counted: true,
        status: 200,
        parts: [
          { method: "GET", path: `${base}/query/`, query: "select count() from Account" },
          { method: "GET", path: `${base}/query`, query: "SELECT Name FROM Account WHERE Name = 'Acme'" },
        ],
      },
    ]);
    expect(connection.limitInfo.apiUsage?.used).toBe(1);
  });

  test("hands values of earlier answers to later sub-requests", async () => {
    await using org = await startOrg();
    const connection = await org.connect();
    const { compositeResponse } = await post(connection, {
      compositeRequest: [
        { method: "POST", referenceId: "account", url: `${base}/sobjects/Account`, body: { Name: "Acme" } },
        {
          method: "POST",
          referenceId: "contact",
          url: `${base}/sobjects/Contact`,
          body: { LastName: "Smith", AccountId: "@{account.id}" },
        },
        query("found", "SELECT Id, Account.Name FROM Contact"),
        {
          method: "GET",
          referenceId: "again",
          url: `${base}/sobjects/Contact/@{found.records[0].Id}?fields=LastName`,
        },
        { method: "DELETE", referenceId: "gone", url: `${base}/sobjects/Contact/@{contact.id}` },
      ],
    });
    expect(compositeResponse.map((part) => part.httpStatusCode)).toEqual([201, 201, 200, 200, 204]);
    const [account, , found, again, gone] = compositeResponse;
    expect(account).toMatchObject({ body: { success: true, errors: [] } });
    expect(account?.httpHeaders).toEqual({
      Location: expect.stringContaining(`${base}/sobjects/Account/001`),
    });
    expect(found?.body).toMatchObject({ records: [{ Account: { Name: "Acme" } }] });
    expect(again?.body).toMatchObject({ LastName: "Smith" });
    expect(gone?.body).toBeNull();
  });

  test("goes on after a failure and halts only what refers to it", async () => {
    await using org = await startOrg();
    const connection = await org.connect();
    const { compositeResponse } = await post(connection, {
      compositeRequest: [
        query("none", "SELECT Id FROM Account"),
        {
          method: "PATCH",
          referenceId: "second",
          url: `${base}/sobjects/Account/@{none.records[0].Id}`,
          body: {},
        },
        { method: "GET", referenceId: "third", url: `${base}/sobjects/Account/@{second.id}` },
        { method: "GET", referenceId: "missing", url: `${base}/sobjects/Foo` },
        { method: "POST", referenceId: "last", url: `${base}/sobjects/Account`, body: { Name: "Made" } },
      ],
    });
    expect(compositeResponse.map((part) => part.httpStatusCode)).toEqual([200, 400, 400, 404, 201]);
    expect(compositeResponse[1]?.body).toEqual([
      {
        errorCode: "PROCESSING_HALTED",
        message:
          "Invalid reference specified. No value for none.records[0].Id found in none. Provided referenceId ('none.records[0].Id') must start with a letter or a number, and it can contain only letters, numbers and underscores ('_').",
      },
    ]);
    expect(compositeResponse[2]?.body).toEqual([
      {
        errorCode: "PROCESSING_HALTED",
        message: "Execution halted as previous operation (second) was not successful.",
      },
    ]);
    expect(compositeResponse[3]?.body).toEqual([
      { message: "The requested resource does not exist", errorCode: "NOT_FOUND" },
    ]);
  });

  test("undoes everything when allOrNone and one part fails", async () => {
    await using org = await startOrg();
    const connection = await org.connect();
    const { compositeResponse } = await post(connection, {
      allOrNone: true,
      compositeRequest: [
        { method: "POST", referenceId: "made", url: `${base}/sobjects/Account`, body: { Name: "Acme" } },
        { method: "POST", referenceId: "refused", url: `${base}/sobjects/Account`, body: { Phone: "1" } },
        { method: "POST", referenceId: "never", url: `${base}/sobjects/Account`, body: { Name: "Later" } },
      ],
    });
    expect(compositeResponse).toEqual([
      { ...rolledBack, referenceId: "made" },
      {
        body: [
          {
            message: "Required fields are missing: [Name]",
            errorCode: "REQUIRED_FIELD_MISSING",
            fields: ["Name"],
          },
        ],
        httpHeaders: {},
        httpStatusCode: 400,
        referenceId: "refused",
      },
      { ...rolledBack, referenceId: "never" },
    ]);
    expect((await connection.query("SELECT COUNT() FROM Account")).totalSize).toBe(0);
  });

  test("keeps everything when allOrNone and no part fails", async () => {
    await using org = await startOrg();
    const connection = await org.connect();
    await post(connection, {
      allOrNone: true,
      compositeRequest: ["a", "b"].map((Name) => ({
        method: "POST",
        referenceId: Name,
        url: `${base}/sobjects/Account`,
        body: { Name },
      })),
    });
    expect((await connection.query("SELECT COUNT() FROM Account")).totalSize).toBe(2);
  });

  const refused: readonly [string, object[]][] = [
    [
      "26 sub-requests",
      Array.from({ length: 26 }, (_, index) => ({
        method: "GET",
        referenceId: `r${index}`,
        url: `${base}/limits`,
      })),
    ],
    ["six queries", Array.from({ length: 6 }, (_, index) => query(`r${index}`, "SELECT Id FROM Account"))],
    [
      "two sub-requests of one name",
      [query("same", "SELECT Id FROM Account"), query("same", "SELECT Id FROM Account")],
    ],
    ["a sub-request without a name", [{ method: "GET", url: `${base}/limits` }]],
  ];

  test.each(refused)("with %s is refused as a whole", async (_, compositeRequest) => {
    await using org = await startOrg();
    const response = await org.send(await org.connect(), `${base}/composite`, {
      method: "POST",
      body: JSON.stringify({ compositeRequest }),
    });
    expect(response.status).toBe(400);
  });

  test("inside a composite is not found", async () => {
    await using org = await startOrg();
    const { compositeResponse } = await post(await org.connect(), {
      compositeRequest: [
        { method: "POST", referenceId: "inner", url: `${base}/composite`, body: { compositeRequest: [] } },
      ],
    });
    expect(compositeResponse[0]?.httpStatusCode).toBe(404);
  });
});
