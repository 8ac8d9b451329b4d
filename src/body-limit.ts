import { Transform } from "node:stream";
import type { FastifyRequest, preParsingAsyncHookHandler, preValidationAsyncHookHandler } from "fastify";

/** The largest operation of the typed client has 2 kB. */
export const maxBodyBytes = 100_000;

declare module "fastify" {
  interface FastifyRequest {
    bodyBytes: number;
  }
}

/** Bodies that are larger than `maxBodyBytes` are read of those only who may send files. */
export function limitBodies(maySendFiles: (request: FastifyRequest) => boolean): preParsingAsyncHookHandler {
  return (request, _reply, payload) => {
    const limit = maySendFiles(request) ? Number.POSITIVE_INFINITY : maxBodyBytes;
    const announced = request.headers["content-length"];
    if (Number(announced ?? 0) > limit) return Promise.reject(tooLarge());
    request.bodyBytes = Number(announced ?? 0);
    // Node reads no more than was announced; a stream more for each request would cost a twentieth of a small one.
    if (announced !== undefined) return Promise.resolve(payload);
    const counted = countBytes(request, limit);
    payload.on("error", (error) => counted.destroy(error));
    return Promise.resolve(payload.pipe(counted));
  };
}

/** The length need not be announced. */
function countBytes(request: FastifyRequest, limit: number): Transform {
  request.bodyBytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, next) {
      request.bodyBytes += chunk.length;
      next(request.bodyBytes > limit ? tooLarge() : null, chunk);
    },
  });
}

/** Nothing but a file makes a body larger than `maxBodyBytes`. */
export const requireFile: preValidationAsyncHookHandler = ({ bodyBytes, body }) =>
  bodyBytes - fileBytes(body) > maxBodyBytes ? Promise.reject(tooLarge()) : Promise.resolve();

/** Of the file that stands in the variables: `{ input: { contentBase64 } }`. */
function fileBytes(body: unknown): number {
  const { variables } = (body ?? {}) as { readonly variables?: Readonly<Record<string, unknown>> };
  const files = Object.values(variables ?? {}).map((input) => {
    const { contentBase64 } = (input ?? {}) as { readonly contentBase64?: unknown };
    return typeof contentBase64 === "string" ? contentBase64.length : 0;
  });
  return Math.max(0, ...files);
}

function tooLarge(): Error {
  return Object.assign(new Error("Request body is too large"), { statusCode: 413 });
}
