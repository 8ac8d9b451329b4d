import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Rest, startOrg, type TestOrg } from "./org.ts";

const edge = "001Lo0000000005IAA";
const bytes = Buffer.from("%PDF-1.7 an order");
const file = { Title: "Order", PathOnClient: "order.pdf", VersionData: bytes.toString("base64") };

let org: TestOrg;
let rest: Rest;
beforeAll(async () => {
  org = await startOrg({ data: "sample" });
  rest = await org.signIn();
});
afterAll(() => org[Symbol.asyncDispose]());

describe("A file", () => {
  test("brings its document and the link to where it was published", async () => {
    const id = await rest.create("ContentVersion", { ...file, FirstPublishLocationId: edge });
    const [version] = await rest.query(
      `SELECT ContentDocumentId, IsLatest, VersionNumber, FileType, FileExtension, ContentSize, Checksum, VersionData FROM ContentVersion WHERE Id = '${id}'`,
    );
    expect(version).toMatchObject({
      IsLatest: true,
      VersionNumber: "1",
      FileType: "PDF",
      FileExtension: "pdf",
      ContentSize: bytes.length,
      Checksum: createHash("md5").update(bytes).digest("hex"),
      VersionData: `/services/data/v68.0/sobjects/ContentVersion/${id}/VersionData`,
    });
    const links = await rest.query(
      `SELECT ContentDocument.Title, ShareType FROM ContentDocumentLink WHERE LinkedEntityId = '${edge}'`,
    );
    expect(links).toMatchObject([{ ContentDocument: { Title: "Order" }, ShareType: "V" }]);
  });

  test("is fetched from an address of its own", async () => {
    const id = await rest.create("ContentVersion", file);
    const { status, headers, body } = await rest.send("GET", `/sobjects/ContentVersion/${id}/VersionData`);
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("application/octetstream");
    expect(body).toBe(bytes.toString());
  });

  test("gets a new version under the same document", async () => {
    const first = await rest.create("ContentVersion", file);
    const [{ ContentDocumentId } = {}] = await rest.query(
      `SELECT ContentDocumentId FROM ContentVersion WHERE Id = '${first}'`,
    );
    const second = await rest.create("ContentVersion", { ...file, Title: "Order 2", ContentDocumentId });
    expect(
      await rest.query(
        `SELECT Id, IsLatest, VersionNumber FROM ContentVersion WHERE ContentDocumentId = '${ContentDocumentId}' ORDER BY VersionNumber`,
      ),
    ).toMatchObject([
      { Id: first, IsLatest: false, VersionNumber: "1" },
      { Id: second, IsLatest: true, VersionNumber: "2" },
    ]);
    expect(
      await rest.query(
        `SELECT Title, LatestPublishedVersionId FROM ContentDocument WHERE Id = '${ContentDocumentId}'`,
      ),
    ).toMatchObject([{ Title: "Order 2", LatestPublishedVersionId: second }]);
  });

  test("is linked to a record once", async () => {
    const version = await rest.create("ContentVersion", { ...file, FirstPublishLocationId: edge });
    const [{ ContentDocumentId } = {}] = await rest.query(
      `SELECT ContentDocumentId FROM ContentVersion WHERE Id = '${version}'`,
    );
    const link = { ContentDocumentId, LinkedEntityId: edge };
    expect(await rest.send("POST", "/sobjects/ContentDocumentLink", link)).toMatchObject({
      status: 400,
      body: [{ errorCode: "DUPLICATE_VALUE" }],
    });
  });

  test("is seen by the customer whose record it is linked to, and by no other", async () => {
    const [order] = await rest.query<{ Id: string }>(
      `SELECT Id FROM Order WHERE AccountId = '${edge}' LIMIT 1`,
    );
    const id = await rest.create("ContentVersion", { ...file, FirstPublishLocationId: order?.Id });
    const [own, other] = await Promise.all([
      org.signIn("buyer@edge.example"),
      org.signIn("buyer@uog.example"),
    ]);
    expect((await own.send("GET", `/sobjects/ContentVersion/${id}/VersionData`)).status).toBe(200);
    expect((await other.send("GET", `/sobjects/ContentVersion/${id}/VersionData`)).status).toBe(404);
  });

  test.each([["PathOnClient"], ["VersionData"]])("wants %s", async (name) => {
    expect(await rest.send("POST", "/sobjects/ContentVersion", { ...file, [name]: null })).toMatchObject({
      status: 400,
      body: [{ errorCode: "REQUIRED_FIELD_MISSING", fields: [name] }],
    });
  });
});
