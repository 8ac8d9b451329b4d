import type {
  ApolloServerPlugin,
  GraphQLRequestContext,
  GraphQLRequestContextDidResolveOperation,
  GraphQLRequestContextWillSendResponse,
} from "@apollo/server";
import type { DocumentNode, GraphQLSchema, OperationTypeNode, VariableDefinitionNode } from "graphql";
import { LRUCache } from "lru-cache";
import { type CallerLimit, limitHeaders } from "./caller-limit.ts";
import type { Context } from "./context.ts";
import { errorCodes, formatError, GatewayError, toGraphQLError } from "./errors.ts";
import { type CostedOperation, type OperationCost, operationCost } from "./operation-cost.ts";
import type { Allowance } from "./stores/rate-limit.ts";

export interface OperationLimits {
  /** What an operation may come to: docs/query-cost.md. */
  readonly maxCost: number;
  /** What a caller may ask in a while: docs/limits.md. */
  readonly callers: CallerLimit;
}

/** A filter of ten levels, each with a list, is the deepest input there is. */
const maxVariableDepth = 40;

/**
 * Refuses what must not be run, before anything of it is: what graphql-js lets pass validation and fails at later as if the fault
 * were the gateway's, what is too dear, and what its caller may not ask at the moment. What never came that far takes from its
 * caller what the least operation does.
 */
export function limitOperations({ maxCost, callers }: OperationLimits): ApolloServerPlugin<Context> {
  const costOf = rememberCosts();

  async function admit(resolved: Resolved): Promise<GatewayError | null> {
    const { operation } = resolved;
    const cost = (operation && costOf(toOperation(resolved), operation.variableDefinitions)?.total) ?? 0;
    const refusal = costRefusal(cost, maxCost);
    return (await charge(resolved, refusal ? 0 : cost)) ?? refusal;
  }

  async function charge(
    { contextValue, response }: GraphQLRequestContext<Context>,
    cost: number,
  ): Promise<GatewayError | null> {
    const allowance = await callers(contextValue, cost);
    if (!allowance) return null;
    for (const [name, value] of Object.entries(limitHeaders(allowance)))
      response.http.headers.set(name, value);
    return allowance.isAllowed ? null : toRefusal(allowance);
  }

  return {
    requestDidStart: () => {
      let isCharged = false;
      return Promise.resolve({
        didResolveOperation: async (resolved) => {
          const misfit = misfitOf(resolved);
          if (misfit) throw toGraphQLError(misfit);
          isCharged = true;
          const refusal = await admit(resolved);
          if (refusal) throw toGraphQLError(refusal);
        },
        willSendResponse: async (answering) => {
          if (isCharged) return;
          const refusal = await charge(answering, 0);
          if (refusal) answerInstead(answering, refusal);
        },
      });
    },
  };
}

type Resolved = GraphQLRequestContextDidResolveOperation<Context>;

function toOperation({ schema, document, operation, request }: Resolved): CostedOperation {
  return {
    schema,
    document,
    operationName: operation?.name?.value,
    variables: request.variables,
  };
}

function misfitOf({ schema, operation, request: { variables = {} } }: Resolved): GatewayError | null {
  if (isDeeper(variables, maxVariableDepth)) {
    const sentence = `Variables may be nested ${maxVariableDepth} levels deep at most.`;
    return new GatewayError("BAD_USER_INPUT", sentence);
  }
  // Apollo comes here with an unknown operationName as well, and refuses that itself.
  return operation ? rootRefusal(schema, operation.operation) : null;
}

function rootRefusal(schema: GraphQLSchema, kind: OperationTypeNode): GatewayError | null {
  const hasRoot = kind !== "subscription" && schema.getRootType(kind);
  return hasRoot ? null : new GatewayError("BAD_REQUEST", `There are no ${kind}s at this address.`);
}

/** graphql-js reads variables by recursion: 100 kB of brackets are more than the stack holds. */
function isDeeper(value: unknown, depth: number): boolean {
  let level: readonly unknown[] = [value];
  for (let remaining = depth; remaining >= 0 && level.length > 0; remaining--) {
    level = level.flatMap((each) => (typeof each === "object" && each !== null ? Object.values(each) : []));
  }
  return level.length > 0;
}

function costRefusal(cost: number, maxCost: number): GatewayError | null {
  if (cost <= maxCost) return null;
  const told = Number.isFinite(cost) ? String(cost) : "more than can be counted";
  const sentence = `This operation may come to ${told} points; ${maxCost} are allowed. Ask for shorter lists, or for less below them.`;
  return new GatewayError("BAD_USER_INPUT", sentence);
}

function toRefusal({ limit, resetSeconds }: Allowance): GatewayError {
  const sentence = `You have used up your ${limit} points of this minute. Ask again in ${resetSeconds} seconds.`;
  return new GatewayError("RATE_LIMITED", sentence, { retryAfterSeconds: resetSeconds });
}

function answerInstead(
  { response }: GraphQLRequestContextWillSendResponse<Context>,
  refusal: GatewayError,
): void {
  const error = toGraphQLError(refusal);
  response.body = { kind: "single", singleResult: { errors: [formatError(error.toJSON(), error)] } };
  response.http.status = errorCodes[refusal.code];
}

const maxRemembered = 20;
const maxKeyLength = 1_000;

/**
 * Clients send the same documents again, mostly with variables that look alike; Apollo parses each once. Variables that the operation
 * does not declare are nothing to it.
 */
function rememberCosts(): (
  operation: CostedOperation,
  definitions?: readonly VariableDefinitionNode[],
) => OperationCost | null {
  const known = new WeakMap<DocumentNode, LRUCache<string, { readonly cost: OperationCost | null }>>();
  return (operation, definitions = []) => {
    const { document, operationName = "", variables = {} } = operation;
    const costs = known.get(document) ?? new LRUCache({ max: maxRemembered });
    known.set(document, costs);
    const declared = definitions.map(({ variable: { name } }) => [name.value, variables[name.value]]);
    const key = JSON.stringify([operationName, Object.fromEntries(declared)]);
    if (key.length > maxKeyLength) return operationCost(operation);
    const kept = costs.get(key) ?? { cost: operationCost(operation) };
    costs.set(key, kept);
    return kept.cost;
  };
}
