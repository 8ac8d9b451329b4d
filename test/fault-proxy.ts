import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface FaultProxy extends AsyncDisposable {
  /** e.g. http://127.0.0.1:40001 */
  readonly url: string;
  /** Nobody listens: connections are refused, those that are open are reset. */
  takeDown(): Promise<void>;
  /** Connections are taken, and nothing ever comes back. */
  swallow(): void;
  /** Back to passing on whatever comes. */
  restore(): Promise<void>;
}

/** A way to a server over TCP on this machine that can be cut. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const { hostname, port: targetPort } = new URL(target);
  const sockets = new Set<Socket>();
  let isSwallowing = false;

  const server = createServer((client) => {
    keep(client);
    if (isSwallowing) return void client.resume();
    const upstream = connect(Number(targetPort), hostname);
    keep(upstream);
    client.pipe(upstream).pipe(client);
    client.once("close", () => upstream.destroy());
    upstream.once("close", () => client.destroy());
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
    restore: async () => {
      isSwallowing = false;
      cutAll();
      if (server.listening) return;
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
    },
    [Symbol.asyncDispose]: close,
  };
}
