import { ApolloServer, type ApolloServerPlugin } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from "@apollo/server/plugin/disabled";
import { ApolloServerPluginLandingPageLocalDefault } from "@apollo/server/plugin/landingPage/default";
import type { Tracer } from "@opentelemetry/api";
import type { GraphQLError, GraphQLSchema } from "graphql";
import type { Context } from "./context.ts";
import { type ErrorCode, formatError, gatewayErrorOf, isClientError } from "./errors.ts";
import { ownTurn } from "./event-loop-turn.ts";
import { createApolloGateway } from "./execution/apollo-gateway.ts";
import { tellExtensions } from "./extension.ts";
import { hideNames } from "./hidden-name.ts";
import type { Log } from "./log.ts";
import { limitOperations, type OperationLimits } from "./operation-limit.ts";
import { lookUp, type PersistedDocuments, readDocumentId } from "./persisted-document.ts";
import { documentLimits, limitRules } from "./query-limit.ts";
import type { OperationMetrics } from "./telemetry/metric.ts";
import { watchOperations } from "./telemetry/operation.ts";

export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly log: Log;
  /** No explorer, no introspection, no hints at schema parts. */
  readonly production: boolean;
  /** Whether everybody may see what their operations cost; otherwise it takes the scope operations:read. */
  readonly openTrace: boolean;
  readonly limits: OperationLimits;
  readonly documents: PersistedDocuments;
  readonly metrics: Pick<OperationMetrics, "onOperation" | "onError">;
  /** Null: nothing is traced. */
  readonly tracer: Tracer | null;
}

const maxValidationErrors = 3;
const maxCoercionErrors = 5;

export function createApollo(options: ApolloOptions): ApolloServer<Context> {
  const { schema, log, production, openTrace, documents } = options;
  return new ApolloServer<Context>({
    gateway: createApolloGateway(schema, { maxCoercionErrors }),
    introspection: !production,
    hideSchemaDetailsFromClientErrors: production,
    includeStacktraceInErrorResponses: false,
    persistedQueries: { cache: lookUp(documents) },
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: documentLimits.tokens },
    validationRules: limitRules(documentLimits),
    validationOptions: { maxErrors: maxValidationErrors },
    maxRecursiveSelections: true,
    formatError,
    logger: quiet,
    plugins: [
      // The default plugin hooks every field, which costs more than executing it.
      ApolloServerPluginCacheControlDisabled(),
      production
        ? ApolloServerPluginLandingPageDisabled()
        : ApolloServerPluginLandingPageLocalDefault({ embed: true }),
      readDocumentId,
      limitOperations(options.limits),
      ...(production ? [hideNames(schema)] : []),
      answerPlainJson,
      answerInTurn,
      tellExtensions({ openTrace }),
      watchOperations(options),
      logErrors(log),
    ],
  });
}

/** Apollo's own messages repeat what `logErrors` logs with a request id. */
const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

const refusedDocument: readonly unknown[] = [
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "OPERATION_RESOLUTION_FAILURE",
  "BAD_USER_INPUT",
] satisfies ErrorCode[];

/**
 * A client that accepts application/json alone takes any status but 200 for a failure of HTTP itself, so that a refused
 * document is 200 there: https://graphql.github.io/graphql-over-http/draft/#sec-application-json
 */
const answerPlainJson: ApolloServerPlugin<Context> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse: ({ request, response: { http, body } }) => {
        http.headers.set("cache-control", "no-store");
        const accepted = request.http?.headers.get("accept") ?? "";
        const isPlain = accepted.includes("application/json") && !accepted.includes("graphql-response");
        const result = body.kind === "single" ? body.singleResult : {};
        if (isPlain && refusedDocument.includes(result.errors?.[0]?.extensions?.code) && !("data" in result))
          http.status = 200;
        return Promise.resolve();
      },
    }),
};

/** To write an answer of thousands of rows as JSON takes as long as to make it. */
const answerInTurn: ApolloServerPlugin<Context> = {
  requestDidStart: () => Promise.resolve({ willSendResponse: ownTurn }),
};

/** What no client can mend is logged once, with its cause, under the request id. */
function logErrors(log: Log): ApolloServerPlugin<Context> {
  const logAll = (errors: readonly GraphQLError[], requestId: string) => {
    const byOrigin = new Map(errors.map((error) => [error.originalError ?? error, error]));
    for (const error of byOrigin.values()) if (!isClientError(error)) logError(log, requestId, error);
    return Promise.resolve();
  };
  return {
    requestDidStart: () =>
      Promise.resolve({
        didEncounterErrors: ({ errors, contextValue }) => logAll(errors, contextValue.requestId),
      }),
    unexpectedErrorProcessingRequest: ({ error, requestContext: { contextValue } }) => {
      log.error({ requestId: contextValue.requestId, err: error }, "unexpected error");
      return Promise.resolve();
    },
  };
}

function logError(log: Log, requestId: string, error: GraphQLError): void {
  const { path, originalError } = error;
  const known = gatewayErrorOf(error);
  if (known) log.warn({ requestId, path, code: known.code, cause: messageOf(known.cause) }, known.message);
  else log.error({ requestId, path, err: originalError ?? error }, "unexpected error");
}

function messageOf(cause: unknown): string | undefined {
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : undefined;
}
