import type { ApolloServer } from "@apollo/server";
import { fastifyApolloHandler } from "@as-integrations/fastify";
import type { Tracer } from "@opentelemetry/api";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { GraphQLSchema } from "graphql";
import { createApollo } from "./apollo.ts";
import type { Viewer } from "./auth/viewer.ts";
import { limitBodies, maxBodyBytes, requireFile } from "./body-limit.ts";
import { type CallerLimit, limitHeaders } from "./caller-limit.ts";
import { clientDocuments } from "./client-document.ts";
import type { Config } from "./config.ts";
import type { Context } from "./context.ts";
import { addDocuments } from "./document-http.ts";
import { drainOnClose, sendAway } from "./drain.ts";
import { addExplorer, type ExplorerOptions } from "./explorer-http.ts";
import { addHealth, type HealthOptions } from "./health.ts";
import { secure } from "./http-header.ts";
import { createServer } from "./http-server.ts";
import { shedLoad } from "./load-shedding.ts";
import type { Log } from "./log.ts";
import { addMetrics, type Metrics } from "./metrics.ts";
import { addOAuth } from "./oauth-http.ts";
import { type PersistedDocuments, requireKnown } from "./persisted-document.ts";
import { type ViewerSource, viewerOf } from "./request-viewer.ts";
import { closeSlowReaders } from "./slow-reader.ts";
import type { Allowance } from "./stores/rate-limit.ts";
import { scopeRequests } from "./telemetry/http-scope.ts";

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

export interface HttpOptions extends ViewerSource, HealthOptions, ExplorerOptions {
  readonly config: Config["http"];
  readonly schema: GraphQLSchema;
  /** How large a file may be. */
  readonly maxDocumentBytes: number;
  /** Null: nothing is traced. */
  readonly tracer: Tracer | null;
  readonly metrics: Metrics;
  /** Whether everybody may see what their operations cost of Salesforce. */
  readonly openTrace: boolean;
  readonly callers: CallerLimit;
  readonly log: Log;
  createContext(request: RequestFacts): Promise<Context>;
}

declare module "fastify" {
  interface FastifyRequest {
    arrivedAt: Date;
    viewer: Viewer | null;
    context: Context;
  }
}

/** The gateway's HTTP side, not yet listening. */
export async function createHttp(options: HttpOptions): Promise<FastifyInstance> {
  const { config } = options;
  const documents = new Map([...clientDocuments, ...config.persisted.documents]);
  const limits = { maxCost: config.maxOperationCost, callers: options.callers };
  const apollo = createApollo({ ...options, ...config, limits, documents });
  await apollo.start();
  const app = createServer(options);
  app.addHook("onClose", () => apollo.stop());
  scopeRequests(app, options.tracer);
  drainOnClose(app);
  sendAway(app, options.isDraining);
  closeSlowReaders(app);
  await secure(app, config);
  shedLoad(app, { ...config, onShed: options.metrics.onShed });
  const contextOf = contextsOf(options);
  addGraphql(app, apollo, { ...options, documents, contextOf });
  addHealth(app, options);
  if (!config.production || config.metricsToken !== null) {
    addMetrics(app, options.metrics, { token: config.metricsToken });
  }
  addDocuments(app, { ...options, contextOf });
  // By itself, so that forms are understood nowhere else.
  await app.register((oauth, _options, done) => {
    addOAuth(oauth, { tokens: options.tokens, contextOf });
    done();
  });
  if (!config.production) {
    await app.register((explorer, _options, done) => {
      addExplorer(explorer, options);
      done();
    });
  }
  return app;
}

interface GraphqlOptions extends HttpOptions {
  readonly documents: PersistedDocuments;
  readonly contextOf: ContextOf;
}

function addGraphql(app: FastifyInstance, apollo: ApolloServer<Context>, options: GraphqlOptions): void {
  const { config, documents, contextOf } = options;
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
}

function contextsOf(options: HttpOptions): ContextOf {
  return (request, reply, viewer) =>
    options.createContext({
      ...factsOf(request, options),
      viewer,
      tellLimit: (allowance) => void reply.headers(limitHeaders(allowance)),
    });
}

/** In production the address is the one that the operator has set, whatever a proxy or the caller says. */
function factsOf(
  { id: requestId, arrivedAt, ip: address, protocol, host }: FastifyRequest,
  { config, tokens }: Pick<HttpOptions, "config" | "tokens">,
): Omit<RequestFacts, "viewer" | "tellLimit"> {
  const origin = config.production ? tokens.issuer : `${protocol}://${host}`;
  return { requestId, arrivedAt, address, origin };
}
