import { type ExecutionArgs, type ExecutionResult, GraphQLError, OperationTypeNode } from "graphql";
import { collectFields } from "graphql/execution/collectFields.js";
import { buildExecutionContext, type ExecutionContext } from "graphql/execution/execute.js";
import type { PromiseOrValue } from "graphql/jsutils/PromiseOrValue.js";
import { type Data, executeFields, executeSerially } from "./fields.ts";
import { planFields } from "./plan-fields.ts";

/** graphql-js's arguments, without the resolvers for fields that have none: those are read off their objects. */
export type Execution = Omit<ExecutionArgs, "fieldResolver" | "subscribeFieldResolver">;

/**
 * Executes an operation as graphql-js does, with its parts: variables, arguments, directives, fragments, types and errors are read as
 * it reads them. But what is the same for all objects of a selection is found out once, and not for each of thousands
 * (docs/decisions/0007-own-executor.md).
 *
 * https://spec.graphql.org/September2025/#sec-Execution
 */
export async function execute(args: Execution): Promise<ExecutionResult> {
  const context = buildExecutionContext(args);
  if (!("schema" in context)) return { errors: context };
  const data = await dataOf(context);
  const { errors } = context.collectedErrors;
  return errors.length > 0 ? { errors, data } : { data };
}

/** Null where a root field that may not be null has failed. */
async function dataOf(context: ExecutionContext): Promise<Data | null> {
  try {
    return await executeOperation(context);
  } catch (error) {
    context.collectedErrors.add(error as GraphQLError, undefined);
    return null;
  }
}

function executeOperation(context: ExecutionContext): PromiseOrValue<Data> {
  const { schema, fragments, variableValues, operation, rootValue } = context;
  const type = schema.getRootType(operation.operation);
  if (!type) {
    throw new GraphQLError(`Schema is not configured to execute ${operation.operation} operation.`, {
      nodes: operation,
    });
  }
  const collected = collectFields(schema, fragments, variableValues, type, operation.selectionSet);
  const fields = planFields(context, type, collected);
  const isMutation = operation.operation === OperationTypeNode.MUTATION;
  return isMutation ? executeSerially(fields, rootValue) : executeFields(fields, rootValue, undefined);
}
