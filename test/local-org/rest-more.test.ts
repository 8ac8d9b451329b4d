import { get } from "node:http";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Rest, startOrg, type TestOrg } from "./org.ts";

const edge = "001Lo0000000005IAA";

let org: TestOrg;
let rest: Rest;
beforeAll(async () => {
  org = await startOrg({ data: "sample" });
  rest = await org.signIn();
});
afterAll(() => org[Symbol.asyncDispose]());

describe("A tree", () => {
  const tree = (lastName: string | null) => ({
    records: [
      {
        attributes: { type: "Account", referenceId: "acme" },
        Name: "Acme",
        Contacts: {
          records: [
            { attributes: { type: "Contact", referenceId: "ann" }, LastName: "Adams" },
            { attributes: { type: "Contact", referenceId: "bob" }, LastName: lastName },
          ],
        },
      },
    ],
  });

  test("creates records with their children", async () => {
    const { status, body } = await rest.send("POST", "/composite/tree/Account", tree("Brown"));
    expect(status).toBe(201);
    expect(body).toEqual({
      hasErrors: false,
      results: ["acme", "ann", "bob"].map((referenceId) => ({ referenceId, id: expect.any(String) })),
    });
    const id = body.results[0].id;
    expect(await rest.query(`SELECT LastName FROM Contact WHERE AccountId = '${id}'`)).toHaveLength(2);
  });

  test("creates nothing when one record is refused", async () => {
    const before = await rest.query("SELECT Id FROM Account");
    const { status, body } = await rest.send("POST", "/composite/tree/Account", tree(null));
    expect(status).toBe(400);
    expect(body).toMatchObject({
      hasErrors: true,
      results: [
        { referenceId: "bob", errors: [{ statusCode: "REQUIRED_FIELD_MISSING", fields: ["LastName"] }] },
      ],
    });
    expect(await rest.query("SELECT Id FROM Account")).toHaveLength(before.length);
  });

  test("has at most 200 records with different names", async () => {
    const record = (name: string) => ({ attributes: { type: "Account", referenceId: name }, Name: name });
    const many = { records: Array.from({ length: 201 }, (_, index) => record(`a${index}`)) };
    for (const body of [many, { records: [record("a"), record("a")] }, {}, { records: [{ Name: "x" }] }]) {
      expect((await rest.send("POST", "/composite/tree/Account", body)).status).toBe(400);
    }
  });
});

describe("A relationship", () => {
  test("leads to the parent", async () => {
    const { status, body } = await rest.send("GET", `/sobjects/Account/${edge}/Owner?fields=Username`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ attributes: { type: "User" }, Username: "integration@local-org.example" });
  });

  test("leads to the children", async () => {
    const { body } = await rest.send("GET", `/sobjects/Account/${edge}/Contacts?fields=Name`);
    expect(body).toMatchObject({
      totalSize: 2,
      records: [{ Name: "Rose Gonzalez" }, { Name: "Sean Forbes" }],
    });
  });

  test("that is empty or unknown is not found", async () => {
    for (const name of ["Parent", "Nothing"]) {
      expect((await rest.send("GET", `/sobjects/Account/${edge}/${name}`)).status).toBe(404);
    }
  });
});

describe("A describe", () => {
  test.each([["/sobjects"], ["/sobjects/Account/describe"]])("of %s is not sent twice", async (path) => {
    const { headers } = await rest.send("GET", path);
    const since = { "if-modified-since": headers.get("last-modified") ?? "" };
    const tag = { "if-none-match": headers.get("etag") ?? "" };
    for (const condition of [since, tag]) {
      expect(await rest.send("GET", path, undefined, condition)).toMatchObject({ status: 304, body: "" });
    }
    const earlier = { "if-modified-since": "Tue, 01 Sep 2020 08:00:00 GMT" };
    expect((await rest.send("GET", path, undefined, earlier)).status).toBe(200);
  });
});

describe("Compression", () => {
  test("is used for clients that understand it", async () => {
    const bytes = await new Promise<Buffer>((resolve) => {
      get(`${org.url}/services/data`, { headers: { "accept-encoding": "gzip" } }, (response) => {
        expect(response.headers["content-encoding"]).toBe("gzip");
        const chunks: Buffer[] = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("end", () => resolve(Buffer.concat(chunks)));
      });
    });
    expect(JSON.parse(gunzipSync(bytes).toString())).toHaveLength(38);
  });

  test("is understood in requests", async () => {
    const token = (await org.connect()).accessToken;
    const send = (body: Uint8Array<ArrayBuffer>) =>
      fetch(`${org.url}/services/data/v68.0/sobjects/Account`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${token}`,
          "content-encoding": "gzip",
          "content-type": "application/json",
        },
        body,
      });
    expect((await send(new Uint8Array(gzipSync('{"Name":"Packed"}')))).status).toBe(201);
    expect((await send(new Uint8Array(Buffer.from("not packed")))).status).toBe(400);
  });
});

describe("A fault inside a composite", () => {
  const fault = (body: object) =>
    fetch(`${org.url}/_local/faults`, { method: "POST", body: JSON.stringify(body) });
  const parts = {
    compositeRequest: [
      {
        method: "GET",
        url: "/services/data/v68.0/query?q=SELECT+Id+FROM+Account+LIMIT+1",
        referenceId: "read",
      },
      {
        method: "POST",
        url: "/services/data/v68.0/sobjects/Account",
        referenceId: "write",
        body: { Name: "New" },
      },
    ],
  };

  test("locks the rows of its writes and lets its reads through", async () => {
    await fault({ lockRows: true, times: 1 });
    const { status, body } = await rest.send("POST", "/composite", parts);
    expect(status).toBe(200);
    expect(body.compositeResponse).toMatchObject([
      { httpStatusCode: 200 },
      { httpStatusCode: 400, body: [{ errorCode: "UNABLE_TO_LOCK_ROW" }] },
    ]);
  });

  test("answers for the sub-request whose path it names", async () => {
    await fault({
      path: "/query",
      status: 400,
      body: [{ errorCode: "QUERY_TIMEOUT", message: "too long" }],
      times: 1,
    });
    const { body } = await rest.send("POST", "/composite", parts);
    expect(body.compositeResponse).toMatchObject([
      { httpStatusCode: 400, body: [{ errorCode: "QUERY_TIMEOUT" }] },
      { httpStatusCode: 201 },
    ]);
  });
});
