import { maxAliasesRule } from "@escape.tech/graphql-armor-max-aliases";
import { maxDepthRule } from "@escape.tech/graphql-armor-max-depth";
import { maxDirectivesRule } from "@escape.tech/graphql-armor-max-directives";
import { type DocumentNode, GraphQLError, type ValidationContext, type ValidationRule } from "graphql";
import { LRUCache } from "lru-cache";
import { GatewayError } from "./errors.ts";
import { type CostedOperation, operationCost } from "./operation-cost.ts";

/** Each at least twice what the largest operation of examples/ and client/ needs: docs/query-cost.md. */
const limits = { depth: 20, aliases: 60, directives: 20 } as const;

/** Of what a document is made; fragments count where they are spread. */
export const limitRules: readonly ValidationRule[] = [
  maxDepthRule({
    n: limits.depth,
    flattenFragments: true,
    ...refusing(`A document may be ${limits.depth} levels deep at most.`),
  }),
  maxAliasesRule({
    n: limits.aliases,
    allowList: [],
    ...refusing(`A document may have ${limits.aliases} aliases at most.`),
  }),
  maxDirectivesRule({
    n: limits.directives,
    ...refusing(`A document may have ${limits.directives} directives at most.`),
  }),
];

/** The rules themselves would throw, which no server takes for an answer. */
function refusing(sentence: string) {
  const report = (context: ValidationContext | null) => context?.reportError(new GraphQLError(sentence));
  return { propagateOnRejection: false, onReject: [report] };
}

/** What speaks against an operation for what it may come to, before anything of it is run. */
export function createCostLimit(maxCost: number): (operation: CostedOperation) => GatewayError | null {
  const costOf = rememberCosts();
  return (operation) => {
    const cost = costOf(operation);
    if (cost === null || cost <= maxCost) return null;
    const sentence = `This operation may come to ${told(cost)} points; ${maxCost} are allowed. Ask for shorter lists, or for less below them.`;
    return new GatewayError("BAD_USER_INPUT", sentence);
  };
}

function told(cost: number): string {
  return Number.isFinite(cost) ? String(cost) : "more than can be counted";
}

const maxRemembered = 20;
const maxKeyLength = 1_000;

/** Clients send the same documents again, mostly with variables that look alike; Apollo parses each once. */
function rememberCosts(): (operation: CostedOperation) => number | null {
  const known = new WeakMap<DocumentNode, LRUCache<string, { readonly cost: number | null }>>();
  return (operation) => {
    const { document, operationName = "", variables = {} } = operation;
    const costs = known.get(document) ?? new LRUCache({ max: maxRemembered });
    known.set(document, costs);
    const key = JSON.stringify([operationName, variables]);
    if (key.length > maxKeyLength) return operationCost(operation);
    const cost = costs.has(key) ? (costs.get(key)?.cost ?? null) : operationCost(operation);
    costs.set(key, { cost });
    return cost;
  };
}
