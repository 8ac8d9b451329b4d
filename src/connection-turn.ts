import { AsyncResource } from "node:async_hooks";
import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";

/**
 * Requests that come over one connection before the one in front of them is answered wait for its answer, as if they had been sent
 * after it. Node begins them all at once: any number for one connection, and two writes of a client at the same time.
 * https://www.rfc-editor.org/rfc/rfc9112#section-9.3.2
 */
export function serveInTurn(app: FastifyInstance): void {
  const last = new WeakMap<Socket, ServerResponse>();
  app.addHook("onRequest", ({ raw: { socket } }, { raw: response }, done) => {
    const before = last.get(socket);
    last.set(socket, response);
    if (!before || before.closed) return done();
    // What has been read is in memory; what comes after it stays in the network's buffers. Whoever reads a body has Node go on.
    const hold = () => socket.pause();
    hold();
    socket.on("resume", hold);
    const begin = AsyncResource.bind(() => {
      socket.off("resume", hold);
      if (socket.destroyed) return;
      socket.resume();
      done();
    });
    // Other connections have their turn in between.
    before.once("close", () => setImmediate(begin));
  });
}
