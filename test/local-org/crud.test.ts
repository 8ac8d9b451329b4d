import type { Connection } from "jsforce";
import { describe, expect, test } from "vitest";
import { recordsOf, startOrg, type TestOrg } from "./org.ts";

const base = "/services/data/v68.0";

async function accountNames(connection: Connection): Promise<unknown[]> {
  const result = await connection.query<{ Name: string }>("SELECT Name FROM Account ORDER BY Name");
  return result.records.map((record) => record.Name);
}

function patch(
  org: TestOrg,
  connection: Connection,
  request: { path: string; body: object; headers?: Record<string, string> },
) {
  const { path, body, headers = {} } = request;
  return org.send(connection, base + path, { method: "PATCH", body: JSON.stringify(body), headers });
}

describe("one record", () => {
  test("is created, retrieved, updated and destroyed", async () => {
    await using org = await startOrg();
    const connection = await org.connect();
    const accounts = connection.sobject("Account");

    const created = await accounts.create({ Name: "Acme", BillingCity: "Lyon" });
    expect(created).toEqual({ id: expect.stringMatching(/^001\w{15}$/), success: true, errors: [] });
    const id = String(created.id);
    const record = await accounts.retrieve(id);
    expect(record).toMatchObject({
      attributes: { type: "Account", url: `${base}/sobjects/Account/${id}` },
      Id: id,
      Name: "Acme",
      BillingAddress: { city: "Lyon", street: null },
      IsDeleted: false,
      OwnerId: "005000000000001AAA",
      CreatedById: "005000000000001AAA",
      CreatedDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000\+0000$/),
    });

    expect(await accounts.update({ Id: id, Name: "Acme Ltd" })).toEqual({ id, success: true, errors: [] });
    expect(await accountNames(connection)).toEqual(["Acme Ltd"]);
    expect(await accounts.destroy(id)).toEqual({ id, success: true, errors: [] });
    expect(await accountNames(connection)).toEqual([]);
    await expect(accounts.retrieve(id)).rejects.toMatchObject({ errorCode: "ENTITY_IS_DELETED" });
  });

  test("answers 201 with its address when created", async () => {
    await using org = await startOrg();
    const body = JSON.stringify({ name: "Lower case" });
    const response = await org.send(await org.connect(), `${base}/sobjects/account`, {
      method: "POST",
      body,
    });
    const { id } = (await response.json()) as { id: string };
    expect(response.status).toBe(201);
    expect(response.headers.get("location")).toBe(`${base}/sobjects/Account/${id}`);
  });

  test("is read with the fields asked for, by 15 or 18 characters", async () => {
    await using org = await startOrg();
    const connection = await org.connect();
    const { ids } = await org.seed(recordsOf("Account", [{ Name: "Acme", Phone: "1" }]));
    const id = String(ids[0]);
    const read = async (key: string) =>
      (await org.send(connection, `${base}/sobjects/Account/${key}?fields=name,Phone`)).json();
    const expected = { attributes: expect.anything(), Id: id, Name: "Acme", Phone: "1" };
    expect(await read(id)).toEqual(expected);
    expect(await read(id.slice(0, 15))).toEqual(expected);
  });

  const unknownResource = "The requested resource does not exist";
  const unknownKey = "Provided external ID field does not exist or is not accessible";
  const missing = [
    { what: "of an unknown type", path: "/sobjects/Foo/001000000000001AAA", message: unknownResource },
    { what: "with an unknown id", path: "/sobjects/Account/001000000000001AAA", message: unknownResource },
    {
      what: "with an id of another type",
      path: "/sobjects/Account/005000000000001AAA",
      message: unknownResource,
    },
    { what: "with something that is no id", path: "/sobjects/Account/x", message: `${unknownKey}: x` },
    {
      what: "by a field that is no external id",
      path: "/sobjects/Account/Name/x",
      message: `${unknownKey}: Name`,
    },
    { what: "below an unknown resource", path: "/nonsense/1", message: unknownResource },
  ];

  test.each(missing)("$what is not found", async ({ path, message }) => {
    await using org = await startOrg();
    const response = await org.send(await org.connect(), base + path);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual([{ message, errorCode: "NOT_FOUND" }]);
  });

  const refused = [
    ["an unknown field", { Name: "A", Nonsense: 1 }, "INVALID_FIELD"],
    ["a missing name", { Phone: "1" }, "REQUIRED_FIELD_MISSING"],
    ["a list for an object", [{ Name: "A" }], "JSON_PARSER_ERROR"],
  ] as const;

  test.each(refused)("is refused with %s", async (_, body, errorCode) => {
    await using org = await startOrg();
    const connection = await org.connect();
    const response = await org.send(connection, `${base}/sobjects/Account`, {
      method: "POST",
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject([{ errorCode }]);
    expect(await accountNames(connection)).toEqual([]);
  });

  test("is refused when its JSON cannot be parsed", async () => {
    await using org = await startOrg();
    const response = await org.send(await org.connect(), `${base}/sobjects/Account`, {
      method: "POST",
      body: "{",
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject([{ errorCode: "JSON_PARSER_ERROR" }]);
  });

  test("cannot be given another id by an update", async () => {
    await using org = await startOrg();
    const connection = await org.connect();
    const { ids } = await org.seed(recordsOf("Account", [{ Name: "Acme" }]));
    const response = await patch(org, connection, {
      path: `/sobjects/Account/${ids[0]}`,
      body: { Id: ids[0] },
    });
    expect(await response.json()).toEqual([
      { message: "The Id field should not be specified in the sobject data.", errorCode: "INVALID_FIELD" },
    ]);
  });
});

describe("a conditional request", () => {
  test("reads only what has changed since", async () => {
    const clock = { time: Date.UTC(2026, 10, 1, 12) };
    await using org = await startOrg({ now: () => new Date(clock.time) });
    const connection = await org.connect();
    const { ids: contacts } = await org.seed(recordsOf("Contact", [{ LastName: "Smith" }]));
    const path = `${base}/sobjects/Contact/${contacts[0]}`;
    const first = await org.send(connection, path);
    const lastModified = String(first.headers.get("last-modified"));
    expect(lastModified).toBe("Sun, 01 Nov 2026 12:00:00 GMT");

    const unchanged = await org.send(connection, path, { headers: { "if-modified-since": lastModified } });
    expect([unchanged.status, await unchanged.text()]).toEqual([304, ""]);
    clock.time += 1_000;
    await connection.sobject("Contact").update({ Id: String(contacts[0]), LastName: "Jones" });
    const changed = await org.send(connection, path, { headers: { "if-modified-since": lastModified } });
    expect(changed.status).toBe(200);
  });

  test("updates only what has not changed since", async () => {
    const clock = { time: Date.UTC(2026, 10, 1, 12) };
    await using org = await startOrg({ now: () => new Date(clock.time) });
    const connection = await org.connect();
    const { ids } = await org.seed(recordsOf("Contact", [{ LastName: "Smith" }]));
    const path = `/sobjects/Contact/${ids[0]}`;
    const headers = { "if-unmodified-since": "Sun, 01 Nov 2026 12:00:00 GMT" };
    clock.time += 1_000;
    expect((await patch(org, connection, { path, body: { LastName: "First" }, headers })).status).toBe(204);
    const late = await patch(org, connection, { path, body: { LastName: "Second" }, headers });
    expect(late.status).toBe(412);
    expect(await late.json()).toMatchObject([{ errorCode: "PRECONDITION_FAILED" }]);
    expect(await connection.sobject("Contact").retrieve(String(ids[0]))).toMatchObject({ LastName: "First" });
  });

  test("knows accounts by entity tag", async () => {
    await using org = await startOrg();
    const connection = await org.connect();
    const { ids } = await org.seed(recordsOf("Account", [{ Name: "Acme" }]));
    const path = `/sobjects/Account/${ids[0]}`;
    const etag = String((await org.send(connection, base + path)).headers.get("etag"));
    const same = await org.send(connection, base + path, { headers: { "if-none-match": etag } });
    expect(same.status).toBe(304);
    const headers = { "if-match": etag };
    expect((await patch(org, connection, { path, body: { Name: "First" }, headers })).status).toBe(204);
    expect((await patch(org, connection, { path, body: { Name: "Second" }, headers })).status).toBe(412);
  });

  test("with a date that is none is refused", async () => {
    await using org = await startOrg();
    const connection = await org.connect();
    const { ids } = await org.seed(recordsOf("Account", [{ Name: "Acme" }]));
    const headers = { "if-modified-since": "yesterday" };
    expect((await org.send(connection, `${base}/sobjects/Account/${ids[0]}`, { headers })).status).toBe(400);
  });
});

describe("describe", () => {
  test("tells fields, picklists and relationships in both directions", async () => {
    await using org = await startOrg();
    const asset = await (await org.connect()).describe("asset");
    expect(asset).toMatchObject({ name: "Asset", keyPrefix: "02i", custom: false, queryable: true });
    const fields = new Map(asset.fields.map((field) => [field.name, field]));
    expect(fields.get("AccountId")).toMatchObject({
      type: "reference",
      referenceTo: ["Account"],
      relationshipName: "Account",
    });
    expect(fields.get("SerialNumber")).toMatchObject({
      type: "string",
      length: 80,
      byteLength: 240,
      nillable: true,
    });
    expect(fields.get("Status")?.picklistValues).toContainEqual({
      active: true,
      defaultValue: false,
      label: "Installed",
      validFor: null,
      value: "Installed",
    });
    expect(asset.childRelationships).toContainEqual(
      expect.objectContaining({ childSObject: "Asset", field: "ParentId", relationshipName: "ChildAssets" }),
    );
  });

  test("lists every object", async () => {
    await using org = await startOrg();
    const { sobjects, maxBatchSize } = await (await org.connect()).describeGlobal();
    expect(maxBatchSize).toBe(200);
    expect(sobjects.map((sobject) => sobject.name)).toEqual(
      expect.arrayContaining([
        "Account",
        "Asset",
        "Contact",
        "Order",
        "OrderItem",
        "PricebookEntry",
        "Product2",
      ]),
    );
  });
});
