import type { ApolloServerOptionsWithGateway, BaseContext } from "@apollo/server";
import type { GraphQLSchema } from "graphql";
import { execute } from "./execute.ts";

export interface ExecutionOptions {
  /** Of the errors of an operation's variables so many are told. */
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
      onLoad({ apiSchema: schema, coreSupergraphSdl: "" });
      return () => undefined;
    },
    stop: async () => undefined,
  };
}
