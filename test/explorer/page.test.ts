import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { errorCodes } from "../../src/errors.ts";
import { type Gateway, startGateway } from "../gateway.ts";
import { writeRsaPair } from "../key-files.ts";

let gateway: Gateway;
/** The same org, but as settings name a real one. */
let real: Gateway;

beforeAll(async () => {
  gateway = await startGateway();
  const env = {
    SFCC_DOMAIN_NAME: gateway.org.url,
    SFCC_CLIENT_ID: "local-org",
    SFCC_CLIENT_SECRET: "local-only",
    ...writeRsaPair(2048),
  };
  real = await startGateway({ beside: gateway, env });
});
afterAll(async () => {
  await real[Symbol.asyncDispose]();
  await gateway[Symbol.asyncDispose]();
});

const pageFiles = [
  ["/explorer", "text/html"],
  ["/explorer/explorer.js", "text/javascript"],
  ["/explorer/dialog.js", "text/javascript"],
  ["/explorer/session.js", "text/javascript"],
  ["/explorer/trace.js", "text/javascript"],
  ["/explorer/explorer.css", "text/css"],
  ["/explorer/ruru/ruru.js", "text/javascript"],
  ["/explorer/ruru/ruru.css", "text/css"],
] as const;

describe("The explorer's page", () => {
  test.each(pageFiles)("has %s as %s, with a policy that knows the gateway alone", async (path, type) => {
    const { status, headers } = await fetch(`${gateway.url}${path}`);
    expect([status, headers.get("content-type")]).toEqual([200, `${type}; charset=utf-8`]);
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; /);
    expect(policy).not.toMatch(/https?:|unsafe-eval|\*/);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("is in production no more than an unknown address", async () => {
    await using production = await startGateway({ data: "none", env: { NODE_ENV: "production" } });
    const answerOf = async (path: string) => {
      const response = await fetch(`${production.url}${path}`);
      const policy = response.headers.get("content-security-policy");
      return { status: response.status, policy, body: await response.json() };
    };
    const unknown = await answerOf("/nothing");
    expect(unknown.status).toBe(404);
    for (const [path] of pageFiles) expect(await answerOf(path)).toEqual(unknown);
    expect(await answerOf("/explorer/setup.json")).toEqual(unknown);
  });

  test("loads the package's files once: a browser that has them is told so", async () => {
    const url = `${gateway.url}/explorer/ruru/ruru.js`;
    const { headers } = await fetch(url);
    expect(headers.get("cache-control")).toBe("no-cache");
    const again = await fetch(url, { headers: { "if-none-match": headers.get("etag") ?? "" } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
  });

  test("is itself never kept, so that it fits the gateway that runs", async () => {
    const { headers } = await fetch(`${gateway.url}/explorer`);
    expect(headers.get("cache-control")).toBe("no-store");
  });

  test.each([
    "/explorer/nothing.js",
    "/explorer/tsconfig.json",
    "/explorer/..%2fpackage.json",
    "/explorer/ruru/nothing.js",
    "/explorer/ruru/ruru.js.map",
    "/explorer/ruru/..%2f..%2fpackage.json",
    "/explorer/ruru/__proto__",
  ])("has no %s", async (path) => {
    const response = await fetch(`${gateway.url}${path}`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "BAD_REQUEST" } }] });
  });
});

describe("What the page is set up with before a real org", () => {
  test("are no sample people, all examples, and the meaning of every code", async () => {
    const response = await fetch(`${real.url}/explorer/setup.json`);
    const { samplePeople, examples, errors } = (await response.json()) as {
      readonly samplePeople: unknown;
      readonly examples: readonly { readonly query: string; readonly variables: string }[];
      readonly errors: Readonly<Record<string, string>>;
    };
    expect(samplePeople).toBeNull();
    const files = await readdir(new URL("../../examples/", import.meta.url));
    expect(examples).toHaveLength(files.filter((file) => file.endsWith(".graphql")).length);
    const search = examples.find(({ query }) => query.includes("query Search("));
    expect(JSON.parse(search?.variables ?? "")).toHaveProperty("text");
    expect(Object.keys(errors)).toEqual(Object.keys(errorCodes));
    for (const text of Object.values(errors)) expect(text).toMatch(/\*\*Cause\.\*\*[\s\S]+\*\*Remedy\.\*\*/);
  });
});
