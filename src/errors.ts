import { GraphQLError, type GraphQLFormattedError } from "graphql";

/**
 * The closed list of codes a client can meet in `errors[].extensions.code`, with the HTTP status used when the
 * whole request fails with it. docs/errors.md says for each its cause and its remedy; a test holds both lists together.
 */
export const errorCodes = {
  /** The request is not a GraphQL request: no query, unknown operation name, wrong content type, too large. */
  BAD_REQUEST: 400,
  /** The document is not GraphQL. */
  GRAPHQL_PARSE_FAILED: 400,
  /** The document does not fit the schema. */
  GRAPHQL_VALIDATION_FAILED: 400,
  /** The document has several operations and `operationName` names none of them. */
  OPERATION_RESOLUTION_FAILURE: 400,
  /** A hash came in place of a document, and none of the known documents has it; Apollo's clients expect 200. */
  PERSISTED_QUERY_NOT_FOUND: 200,
  /** The gateway runs none but the documents that it knows, and this is none of them. */
  DOCUMENT_NOT_ALLOWED: 403,
  /** An argument or variable has a value that can never be right. */
  BAD_USER_INPUT: 400,
  /** No token came with the request, or it is not valid (any more). */
  UNAUTHENTICATED: 401,
  /** The token is valid but lacks a scope. */
  FORBIDDEN: 403,
  /** The request contradicts what is stored, e.g. several matches where one was asked for. */
  CONFLICT: 409,
  /** The caller has used up what they may ask in this minute, or has tried to sign in too often. */
  RATE_LIMITED: 429,
  /** Salesforce cannot be reached, or answers that it is out of service. */
  SALESFORCE_UNAVAILABLE: 503,
  /** Salesforce did not answer in time. */
  SALESFORCE_TIMEOUT: 504,
  /** The org's API limit is used up. */
  SALESFORCE_LIMIT_EXCEEDED: 503,
  /** Salesforce does not accept the gateway's credentials. */
  SALESFORCE_REFUSED: 502,
  /** Salesforce does not accept the caller's own Salesforce user. */
  SALESFORCE_USER_REFUSED: 403,
  /** Salesforce hides the field from the user whom it was asked as, and the field cannot be null. */
  SALESFORCE_FIELD_HIDDEN: 403,
  /** Salesforce answered something that does not fit its own contract or the record maps. */
  SALESFORCE_ERROR: 502,
  /** PostgreSQL, Cosmos DB, the vault or the keys of the identity provider cannot be reached. */
  STORE_UNAVAILABLE: 503,
  /** A fault of the gateway itself; the log has it under the request id. */
  INTERNAL_SERVER_ERROR: 500,
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** The one error of this code base that clients may read: a code of the closed list and a sentence for a person. */
export class GatewayError extends Error {
  override readonly name = "GatewayError";
  readonly code: ErrorCode;
  /** When it is worth while to come again; null: not known. */
  readonly retryAfterSeconds: number | null;

  constructor(code: ErrorCode, sentence: string, options: GatewayErrorOptions = {}) {
    super(sentence, options);
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }
}

interface GatewayErrorOptions extends ErrorOptions {
  readonly retryAfterSeconds?: number;
}

/** The same as a GraphQL error, for places that answer outside of a resolver. */
export function toGraphQLError(error: GatewayError): GraphQLError {
  return new GraphQLError(error.message, {
    originalError: error,
    extensions: { code: error.code, http: { status: errorCodes[error.code] } },
  });
}

/** Client errors that graphql-js and Apollo find before a resolver runs; their sentences are fit to be shown. */
const frameworkCodes: readonly ErrorCode[] = [
  "BAD_REQUEST",
  "BAD_USER_INPUT",
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "OPERATION_RESOLUTION_FAILURE",
  "PERSISTED_QUERY_NOT_FOUND",
];

/** The GatewayError that an error of an answer was born as, if it was. */
export function gatewayErrorOf(error: unknown): GatewayError | null {
  if (error instanceof GatewayError) return error;
  return error instanceof GraphQLError ? gatewayErrorOf(error.originalError) : null;
}

/** True for what the client can mend; anything else belongs in the log. */
export function isClientError(error: unknown): boolean {
  const gatewayError = gatewayErrorOf(error);
  return gatewayError ? errorCodes[gatewayError.code] < 500 : requestFaultOf(error) !== null;
}

/**
 * What of an error goes out: born as a GatewayError or found by the framework in the request, as it is; anything else
 * masked. No stack, no cause.
 */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const { locations, path } = formatted;
  const place = { ...(locations && { locations }), ...(path && { path }) };
  const known = gatewayErrorOf(error);
  if (known) return { message: known.message, ...place, extensions: { code: known.code } };
  const code = requestFaultOf(error);
  if (code) return { message: withoutValues(formatted.message, error), ...place, extensions: { code } };
  return { message: maskedMessage, ...place, extensions: { code: "INTERNAL_SERVER_ERROR" } };
}

/** The sentence for everything that is the gateway's own fault. */
export const maskedMessage =
  "The gateway failed. Its log has the reason under the id in this answer's x-request-id header.";

/** The code of a fault in the request that graphql-js or Apollo found; null for an error that a resolver threw. */
function requestFaultOf(error: unknown): ErrorCode | null {
  if (!(error instanceof GraphQLError)) return null;
  const code = frameworkCodes.find((known) => known === error.extensions.code);
  if (code && error.path === undefined) return code;
  const origin = error.originalError ?? error;
  if (origin instanceof GraphQLError && unfitHash.test(origin.message)) return "BAD_REQUEST";
  return origin instanceof GraphQLError && uncodedFault.test(origin.message) ? "BAD_USER_INPUT" : null;
}

/**
 * graphql-js repeats the values that it refuses, and a misspelt sign-in is one with a password in it. The place stays:
 * https://github.com/graphql/graphql-js/blob/16.x.x/src/execution/values.ts
 */
function withoutValues(message: string, error: unknown): string {
  const [, variable] = /^Variable "(\$\w+)" got invalid value /.exec(message) ?? [];
  const reason = error instanceof GraphQLError ? error.originalError?.message : undefined;
  if (variable === undefined || reason === undefined) return repeatsValue.reduce(cutAt, message);
  const [place = ""] = / at "[^"]+"$/.exec(message.slice(0, -`; ${reason}`.length)) ?? [];
  return `Variable "${variable}" got invalid value${place}; ${repeatsValue.reduce(cutAt, reason)}`;
}

const repeatsValue = [
  /(?<=^(?:String|ID) cannot represent [^:]*): .*/s,
  /(?<=^Expected value of type "[^"]*"), found .*/s,
  /(?<=^Syntax Error: .*\b(?:Block)?String) ".*/s,
];

function cutAt(text: string, value: RegExp): string {
  return text.replace(value, ".");
}

/** graphql-js gives these no code; the first is found only while executing: null in a variable for a non-null argument. */
const uncodedFault = /^Argument "|^Too many errors processing variables/;

/** Nor Apollo these: https://github.com/apollographql/apollo-server/blob/main/packages/server/src/requestPipeline.ts */
const unfitHash = /^provided sha does not match query$|^Unsupported persisted query version$/;
