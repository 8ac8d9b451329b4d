import { ApolloServer, type ApolloServerPlugin } from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from "@apollo/server/plugin/disabled";
import { ApolloServerPluginLandingPageLocalDefault } from "@apollo/server/plugin/landingPage/default";
import type { GraphQLError, GraphQLSchema } from "graphql";
import type { Context } from "./context.ts";
import { formatError, gatewayErrorOf, isClientError } from "./errors.ts";

/** The part of pino that the gateway uses. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly log: Log;
  /** No explorer, no introspection, no hints at schema parts. */
  readonly production: boolean;
}

/** Limits on the document itself; all are several times the largest operation of the typed client. */
const maxTokens = 1_000;
const maxValidationErrors = 3;
const maxCoercionErrors = 5;

export function createApollo({ schema, log, production }: ApolloOptions): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema,
    introspection: !production,
    hideSchemaDetailsFromClientErrors: production,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens },
    validationOptions: { maxErrors: maxValidationErrors },
    executionOptions: { maxCoercionErrors },
    maxRecursiveSelections: true,
    formatError,
    logger: quiet,
    plugins: [
      // The default plugin hooks every field, which costs more than executing it.
      ApolloServerPluginCacheControlDisabled(),
      production
        ? ApolloServerPluginLandingPageDisabled()
        : ApolloServerPluginLandingPageLocalDefault({ embed: true }),
      logErrors(log),
    ],
  });
}

/** Apollo's own messages repeat what the plugins below log with a request id. */
const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** What no client can mend is logged once, with its cause, under the request id. */
function logErrors(log: Log): ApolloServerPlugin<Context> {
  const didEncounterErrors = ({ errors, contextValue: { requestId } }: EncounteredErrors) => {
    for (const error of errors.filter((each) => !isClientError(each))) logError(log, requestId, error);
    return Promise.resolve();
  };
  return { requestDidStart: () => Promise.resolve({ didEncounterErrors }) };
}

interface EncounteredErrors {
  readonly errors: readonly GraphQLError[];
  readonly contextValue: Context;
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
