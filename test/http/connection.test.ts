import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";

let gateway: Gateway;

beforeAll(async () => {
  gateway = await startGateway({ data: "none" });
});
afterAll(() => gateway[Symbol.asyncDispose]());

/** Writes bytes to the gateway and reads until it closes the connection. */
async function exchange(bytes: string): Promise<string> {
  const { hostname, port } = new URL(gateway.url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  await once(socket, "connect");
  socket.write(bytes);
  const answer = await text(socket);
  socket.destroy();
  return answer;
}

describe("A connection is closed, with an error of the usual form, after", () => {
  const head = "GET /livez HTTP/1.1\r\nhost: gateway\r\n";

  test.each([
    ["what is not HTTP", "SSH-2.0-client\r\n\r\n", 400],
    ["two lengths of one body", `${head}content-length: 1\r\ncontent-length: 2\r\n\r\n`, 400],
    ["a head of more than 16 kB", `${head}x: ${"x".repeat(20_000)}\r\n\r\n`, 431],
    ["a head that does not end within 5 seconds", head, 408],
  ])("%s", async (_what, bytes, status) => {
    const started = performance.now();
    const [first = "", body = ""] = (await exchange(bytes)).split("\r\n\r\n");
    expect(performance.now() - started).toBeLessThan(7_000);
    expect(first).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(JSON.parse(body)).toEqual({
      errors: [{ message: expect.stringContaining("cannot be read"), extensions: { code: "BAD_REQUEST" } }],
    });
  });
});
