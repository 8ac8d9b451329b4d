import type { FastifyInstance } from "fastify";

/** An answer may take so long on its way, */
const leastMs = 5_000;
/** and longer only as far as its reader takes at least so much of it. */
const bytesPerMs = 100;

/**
 * Closes connections whose clients ask and then do not read: an answer that is larger than the buffers of the network would stay in
 * memory for as long as they like. Node limits only how long a request takes to come in.
 */
export function closeSlowReaders(app: FastifyInstance): void {
  app.addHook("onSend", (_request, reply, payload) => {
    const { raw } = reply;
    const length = lengthOf(payload, reply.getHeader("content-length"));
    const timer = setTimeout(() => raw.destroy(), Math.max(leastMs, length / bytesPerMs));
    timer.unref();
    raw.once("close", () => clearTimeout(timer));
    return Promise.resolve(payload);
  });
}

function lengthOf(payload: unknown, contentLength: unknown): number {
  if (typeof payload === "string") return payload.length;
  return Buffer.isBuffer(payload) ? payload.length : Number(contentLength ?? 0);
}
