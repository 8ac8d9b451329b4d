import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ConfigError, readConfig } from "../../src/config.ts";
import { type Gateway, startGateway } from "../gateway.ts";
import { createTemporaryFolder } from "../temporary-folder.ts";

const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");

const own = "query Own($first: Int!) { products(first: $first) { nodes { sku } } }";
const ofApollo = "query OfApollo { viewer { kind } }";
const unknown = "{ viewer { kind } }";
const change = 'mutation Leave { signOut(input: { refreshToken: "none" }) { userErrors { code } } }';
const printed = JSON.parse(await readFile("src/client/generated/persisted-documents.json", "utf8")) as Record<
  string,
  string
>;
const [productsId = ""] = Object.keys(printed).filter((id) =>
  printed[id]?.startsWith("query ProductsWithPrices"),
);

const stack = new AsyncDisposableStack();
let strict: Gateway;
let open: Gateway;
let folder: string;
beforeAll(async () => {
  folder = stack.use(await createTemporaryFolder()).path;
  const [map, manifest] = [join(folder, "map.json"), join(folder, "manifest.json")];
  await writeFile(
    map,
    JSON.stringify({ [`sha256:${hashOf(own)}`]: own, [`sha256:${hashOf(change)}`]: change }),
  );
  const operations = [{ id: hashOf(ofApollo), body: ofApollo, name: "OfApollo", type: "query" }];
  await writeFile(
    manifest,
    JSON.stringify({ format: "apollo-persisted-query-manifest", version: 1, operations }),
  );
  const env = { PERSISTED_DOCUMENTS: `${map} ${manifest}` };
  open = stack.use(await startGateway({ env }));
  strict = stack.use(await startGateway({ beside: open, env: { ...env, ONLY_PERSISTED_DOCUMENTS: "true" } }));
});
afterAll(() => stack.disposeAsync());

async function read(response: Response) {
  const { data, errors } = (await response.json()) as {
    data?: object;
    errors?: { extensions: { code: string } }[];
  };
  return { status: response.status, answer: errors?.[0]?.extensions.code ?? data };
}

const headersFor = (gateway: Gateway) => ({ authorization: `Bearer ${gateway.token()}` });

const post = async (gateway: Gateway, body: object) =>
  read(
    await fetch(`${gateway.url}/graphql`, {
      method: "POST",
      headers: { ...headersFor(gateway), "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  );

const get = async (gateway: Gateway, parameters: Record<string, string>) =>
  read(
    await fetch(`${gateway.url}/graphql?${new URLSearchParams(parameters)}`, {
      headers: { ...headersFor(gateway), "apollo-require-preflight": "true" },
    }),
  );

const apollo = (hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: hash } } });
const variables = { first: 1 };
const products = { products: { nodes: [{ sku: expect.any(String) }] } };

describe.each([
  ["A gateway", () => open],
  ["A gateway that runs known documents alone", () => strict],
])("%s", (_which, gateway) => {
  test.each([
    ["by documentId", { documentId: `sha256:${hashOf(own)}`, variables }, products],
    ["by Apollo's hash", { ...apollo(hashOf(own)), variables }, products],
    ["by Apollo's hash with its text", { ...apollo(hashOf(own)), query: own, variables }, products],
    ["by documentId with its text", { documentId: `sha256:${hashOf(own)}`, query: own, variables }, products],
    ["by its text", { query: own, variables }, products],
    ["of Apollo's manifest", { documentId: `sha256:${hashOf(ofApollo)}` }, { viewer: { kind: "USER" } }],
  ])("answers a known document %s", async (_how, body, answer) => {
    expect(await post(gateway(), body)).toEqual({ status: 200, answer });
  });

  test("answers one by GET", async () => {
    const text = { variables: JSON.stringify(variables) };
    const known = { status: 200, answer: products };
    expect(await get(gateway(), { documentId: `sha256:${hashOf(own)}`, ...text })).toEqual(known);
    expect(
      await get(gateway(), { extensions: JSON.stringify(apollo(hashOf(own)).extensions), ...text }),
    ).toEqual(known);
    expect(await get(gateway(), { query: own, ...text })).toEqual(known);
  });

  test("changes nothing by GET", async () => {
    const answer = await get(gateway(), { documentId: `sha256:${hashOf(change)}` });
    expect(answer).toEqual({ status: 405, answer: "BAD_REQUEST" });
  });

  test("knows the typed client's documents", async () => {
    const { status, answer } = await post(gateway(), {
      documentId: productsId,
      variables: { search: "Diesel" },
    });
    expect([status, answer]).toEqual([200, { products: expect.any(Object) }]);
  });

  test.each([
    ["Apollo's clients as they expect", apollo("0".repeat(64)), 200],
    ["others with 404", { documentId: `sha256:${"0".repeat(64)}` }, 404],
    ["ids of another kind with 404", { documentId: "x-other:1" }, 404],
    ["ids that are no text with 404", { documentId: 1 }, 404],
    ["a hash in capitals with 404", { documentId: `sha256:${hashOf(own).toUpperCase()}` }, 404],
  ])("tells of a hash that it does not know: %s", async (_whom, body, status) => {
    expect(await post(gateway(), body)).toEqual({ status, answer: "PERSISTED_QUERY_NOT_FOUND" });
  });

  test("does not take a document under another's hash", async () => {
    const answers = [
      await post(gateway(), { ...apollo(hashOf(ofApollo)), query: own, variables }),
      await post(gateway(), { documentId: `sha256:${hashOf(ofApollo)}`, query: own, variables }),
    ];
    for (const answer of answers) expect(answer).toEqual({ status: 400, answer: "BAD_REQUEST" });
  });
});

test("A gateway keeps no document for those who send one with its hash", async () => {
  expect((await post(open, { ...apollo(hashOf(unknown)), query: unknown })).status).toBe(200);
  expect((await post(open, apollo(hashOf(unknown)))).answer).toBe("PERSISTED_QUERY_NOT_FOUND");
});

describe("A gateway that runs known documents alone refuses", () => {
  test.each([
    ["any other", { query: unknown }],
    ["any other with its hash", { ...apollo(hashOf(unknown)), query: unknown }],
    ["a known one with a space more", { query: `${own} `, variables }],
    ["introspection", { query: "{ __schema { types { name } } }" }],
    ["what is not GraphQL", { query: "{" }],
    ["what does not fit the schema", { query: "{ nothing }" }],
  ])("%s", async (_what, body) => {
    expect(await post(strict, body)).toEqual({ status: 403, answer: "DOCUMENT_NOT_ALLOWED" });
  });

  test.each([
    ["by GET", { query: unknown }],
    ["by GET with a known id", { query: unknown, documentId: productsId }],
  ])("any other %s", async (_how, parameters) => {
    expect(await get(strict, parameters)).toEqual({ status: 403, answer: "DOCUMENT_NOT_ALLOWED" });
  });
});

describe("PERSISTED_DOCUMENTS", () => {
  test.each([
    ["a file that there is not", null],
    ["no JSON", "{"],
    ["a text", '"x"'],
    ["null", "null"],
    ["a document under another's hash", JSON.stringify({ [`sha256:${hashOf(own)}`]: unknown })],
    ["a document that is none", JSON.stringify({ [`sha256:${hashOf(own)}`]: 1 })],
  ])("may not be %s", async (what, content) => {
    const path = join(folder, `${what.replaceAll(/\W/g, "-")}.json`);
    if (content !== null) await writeFile(path, content);
    expect(() => readConfig({ PERSISTED_DOCUMENTS: path })).toThrow(ConfigError);
  });
});
