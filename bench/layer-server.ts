import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import Fastify from "fastify";
import type { FormattedExecutionResult, GraphQLSchema } from "graphql";
import { type CompiledQuery, compileQuery, isCompiledQuery } from "graphql-jit";
import { createYoga } from "graphql-yoga";
import mercurius from "mercurius";
import { scopes } from "../src/auth/scope.ts";
import type { Context } from "../src/context.ts";
import { cachedTypes } from "./layer-operation.ts";

/**
 * The gateway's schema object served by another GraphQL server, with nothing around it: no token, no permissions, no limits. With
 * `cached` what it reads comes from memory, so that only the GraphQL layer is at work:
 * `node bench/layer-server.ts yoga http://127.0.0.1:8080 cached`.
 */
const [kind = "", loginUrl = "", reads = "asked"] = process.argv.slice(2);

const { buildGatewaySchema } = await built<typeof import("../src/schema.ts")>("schema");
const { connectSalesforce } =
  await built<typeof import("../src/salesforce/connection.ts")>("salesforce/connection");
const { createTrace } =
  await built<typeof import("../src/salesforce/query-batch.ts")>("salesforce/query-batch");
const { createQueryCache } =
  await built<typeof import("../src/salesforce/query-cache.ts")>("salesforce/query-cache");
const { createReader } = await built<typeof import("../src/salesforce/reader.ts")>("salesforce/reader");
const { createMemoryCache } = await built<typeof import("../src/stores/cache.ts")>("stores/cache");

const schema = buildGatewaySchema();
const salesforce = connectSalesforce({
  org: () => ({
    loginUrl,
    credentials: { flow: "client-credentials", clientId: "local-org", clientSecret: "local-only" },
    callers: null,
  }),
  apiVersion: "68.0",
  timeoutMs: 10_000,
  maxConcurrent: 50,
  budget: { conservePercent: 20, reservePercent: 5 },
  cache:
    reads === "cached"
      ? createQueryCache({
          store: createMemoryCache(),
          seconds: new Map(cachedTypes.map((type) => [type, 3_600])),
          onUse: () => undefined,
        })
      : null,
});

const servers: Readonly<Record<string, () => Promise<string>>> = {
  apollo: () => startApollo(),
  "apollo-jit": () => startApollo(compiled(schema)),
  yoga: startYoga,
  mercurius: startMercurius,
};
const start = servers[kind];
if (!start) throw new Error(`there is no server "${kind}", but ${Object.keys(servers).join(", ")}`);
console.log(await start());

/** Decorators have to be compiled. */
function built<Module>(name: string): Promise<Module> {
  return import(`../dist/${name}.js`);
}

/** As much of a context as reads need. */
function createContext(): Context {
  const trace = createTrace();
  const viewer = { kind: "USER", id: "bench", scopes: new Set(scopes), organizationIds: [] };
  const reader = createReader(salesforce.integration, {
    org: { multiCurrency: false, currencyCode: "USD" },
    joins: true,
    trace,
    isLowPriority: false,
    scope: null,
    mayRead: () => true,
  });
  return { viewer, trace, org: salesforce, salesforce: reader, everything: reader } as unknown as Context;
}

type Executor = (request: {
  readonly document: Parameters<typeof compileQuery>[1];
  readonly operationName?: string;
  readonly queryHash: string;
  readonly context: Context;
  readonly request: { readonly variables?: Readonly<Record<string, unknown>> };
}) => Promise<FormattedExecutionResult>;

async function startApollo(executor?: Executor): Promise<string> {
  const gateway = executor && {
    load: () => Promise.resolve({ executor }),
    onSchemaLoadOrUpdate: (
      callback: (update: { apiSchema: GraphQLSchema; coreSupergraphSdl: string }) => void,
    ) => {
      callback({ apiSchema: schema, coreSupergraphSdl: "" });
      return () => undefined;
    },
    stop: () => Promise.resolve(),
  };
  const server = new ApolloServer<Context>(gateway ? { gateway: gateway as never } : { schema });
  const { url } = await startStandaloneServer(server, {
    listen: { host: "127.0.0.1", port: 0 },
    context: () => Promise.resolve(createContext()),
  });
  return url;
}

/** Compiles every document once: https://github.com/zalando-incubator/graphql-jit */
function compiled(schema: GraphQLSchema): Executor {
  const queries = new Map<string, CompiledQuery>();
  return async ({ document, operationName, queryHash, context, request }) => {
    const query = queries.get(queryHash) ?? (compileQuery(schema, document, operationName) as CompiledQuery);
    if (!isCompiledQuery(query)) return query as FormattedExecutionResult;
    queries.set(queryHash, query);
    return (await query.query({}, context, request.variables ?? {})) as FormattedExecutionResult;
  };
}

async function startYoga(): Promise<string> {
  const yoga = createYoga({ schema, context: createContext, logging: false });
  const app = Fastify();
  app.route({
    url: yoga.graphqlEndpoint,
    method: ["GET", "POST"],
    handler: (request, reply) => yoga.handleNodeRequestAndResponse(request, reply, {}),
  });
  return `${await app.listen({ host: "127.0.0.1", port: 0 })}`;
}

async function startMercurius(): Promise<string> {
  const app = Fastify();
  await app.register(mercurius, { schema, jit: 1, context: createContext as never });
  return await app.listen({ host: "127.0.0.1", port: 0 });
}
