import type { ApolloServerOptionsWithGateway, BaseContext } from "@apollo/server";
import { type GraphQLSchema, printSchema } from "graphql";
import { execute } from "./execute.ts";

export interface ExecutionOptions {
  /** The most errors of its variables that an operation is answered with. */
  readonly maxCoercionErrors: number;
}

/**
 * A schema that Apollo Server has executed by `execute`: what it calls its gateway is whatever executes in place of graphql-js.
 * https://www.apollographql.com/docs/apollo-server/api/apollo-server#gateway
 */
export function createApolloGateway(
  schema: GraphQLSchema,
  options: ExecutionOptions,
): ApolloServerOptionsWithGateway<BaseContext>["gateway"] {
  return {
    load: async () => ({
      executor: ({ document, request: { variables, operationName }, context }) =>
        execute({
          schema,
          document,
          variableValues: variables ?? null,
          operationName: operationName ?? null,
          contextValue: context,
          options,
        }),
    }),
    onSchemaLoadOrUpdate: (onLoad) => {
      // What an operator with APOLLO_KEY may have reported.
      onLoad({ apiSchema: schema, coreSupergraphSdl: printSchema(schema) });
      return () => undefined;
    },
    stop: async () => undefined,
  };
}
