import { buildSchema, type GraphQLFieldResolver, type GraphQLSchema } from "graphql";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openTokenIssuer } from "../../src/auth/token.ts";
import { readConfig } from "../../src/config.ts";
import type { Context } from "../../src/context.ts";
import { GatewayError } from "../../src/errors.ts";
import { createHttp } from "../../src/http.ts";
import { createLog } from "../../src/log.ts";
import { createMetrics } from "../../src/metrics.ts";
import { createTrace } from "../../src/salesforce/query-batch.ts";
import type { Answer } from "../gateway.ts";
import { writeRsaPair } from "../key-files.ts";

type Resolver = GraphQLFieldResolver<unknown, Context>;

/** Faults as real resolvers and libraries have them; "canary" must not get out. */
const faults: Readonly<Record<string, Resolver>> = {
  aBug: () => (undefined as unknown as { readonly canary: { toString(): string } }).canary.toString(),
  aRejection: () => Promise.reject(new Error("canary")),
  aText: () => Promise.reject("canary"),
  aLibrary: () =>
    Promise.reject(Object.assign(new Error("canary"), { extensions: { code: "BAD_USER_INPUT" } })),
  aNull: () => null,
  anInt: () => 4_000_000_000,
};

const outage = new GatewayError("SALESFORCE_UNAVAILABLE", "Salesforce is away.", {
  cause: new Error("canary of the cause"),
});
const others: Readonly<Record<string, Resolver>> = {
  outages: () => Array.from({ length: 20 }, () => outage),
  missing: () => Promise.reject(new GatewayError("CONFLICT", "There are two.")),
  echo: (_parent, { text }) => text,
};

const lines: string[] = [];
let url: string;
let close: () => Promise<void>;

beforeAll(async () => {
  const config = readConfig({ NODE_ENV: "development", ...writeRsaPair(2048) });
  const http = await createHttp({
    config: config.http,
    maxDocumentBytes: config.orders.maxDocumentBytes,
    schema: faultySchema(),
    tokens: await openTokenIssuer(config.jwt),
    provider: null,
    checks: { cellar: () => Promise.reject(new Error("canary")), attic: () => new Promise(() => undefined) },
    log: createLog({ level: "info", secrets: () => [] }, { write: (line) => void lines.push(line) }),
    revocations: { isRevoked: () => false },
    openTrace: false,
    callers: () => Promise.resolve(null),
    facts: () => ({}),
    metrics: createMetrics(() => null),
    createContext: ({ requestId, viewer }) => {
      if (requestId === "unlucky") return Promise.reject(new Error("canary"));
      if (requestId === "outage") return Promise.reject(outage);
      return Promise.resolve({ requestId, viewer, trace: createTrace() } as Context);
    },
  });
  url = await http.listen({ port: 0, host: "127.0.0.1" });
  close = () => http.close();
});
afterAll(() => close());
beforeEach(() => void lines.splice(0));

describe("A fault of the gateway", () => {
  test.each(Object.keys(faults))("%s is masked, and in the log once, under the request id", async (field) => {
    const { response, answer, text } = await post(`{ ${field} }`);
    expect(answer.errors).toEqual([
      {
        message: expect.stringContaining("x-request-id"),
        path: [field],
        locations: expect.anything(),
        extensions: { code: "INTERNAL_SERVER_ERROR" },
      },
    ]);
    expect(text).not.toMatch(/canary|4000000000|Cannot|at /);
    const logged = entries().filter(({ level }) => level === "error");
    expect(logged).toEqual([
      expect.objectContaining({ requestId: response.headers.get("x-request-id"), path: [field] }),
    ]);
    expect(JSON.stringify(logged)).toMatch(/canary|4000000000|Cannot return null/);
    expect(JSON.stringify(logged)).toContain("stack");
  });

  test("outside of any resolver is masked and in the log as well", async () => {
    const { response, answer, text } = await post("{ echo }", {}, { "x-request-id": "unlucky" });
    expect(response.status).toBe(500);
    expect(answer.errors).toMatchObject([{ extensions: { code: "INTERNAL_SERVER_ERROR" } }]);
    expect(text).not.toContain("canary");
    const logged = entries().filter(({ level }) => level === "error");
    expect(logged).toMatchObject([{ requestId: "unlucky", err: { message: "canary" } }]);
  });
});

describe("The log", () => {
  test("has the reason of an outage that no resolver met, under the request id", async () => {
    const { response, text } = await post("{ echo }", {}, { "x-request-id": "outage" });
    expect(response.status).toBe(503);
    expect(text).not.toContain("canary");
    const err = expect.objectContaining({ message: "canary of the cause" });
    expect(entries().filter(({ level }) => level === "warn")).toEqual([
      expect.objectContaining({ requestId: "outage", code: "SALESFORCE_UNAVAILABLE", err }),
    ]);
  });

  test("has one entry for one outage, however many fields it hits", async () => {
    const { answer } = await post("{ outages }");
    expect(answer.errors).toHaveLength(20);
    expect(entries().filter(({ level }) => level === "warn")).toEqual([
      expect.objectContaining({ code: "SALESFORCE_UNAVAILABLE", cause: "Error: canary of the cause" }),
    ]);
  });

  test("has one line a request, and nothing else about what the client can mend", async () => {
    for (const document of ["{ missing }", "{ nothing }", "{", "query ($n: Int!) { echo }"])
      await post(document);
    expect(entries().map(({ msg }) => msg)).toEqual(["answered", "answered", "answered", "answered"]);
  });

  test("has neither tokens nor documents nor variables, and stays one JSON object a line", async () => {
    const secret = 'secret"\n{"level":"error"}';
    await post("query ($text: String) { echo(text: $text) }", { text: secret }, {});
    await post(`{ echo(text: "secret") aBug }`, {}, { authorization: "Bearer secret", cookie: "a=secret" });
    await fetch(`${url}/graphql?query={secret}&token=secret`, { headers: { "user-agent": "secret" } });
    await fetch(`${url}/secret?token=secret`);
    expect(lines.join("")).not.toContain("secret");
    expect(entries().map(({ msg, status }) => [msg, status])).toEqual([
      ["answered", 200],
      ["answered", 401],
      ["answered", 400],
      ["answered", 404],
    ]);
  });
});

test("Readiness names what is late or away within two seconds, and gives no reasons", async () => {
  const started = performance.now();
  const response = await fetch(`${url}/readyz`);
  expect(performance.now() - started).toBeLessThan(2_500);
  expect(response.status).toBe(503);
  expect(await response.json()).toEqual({
    status: "not ready",
    checks: { cellar: "not ready", attic: "not ready" },
  });
});

function faultySchema(): GraphQLSchema {
  const schema = buildSchema(`type Query {
    aBug: String aRejection: String aText: String aLibrary: String aNull: String! anInt: Int
    outages: [String] missing: String echo(text: String): String
  }`);
  const fields = schema.getQueryType()?.getFields() ?? {};
  for (const [name, resolve] of Object.entries({ ...faults, ...others }))
    Object.assign(fields[name] ?? {}, { resolve });
  return schema;
}

async function post(query: string, variables: object = {}, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  return { response, text, answer: JSON.parse(text) as Answer };
}

function entries(): Record<string, unknown>[] {
  return lines.map((line) => {
    expect(line.indexOf("\n")).toBe(line.length - 1);
    return JSON.parse(line);
  });
}
