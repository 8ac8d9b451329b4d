import { GatewayError } from "../errors.ts";
import { TransportError } from "./failure.ts";

/** What Salesforce has against a write, in its own words. */
export interface Refusal {
  /** e.g. REQUIRED_FIELD_MISSING */
  readonly code: string;
  readonly message: string;
  /** The columns that it is about; often none. */
  readonly columns: readonly string[];
}

/**
 * What Salesforce has answered against a request, whose code says that nothing was written; empty where no such answer
 * has come.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm
 */
export function refusalsOf(error: unknown): readonly Refusal[] {
  const cause = error instanceof GatewayError ? error.cause : null;
  if (!(cause instanceof Error) || cause instanceof TransportError || !("data" in cause)) return [];
  const told = Array.isArray(cause.data) ? cause.data : [cause.data];
  const refusals = told.map(toRefusal);
  return refusals.every(({ code }) => isSettled(code)) ? refusals : [];
}

/** One row of an answer to a collection of writes says it in `statusCode`, all others in `errorCode`. */
export function toRefusal(told: unknown): Refusal {
  const { errorCode, statusCode, message, fields } = (told ?? {}) as Readonly<Record<string, unknown>>;
  return {
    code: String(errorCode ?? statusCode ?? "UNKNOWN"),
    message: String(message ?? ""),
    columns: Array.isArray(fields) ? fields.map(String) : [],
  };
}

/** What it was about is not there any more. */
export function isGone({ code, message }: Refusal): boolean {
  return (
    / is deleted$/i.test(message) ||
    [
      "NOT_FOUND",
      "ITEM_NOT_FOUND",
      "MISSING_RECORD",
      "ENTITY_IS_DELETED",
      "INVALID_CROSS_REFERENCE_KEY",
    ].includes(code)
  );
}

/** The same request may succeed in a moment. */
export function isPassing({ code }: Refusal): boolean {
  return ["UNABLE_TO_LOCK_ROW", "BLOCKED_EXCLUSIVE", "REQUEST_LIMIT_EXCEEDED"].includes(code);
}

/** Whether a write may have happened although its answer does not say so. It is looked up before it is sent again. */
export function isUncertain(error: unknown): boolean {
  if (!(error instanceof GatewayError) || refusalsOf(error).length > 0) return false;
  return uncertainCodes.has(error.code) && !isUnsent(error.cause);
}

const uncertainCodes: ReadonlySet<string> = new Set([
  "SALESFORCE_UNAVAILABLE",
  "SALESFORCE_TIMEOUT",
  "SALESFORCE_ERROR",
]);

/** With these Salesforce has failed in the middle of something, or a proxy before it. */
function isSettled(code: string): boolean {
  return !/^(ERROR_HTTP_\d+|UNKNOWN|UNKNOWN_EXCEPTION|SERVER_UNAVAILABLE|QUERY_TIMEOUT)$/.test(code);
}

function isUnsent(cause: unknown): boolean {
  return cause instanceof TransportError && cause.isUnsent;
}
