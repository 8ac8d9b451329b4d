import { once } from "node:events";
import { type IncomingMessage, type OutgoingHttpHeaders, request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { scopes } from "../../src/auth/scope.ts";
import { signAccessToken } from "../../src/auth/token.ts";
import { type Gateway, startGateway } from "../gateway.ts";
import { signInAt } from "../local-org/org.ts";

const edgeOrganization = "01930000-0000-7000-8000-000000000001";
const unitedOilOrganization = "01930000-0000-7000-8000-000000000002";
const attach = `mutation ($input: AttachOrderDocumentInput!) { attachOrderDocument(input: $input) {
  order { id documents { id title fileType contentSize createdAt downloadUrl } }
  userErrors { code message path } } }`;
const pdf = Buffer.from("%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF");
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ env: { SALESFORCE_TIMEOUT_SECONDS: "2", MAX_DOCUMENT_MEGABYTES: "1" } });
});
afterAll(() => gateway[Symbol.asyncDispose]());

/** A new order of Edge Communications without files. */
async function makeOrder(): Promise<string> {
  const store = await signInAt(gateway.org.url);
  return await store.create("Order", {
    AccountId: "001Lo0000000005IAA",
    EffectiveDate: "2026-11-24",
    Status: "Draft",
  });
}

interface File {
  readonly orderId: string;
  readonly fileName: string;
  readonly bytes: Buffer;
  readonly idempotencyKey?: string;
}

async function put({ bytes, ...input }: File, token = gateway.token()) {
  const variables = { input: { ...input, contentBase64: bytes.toString("base64") } };
  const { data, errors } = await gateway.query(attach, variables, { token });
  if (errors) throw new Error(JSON.stringify(errors));
  return data.attachOrderDocument;
}

function tokenOf(organizationId: string): string {
  return gateway.token(
    scopes.filter((scope) => scope !== "accounts:all"),
    [organizationId],
  );
}

describe("A file", () => {
  test("hangs on the order, and comes back as it was", async () => {
    const orderId = await makeOrder();
    const { order, userErrors } = await put({ orderId, fileName: "Offer – März.pdf", bytes: pdf });
    expect(userErrors).toEqual([]);
    const [document] = order.documents;
    expect(document).toMatchObject({ title: "Offer – März.pdf", fileType: "PDF", contentSize: pdf.length });
    const answer = await fetch(document.downloadUrl);
    expect(answer.status).toBe(200);
    expect(Buffer.from(await answer.arrayBuffer()).equals(pdf)).toBe(true);
    expect(answer.headers.get("content-type")).toBe("application/pdf");
    expect(answer.headers.get("content-disposition")).toContain("attachment;");
    expect(answer.headers.get("content-disposition")).toContain(
      "filename*=UTF-8''Offer%20%E2%80%93%20M%C3%A4rz.pdf",
    );
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  test("comes with its order in the same call", async () => {
    const orderId = await makeOrder();
    await put({ orderId, fileName: "a.pdf", bytes: pdf });
    await gateway.org.clearCalls();
    const document = "query ($id: ID!) { order(id: $id) { orderNumber documents { title } } }";
    const { data } = await gateway.query(document, { id: orderId });
    expect(data.order.documents).toEqual([{ title: "a.pdf" }]);
    expect(await gateway.org.calls()).toHaveLength(1);
  });

  test("is a node of its own", async () => {
    const orderId = await makeOrder();
    const { order } = await put({ orderId, fileName: "note.txt", bytes: Buffer.from("Ring the bell.") });
    const [{ id }] = order.documents;
    const document =
      "query ($id: ID!) { node(id: $id) { id ... on OrderDocument { title contentSize createdAt downloadUrl } } }";
    const { data } = await gateway.query(document, { id });
    expect(data.node).toMatchObject({ id, title: "note.txt", contentSize: 14 });
    expect(await (await fetch(data.node.downloadUrl)).text()).toBe("Ring the bell.");
  });

  test("that is large arrives whole", async () => {
    const orderId = await makeOrder();
    const bytes = Buffer.alloc(900_000, "All work and no play. ");
    const { order, userErrors } = await put({ orderId, fileName: "large.txt", bytes });
    expect(userErrors).toEqual([]);
    const answer = await fetch(order.documents[0].downloadUrl);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  });

  test.each([
    ["a program with the name of a PDF", "tool.pdf", Buffer.from("MZ\u0090\u0000"), "contentBase64"],
    ["a picture with the name of a text", "note.txt", png, "contentBase64"],
    ["a page", "page.html", Buffer.from("<script>alert(1)</script>"), "fileName"],
    ["a picture that may have scripts", "logo.svg", Buffer.from("<svg/>"), "fileName"],
    ["a path", "../../etc/passwd.txt", Buffer.from("root"), "fileName"],
    ["a name with a line break", "a\r\nSet-Cookie: b.txt", Buffer.from("x"), "fileName"],
    ["nothing", "empty.txt", Buffer.alloc(0), "contentBase64"],
    ["too much", "huge.txt", Buffer.alloc(1_000_001, "x"), "contentBase64"],
  ])("is not %s", async (...[, fileName, bytes, field]) => {
    const orderId = await makeOrder();
    const { order, userErrors } = await put({ orderId, fileName, bytes });
    expect(userErrors).toMatchObject([{ code: "INVALID", path: ["input", field] }]);
    expect(order.documents).toEqual([]);
  });

  test("is not base64 with something in between", async () => {
    const orderId = await makeOrder();
    const input = { orderId, fileName: "a.txt", contentBase64: "QUJD QUJD" };
    const { data } = await gateway.query(attach, { input });
    expect(data.attachOrderDocument.userErrors).toMatchObject([{ path: ["input", "contentBase64"] }]);
  });
});

describe("Who may not see the order", () => {
  test("attaches nothing, finds nothing, fetches nothing", async () => {
    const orderId = await makeOrder();
    const { order } = await put({ orderId, fileName: "a.pdf", bytes: pdf });
    const [{ id, downloadUrl }] = order.documents;
    const foreign = tokenOf(unitedOilOrganization);
    const refused = await put({ orderId, fileName: "b.pdf", bytes: pdf }, foreign);
    expect(refused).toMatchObject({ order: null, userErrors: [{ code: "NOT_FOUND" }] });
    const node = await gateway.query("query ($id: ID!) { node(id: $id) { id } }", { id }, { token: foreign });
    expect(node.data).toEqual({ node: null });
    const address = `${gateway.url}/documents/${id}`;
    const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
    expect((await fetch(address, bearer(foreign))).status).toBe(404);
    expect((await fetch(address, bearer(tokenOf(edgeOrganization)))).status).toBe(200);
    expect((await fetch(address)).status).toBe(401);
    expect((await fetch(address, bearer(gateway.token(["assets:read"])))).status).toBe(403);
    const another = await put({ orderId: await makeOrder(), fileName: "c.pdf", bytes: pdf });
    const ticket = new URL(downloadUrl).searchParams.get("ticket");
    expect(
      (await fetch(`${gateway.url}/documents/${another.order.documents[0].id}?ticket=${ticket}`)).status,
    ).toBe(401);
    expect((await gateway.query("{ orders { totalCount } }", {}, { token: ticket })).errors).toMatchObject([
      { extensions: { code: "UNAUTHENTICATED" } },
    ]);
    const token = tokenOf(edgeOrganization);
    expect((await fetch(`${address}?ticket=${token}`)).status).toBe(401);
  });

  test("sends no large request", async () => {
    const token = gateway.token(["orders:read"]);
    const input = { orderId: "801000000000000AAA", fileName: "a.txt", contentBase64: "A".repeat(200_000) };
    const init = {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: attach, variables: { input } }),
    };
    expect((await fetch(`${gateway.url}/graphql`, init)).status).toBe(413);
    expect(await statusOfChunked(`${gateway.url}/graphql`, init)).toBe(413);
  });

  test("has an address that is over with the session", async () => {
    const orderId = await makeOrder();
    const { order } = await put({ orderId, fileName: "a.pdf", bytes: pdf });
    const claims = { kind: "USER", subject: "tester", organizationIds: [] } as const;
    const place = `documents/${order.documents[0].id}`;
    const audience = `${gateway.issuer.audience}/${place}`;
    const late = signAccessToken({ ...gateway.issuer, audience }, { ...claims, scopes, lifetimeSeconds: -1 });
    expect((await fetch(`${gateway.url}/${place}?ticket=${late}`)).status).toBe(401);
  });
});

describe("When answers are lost", () => {
  test("the file is there once, and another input has another key", async () => {
    const orderId = await makeOrder();
    const file = { orderId, fileName: "a.pdf", bytes: pdf, idempotencyKey: "file" };
    const fault = { path: "/sobjects/ContentVersion", dropAnswer: true, times: 1 };
    await fetch(`${gateway.org.url}/_local/faults`, { method: "POST", body: JSON.stringify(fault) });
    expect((await put(file)).userErrors).toEqual([]);
    expect((await put(file)).order.documents).toHaveLength(1);
    const other = await put({ ...file, fileName: "b.pdf" });
    expect(other.userErrors).toMatchObject([{ code: "CONFLICT", path: ["input", "idempotencyKey"] }]);
  });
});

/** Of a body whose length is not announced. */
async function statusOfChunked(
  url: string,
  { method, headers, body }: { method: string; headers: OutgoingHttpHeaders; body: string },
): Promise<number | undefined> {
  const sent = request(url, { method, headers });
  sent.write(body.slice(0, 1_000));
  sent.end(body.slice(1_000));
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  answer.resume();
  return answer.statusCode;
}
