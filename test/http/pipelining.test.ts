import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";
import { type BrokenSalesforce, json, startBrokenSalesforce } from "./broken-salesforce.ts";

const salesforceMs = 100;

const stack = new AsyncDisposableStack();
let salesforce: BrokenSalesforce;
let gateway: Gateway;
let inProgress = 0;
let most = 0;

beforeAll(async () => {
  salesforce = stack.use(await startBrokenSalesforce());
  const env = { SFCC_DOMAIN_NAME: salesforce.url, SFCC_CLIENT_ID: "client", SFCC_CLIENT_SECRET: "secret" };
  gateway = stack.use(await startGateway({ data: "none", env }));
  salesforce.breakAs((request, response) => {
    most = Math.max(most, ++inProgress);
    const records = [{ Id: "001000000000001AAA", Name: decodeURIComponent(request.url ?? "") }];
    setTimeout(() => {
      inProgress -= 1;
      json(200, { totalSize: 1, done: true, records })(request, response);
    }, salesforceMs);
  });
});
afterAll(() => stack.disposeAsync());

const firsts = [1, 2, 3, 4, 5];
const documentOf = (first: number) => `{ accounts(first: ${first}) { nodes { name } } }`;

function requestOf(query: string): string {
  const body = JSON.stringify({ query });
  return [
    "POST /graphql HTTP/1.1",
    "host: gateway",
    "content-type: application/json",
    `authorization: Bearer ${gateway.token()}`,
    `content-length: ${body.length}`,
    "",
    body,
  ].join("\r\n");
}

async function open(): Promise<Socket> {
  const { hostname, port } = new URL(gateway.url);
  const socket = connect({ host: hostname, port: Number(port) });
  await once(socket, "connect");
  return socket;
}

test("Requests that are sent over one connection at once are carried out one after the other, those of several side by side", async () => {
  const socket = await open();
  most = 0;
  socket.write(firsts.map((first) => requestOf(documentOf(first))).join(""));
  let text = "";
  for await (const chunk of socket) {
    text += chunk;
    if (text.split("HTTP/1.1 200 OK").length > firsts.length && text.trimEnd().endsWith("}")) break;
  }
  expect([...text.matchAll(/LIMIT (\d+)/g)].map(([, limit]) => Number(limit))).toEqual(firsts);
  expect(most).toBe(1);
  await Promise.all(firsts.map((first) => gateway.query(documentOf(first))));
  expect(most).toBeGreaterThan(1);
});

test("What is sent ahead is not read while the first request waits for its answer", async () => {
  const socket = await open();
  socket.on("error", () => undefined);
  salesforce.breakAs(() => undefined);
  const ahead = requestOf("x".repeat(50_000));
  socket.write(requestOf(documentOf(1)));
  for (let sent = 0; sent < 600; sent += 1) socket.write(ahead);
  await expect.poll(() => salesforce.queries()).toBe(1);
  let before = -1;
  // Until nothing goes out any more.
  for (; before !== socket.writableLength; await pause(500)) before = socket.writableLength;
  // The network's buffers take some megabytes.
  expect(socket.writableLength).toBeGreaterThan(300 * ahead.length);
  socket.destroy();
});
