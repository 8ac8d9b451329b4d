import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";

/** A request may wait for Salesforce several times, 10 s each; orchestrators kill after 30 s. */
const drainTimeoutMs = 20_000;

/** While the gateway is about to stop, whoever has its answer is to connect anew: to another gateway. */
export function sendAway(app: FastifyInstance, isDraining: () => boolean): void {
  app.addHook("onRequest", (_request, reply, done) => {
    // Those that are under way by then are answered as any other: their sockets are closed at the end.
    if (isDraining()) reply.header("connection", "close");
    done();
  });
}

/**
 * Lets a server stop as soon as nothing is under way. Node by itself waits for connections on which no request has come
 * yet, as browsers open them in advance, for those that are kept alive after the last answer, and for bodies that never
 * end.
 */
export function drainOnClose(app: FastifyInstance): void {
  const waiting = new Set<Socket>();
  let isClosing = false;
  app.server.on("connection", (socket) => {
    waiting.add(socket);
    socket.once("close", () => waiting.delete(socket));
  });
  app.server.on("request", ({ socket }, response) => {
    waiting.delete(socket);
    response.once("close", () => {
      if (isClosing) socket.destroySoon();
      else if (!socket.destroyed) waiting.add(socket);
    });
  });
  app.addHook("preClose", (done) => {
    isClosing = true;
    for (const socket of waiting) socket.destroy();
    setTimeout(() => app.server.closeAllConnections(), drainTimeoutMs).unref();
    done();
  });
}
