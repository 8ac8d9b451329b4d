import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import { type RefusedRequest, refusedRequests } from "./refused-request.ts";

let gateway: Gateway;

beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.org.clearCalls());

describe("A request with", () => {
  test.each(refusedRequests)("$name is answered $status $code", async ({ status, code, ...request }) => {
    const response = await send(request);
    const text = await response.text();
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toMatch(/^application\/(graphql-response\+)?json/);
    const { data = null, errors } = JSON.parse(text);
    expect(data === null || Object.values(data).every((value) => value === null)).toBe(true);
    for (const error of errors) {
      expect(error).toEqual({ ...error, message: expect.stringMatching(/\w{3}/), extensions: { code } });
    }
    expect(text).not.toMatch(/\.js|\.ts\b|node_modules| {4}at /);
    expect(await gateway.org.calls()).toEqual([]);
  });

  test("many faults gets the first few alone", async () => {
    const { errors } = await gateway.query("{ a b c d e f g }");
    expect(errors?.map(({ message }) => message)).toEqual([
      expect.stringContaining('"a"'),
      expect.stringContaining('"b"'),
      expect.stringContaining('"c"'),
      "Too many validation errors, error limit reached. Validation aborted.",
    ]);
  });

  test("many faults in its variables gets the first few alone", async () => {
    const names = ["a", "b", "c", "d", "e", "f", "g"];
    const document = `query (${names.map((name) => `$${name}: ID!`)}) { ${names.map((name) => `${name}: account(id: $${name}) { id }`).join(" ")} }`;
    const { errors = [] } = await gateway.query(document, {});
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(errors.map(() => "BAD_USER_INPUT"));
    expect(errors.map(({ message }) => message)).toEqual([
      ...names.slice(0, 5).map((name) => expect.stringContaining(`"$${name}"`)),
      expect.stringContaining("error limit reached"),
    ]);
  });

  test("an operation's name that is none is told so", async () => {
    const body = { query: "query Machines { assets(first: 1) { nodes { id } } }", operationName: "" };
    const { errors } = (await (await send({ body })).json()) as { errors: readonly { message: string }[] };
    expect(errors[0]?.message).toContain('""');
  });
});

function send({
  method = "POST",
  path = "/graphql",
  headers = {},
  body,
}: Partial<RefusedRequest>): Promise<Response> {
  return fetch(`${gateway.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${gateway.token()}`,
      ...(method !== "GET" && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
}
