import { describe, expect, test } from "vitest";
import { recordsOf, startOrg } from "./org.ts";

const base = "/services/data/v68.0";

function create(referenceId: string, type: string, body: object) {
  return { method: "POST", url: `${base}/sobjects/${type}`, referenceId, body };
}

describe("a composite graph", () => {
  test("writes each graph whole or not at all", async () => {
    await using org = await startOrg();
    const connection = await org.connect();
    const { graphs } = await connection.requestPost<{ graphs: object[] }>(`${base}/composite/graph`, {
      graphs: [
        {
          graphId: "good",
          compositeRequest: [
            create("account", "Account", { Name: "Acme" }),
            create("contact", "Contact", { LastName: "Adams", AccountId: "@{account.id}" }),
          ],
        },
        {
          graphId: "bad",
          compositeRequest: [
            create("account", "Account", { Name: "Lost" }),
            create("contact", "Contact", {}),
          ],
        },
      ],
    });
    expect(graphs).toMatchObject([
      {
        graphId: "good",
        isSuccessful: true,
        graphResponse: {
          compositeResponse: [
            { referenceId: "account", httpStatusCode: 201, body: { success: true, errors: [] } },
            { referenceId: "contact", httpStatusCode: 201 },
          ],
        },
      },
      {
        graphId: "bad",
        isSuccessful: false,
        graphResponse: {
          compositeResponse: [
            { httpStatusCode: 400, body: [{ errorCode: "PROCESSING_HALTED" }] },
            { httpStatusCode: 400, body: [{ errorCode: "REQUIRED_FIELD_MISSING", fields: ["LastName"] }] },
          ],
        },
      },
    ]);
    const { records } = await connection.query("SELECT Name, (SELECT Name FROM Contacts) FROM Account");
    expect(records).toMatchObject([{ Name: "Acme", Contacts: { records: [{ Name: "Adams" }] } }]);
  });

  test.each([[{}], [{ graphs: [] }], [{ graphs: [{ compositeRequest: [] }] }], [{ graphs: "x" }]])(
    "is refused when malformed: %j",
    async (body) => {
      await using org = await startOrg();
      const connection = await org.connect();
      const init = { method: "POST", body: JSON.stringify(body) };
      const response = await org.send(connection, `${base}/composite/graph`, init);
      expect([response.status, await response.json()]).toMatchObject([400, [{ errorCode: "INVALID_INPUT" }]]);
    },
  );
});

describe("a batch", () => {
  const requests = [
    { method: "GET", url: "v68.0/query?q=SELECT+Name+FROM+Account" },
    { method: "GET", url: "v68.0/sobjects/Nothing" },
    { method: "POST", url: "v68.0/sobjects/Account", richInput: { Name: "Third" } },
  ];

  async function run(body: object) {
    const org = await startOrg();
    const connection = await org.connect();
    await org.seed(recordsOf("Account", [{ Name: "Acme" }]));
    await org.forgetCalls();
    const answer = await connection.requestPost<object>(`${base}/composite/batch`, body);
    return { org, connection, answer };
  }

  test("answers each request by itself, and each costs an API call", async () => {
    const { org, connection, answer } = await run({ batchRequests: requests });
    await using _ = org;
    expect(answer).toMatchObject({
      hasErrors: true,
      results: [
        { statusCode: 200, result: { records: [{ Name: "Acme" }] } },
        { statusCode: 404, result: [{ errorCode: "NOT_FOUND" }] },
        { statusCode: 201, result: { success: true } },
      ],
    });
    expect(connection.limitInfo.apiUsage?.used).toBe(3);
    expect((await org.calls())[0]?.parts).toHaveLength(3);
  });

  test("ends at the first failure when told so", async () => {
    const { org, connection, answer } = await run({ batchRequests: requests, haltOnError: true });
    await using _ = org;
    expect(answer).toMatchObject({
      hasErrors: true,
      results: [{ statusCode: 200 }, { statusCode: 404 }, { statusCode: 412 }],
    });
    expect((await connection.query("SELECT Id FROM Account")).totalSize).toBe(1);
  });
});
