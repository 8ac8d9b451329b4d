import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import Fastify, {
  type ConnectionError,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from "fastify";
import { maxBodyBytes } from "./body-limit.ts";
import type { Config } from "./config.ts";
import { serveInTurn } from "./connection-turn.ts";
import { runUntil } from "./deadline.ts";
import { type ErrorCode, errorCodes, GatewayError, isClientError, maskedMessage } from "./errors.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import { describeScope } from "./telemetry/request-scope.ts";

export interface ServerOptions {
  readonly config: Pick<Config["http"], "trustedProxies" | "requestMs">;
  readonly metrics: Pick<Metrics, "onError">;
  readonly log: Log;
}

const requestTimeoutMs = 10_000;
const headersTimeoutMs = 5_000;
const keepAliveTimeoutMs = 5_000;
/** Without it Node looks for slow connections only every 30 s. */
const connectionsCheckingIntervalMs = 1_000;

const requestIdPattern = /^[\w.-]{1,64}$/;

/** A server without routes. Fastify logs nothing of its own: what is worth a line is logged below, and by Apollo's plugins. */
export function createServer({ log, metrics, config }: ServerOptions): FastifyInstance {
  const send: typeof sendError = (reply, error) => {
    metrics.onError(error.code);
    return sendError(reply, error);
  };
  const answer = answerErrors(log, send);
  const app = Fastify({
    trustProxy: config.trustedProxies.length > 0 && [...config.trustedProxies],
    bodyLimit: maxBodyBytes,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    http: { headersTimeout: headersTimeoutMs, connectionsCheckingInterval: connectionsCheckingIntervalMs },
    // While it stops, the gateway still answers what arrives on open connections, then closes them.
    return503OnClosing: false,
    forceCloseConnections: "idle",
    genReqId: ({ headers }) => {
      const given = headers["x-request-id"];
      return typeof given === "string" && requestIdPattern.test(given) ? given : randomUUID();
    },
    frameworkErrors: answer,
    clientErrorHandler: refuseConnection,
  });
  app.setErrorHandler(answer);
  app.setNotFoundHandler((_request, reply) =>
    send(reply, {
      status: 404,
      code: "BAD_REQUEST",
      message: "There is nothing at this address. GraphQL is at /graphql.",
    }),
  );
  serveInTurn(app);
  stampArrivals(app, config.requestMs);
  nameRequests(app, log);
  return app;
}

/** Before anything is done for a request; reading its body leaves the time behind, so that it is set anew. */
function stampArrivals(app: FastifyInstance, requestMs: number): void {
  app.decorateRequest("arrivedAt");
  app.addHook("onRequest", (request, _reply, done) => {
    request.arrivedAt = new Date();
    runUntil(request.arrivedAt.getTime() + requestMs, done);
  });
  app.addHook("preValidation", ({ arrivedAt }, _reply, done) =>
    runUntil(arrivedAt.getTime() + requestMs, done),
  );
}

/** Every answer carries its id and may not be cached; every request is one line in the log. */
function nameRequests(app: FastifyInstance, log: Log): void {
  app.addHook("onRequest", (request, reply, done) => {
    reply.header("x-request-id", request.id).header("cache-control", "no-store");
    done();
  });
  app.addHook("onResponse", ({ id: requestId, method, viewer, routeOptions, scope }, reply, done) => {
    const path = routeOptions.url ?? "unknown route";
    const durationMs = Math.round(reply.elapsedTime);
    log.info(
      {
        requestId,
        method,
        path,
        status: reply.statusCode,
        durationMs,
        viewer: viewer?.id,
        ...describeScope(scope),
      },
      "answered",
    );
    done();
  });
}

/** Outside of GraphQL errors have the same form as inside. */
function answerErrors(log: Log, send: typeof sendError) {
  return (error: FastifyError | GatewayError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    if (error instanceof GatewayError) {
      // What is shed is counted: a line for each would be more work than the answer.
      if (!isClientError(error) && error.code !== "OVERLOADED")
        log.warn({ requestId: request.id, code: error.code, err: error.cause }, error.message);
      return send(reply.headers(headersOf(error)), {
        status: errorCodes[error.code],
        code: error.code,
        message: error.message,
      });
    }
    const { statusCode: status = 500, message } = error;
    if (status >= 400 && status < 500) return send(reply, { status, code: "BAD_REQUEST", message });
    log.error({ requestId: request.id, err: error }, "unexpected error");
    return send(reply, { status: 500, code: "INTERNAL_SERVER_ERROR", message: maskedMessage });
  };
}

function headersOf({ code, retryAfterSeconds }: GatewayError): Readonly<Record<string, string>> {
  return {
    ...(code === "UNAUTHENTICATED" && { "www-authenticate": "Bearer" }),
    ...(retryAfterSeconds !== null && { "retry-after": String(retryAfterSeconds) }),
  };
}

interface ErrorAnswer {
  readonly status: number;
  readonly code: ErrorCode;
  readonly message: string;
}

function sendError(reply: FastifyReply, error: ErrorAnswer): FastifyReply {
  return reply.status(error.status).send(errorBody(error));
}

function errorBody({ message, code }: ErrorAnswer) {
  return { errors: [{ message, extensions: { code } }] };
}

const connectionStatus: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
};

/** What is not HTTP never becomes a request: https://nodejs.org/api/http.html#event-clienterror */
function refuseConnection({ code: reason }: ConnectionError, socket: Socket): void {
  if (reason === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const status = connectionStatus[reason] ?? 400;
  const message = `The request cannot be read: ${STATUS_CODES[status]}.`;
  const body = JSON.stringify(errorBody({ status, code: "BAD_REQUEST", message }));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "connection: close",
    "content-type: application/json; charset=utf-8",
    `content-length: ${body.length}`,
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
}
