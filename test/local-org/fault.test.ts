import { describe, expect, test } from "vitest";
import { recordsOf, startOrg, type TestOrg } from "./org.ts";

const base = "/services/data/v68.0";

function control(org: TestOrg, endpoint: string, body: object): Promise<Response> {
  return fetch(`${org.url}/_local/${endpoint}`, { method: "POST", body: JSON.stringify(body) });
}

async function startWithFault(fault: object) {
  const org = await startOrg();
  const connection = await org.connect();
  expect((await control(org, "faults", fault)).status).toBe(204);
  const count = () =>
    org.send(connection, `${base}/query?q=${encodeURIComponent("SELECT COUNT() FROM Account")}`);
  const create = (name: string) =>
    org.send(connection, `${base}/sobjects/Account`, {
      method: "POST",
      body: JSON.stringify({ Name: name }),
    });
  return { org, connection, count, create };
}

async function totalOf(response: Response): Promise<number> {
  return ((await response.json()) as { totalSize: number }).totalSize;
}

describe("A fault", () => {
  test("answers with a status and a body, as often as told", async () => {
    const body = [{ message: "Server is too busy", errorCode: "SERVER_UNAVAILABLE" }];
    const { org, count } = await startWithFault({ status: 503, body, times: 2 });
    await using _ = org;
    const answers = [await count(), await count(), await count()];
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 200]);
    expect(await answers[0]?.json()).toEqual(body);
  });

  test("strikes the path and method it names", async () => {
    const { org, count, create } = await startWithFault({
      status: 500,
      path: "/sobjects/Account",
      method: "post",
    });
    await using _ = org;
    expect((await count()).status).toBe(200);
    expect((await create("a")).status).toBe(500);
    expect(await totalOf(await count())).toBe(0);
  });

  test("strikes a share of the requests, the same ones for the same seed", async () => {
    const run = async () => {
      const { org, count } = await startWithFault({ status: 503, share: 0.5, seed: 7 });
      await using _ = org;
      const statuses: number[] = [];
      for (let request = 0; request < 20; request += 1) statuses.push((await count()).status);
      return statuses;
    };
    const first = await run();
    expect(new Set(first)).toEqual(new Set([200, 503]));
    expect(await run()).toEqual(first);
  });

  test("may make the client wait", async () => {
    const { org, count } = await startWithFault({ delayMs: 150, times: 1 });
    await using _ = org;
    const begin = performance.now();
    expect((await count()).status).toBe(200);
    expect(performance.now() - begin).toBeGreaterThan(140);
  });

  test("breaks the answer off and resets the connection", async () => {
    const { org, count } = await startWithFault({ resetAfterBytes: 5, times: 1 });
    await using _ = org;
    await expect(count().then((response) => response.text())).rejects.toThrow();
    expect((await count()).status).toBe(200);
  });

  test("cuts the answer short as if that were all", async () => {
    const { org, count } = await startWithFault({ truncateAt: 12, times: 1 });
    await using _ = org;
    const response = await count();
    expect([response.status, await response.text()]).toEqual([200, '{"totalSize"']);
  });

  test("drops the answer of a write that was done", async () => {
    const { org, count, create } = await startWithFault({ dropAnswer: true, path: "/sobjects", times: 1 });
    await using _ = org;
    await expect(create("a")).rejects.toThrow();
    expect(await totalOf(await count())).toBe(1);
  });

  test("ends all sessions before a request", async () => {
    const { org, count } = await startWithFault({ expireSessions: true, path: "/query" });
    await using _ = org;
    const response = await count();
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject([{ errorCode: "INVALID_SESSION_ID" }]);
  });

  test("uses the API limit up", async () => {
    const { org, count } = await startWithFault({ limitExceeded: true });
    await using _ = org;
    expect(await (await count()).json()).toMatchObject([{ errorCode: "REQUEST_LIMIT_EXCEEDED" }]);
    await fetch(`${org.url}/_local/faults`, { method: "DELETE" });
    expect((await count()).status).toBe(200);
  });

  test("locks rows against writes, not against reads", async () => {
    const { org, count, create } = await startWithFault({ lockRows: true, times: 1 });
    await using _ = org;
    expect((await count()).status).toBe(200);
    expect(await (await create("a")).json()).toMatchObject([{ errorCode: "UNABLE_TO_LOCK_ROW" }]);
    expect((await create("a")).status).toBe(201);
  });

  test.each([
    [{}, /wants one of status, delayMs/],
    [{ share: 0.5 }, /wants one of/],
    [{ delay: 5 }, /There is no "delay"/],
    [{ delayMs: "5" }, /"delayMs" must be a number/],
    [{ status: 503, path: 7 }, /"path" must be a text/],
  ])("that is malformed is refused: %j", async (fault, message) => {
    await using org = await startOrg();
    const response = await control(org, "faults", fault);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject([{ message: expect.stringMatching(message) }]);
  });
});

describe("A test", () => {
  test("moves the org's clock", async () => {
    await using org = await startOrg();
    await control(org, "clock", { now: "2030-05-06T07:08:09Z" });
    const connection = await org.connect();
    const { id } = await connection.sobject("Account").create({ Name: "late" });
    expect(await connection.sobject("Account").retrieve(id ?? "")).toMatchObject({
      CreatedDate: expect.stringMatching(/^2030-05-06T07:08/),
    });
    await control(org, "clock", { advanceSeconds: 3 * 60 * 60 });
    expect((await org.send(connection, `${base}/limits`)).status).toBe(401);
    expect((await control(org, "clock", { now: "tomorrow" })).status).toBe(400);
  });

  test("sets the API limit and what is used of it", async () => {
    await using org = await startOrg();
    const connection = await org.connect();
    await control(org, "limits", { limit: 100, used: 99 });
    const last = await org.send(connection, `${base}/limits`);
    expect(last.headers.get("sforce-limit-info")).toBe("api-usage=100/100");
    expect((await org.send(connection, `${base}/limits`)).status).toBe(403);
    expect((await control(org, "limits", { limit: -1 })).status).toBe(400);
  });

  test("sets the org back to its start", async () => {
    await using org = await startOrg({ data: "sample" });
    const { ids } = await org.seed(recordsOf("Account", [{ Name: "new" }]));
    await control(org, "faults", { status: 500 });
    await control(org, "reset", {});
    expect(await org.calls()).toEqual([]);
    const connection = await org.connect();
    expect((await connection.query("SELECT Id FROM Account")).totalSize).toBe(12);
    expect((await org.seed(recordsOf("Account", [{ Name: "new" }]))).ids).toEqual(ids);
  });
});
