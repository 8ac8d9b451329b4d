import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { natureOf } from "../../src/client/document.ts";
import {
  CancelOrderDocument,
  CreateCartDocument,
  createGatewayClient,
  ErrorsDocument,
  GatewayUserError,
  MachineFileDocument,
  OrderListDocument,
  resultOf,
  WhoAmIDocument,
} from "../../src/client/entry.ts";
import { type ClientScene, errorBody, failureOf, openScene } from "./client.ts";

let scene: ClientScene;
beforeAll(async () => {
  scene = await openScene();
});
beforeEach(() => {
  scene.way.plan([]);
  scene.way.documents = {};
});
afterAll(() => scene[Symbol.asyncDispose]());

const machine = { serialNumber: "GC1040-000101" };

describe("An error", () => {
  test("has code, status, path and the data beside it", async () => {
    const error = await failureOf(scene.admin().run(ErrorsDocument));
    expect(error).toMatchObject({ code: "BAD_USER_INPUT", status: 200, path: ["malformed"] });
    expect(error.errors.map(({ extensions }) => extensions?.code)).toContain("CONFLICT");
    expect(error.data).toMatchObject({ malformed: null, found: { name: expect.any(String) } });
  });

  test("of a missing scope is FORBIDDEN", async () => {
    const credentials = { clientId: "partner-app", clientSecret: "local-only", scope: "assets:read" };
    const error = await failureOf(scene.client({ credentials }).run(OrderListDocument, { first: 1 }));
    expect(error).toMatchObject({ name: "GatewayRequestError", code: "FORBIDDEN", path: ["orders"] });
  });

  test("has the request id that the caller gave, or one of the client's", async () => {
    const options = { headers: { "x-request-id": "mine-1" } };
    const request = scene.client().run("{ nothing }", {}, options);
    expect(await failureOf(request)).toMatchObject({
      code: "GRAPHQL_VALIDATION_FAILED",
      requestId: "mine-1",
    });
    const lost = await failureOf(
      scene.client({ url: "http://127.0.0.1:9", retry: false }).run(WhoAmIDocument),
    );
    expect(lost).toMatchObject({ code: "NETWORK_FAILURE", status: null, requestId: expect.any(String) });
  });

  test("with a code that only a newer gateway has is UNKNOWN_CODE", async () => {
    scene.way.plan([{ status: 418, body: errorBody("NEWER") }]);
    const error = await failureOf(scene.admin().run(WhoAmIDocument));
    expect(error).toMatchObject({
      code: "UNKNOWN_CODE",
      status: 418,
      errors: [{ extensions: { code: "NEWER" } }],
    });
  });

  test("userErrors are data, and an exception for who asks for it", async () => {
    const input = { accountId: "001Lo0000000005IAA", lines: [{ sku: "NONE", quantity: "-1" }] };
    const { createCart } = await scene.client().run(CreateCartDocument, { input });
    expect(createCart.userErrors.length).toBeGreaterThan(0);
    expect(() => resultOf(createCart, "cart")).toThrow(GatewayUserError);
  });
});

describe("A request", () => {
  test("ends after timeoutMs", async () => {
    scene.way.plan(["hang"]);
    const error = await failureOf(scene.admin().run(WhoAmIDocument, {}, { timeoutMs: 200 }));
    expect(error).toMatchObject({ code: "TIMEOUT", status: null, requestId: scene.way.seen[0]?.requestId });
  });

  test("ends with the caller's signal, in a try and between two", async () => {
    for (const fault of ["hang", { status: 503, headers: { "retry-after": "20" }, body: "" }] as const) {
      scene.way.plan([fault]);
      const signal = AbortSignal.timeout(300);
      const request = scene.admin().run(WhoAmIDocument, {}, { signal });
      await expect(request).rejects.toMatchObject({ name: "TimeoutError" });
      expect(scene.way.count("/graphql")).toBe(1);
    }
    const request = scene.admin().run(WhoAmIDocument, {}, { signal: AbortSignal.abort() });
    await expect(request).rejects.toMatchObject({ name: "AbortError" });
  });

  test("shows its id and what it cost of Salesforce", async () => {
    const headers = { "x-salesforce-trace": "1" };
    const answer = await scene.admin().request(MachineFileDocument, machine, { headers });
    expect(answer.data.assetBySerialNumber?.name).toBe("GenWatt Diesel 200kW, Austin plant");
    expect(answer.requestId).toBe(scene.way.seen[0]?.requestId);
    expect(answer.extensions).toMatchObject({ salesforce: { apiCalls: expect.any(Number) } });
  });

  test("goes through a fetch of the app's own", async () => {
    const urls: string[] = [];
    const own: typeof fetch = (input, init) => {
      urls.push(new URL(String(input)).pathname);
      return fetch(input, init);
    };
    await scene.client({ fetch: own }).run(WhoAmIDocument);
    expect(urls).toEqual(["/oauth/token", "/graphql"]);
  });

  test.each(["gateway.example.com", "ftp://gateway.example.com", "https://gateway.example.com/graphql"])(
    "cannot be made to %s",
    (url) => {
      expect(() => createGatewayClient({ url, credentials: { accessToken: "a" } })).toThrow("base address");
    },
  );

  test("keeps the path of a base address", () => {
    const url = "https://api.example.com/gateway";
    const { endpoint } = createGatewayClient({ url, credentials: { accessToken: "a" } });
    expect(endpoint).toBe("https://api.example.com/gateway/graphql");
  });
});

describe("A generated document", () => {
  const bodies = () => scene.way.seen.map(({ body }) => Object.keys(body).toSorted().join(" "));

  test("is sent by its hash where the gateway keeps it", async () => {
    const file = new URL("../../src/client/generated/persisted-documents.json", import.meta.url);
    scene.way.documents = JSON.parse(await readFile(file, "utf8"));
    const client = scene.admin({ persisted: true });
    const { assetBySerialNumber } = await client.run(MachineFileDocument, machine);
    expect(assetBySerialNumber?.name).toBe("GenWatt Diesel 200kW, Austin plant");
    expect(bodies()).toEqual(["documentId variables"]);
  });

  test("is sent whole after a gateway did not know it, and from then on", async () => {
    const client = scene.admin({ persisted: true });
    scene.way.plan([{ status: 200, body: errorBody("PERSISTED_QUERY_NOT_FOUND") }]);
    for (const _time of [1, 2]) await client.run(MachineFileDocument, machine);
    expect(bodies()).toEqual(["documentId variables", "query variables", "query variables"]);
  });

  test("is sent whole with persisted: false, like any text", async () => {
    await scene.admin({ persisted: false }).run(MachineFileDocument, machine);
    await scene.admin({ persisted: true }).run("{ viewer { id } }");
    expect(bodies()).toEqual(["query variables", "query variables"]);
  });

  test("that changes something is changed once, whichever way it goes", async () => {
    const client = scene.client({ persisted: true });
    scene.way.plan([{ status: 200, body: errorBody("PERSISTED_QUERY_NOT_FOUND") }]);
    const input = { accountId: "001Lo0000000005IAA", lines: [{ sku: "GC1040", quantity: "1" }] };
    const { createCart } = await client.run(CreateCartDocument, { input });
    const sent = scene.way.seen
      .filter(({ body }) => body)
      .map(({ body }) => body.variables.input.idempotencyKey);
    expect(sent).toEqual([sent[0], sent[0]]);
    expect(resultOf(createCart, "cart").version).toBe(1);
  });
});

describe("A document", () => {
  const typed = "$a: CreateCartInput!, $b: CancelOrderInput!";
  test.each([
    ["a shorthand", "{ viewer { id } }", false, []],
    [
      "a query after a fragment",
      'fragment F on Cart { id } query Q { cart(id: "mutation {") { ...F } }',
      false,
      [],
    ],
    ["a query with a comment", "# mutation\nquery { viewer { id } }", false, []],
    ["a mutation with a key", CreateCartDocument.toString(), true, ["input"]],
    ["a mutation without", CancelOrderDocument.toString(), true, []],
    [
      "one of both",
      `mutation (${typed}) { createCart(input: $a) { replayed } cancelOrder(input: $b) { order { id } } }`,
      true,
      [],
    ],
    [
      "two with keys",
      "mutation ($a: CreateCartInput!, $b: ReorderInput!) { createCart(input: $a) { replayed } reorder(input:$b) { replayed } }",
      true,
      ["a", "b"],
    ],
    ["its input in the text", 'mutation { createCart(input: { accountId: "1" }) { replayed } }', true, []],
    [
      "a mutation after a fragment",
      "fragment F on Cart { id } mutation ($input: CreateCartInput) { createCart(input: $input) { cart { ...F } } }",
      true,
      ["input"],
    ],
  ])("with %s is understood", (_name, ...[text, isMutation, keyedVariables]) => {
    expect(natureOf(text)).toEqual({ isMutation, keyedVariables });
  });
});
