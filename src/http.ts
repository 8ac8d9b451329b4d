import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { fastifyApolloHandler } from "@as-integrations/fastify";
import cors from "@fastify/cors";
import helmet from "@fastify/helmet";
import Fastify, {
  type ConnectionError,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from "fastify";
import type { GraphQLSchema } from "graphql";
import { createApollo } from "./apollo.ts";
import type { Viewer } from "./auth/viewer.ts";
import { limitBodies, maxBodyBytes, requireFile } from "./body-limit.ts";
import { type CallerLimit, limitHeaders } from "./caller-limit.ts";
import { clientDocuments } from "./client-document.ts";
import type { Config } from "./config.ts";
import type { Context } from "./context.ts";
import { addDocuments } from "./document-http.ts";
import { drainOnClose } from "./drain.ts";
import { type ErrorCode, errorCodes, GatewayError, isClientError, maskedMessage } from "./errors.ts";
import { addHealth, type ReadinessChecks } from "./health.ts";
import type { Log } from "./log.ts";
import { addMetrics, type Metrics } from "./metrics.ts";
import { addOAuth } from "./oauth-http.ts";
import { requireKnown } from "./persisted-document.ts";
import { type ViewerSource, viewerOf } from "./request-viewer.ts";
import type { Allowance } from "./stores/rate-limit.ts";

/** What a context is made of. */
export interface RequestFacts {
  readonly requestId: string;
  readonly arrivedAt: Date;
  readonly viewer: Viewer | null;
  readonly address: string;
  readonly origin: string;
  /** Puts what the caller has left of a limit into the answer's headers. */
  tellLimit(allowance: Allowance): void;
}

/** The context of a request, whose answer is the reply. */
export type ContextOf = (
  request: FastifyRequest,
  reply: FastifyReply,
  viewer: Viewer | null,
) => Promise<Context>;

export interface HttpOptions extends ViewerSource {
  readonly config: Config["http"];
  readonly schema: GraphQLSchema;
  /** How large a file may be. */
  readonly maxDocumentBytes: number;
  readonly checks: ReadinessChecks;
  /** What readiness tells besides. */
  facts(): object;
  readonly metrics: Metrics;
  /** Whether everybody may see what their operations cost of Salesforce. */
  readonly openTrace: boolean;
  readonly callers: CallerLimit;
  readonly log: Log;
  createContext(request: RequestFacts): Promise<Context>;
}

const requestTimeoutMs = 10_000;
const headersTimeoutMs = 5_000;
const keepAliveTimeoutMs = 5_000;
/** Without it Node looks for slow connections only every 30 s. */
const connectionsCheckingIntervalMs = 1_000;

/** The origin of Apollo Sandbox when it is opened on Apollo's site. */
const sandboxOrigin = "https://studio.apollographql.com";

const requestIdPattern = /^[\w.-]{1,64}$/;

declare module "fastify" {
  interface FastifyRequest {
    arrivedAt: Date;
    viewer: Viewer | null;
    context: Context;
  }
}

/** The gateway's HTTP side, not yet listening. */
export async function createHttp(options: HttpOptions): Promise<FastifyInstance> {
  const { config, schema, checks, log, createContext } = options;
  const documents = new Map([...clientDocuments, ...config.persisted.documents]);
  const limits = { maxCost: config.maxOperationCost, callers: options.callers };
  const apollo = createApollo({ ...config, schema, log, openTrace: options.openTrace, limits, documents });
  await apollo.start();
  const app = createFastify(log, config.trustedProxies);
  app.addHook("onClose", () => apollo.stop());
  stampArrivals(app);
  drainOnClose(app);
  await secure(app, config);
  nameRequests(app, log);
  const contextOf: ContextOf = (request, reply, viewer) =>
    createContext({
      ...factsOf(request, options),
      viewer,
      tellLimit: (allowance) => void reply.headers(limitHeaders(allowance)),
    });
  app.decorateRequest("bodyBytes", 0);
  app.decorateRequest("viewer", null);
  app.decorateRequest("context");
  app.route({
    // Apollo answers 405 to the others.
    method: ["GET", "POST", "PUT", "PATCH", "DELETE"],
    url: "/graphql",
    // In base64 three bytes are four characters.
    bodyLimit: maxBodyBytes + Math.ceil(options.maxDocumentBytes / 3) * 4,
    onRequest: async (request) => {
      request.viewer = await viewerOf(request, options);
    },
    preParsing: limitBodies(({ viewer }) => viewer?.scopes.has("orders:write") === true),
    preValidation: requireFile,
    preHandler: async (request, reply) => {
      if (config.persisted.only) requireKnown(documents, request);
      request.context = await contextOf(request, reply, request.viewer);
    },
    handler: fastifyApolloHandler(apollo, { context: ({ context }) => Promise.resolve(context) }),
  });
  addHealth(app, checks, options.facts);
  if (!config.production || config.metricsToken !== null) {
    addMetrics(app, options.metrics, { token: config.metricsToken });
  }
  addDocuments(app, { ...options, contextOf });
  // By itself, so that forms are understood nowhere else.
  await app.register((oauth, _options, done) => {
    addOAuth(oauth, { tokens: options.tokens, contextOf });
    done();
  });
  return app;
}

/** In production the address is the one that the operator has set, whatever a proxy or the caller says. */
function factsOf(
  { id: requestId, arrivedAt, ip: address, protocol, host }: FastifyRequest,
  { config, tokens }: Pick<HttpOptions, "config" | "tokens">,
): Omit<RequestFacts, "viewer" | "tellLimit"> {
  const origin = config.production ? tokens.issuer : `${protocol}://${host}`;
  return { requestId, arrivedAt, address, origin };
}

/** Fastify logs nothing of its own: what is worth a line is logged below, and by Apollo's plugins. */
function createFastify(log: Log, trustedProxies: readonly string[]): FastifyInstance {
  const answer = answerErrors(log);
  const app = Fastify({
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
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
    sendError(reply, {
      status: 404,
      code: "BAD_REQUEST",
      message: "There is nothing at this address. GraphQL is at /graphql.",
    }),
  );
  return app;
}

/** Before anything is done for a request. */
function stampArrivals(app: FastifyInstance): void {
  app.decorateRequest("arrivedAt");
  app.addHook("onRequest", (request, _reply, done) => {
    request.arrivedAt = new Date();
    done();
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
    exposedHeaders: [
      "x-request-id",
      "retry-after",
      "ratelimit-limit",
      "ratelimit-remaining",
      "ratelimit-reset",
    ],
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
function nameRequests(app: FastifyInstance, log: Log): void {
  app.addHook("onRequest", (request, reply, done) => {
    reply.header("x-request-id", request.id).header("cache-control", "no-store");
    done();
  });
  app.addHook("onResponse", ({ id: requestId, method, viewer, routeOptions }, reply, done) => {
    const path = routeOptions.url ?? "unknown route";
    const durationMs = Math.round(reply.elapsedTime);
    log.info(
      { requestId, method, path, status: reply.statusCode, durationMs, viewer: viewer?.id },
      "answered",
    );
    done();
  });
}

/** Outside of GraphQL errors have the same form as inside. */
function answerErrors(log: Log) {
  return (error: FastifyError | GatewayError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    if (error instanceof GatewayError) {
      if (!isClientError(error))
        log.warn({ requestId: request.id, code: error.code, err: error.cause }, error.message);
      if (error.code === "UNAUTHENTICATED") reply.header("www-authenticate", "Bearer");
      return sendError(reply, { status: errorCodes[error.code], code: error.code, message: error.message });
    }
    const { statusCode: status = 500, message } = error;
    if (status >= 400 && status < 500) return sendError(reply, { status, code: "BAD_REQUEST", message });
    log.error({ requestId: request.id, err: error }, "unexpected error");
    return sendError(reply, { status: 500, code: "INTERNAL_SERVER_ERROR", message: maskedMessage });
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
