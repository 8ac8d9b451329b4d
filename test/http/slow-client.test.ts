import { afterAll, beforeAll, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import { connectSlowly, slowClients, withoutReading } from "./slow-client.ts";

let gateway: Gateway;

beforeAll(async () => {
  gateway = await startGateway({ data: "none" });
});
afterAll(() => gateway[Symbol.asyncDispose]());

/** The schema is the largest answer of an empty org; so many of them are more than the network's buffers take. */
const document = `{ __schema { types { name description fields { name description args { name description }
  type { name ofType { name } } } inputFields { name description } enumValues { name description } } } }`;
const body = JSON.stringify({ query: document });
const head = "POST /graphql HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\n";
const largeRequests = `${head}content-length: ${body.length}\r\n\r\n${body}`.repeat(40);

const clients = [...slowClients, withoutReading(largeRequests)];

test("The gateway closes slow connections within 12 seconds, and answers others meanwhile", async () => {
  const closing = Promise.all(clients.map((client) => connectSlowly(gateway.url, client)));
  for (let index = 0; index < 20; index++) {
    expect((await gateway.query("{ accounts { totalCount } }")).data).toEqual({
      accounts: { totalCount: 0 },
    });
  }
  const times = await closing;
  expect(times.filter((milliseconds) => milliseconds > 12_000)).toEqual([]);
});
