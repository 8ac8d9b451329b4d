import type { ApolloServerPlugin, GraphQLRequestContextWillSendResponse } from "@apollo/server";
import type { FormattedExecutionResult, GraphQLFormattedError } from "graphql";
import type { Context } from "./context.ts";
import { type ErrorCode, gatewayErrorOf } from "./errors.ts";
import { type OperationCost, operationCost } from "./operation-cost.ts";
import { retryAfterSeconds } from "./salesforce/budget-gate.ts";

type Answering = GraphQLRequestContextWillSendResponse<Context>;

type Teller = (result: Result, answering: Answering) => void;

/** What the answer tells besides its data. */
export function tellExtensions(options: { readonly openTrace: boolean }): ApolloServerPlugin<Context> {
  const tellers = [tellTrace(options.openTrace), tellRedacted, tellCache, tellRetry];
  const willSendResponse = (answering: Answering) => {
    const { body } = answering.response;
    if (body.kind === "single") for (const tell of tellers) tell(body.singleResult, answering);
    return Promise.resolve();
  };
  return { requestDidStart: () => Promise.resolve({ willSendResponse }) };
}

/** `extensions.salesforce` says what the operation has cost, to who asks with `x-salesforce-trace: 1` and may know. */
function tellTrace(isOpen: boolean): Teller {
  return (result, answering) => {
    const { request, contextValue } = answering;
    const { trace, viewer, org } = contextValue;
    const isWanted = request.http?.headers.get("x-salesforce-trace") === "1";
    const isAllowed = isOpen || viewer?.scopes.has("operations:read") === true;
    if (!isWanted || !isAllowed) return;
    const { apiCalls, roundTrips, queries } = trace;
    const { used, limit } = org.budget() ?? { used: null, limit: null };
    const usage = used === null ? null : { used, limit };
    const cost = costOf(answering);
    const salesforce = {
      cost: cost?.total ?? null,
      costs: cost?.parts ?? [],
      apiCalls,
      roundTrips,
      queries,
      usage,
    };
    result.extensions = { ...result.extensions, salesforce };
  };
}

/** Null for what was refused before it could be run. */
function costOf({ schema, document, operation, request }: Answering): OperationCost | null {
  if (!document || !operation) return null;
  return operationCost({
    schema,
    document,
    operationName: operation.name?.value,
    variables: request.variables,
  });
}

/** `extensions.cache` and the header Age say what of the answer is not of this moment. */
function tellCache(result: Result, { response, contextValue: { trace } }: Answering): void {
  if (trace.cached.length === 0) return;
  const ageSeconds = Math.floor(Math.max(...trace.cached) / 1_000);
  result.extensions = { ...result.extensions, cache: { queries: trace.cached.length, ageSeconds } };
  response.http.headers.set("age", String(ageSeconds));
}

/** Who is refused for the org's budget, or for too many attempts to sign in, is told when to come again. */
function tellRetry(_result: Result, { response, errors = [] }: Answering): void {
  const refusals = errors.map(gatewayErrorOf).filter((error) => error !== null);
  const code: ErrorCode = "SALESFORCE_LIMIT_EXCEEDED";
  const isShort = refusals.some((refusal) => refusal.code === code);
  const seconds = refusals.map((refusal) => refusal.retryAfterSeconds ?? 0);
  const longest = Math.max(isShort ? retryAfterSeconds : 0, ...seconds);
  if (longest > 0) response.http.headers.set("retry-after", String(longest));
}

/**
 * `extensions.redacted` has the paths of what Salesforce hides from the acting user: null, or an empty list. Where null
 * is not allowed the error stays, at the nearest parent that can be null.
 */
function tellRedacted(result: Result, { contextValue: { trace } }: Answering): void {
  const [hidden, errors] = partition(
    result.errors ?? [],
    (error) => error.extensions?.code === hiddenCode && isThere(result.data, error.path),
  );
  const redacted = [...trace.redacted, ...hidden.map(({ path }) => path)];
  if (redacted.length === 0) return;
  result.extensions = { ...result.extensions, redacted };
  if (errors.length > 0) result.errors = errors;
  else delete result.errors;
}

const hiddenCode: ErrorCode = "SALESFORCE_FIELD_HIDDEN";

/** Whether the null of an error stands at its own place; otherwise a parent is null in its stead. */
function isThere(data: unknown, path: GraphQLFormattedError["path"] = []): boolean {
  let value = data;
  for (const step of path) {
    if (value === null || value === undefined) return false;
    value = (value as Readonly<Record<string | number, unknown>>)[step];
  }
  return true;
}

type Result = { -readonly [Key in keyof FormattedExecutionResult]: FormattedExecutionResult[Key] };

function partition<T>(list: readonly T[], test: (item: T) => boolean): readonly [T[], T[]] {
  return [list.filter(test), list.filter((item) => !test(item))];
}
