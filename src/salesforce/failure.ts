import { type ErrorCode, GatewayError } from "../errors.ts";

interface TransportErrorOptions extends ErrorOptions {
  /** BROKEN: the connection or the answer broke off. UNSENT: Salesforce has not got the request. */
  readonly kind?: "BROKEN" | "UNSENT" | undefined;
}

/** What the transport found out before jsforce could: no answer, no JSON, a redirect, too large. */
export class TransportError extends Error {
  override readonly name = "TransportError";
  readonly code: ErrorCode;
  readonly isBroken: boolean;
  readonly isUnsent: boolean;

  constructor(code: ErrorCode, message: string, { kind, ...options }: TransportErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.isBroken = kind === "BROKEN";
    this.isUnsent = kind === "UNSENT";
  }
}

const sentences = {
  BAD_USER_INPUT: "Salesforce cannot search for this text: send whole words or their beginnings.",
  SALESFORCE_UNAVAILABLE: "Salesforce cannot be reached at the moment. Try again later.",
  SALESFORCE_TIMEOUT: "Salesforce did not answer in time. Try again, or ask for less at once.",
  SALESFORCE_LIMIT_EXCEEDED: "The Salesforce org has used up its API requests. Try again later.",
  SALESFORCE_REFUSED: "Salesforce does not accept the gateway's credentials. Tell the gateway's operator.",
  SALESFORCE_USER_REFUSED:
    "Salesforce refuses your Salesforce user: it is unknown, inactive, not approved for the gateway's app, or may not see what was asked for. Tell the gateway's operator.",
  SALESFORCE_FIELD_HIDDEN: "Salesforce hides this from the user whom it was asked as.",
  SALESFORCE_ERROR:
    "Salesforce could not answer this request. The gateway's log has the reason under the request id.",
} as const;

/**
 * Salesforce's error codes that mean something else than "the gateway asked a wrong question". Sources:
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm and
 * https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_flow_errors.htm
 */
const codes: Readonly<Record<string, keyof typeof sentences>> = {
  REQUEST_LIMIT_EXCEEDED: "SALESFORCE_LIMIT_EXCEEDED",
  QUERY_TIMEOUT: "SALESFORCE_TIMEOUT",
  MALFORMED_SEARCH: "BAD_USER_INPUT",
  SERVER_UNAVAILABLE: "SALESFORCE_UNAVAILABLE",
  ERROR_HTTP_420: "SALESFORCE_UNAVAILABLE",
  ERROR_HTTP_429: "SALESFORCE_UNAVAILABLE",
  ERROR_HTTP_500: "SALESFORCE_UNAVAILABLE",
  ERROR_HTTP_502: "SALESFORCE_UNAVAILABLE",
  ERROR_HTTP_503: "SALESFORCE_UNAVAILABLE",
  ERROR_HTTP_504: "SALESFORCE_UNAVAILABLE",
  INVALID_SESSION_ID: "SALESFORCE_REFUSED",
  INSUFFICIENT_ACCESS: "SALESFORCE_REFUSED",
  API_DISABLED_FOR_ORG: "SALESFORCE_REFUSED",
  invalid_grant: "SALESFORCE_REFUSED",
  invalid_client: "SALESFORCE_REFUSED",
  invalid_client_id: "SALESFORCE_REFUSED",
  invalid_app_access: "SALESFORCE_REFUSED",
  unauthorized_client: "SALESFORCE_REFUSED",
  unsupported_grant_type: "SALESFORCE_REFUSED",
  inactive_user: "SALESFORCE_REFUSED",
  inactive_org: "SALESFORCE_REFUSED",
};

/** What concerns the user when it is the caller's own; fields and objects that a profile hides do not exist for it. */
const userCodes: ReadonlySet<string> = new Set([
  "inactive_user",
  "invalid_app_access",
  "INSUFFICIENT_ACCESS",
  "API_DISABLED_FOR_ORG",
  "INVALID_FIELD",
  "INVALID_TYPE",
]);

/** So Salesforce answers under invalid_grant, for unknown users as well. */
const unapproved = /^user hasn't approved this consumer/;

/** For a field that the acting Salesforce user may not see. */
export function hiddenField(): GatewayError {
  return new GatewayError("SALESFORCE_FIELD_HIDDEN", sentences.SALESFORCE_FIELD_HIDDEN);
}

/** For whoever waits no longer. */
export function late(): GatewayError {
  return toGatewayError(new TransportError("SALESFORCE_TIMEOUT", "the time for it was over"));
}

/** For what is not even sent, because Salesforce has refused the calls before it. */
export function usedUp(): GatewayError {
  return new GatewayError("SALESFORCE_LIMIT_EXCEEDED", sentences.SALESFORCE_LIMIT_EXCEEDED);
}

/** Whether Salesforce knows no such column or object: so it also answers those who may not see them. */
export function isUnknownToSalesforce(error: unknown): boolean {
  return ["INVALID_FIELD", "INVALID_TYPE"].includes(salesforceCodeOf(error));
}

export function isNotFound(error: unknown): boolean {
  return salesforceCodeOf(error) === "NOT_FOUND";
}

/** Salesforce's own code behind an error; "" where there is none. */
export function salesforceCodeOf(error: unknown): string {
  return error instanceof GatewayError && error.cause instanceof Error ? error.cause.name : "";
}

/** As whom the gateway stands before Salesforce: its own integration user, or the caller's Salesforce user. */
export type IdentityKind = "GATEWAY" | "CALLER";

/** Turns whatever a Salesforce call threw into the error a client may see; the original stays as `cause` for the log. */
export function toGatewayError(error: unknown, identity: IdentityKind = "GATEWAY"): GatewayError {
  if (error instanceof GatewayError) return error;
  const code = identity === "CALLER" && isUserRefusal(error) ? "SALESFORCE_USER_REFUSED" : codeOf(error);
  return new GatewayError(code, sentences[code], { cause: error });
}

/** The same for one answer inside a composite: `[{ errorCode, message }]` with an HTTP status of its own. */
export function toGatewayErrorOfBody(
  { status, body }: { readonly status: number; readonly body: unknown },
  identity: IdentityKind,
): GatewayError {
  const [first] = Array.isArray(body) ? body : [body];
  const errorCode = first?.errorCode ?? `ERROR_HTTP_${status}`;
  const error = Object.assign(new Error(first?.message ?? `HTTP ${status}`), { name: errorCode, data: body });
  return toGatewayError(error, identity);
}

function codeOf(error: unknown): keyof typeof sentences {
  if (error instanceof TransportError && error.code in sentences) return error.code as keyof typeof sentences;
  const name = error instanceof Error ? error.name : "";
  return codes[name] ?? "SALESFORCE_ERROR";
}

function isUserRefusal(error: unknown): boolean {
  return error instanceof Error && (userCodes.has(error.name) || unapproved.test(error.message));
}
