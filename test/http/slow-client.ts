import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout } from "node:timers/promises";

/** How a client can keep a connection without being of use. */
export interface SlowClient {
  readonly name: string;
  /** What it sends at once. */
  readonly first: string;
  /** What it sends every second from then on. A write is also how it notices that the connection is gone. */
  readonly drop: string;
  /** Whether it takes what it is answered. */
  readonly reads: boolean;
}

const head = "POST /graphql HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\n";
/** Before a request line they are passed over: https://www.rfc-editor.org/rfc/rfc9112#section-2.2-6 */
const emptyLine = "\r\n";

export const slowClients: readonly SlowClient[] = [
  { name: "that send nothing but empty lines", first: emptyLine, drop: emptyLine, reads: true },
  { name: "that send a header a second", first: head, drop: "x-more: 1\r\n", reads: true },
  {
    name: "that send a byte of the body a second",
    first: `${head}content-length: 999\r\n\r\n`,
    drop: " ",
    reads: true,
  },
];

/** One that does not read; the answer has to be larger than the network's buffers, some megabytes. */
export function withoutReading(requests: string): SlowClient {
  return { name: "that do not read their answers", first: requests, drop: emptyLine, reads: false };
}

/** Answers after how many milliseconds the gateway closed the connection. */
export async function connectSlowly(url: string, { first, drop, reads }: SlowClient): Promise<number> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  await once(socket, "connect");
  const began = performance.now();
  const { promise: closed, resolve } = Promise.withResolvers<number>();
  // How a write to a closed connection ends.
  socket.on("error", () => undefined);
  socket.on("close", () => resolve(performance.now() - began));
  if (reads) socket.resume();
  socket.write(first);
  while (!socket.destroyed) {
    await Promise.race([closed, setTimeout(1_000)]);
    if (!socket.destroyed) socket.write(drop);
  }
  return await closed;
}
