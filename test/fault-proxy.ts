import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** What the way back does to every connection. */
export interface Impairment {
  /** Before each piece that comes back. */
  readonly latencyMs?: number;
  readonly bytesPerSecond?: number;
  /** What comes back comes in pieces of so many bytes. */
  readonly sliceBytes?: number;
  /** After so many bytes there is an end. */
  readonly limitBytes?: number;
  /** The end at `limitBytes` is a reset. */
  readonly isReset?: boolean;
  /** Between the end of the answer and that of the connection. */
  readonly slowCloseMs?: number;
}

export interface FaultProxy extends AsyncDisposable {
  /** e.g. http://127.0.0.1:40001 */
  readonly url: string;
  /** Nobody listens: connections are refused, those that are open are reset. */
  takeDown(): Promise<void>;
  /** Connections are taken, and nothing ever comes back. */
  swallow(): void;
  /** Open connections are reset, new ones suffer from it. */
  impair(impairment: Impairment): void;
  /** Back to passing on whatever comes. */
  restore(): Promise<void>;
}

/** A way to a server over TCP on this machine that can be cut. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const { hostname, port: targetPort } = new URL(target);
  const sockets = new Set<Socket>();
  let isSwallowing = false;
  let impairment: Impairment | null = null;

  const server = createServer((client) => {
    keep(client);
    if (isSwallowing) return void client.resume();
    const upstream = connect(Number(targetPort), hostname);
    keep(upstream);
    client.pipe(upstream);
    if (impairment) carry(upstream, client, impairment).catch(() => client.destroy());
    else upstream.pipe(client);
    client.once("close", () => upstream.destroy());
    if (!impairment) upstream.once("close", () => client.destroy());
  });

  function keep(socket: Socket): void {
    sockets.add(socket);
    socket.on("error", () => undefined).once("close", () => sockets.delete(socket));
  }

  function cutAll(): void {
    for (const socket of sockets) socket.resetAndDestroy();
  }

  async function close(): Promise<void> {
    cutAll();
    if (!server.listening) return;
    server.close();
    await once(server, "close");
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    takeDown: close,
    swallow: () => {
      isSwallowing = true;
      cutAll();
    },
    impair: (wanted) => {
      impairment = wanted;
      cutAll();
    },
    restore: async () => {
      isSwallowing = false;
      impairment = null;
      cutAll();
      if (server.listening) return;
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
    },
    [Symbol.asyncDispose]: close,
  };
}

async function carry(upstream: Socket, client: Socket, impairment: Impairment): Promise<void> {
  const { latencyMs = 0, isReset, slowCloseMs = 0, limitBytes = Number.POSITIVE_INFINITY } = impairment;
  let left = limitBytes;
  for await (const chunk of upstream as AsyncIterable<Buffer>) {
    await pause(latencyMs);
    const allowed = chunk.subarray(0, left);
    await write(client, allowed, impairment);
    left -= allowed.length;
    if (left === 0) break;
  }
  if (left === 0 && isReset) return void client.resetAndDestroy();
  await pause(left === 0 ? 0 : slowCloseMs);
  client.end();
}

async function write(
  client: Socket,
  chunk: Buffer,
  { sliceBytes = chunk.length, bytesPerSecond }: Impairment,
): Promise<void> {
  for (let from = 0; from < chunk.length; from += sliceBytes) {
    const piece = chunk.subarray(from, from + sliceBytes);
    if (bytesPerSecond) await pause((piece.length / bytesPerSecond) * 1_000);
    client.write(piece);
  }
}
