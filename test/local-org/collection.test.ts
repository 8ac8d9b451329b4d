import type { Connection } from "jsforce";
import { describe, expect, test } from "vitest";
import { recordsOf, startOrg } from "./org.ts";

const base = "/services/data/v68.0";

async function accountNames(connection: Connection): Promise<unknown[]> {
  const result = await connection.query<{ Name: string }>("SELECT Name FROM Account ORDER BY Name");
  return result.records.map((record) => record.Name);
}

describe("an upsert", () => {
  test("inserts, then updates, by an external id", async () => {
    await using org = await startOrg();
    const connection = await org.connect();
    const { ids } = await org.seed(recordsOf("Account", [{ Name: "Acme" }]));
    const assets = connection.sobject("Asset");
    const inserted = await assets.upsert(
      { ExternalIdentifier: "E 1", Name: "Pump", AccountId: ids[0] },
      "ExternalIdentifier",
    );
    const updated = await assets.upsert(
      { ExternalIdentifier: "E 1", Name: "Big pump" },
      "ExternalIdentifier",
    );
    expect(inserted).toMatchObject({ success: true, id: expect.stringMatching(/^02i/) });
    expect(updated).toEqual({ id: inserted.id, success: true, errors: [], created: false });
    const found = await org.send(connection, `${base}/sobjects/Asset/ExternalIdentifier/E%201?fields=Name`);
    expect(await found.json()).toMatchObject({ Id: inserted.id, Name: "Big pump" });
  });

  test("answers 204 before version 46", async () => {
    await using org = await startOrg();
    const { ids } = await org.seed(recordsOf("Account", [{ Name: "Acme" }]));
    const connection = await org.connect("45.0");
    const assets = connection.sobject("Asset");
    await assets.upsert({ ExternalIdentifier: "E1", Name: "Pump", AccountId: ids[0] }, "ExternalIdentifier");
    const path = "/services/data/v45.0/sobjects/Asset/ExternalIdentifier/E1";
    const body = JSON.stringify({ Name: "Pump 2" });
    expect((await org.send(connection, path, { method: "PATCH", body })).status).toBe(204);
  });

  test("answers 300 with their addresses when several records fit", async () => {
    await using org = await startOrg();
    const connection = await org.connect();
    const { ids } = await org.seed(
      recordsOf("Contact", [
        { LastName: "Smith", Email: "info@acme.example" },
        { LastName: "Jones", Email: "info@acme.example" },
      ]),
    );
    const response = await org.send(connection, `${base}/sobjects/Contact/Email/info@acme.example`, {
      method: "PATCH",
      body: JSON.stringify({ LastName: "X" }),
    });
    expect(response.status).toBe(300);
    expect(await response.json()).toEqual(ids.map((id) => `${base}/sobjects/Contact/${id}`));
  });
});

describe("many records", () => {
  test("are created, updated, retrieved and destroyed in one call each", async () => {
    await using org = await startOrg();
    const connection = await org.connect();
    const accounts = connection.sobject("Account");
    const created = await accounts.create([{ Name: "A" }, { Name: "B" }, { Name: "C" }]);
    const ids = created.map((result) => String(result.id));
    expect(created.every((result) => result.success)).toBe(true);

    await accounts.update(ids.map((Id, index) => ({ Id, Name: `New ${index}` })));
    expect(await accountNames(connection)).toEqual(["New 0", "New 1", "New 2"]);
    const missingId = "001000000000001AAA";
    const retrieved = await accounts.retrieve([String(ids[2]), missingId, String(ids[0])], {
      fields: ["Id", "Name"],
    });
    expect(retrieved.map((record) => record?.Name ?? null)).toEqual(["New 2", null, "New 0"]);

    const destroyed = await accounts.destroy(ids);
    expect(destroyed).toEqual(ids.map((id) => ({ id, success: true, errors: [] })));
    expect(await accountNames(connection)).toEqual([]);
  });

  test("are upserted row by row", async () => {
    await using org = await startOrg();
    const connection = await org.connect();
    await org.seed(recordsOf("Contact", [{ LastName: "Old", Email: "a@acme.example" }]));
    const results = await connection.sobject("Contact").upsert(
      [
        { LastName: "New", Email: "a@acme.example" },
        { LastName: "Added", Email: "b@acme.example" },
      ],
      "Email",
    );
    expect(results.map((result) => (result as { created?: boolean }).created)).toEqual([false, true]);
    const contacts = await connection.query<{ Name: string }>("SELECT Name FROM Contact ORDER BY Name");
    expect(contacts.records.map((record) => record.Name)).toEqual(["Added", "New"]);
  });

  test("keep the good rows without allOrNone", async () => {
    await using org = await startOrg();
    const connection = await org.connect();
    const results = await connection
      .sobject("Account")
      .create([{ Name: "Good" }, { Phone: "1" }], { allOrNone: false });
    expect(results).toEqual([
      { id: expect.any(String), success: true, errors: [] },
      {
        success: false,
        errors: [
          {
            statusCode: "REQUIRED_FIELD_MISSING",
            message: "Required fields are missing: [Name]",
            fields: ["Name"],
          },
        ],
      },
    ]);
    expect(await accountNames(connection)).toEqual(["Good"]);
  });

  test("are all undone with allOrNone", async () => {
    await using org = await startOrg();
    const connection = await org.connect();
    const results = await connection
      .sobject("Account")
      .create([{ Name: "Good" }, { Phone: "1" }], { allOrNone: true });
    expect(results).toMatchObject([
      { success: false, errors: [{ statusCode: "ALL_OR_NONE_OPERATION_ROLLED_BACK", fields: [] }] },
      { success: false, errors: [{ statusCode: "REQUIRED_FIELD_MISSING" }] },
    ]);
    expect(await accountNames(connection)).toEqual([]);
  });

  test("with ids nobody has fail one by one", async () => {
    await using org = await startOrg();
    const connection = await org.connect();
    const results = await connection
      .sobject("Account")
      .destroy(["001000000000001AAA", "nonsense"], { allOrNone: false });
    expect(results).toMatchObject([
      { success: false, errors: [{ statusCode: "INVALID_CROSS_REFERENCE_KEY" }] },
      { success: false, errors: [{ statusCode: "MALFORMED_ID" }] },
    ]);
  });

  test("are at most 200", async () => {
    await using org = await startOrg();
    const connection = await org.connect();
    const records = Array.from({ length: 201 }, () => ({ Name: "A" }));
    await expect(connection.sobject("Account").create(records)).rejects.toMatchObject({
      errorCode: "EXCEEDED_ID_LIMIT",
    });
    expect(await accountNames(connection)).toEqual([]);
  });
});
