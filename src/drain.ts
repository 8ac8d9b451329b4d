import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";

/** A request may wait for Salesforce several times, 10 s each; orchestrators kill after 30 s. */
const drainTimeoutMs = 20_000;

/**
 * Lets a server stop at once when nothing is under way. Node closes connections that have had a request, but waits
 * without end for those on which none has come yet, as browsers open them in advance, and for bodies that never end.
 */
export function drainOnClose(app: FastifyInstance): void {
  const waiting = new Set<Socket>();
  app.server.on("connection", (socket) => {
    waiting.add(socket);
    socket.once("close", () => waiting.delete(socket));
  });
  app.server.on("request", ({ socket }, response) => {
    waiting.delete(socket);
    response.once("close", () => socket.destroyed || waiting.add(socket));
  });
  app.addHook("preClose", (done) => {
    for (const socket of waiting) socket.destroy();
    setTimeout(() => app.server.closeAllConnections(), drainTimeoutMs).unref();
    done();
  });
}
