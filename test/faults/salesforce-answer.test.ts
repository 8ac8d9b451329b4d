import { json as readJson } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import {
  type BrokenSalesforce,
  type Handler,
  json,
  startBrokenSalesforce,
  text,
} from "../http/broken-salesforce.ts";
import { writeRsaPair } from "../key-files.ts";
import { createRandom } from "../random.ts";
import { outcomes, seen, timed } from "./figure.ts";

/** docs/reliability.md says how to have more of them. */
const calls = Number(process.env.FAULT_CALLS ?? 200);
const atOnce = 10;

const stack = new AsyncDisposableStack();
let salesforce: BrokenSalesforce;
let gateway: Gateway;

beforeAll(async () => {
  salesforce = stack.use(await startBrokenSalesforce());
  gateway = stack.use(await start());
});
afterAll(() => stack.disposeAsync());

function start(): Promise<Gateway> {
  const env = {
    SFCC_DOMAIN_NAME: salesforce.url,
    SFCC_CLIENT_ID: "client",
    SFCC_CLIENT_SECRET: "secret",
    ...writeRsaPair(2048),
  };
  return startGateway({ data: "none", env });
}

const account = { Id: "001000000000001AAA", Name: "Acme" };
const fine = json(200, { totalSize: 1, done: true, records: [account] });
const busy = json(503, [{ errorCode: "SERVER_UNAVAILABLE", message: "busy" }]);
const wrong = json(400, [{ errorCode: "INVALID_FIELD", message: "No such column 'Name'" }]);

/** Every one another query of its ten, for the same ones at the same time would be asked once. */
const ask = (index = 0) => gateway.query(`{ accounts(first: ${(index % atOnce) + 1}) { nodes { name } } }`);

async function askOften(count: number) {
  const answers = [];
  for (let asked = 0; asked < count; asked += atOnce) {
    answers.push(...(await Promise.all(Array.from({ length: atOnce }, (_, index) => ask(index)))));
  }
  return outcomes(answers);
}

/** Answers each request as `choose` has it. */
const each =
  (choose: () => Handler): Handler =>
  (request, response) =>
    choose()(request, response);

const waiting =
  (seconds: string): Handler =>
  (request, response) => {
    response.setHeader("retry-after", seconds);
    busy(request, response);
  };

const recovered = () => expect.poll(async () => (await ask()).errors, { timeout: 10_000 }).toBeUndefined();

describe("When Salesforce is out of service", () => {
  test.each([503, 420, 429])("for a moment (%d), the caller does not notice", async (status) => {
    let requests = 0;
    salesforce.breakAs(each(() => (++requests <= 2 ? text(status, "text/html", "busy") : fine)));
    expect((await ask()).errors).toBeUndefined();
    expect(salesforce.queries()).toBe(3);
  });

  test("and says for how long, it is left alone for so long", async () => {
    let requests = 0;
    salesforce.breakAs(each(() => (++requests === 1 ? waiting("1") : fine)));
    const { answer, milliseconds } = await timed(ask);
    expect(answer.errors).toBeUndefined();
    expect(milliseconds).toBeGreaterThanOrEqual(1_000);
    expect(salesforce.queries()).toBe(2);
    seen("Retry-After: 1", { tries: 2, milliseconds });
  });

  test("for longer than the caller waits, the caller is told at once", async () => {
    salesforce.breakAs(waiting("60"));
    const { answer, milliseconds } = await timed(ask);
    expect(outcomes([answer])).toEqual({ SALESFORCE_UNAVAILABLE: 1 });
    expect(salesforce.queries()).toBe(1);
    expect(milliseconds).toBeLessThan(2_000);
    salesforce.breakAs(fine);
    await recovered();
  });

  test("now and then, it gets at most a tenth more requests than there are calls", async () => {
    const random = createRandom(7);
    salesforce.breakAs(each(() => (random.below(10) < 3 ? busy : fine)));
    const answered = await askOften(calls);
    const amplification = salesforce.queries() / calls;
    expect(Object.keys(answered).toSorted()).toEqual(["SALESFORCE_UNAVAILABLE", "ok"]);
    expect(amplification).toBeGreaterThan(1);
    expect(amplification).toBeLessThanOrEqual(1.1);
    seen("503 to three requests in ten", { calls, amplification: amplification.toFixed(3), ...answered });
    salesforce.breakAs(fine);
    await recovered();
  });

  test("for good, it is asked once in two seconds, and callers are refused at once", async () => {
    salesforce.breakAs(busy);
    await askOften(40);
    const before = salesforce.queries();
    const { answer, milliseconds } = await timed(() => askOften(calls));
    expect(answer).toEqual({ SALESFORCE_UNAVAILABLE: calls });
    const asked = salesforce.queries() - before;
    expect(asked).toBeLessThanOrEqual(1 + milliseconds / 2_000);
    seen("503 for good", { calls, requests: asked, millisecondsEach: (milliseconds / calls).toFixed(1) });
    const response = await fetch(`${gateway.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${gateway.token()}` },
      body: JSON.stringify({ query: "{ accounts { nodes { name } } }" }),
    });
    expect(response.headers.get("retry-after")).toBe("2");
    salesforce.breakAs(fine);
    const recovery = await timed(recovered);
    seen("back after 503", { milliseconds: recovery.milliseconds });
  });
});

test("What Salesforce refuses never counts as an outage", async () => {
  salesforce.breakAs(wrong);
  expect(await askOften(40)).toEqual({ SALESFORCE_ERROR: 40 });
  salesforce.breakAs(fine);
  expect((await ask()).errors).toBeUndefined();
});

test("401 for ever takes two requests and one sign-in a call", async () => {
  salesforce.breakAs(json(401, [{ errorCode: "INVALID_SESSION_ID", message: "Session expired" }]));
  for (let call = 1; call <= 10; call += 1) {
    expect(outcomes([await ask()])).toEqual({ SALESFORCE_REFUSED: 1 });
    expect(salesforce.queries()).toBeLessThanOrEqual(2 * call);
    expect(salesforce.signIns()).toBeLessThanOrEqual(call);
  }
  seen("401 for ever", { requestsEach: salesforce.queries() / 10, signInsEach: salesforce.signIns() / 10 });
  salesforce.breakAs(fine);
  await recovered();
});

test("Connections that are reset in the middle of the answer leave the gateway alive, and no half answer goes out", async () => {
  let resets = 0;
  const reset: Handler = (_request, response) => {
    resets += 1;
    response.writeHead(200, { "content-type": "application/json", "content-length": 1_000 }).write('{"recor');
    setTimeout(() => response.socket?.resetAndDestroy(), 1);
  };
  salesforce.breakAs(each(() => (salesforce.queries() % 2 === 0 ? reset : fine)));
  const answered: Record<string, number> = {};
  let asked = 0;
  for (; resets < calls; asked += atOnce) {
    for (const [outcome, count] of Object.entries(await askOften(atOnce)))
      answered[outcome] = (answered[outcome] ?? 0) + count;
  }
  expect(Object.keys(answered).toSorted()).toEqual(["SALESFORCE_UNAVAILABLE", "ok"]);
  expect(salesforce.queries() / asked).toBeLessThanOrEqual(1.1);
  seen("connections reset", { resets, calls: asked, ...answered });
  salesforce.breakAs(fine);
  await recovered();
});

test("An answer of 200 MB is not read", async () => {
  let sent = 0;
  const piece = " ".repeat(1024 * 1024);
  salesforce.breakAs((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const more = () => {
      while (sent < 200 && !response.destroyed) {
        sent += 1;
        if (!response.write(piece)) return void response.once("drain", more);
      }
      response.end();
    };
    more();
  });
  const { answer, milliseconds } = await timed(ask);
  expect(outcomes([answer])).toEqual({ SALESFORCE_UNAVAILABLE: 1 });
  expect(salesforce.queries()).toBe(1);
  expect(sent).toBeLessThan(100);
  seen("200 MB", { megabytesSent: sent, milliseconds });
});

test("An answer that goes on for ever is followed no further than what was asked for", async () => {
  const page = { totalSize: 1, done: false, records: [account] };
  const pathOf = (number: number) => `/services/data/v68.0/query/01g-${number}`;
  salesforce.breakAs(each(() => json(200, { ...page, nextRecordsUrl: pathOf(salesforce.queries()) })));
  expect(outcomes([await gateway.query("{ accounts(first: 5) { nodes { name } } }")])).toEqual({
    SALESFORCE_ERROR: 1,
  });
  expect(salesforce.queries()).toBeLessThanOrEqual(7);
  seen("endless nextRecordsUrl", { rowsWanted: 6, requests: salesforce.queries() });
});

test("The parts of an answer are told apart by their names, and what failed stands at its own path", async () => {
  const failed = { httpStatusCode: 503, body: [{ errorCode: "SERVER_UNAVAILABLE", message: "busy" }] };
  const partOf = ({ referenceId, url }: Part) => {
    const records = [{ ...account, Name: url.includes("LIMIT%202") ? "two" : "one" }];
    const done = { httpStatusCode: 200, body: { totalSize: 1, done: true, records } };
    return { referenceId, ...(url.includes("LIMIT%203") ? failed : done) };
  };
  salesforce.breakAs((request, response) => {
    void readJson(request).then((body) => {
      const { compositeRequest } = body as { readonly compositeRequest: readonly Part[] };
      const compositeResponse = compositeRequest.map(partOf).toReversed();
      json(200, { compositeResponse })(request, response);
    });
  });
  const answer = await gateway.query(`{ one: accounts(first: 1) { nodes { name } }
    two: accounts(first: 2) { nodes { name } } three: accounts(first: 3) { nodes { name } } }`);
  expect(answer.data).toBeNull();
  expect(answer.errors).toMatchObject([{ path: ["three"], extensions: { code: "SALESFORCE_UNAVAILABLE" } }]);
  const rest = await gateway.query(`{ one: accounts(first: 1) { nodes { name } }
    two: accounts(first: 2) { nodes { name } } }`);
  expect(rest.data).toEqual({ one: { nodes: [{ name: "one" }] }, two: { nodes: [{ name: "two" }] } });
});

interface Part {
  readonly referenceId: string;
  readonly url: string;
}

test("After a sign-in that failed nothing goes out until one succeeds", async () => {
  await using fresh = await start();
  const document = "{ accounts(first: 1) { nodes { name } } }";
  const sessions = new Set<string | undefined>();
  const noting: Handler = (request, response) => {
    sessions.add(request.headers.authorization);
    fine(request, response);
  };
  salesforce.breakAs(noting, json(400, { error: "server_error", error_description: "try again" }));
  const refused = await Promise.all([fresh.query(document), fresh.query(document)]);
  expect(outcomes(refused)).toEqual({ SALESFORCE_ERROR: 2 });
  expect(salesforce.queries()).toBe(0);
  salesforce.breakAs(noting);
  expect(outcomes([await fresh.query(document)])).toEqual({ ok: 1 });
  expect([...sessions]).toEqual([expect.stringMatching(/^Bearer 00D/)]);
});
