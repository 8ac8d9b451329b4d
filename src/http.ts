import { randomUUID } from "node:crypto";
import { fastifyApolloHandler } from "@as-integrations/fastify";
import cors from "@fastify/cors";
import helmet from "@fastify/helmet";
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from "fastify";
import type { GraphQLSchema } from "graphql";
import pino, { type Logger } from "pino";
import { createApollo } from "./apollo.ts";
import { type TokenIssuer, verifyAccessToken } from "./auth/token.ts";
import { readBearer, type Viewer, viewerFromClaims } from "./auth/viewer.ts";
import type { Config } from "./config.ts";
import type { Context } from "./context.ts";
import { type ErrorCode, errorCodes, GatewayError, maskedMessage } from "./errors.ts";

/** What the gateway needs to be ready, by name; each answers or throws within the time it is given. */
export type ReadinessChecks = Readonly<Record<string, (timeoutMs: number) => Promise<void>>>;

export interface HttpOptions {
  readonly config: Config;
  readonly schema: GraphQLSchema;
  readonly tokens: TokenIssuer;
  readonly checks: ReadinessChecks;
  createContext(request: { readonly requestId: string; readonly viewer: Viewer | null }): Context;
}

/** The largest operation of the typed client has 2 kB. */
const maxBodyBytes = 100_000;
const requestTimeoutMs = 10_000;
const headersTimeoutMs = 5_000;
const readinessTimeoutMs = 2_000;
/** Without it Node looks for slow connections only every 30 s. */
const connectionsCheckingIntervalMs = 1_000;

/** The origin of Apollo Sandbox when it is opened on Apollo's site. */
const sandboxOrigin = "https://studio.apollographql.com";

const requestIdPattern = /^[\w.-]{1,64}$/;

declare module "fastify" {
  interface FastifyRequest {
    viewer: Viewer | null;
  }
}

/** The gateway's HTTP side, not yet listening. */
export async function createHttp(options: HttpOptions): Promise<FastifyInstance> {
  const { config } = options;
  const log = createLog(config.log.level);
  const app = createFastify(log);
  const apollo = createApollo({ schema: options.schema, log, production: config.http.production });
  await apollo.start();
  app.addHook("onClose", () => apollo.stop());
  await secure(app, config.http);
  nameRequests(app);
  app.decorateRequest("viewer", null);
  app.route({
    method: ["GET", "POST"],
    url: "/graphql",
    onRequest: (request, _reply, done) => {
      request.viewer = viewerOf(request, options.tokens);
      done();
    },
    handler: fastifyApolloHandler(apollo, {
      context: ({ id, viewer }) => Promise.resolve(options.createContext({ requestId: id, viewer })),
    }),
  });
  addHealth(app, options.checks);
  addErrors(app);
  return app;
}

/** JSON, one line an event; the redaction is a second net, headers are not logged at all. */
function createLog(level: string): Logger {
  return pino({ level, redact: ["req.headers", "headers.authorization", "headers.cookie"] });
}

function createFastify(log: Logger): FastifyInstance {
  return Fastify({
    loggerInstance: log as FastifyBaseLogger,
    disableRequestLogging: true,
    bodyLimit: maxBodyBytes,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: headersTimeoutMs,
    forceCloseConnections: "idle",
    http: { headersTimeout: headersTimeoutMs, connectionsCheckingInterval: connectionsCheckingIntervalMs },
    genReqId: ({ headers }) => {
      const given = headers["x-request-id"];
      return typeof given === "string" && requestIdPattern.test(given) ? given : randomUUID();
    },
  });
}

async function secure(app: FastifyInstance, { production, corsOrigins }: Config["http"]): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: production ? undefined : { directives: sandboxDirectives },
  });
  await app.register(cors, {
    origin: production ? [...corsOrigins] : [...corsOrigins, sandboxOrigin],
    methods: ["GET", "POST"],
    allowedHeaders: [
      "authorization",
      "content-type",
      "x-request-id",
      "x-salesforce-trace",
      "apollo-require-preflight",
    ],
    exposedHeaders: ["x-request-id", "retry-after"],
    maxAge: 600,
  });
}

/** What the embedded Sandbox loads: https://www.apollographql.com/docs/graphos/platform/sandbox#embedding-sandbox */
const sandboxDirectives = {
  scriptSrc: ["'self'", "'unsafe-inline'", "https://embeddable-sandbox.cdn.apollographql.com"],
  styleSrc: ["'self'", "'unsafe-inline'", "https://fonts.googleapis.com"],
  fontSrc: ["'self'", "https://fonts.gstatic.com"],
  imgSrc: ["'self'", "data:", "https://apollo-server-landing-page.cdn.apollographql.com"],
  manifestSrc: ["'self'", "https://apollo-server-landing-page.cdn.apollographql.com"],
  connectSrc: ["'self'", "https://embeddable-sandbox.cdn.apollographql.com"],
  frameSrc: ["'self'", "https://sandbox.embed.apollographql.com"],
  upgradeInsecureRequests: null,
};

/** Every answer carries its id and may not be cached; every request is one line in the log. */
function nameRequests(app: FastifyInstance): void {
  app.addHook("onRequest", (request, reply, done) => {
    reply.header("x-request-id", request.id).header("cache-control", "no-store");
    done();
  });
  app.addHook("onResponse", (request, reply, done) => {
    const { id: requestId, method, viewer } = request;
    const path = request.routeOptions.url ?? "unknown route";
    const durationMs = Math.round(reply.elapsedTime);
    request.log.info(
      { requestId, method, path, status: reply.statusCode, durationMs, viewer: viewer?.id },
      "answered",
    );
    done();
  });
}

/** @throws GatewayError UNAUTHENTICATED for a token that is not valid; no token at all is a viewer of null */
function viewerOf(request: FastifyRequest, tokens: TokenIssuer): Viewer | null {
  const token = readBearer(request.headers.authorization);
  return token === null ? null : viewerFromClaims(verifyAccessToken(tokens, token));
}

function addHealth(app: FastifyInstance, checks: ReadinessChecks): void {
  app.get("/livez", (_request, reply) => reply.send({ status: "alive" }));
  app.get("/readyz", async (_request, reply) => {
    const results = await Promise.all(Object.entries(checks).map(([name, check]) => runCheck(name, check)));
    const ready = results.every(([, state]) => state === "ready");
    return reply
      .status(ready ? 200 : 503)
      .send({ status: ready ? "ready" : "not ready", checks: Object.fromEntries(results) });
  });
}

function runCheck(name: string, check: ReadinessChecks[string]): Promise<[string, string]> {
  const late = AbortSignal.timeout(readinessTimeoutMs);
  const timeout = new Promise<never>((_resolve, reject) => {
    late.addEventListener("abort", () => reject(late.reason), { once: true });
  });
  return Promise.race([check(readinessTimeoutMs), timeout]).then(
    () => [name, "ready"],
    () => [name, "not ready"],
  );
}

/** Outside of GraphQL errors have the same form as inside. */
function addErrors(app: FastifyInstance): void {
  app.setNotFoundHandler((_request, reply) =>
    sendError(reply, {
      status: 404,
      code: "BAD_REQUEST",
      message: "There is nothing at this address. GraphQL is at /graphql.",
    }),
  );
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof GatewayError) {
      if (error.code === "UNAUTHENTICATED") reply.header("www-authenticate", "Bearer");
      return sendError(reply, { status: errorCodes[error.code], code: error.code, message: error.message });
    }
    const status = error.statusCode ?? 500;
    if (status >= 400 && status < 500)
      return sendError(reply, { status, code: "BAD_REQUEST", message: error.message });
    request.log.error({ requestId: request.id, err: error }, "unexpected error");
    return sendError(reply, { status: 500, code: "INTERNAL_SERVER_ERROR", message: maskedMessage });
  });
}

function sendError(
  reply: FastifyReply,
  error: { status: number; code: ErrorCode; message: string },
): FastifyReply {
  return reply
    .status(error.status)
    .send({ errors: [{ message: error.message, extensions: { code: error.code } }] });
}
