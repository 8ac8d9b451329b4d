import { expect, test } from "vitest";
import { takeLog } from "../canary.ts";
import { edge, openCarts, plain } from "../cart/carts.ts";
import { startGateway } from "../gateway.ts";
import { startCosmos } from "../stores/cosmos-server.ts";
import { type Collector, type Span, startCollector } from "./collector.ts";

const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const callersSpan = "00f067aa0ba902b7";
const traceparent = `00-${traceId}-${callersSpan}-01`;

const server = 2;
const client = 3;

function startTraced(collector: Collector, env = {}) {
  return startGateway({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...env } });
}

function attributeOf({ attributes }: Span, name: string): string {
  return JSON.stringify(attributes.find(({ key }) => key === name)?.value ?? null);
}

test("An operation is one trace, which goes on from the caller to Salesforce and the stores, and shows no value", async () => {
  await using collector = await startCollector();
  await using cosmos = await startCosmos();
  const gateway = await startTraced(collector, {
    AZURE_COSMOS_ENDPOINT: cosmos.endpoint,
    AZURE_COSMOS_KEY: cosmos.key,
    OTEL_EXPORTER_OTLP_HEADERS: "x-collector-key=collector%20secret%2C1",
    OTEL_SERVICE_NAME: "shop",
  });
  const { data } = await gateway.query(signIn, { password: "local-only" }, { token: null });
  const { accessToken, refreshToken } = data.signIn;
  const options = { token: accessToken, headers: { traceparent, "x-request-id": "request-1" } };
  const document = `query Machines($name: String!) {
    assets(first: 7, filter: { name: { contains: $name } }) { nodes { name } totalCount }
    account(id: "${edge}") { name }
  }`;
  await gateway.query(document, { name: "canary-of-a-filter" }, options);
  const carts = await openCarts(gateway, options);
  await carts.run("createCart", { accountId: edge, name: "canary-of-a-cart" }, plain);
  await gateway[Symbol.asyncDispose]();

  const spans = collector.spans.filter((span) => span.traceId === traceId);
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const [query, mutation] = spans.filter(({ kind }) => kind === server);
  expect([query?.parentSpanId, mutation?.parentSpanId]).toEqual([callersSpan, callersSpan]);
  expect(query?.name).toBe("POST /graphql");
  expect(attributeOf(query as Span, "gateway.request.id")).toContain("request-1");

  const operations = spans.filter(({ name }) => /^(?:query|mutation) /.test(name));
  expect(operations.map(({ name }) => name)).toEqual(["query Machines", "mutation unnamed"]);
  expect(operations.map(({ parentSpanId }) => parentSpanId)).toEqual([query?.spanId, mutation?.spanId]);

  const calls = spans.filter(({ kind }) => kind === client);
  const rootOf = (span: Span): string => {
    const parent = byId.get(span.parentSpanId ?? "");
    return parent ? rootOf(parent) : (span.parentSpanId ?? "");
  };
  expect(new Set(calls.map(rootOf))).toEqual(new Set([callersSpan]));
  const below = (name: string) =>
    calls.filter(({ parentSpanId }) => byId.get(parentSpanId ?? "")?.name === name).map((call) => call.name);
  expect(below("query Machines")).toContain("POST /services/data/v68.0/composite");
  expect(below("mutation unnamed")).toContain("create_item carts");
  expect(calls.map(({ name }) => name)).toContain("SELECT account_mappings");
  const composite = calls.find(({ name }) => name.endsWith("/composite")) as Span;
  expect(attributeOf(composite, "salesforce.queries")).toMatch(/FROM Asset WHERE .*LIKE \?.* LIMIT \?/);
  expect(attributeOf(composite, "http.response.status_code")).toContain("200");

  expect(collector.headers["x-collector-key"]).toBe("collector secret,1");
  expect(collector.texts.join()).toContain('"shop"');
  const shown = JSON.stringify(collector.spans);
  for (const secret of ["canary-of", "local-only", "buyer@edge", accessToken, refreshToken, edge, cosmos.key])
    expect(shown).not.toContain(secret);
});

const signIn = `mutation ($password: String!) {
  signIn(input: { email: "buyer@edge.example", password: $password }) { accessToken refreshToken }
}`;

test("Lines of the log have the id of the request and its trace, those of the work after the answer as well", async () => {
  await using collector = await startCollector();
  await using gateway = await startTraced(collector);
  const options = { headers: { traceparent, "x-request-id": "request-of-a-cart" } };
  await fetch(`${gateway.org.url}/_local/faults`, {
    method: "POST",
    body: '{"status":503,"path":"/commerce"}',
  });
  const carts = await openCarts(gateway, options);
  await carts.run("createCart", { accountId: edge, lines: [{ sku: "GC1040", quantity: "1" }] }, plain);
  const lines: string[] = [];
  const logLines = () => {
    lines.push(...takeLog());
    return lines;
  };
  const trouble = () => logLines().filter((line) => line.includes("could not be brought in step"));
  await expect.poll(() => trouble().length, { timeout: 10_000 }).toBeGreaterThan(0);
  expect(JSON.parse(trouble()[0] ?? "")).toMatchObject({ requestId: "request-of-a-cart", traceId });
  const answered = logLines().map((line) => JSON.parse(line));
  expect(answered).toContainEqual(
    expect.objectContaining({ path: "/graphql", requestId: "request-of-a-cart", traceId }),
  );
});

test("A caller's traceparent that is none begins a new trace, and probes are not traced", async () => {
  await using collector = await startCollector();
  const gateway = await startTraced(collector);
  for (const headers of [
    { traceparent: "00-0-0-00" },
    { traceparent: `00-${"0".repeat(32)}-${callersSpan}-01` },
  ])
    await gateway.query("{ __typename }", {}, { headers });
  for (const path of ["livez", "readyz", "metrics"]) await fetch(`${gateway.url}/${path}`);
  await gateway[Symbol.asyncDispose]();
  const roots = collector.spans.filter(({ kind }) => kind === server);
  expect(roots.map(({ name, parentSpanId }) => [name, parentSpanId || null])).toEqual([
    ["POST /graphql", null],
    ["POST /graphql", null],
  ]);
  expect(new Set(roots.map((span) => span.traceId)).size).toBe(2);
});

test("A share of 0 traces nothing but what the caller has begun", async () => {
  await using collector = await startCollector();
  const gateway = await startTraced(collector, { OTEL_TRACES_SAMPLER_ARG: "0" });
  await gateway.query("{ __typename }");
  await gateway.query("{ __typename }", {}, { headers: { traceparent } });
  await gateway[Symbol.asyncDispose]();
  expect(new Set(collector.spans.map((span) => span.traceId))).toEqual(new Set([traceId]));
});

test.each(["that refuses", "that is away"])(
  "A collector %s disturbs nothing, the end included",
  async (kind) => {
    const collector = await startCollector();
    const gateway = await startTraced(collector);
    if (kind === "that refuses") collector.refuse(500);
    else await collector[Symbol.asyncDispose]();
    const { data } = await gateway.query('{ productBySku(sku: "GC1040") { sku } }');
    expect(data).toEqual({ productBySku: { sku: "GC1040" } });
    const started = performance.now();
    await gateway[Symbol.asyncDispose]();
    expect(performance.now() - started).toBeLessThan(5_000);
    if (kind === "that refuses") await collector[Symbol.asyncDispose]();
  },
);
