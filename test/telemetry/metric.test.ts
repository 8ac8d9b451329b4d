import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ownTurn } from "../../src/event-loop-turn.ts";
import { type Carts, openCarts, plain } from "../cart/carts.ts";
import { type Gateway, startGateway } from "../gateway.ts";

let gateway: Gateway;
let carts: Carts;
beforeAll(async () => {
  gateway = await startGateway();
  carts = await openCarts(gateway);
});
afterAll(() => gateway[Symbol.asyncDispose]());

async function read(): Promise<string> {
  return await (await fetch(`${gateway.url}/metrics`)).text();
}

/** The samples of a metric: its labels as they are written, and the figure. */
async function samples(metric: string): Promise<ReadonlyMap<string, number>> {
  const lines = (await read())
    .split("\n")
    .filter((line) => line.startsWith(`${metric}{`) || line.startsWith(`${metric} `));
  return new Map(lines.map((line) => [/\{(.*)\}/.exec(line)?.[1] ?? "", Number(line.split(" ").at(-1))]));
}

async function value(metric: string, labels = ""): Promise<number> {
  return (await samples(metric)).get(labels) ?? 0;
}

const operations = "gateway_graphql_operation_duration_seconds_count";

describe("Operations", () => {
  test("are told by type and name", async () => {
    await gateway.query("query Products { products(first: 1) { nodes { sku } } }");
    await gateway.query("{ products(first: 1) { nodes { sku } } }");
    expect(await value(operations, 'type="query",name="Products"')).toBe(1);
    expect(await value(operations, 'type="query",name="unnamed"')).toBe(1);
  });

  test("without a token leave no name behind", async () => {
    await gateway.query("query Stranger { __typename }", {}, { token: null });
    await gateway.query("query Broken { nothing }");
    expect(await read()).not.toMatch(/Stranger|Broken/);
  });

  test("of 150 names are 100 and the others together", async () => {
    const indexes = Array.from({ length: 150 }, (_, index) => index);
    await Promise.all(indexes.map((index) => gateway.query(`query Name${index} { __typename }`)));
    const names = [...(await samples(operations)).keys()];
    expect(names.length).toBeLessThanOrEqual(104);
    expect(await value(operations, 'type="query",name="other"')).toBeGreaterThanOrEqual(50);
  });
});

describe("Errors", () => {
  test.each([
    ["BAD_USER_INPUT", "{ products(first: -1) { nodes { sku } } }"],
    ["GRAPHQL_VALIDATION_FAILED", "{ nothing }"],
    ["GRAPHQL_PARSE_FAILED", "{"],
    ["BAD_REQUEST", ""],
  ])("%s is told by its code", async (code, document) => {
    const before = await value("gateway_errors_total", `code="${code}"`);
    await gateway.query(document);
    expect(await value("gateway_errors_total", `code="${code}"`)).toBe(before + 1);
  });

  test("outside of GraphQL are told as well", async () => {
    const before = await value("gateway_errors_total", 'code="BAD_REQUEST"');
    await fetch(`${gateway.url}/nowhere`);
    expect(await value("gateway_errors_total", 'code="BAD_REQUEST"')).toBe(before + 1);
  });

  test("of a mutation's data are told by mutation and code, though the client does not ask for them", async () => {
    const document = `mutation { signIn(input: { email: "nobody@example.com", password: "wrong" }) { accessToken } }`;
    expect(await gateway.query(document)).toEqual({ data: { signIn: { accessToken: null } } });
    expect(await value("gateway_user_errors_total", 'mutation="signIn",code="INVALID"')).toBe(1);
  });
});

const buyer = `mutation { signIn(input: { email: "buyer@edge.example", password: "local-only" }) { accessToken } }`;

describe("Upstreams", () => {
  const calls = "gateway_upstream_request_duration_seconds_count";
  const of = (upstream: string, outcome: string) =>
    value(calls, `upstream="${upstream}",outcome="${outcome}"`);
  const strike = (fault: object) =>
    fetch(`${gateway.org.url}/_local/faults`, { method: "POST", body: JSON.stringify(fault) });

  test("are told one exchange each", async () => {
    // By then it is signed in, which is an exchange of its own.
    await gateway.query("{ accounts(first: 2) { nodes { name } } }");
    const [salesforce, postgres] = [await of("salesforce", "ok"), await of("postgresql", "ok")];
    await gateway.org.clearCalls();
    const { accessToken } = (await gateway.query(buyer, {}, { token: null })).data.signIn;
    await gateway.query("{ accounts(first: 1) { nodes { name } } }", {}, { token: accessToken });
    expect(await of("salesforce", "ok")).toBe(salesforce + (await gateway.org.calls()).length);
    expect(await of("postgresql", "ok")).toBeGreaterThan(postgres);
  });

  test.each([
    ["refused", { status: 404, body: [{ errorCode: "NOT_FOUND", message: "" }] }],
    ["failed", { status: 500, body: [{ errorCode: "UNKNOWN", message: "" }] }],
    ["failed", { resetAfterBytes: 10 }],
  ])("are told as %s after %j", async (outcome, fault) => {
    const before = await of("salesforce", outcome);
    await strike({ path: "/query", ...fault });
    await gateway.query("{ accounts(first: 3) { nodes { name } } }");
    await fetch(`${gateway.org.url}/_local/faults`, { method: "DELETE" });
    expect(await of("salesforce", outcome)).toBeGreaterThan(before);
  });

  test("are not blamed for the time that an answer of theirs waits for the event loop", async () => {
    const ok = 'upstream="salesforce",outcome="ok"';
    const sum = () => value("gateway_upstream_request_duration_seconds_sum", ok);
    const [before, began] = [await sum(), performance.now()];
    const others = Array.from({ length: 150 }, () => ownTurn().then(() => keepBusy(4)));
    await Promise.all([gateway.query("{ accounts(first: 7) { nodes { name } } }"), ...others]);
    const seconds = (performance.now() - began) / 1_000;
    const told = (await sum()) - before;
    expect(told).toBeGreaterThan(0);
    expect(told).toBeLessThan(seconds / 2);
  });
});

function keepBusy(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until) Math.sqrt(until);
}

describe("Carts", () => {
  test("are told with their way to Salesforce and their orders", async () => {
    const cart = await carts.make({ GC1040: 1 });
    await carts.settled(cart.id);
    const document = `mutation ($id: ID!) { placeOrder(input: { cartId: $id }) { userErrors { code } } }`;
    expect(await gateway.query(document, { id: cart.id })).toEqual({
      data: { placeOrder: { userErrors: [] } },
    });
    expect(await value("gateway_cart_sync_total", 'outcome="in_step"')).toBeGreaterThan(0);
    expect(await value("gateway_checkouts_total", 'state="COMPLETED"')).toBe(1);
    expect(await value("gateway_carts_due")).toBe(0);
    expect(await value("gateway_carts_overdue_seconds")).toBe(0);
  });

  test("that do not come in step are told", async () => {
    const before = await value("gateway_cart_sync_total", 'outcome="failed"');
    await fetch(`${gateway.org.url}/_local/faults`, {
      method: "POST",
      body: '{"status":503,"path":"/commerce"}',
    });
    await carts.run(
      "createCart",
      { accountId: "001Lo0000000005IAA", lines: [{ sku: "GC1060", quantity: "1" }] },
      plain,
    );
    await expect
      .poll(() => value("gateway_cart_sync_total", 'outcome="failed"'), { timeout: 20_000 })
      .toBeGreaterThan(before);
    await fetch(`${gateway.org.url}/_local/faults`, { method: "DELETE" });
  });
});

describe.each(["deploy/grafana/dashboard.json", "deploy/prometheus/alerts.yml"])("%s", (file) => {
  test("shows figures that there are, by labels that they have", async () => {
    const text = await read();
    const expressions = readFileSync(file, "utf8").match(/"?expr"?: .*/g) ?? [];
    const used = [...new Set(expressions.join("\n").match(/\b(?:gateway|process|nodejs)_\w+/g))];
    const known = new Set(text.match(/^(?!#)\w+/gm));
    expect(used.length).toBeGreaterThan(5);
    expect(used.filter((name) => !known.has(name) && !isUnused.has(name))).toEqual([]);
    const labels = expressions.flatMap((expression) => [...expression.matchAll(/by \(([\w, ]+)\)/g)]);
    const wanted = [...new Set(labels.flatMap(([, names = ""]) => names.split(/, */)))];
    expect(wanted.filter((name) => !new RegExp(`[{,]${name}="`).test(text) && name !== "use")).toEqual([]);
  });
});

/** Nothing is cached here, so that they have no figure yet. */
const isUnused = new Set(["gateway_cache_queries_total"]);
