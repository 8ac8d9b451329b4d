import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  getOperationAST,
  getVariableValues,
  isCompositeType,
  isListType,
} from "graphql";
import { type ComplexityEstimatorArgs, getComplexity } from "graphql-query-complexity";
import { maxPageSize } from "./salesforce/page.ts";

/** One operation with its variables, as a request has it. */
export interface CostedOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  /** Needed where the document has several operations. */
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
}

export interface OperationCost {
  readonly total: number;
  /** What each field of the operation itself adds to it, by its name in the answer. */
  readonly parts: readonly CostPart[];
}

interface CostPart {
  readonly path: string;
  readonly cost: number;
}

/** What a field costs by itself; docs/query-cost.md has it for people. */
const weights = { value: 1, read: 10 } as const;
/** A list without pages: the prices of a product, the lines of a cart. */
const unpagedLength = 10;

/**
 * What an operation may come to at most, before it is run: a point for every value that the answer may hold, ten for everything
 * that is looked up for it. Infinity for one that spreads its fragments over more than 10,000 selections; null for one whose
 * variables do not fit, which is refused when it is run.
 */
export function operationCost(operation: CostedOperation): OperationCost | null {
  return fits(operation) ? computeCost(operation) : null;
}

/** With one fault it is clear: what computes the cost would list all there are. */
function fits({ schema, document, operationName, variables = {} }: CostedOperation): boolean {
  const definitions = getOperationAST(document, operationName)?.variableDefinitions ?? [];
  return getVariableValues(schema, definitions, variables, { maxErrors: 1 }).errors === undefined;
}

function computeCost({ document, variables = {}, ...operation }: CostedOperation): OperationCost | null {
  const parts = new Map<string, number>();
  const roots = [operation.schema.getQueryType(), operation.schema.getMutationType()];
  const estimate = (field: ComplexityEstimatorArgs): number => {
    const cost = costOfField(field);
    const path = field.node.alias?.value ?? field.node.name.value;
    if (roots.some((root) => root === field.type)) parts.set(path, (parts.get(path) ?? 0) + cost);
    return cost;
  };
  try {
    const total = getComplexity({
      ...operation,
      query: document,
      variables: { ...variables },
      estimators: [estimate],
    });
    return { total, parts: [...parts].map(([path, cost]) => ({ path, cost })) };
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return error.message === tooManySelections ? { total: Number.POSITIVE_INFINITY, parts: [] } : null;
  }
}

/** https://github.com/slicknode/graphql-query-complexity/blob/master/src/QueryComplexity.ts */
const tooManySelections = "Query exceeds the maximum allowed number of nodes.";

function costOfField({ field, args, type, childComplexity }: ComplexityEstimatorArgs): number {
  if (field.name === "__schema" || field.name === "__type") return 0;
  // Only what has to be fetched has a resolver of its own.
  const isRead = isCompositeType(getNamedType(field.type)) && field.resolve !== undefined;
  const own = isRead ? weights.read : weights.value;
  return own + childComplexity * lengthOf({ field, args, type });
}

/** Of how many things the fields below are asked for. */
function lengthOf({ field, args, type }: Pick<ComplexityEstimatorArgs, "field" | "args" | "type">): number {
  const { first, ids } = args as { readonly first?: unknown; readonly ids?: unknown };
  // More are refused by the field itself, with a sentence of its own.
  if (typeof first === "number") return Math.min(Math.max(first, 0), maxPageSize);
  if (Array.isArray(ids)) return ids.length;
  const isPartOfPage = type.name.endsWith("Connection");
  return isListType(getNullableType(field.type)) && !isPartOfPage ? unpagedLength : 1;
}
