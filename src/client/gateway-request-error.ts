import { gatewayErrorStatus } from "./generated/contract.ts";

/** The closed list of docs/errors.md. */
export type GatewayErrorCode = keyof typeof gatewayErrorStatus;

/** What happens where the gateway says nothing, or nothing that this version knows. */
export type TransportErrorCode =
  /** No connection, or it broke before the answer was complete. Whether the gateway has done it is not known. */
  | "NETWORK_FAILURE"
  /** What answered is not the gateway: a proxy's page, a wrong address. */
  | "UNREADABLE_ANSWER"
  /** The client credentials are wrong, or may not have the scope. */
  | "SIGN_IN_REFUSED"
  /** `timeoutMs` passed, tries and pauses included. Whether the gateway has done it is not known. */
  | "TIMEOUT"
  /** A code that a newer gateway has; `errors` has it. */
  | "UNKNOWN_CODE";

/** One error of an answer: https://spec.graphql.org/October2021/#sec-Errors */
export interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly locations?: readonly { readonly line: number; readonly column: number }[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** What is known of a failure. */
export interface FailureFacts {
  readonly status?: number | null;
  readonly requestId: string;
  readonly retryAfterMs?: number | null;
  readonly errors?: readonly AnswerError[];
  readonly data?: unknown;
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** The one error that a client throws; an aborted request throws its signal's reason. */
export class GatewayRequestError extends Error {
  override readonly name = "GatewayRequestError";
  /** What to decide by. Of several errors that of the first. */
  readonly code: GatewayErrorCode | TransportErrorCode;
  /** HTTP status; null when there was no answer. */
  readonly status: number | null;
  /** The gateway's log has the reason under it. */
  readonly requestId: string;
  /** How long the gateway asks to wait; null when it does not say. */
  readonly retryAfterMs: number | null;
  /** All errors of the answer as they came. */
  readonly errors: readonly AnswerError[];
  /** The field of the first error; null for a fault of the whole request. */
  readonly path: readonly (string | number)[] | null;
  /** What could be read in spite of the errors, in the shape of the document's result; undefined when nothing was. */
  readonly data: unknown;
  /** The answer's extensions. */
  readonly extensions: Readonly<Record<string, unknown>>;

  constructor(code: GatewayErrorCode | TransportErrorCode, sentence: string, facts: FailureFacts) {
    super(sentence, { cause: facts.cause });
    this.code = code;
    this.status = facts.status ?? null;
    this.requestId = facts.requestId;
    this.retryAfterMs = facts.retryAfterMs ?? null;
    this.errors = facts.errors ?? [];
    this.path = this.errors[0]?.path ?? null;
    this.data = facts.data ?? undefined;
    this.extensions = facts.extensions ?? {};
  }
}

/** The error of an answer that has errors. */
export function toRequestError(facts: FailureFacts): GatewayRequestError {
  const [first] = facts.errors ?? [];
  return new GatewayRequestError(codeOf(first), first?.message ?? "The gateway gives no reason.", facts);
}

/** True for what passes by itself: Salesforce or a store is away, the gateway is busy, the connection broke. */
export function isTransient({ code, status, errors }: GatewayRequestError): boolean {
  if (code === "NETWORK_FAILURE") return true;
  if (errors.length === 0) return status !== null && [...passingStatuses, badGateway].includes(status);
  return errors.every((error) => passingStatuses.includes(statusOf(codeOf(error), status)));
}

/** Too many requests, service unavailable, gateway timeout. */
const passingStatuses: readonly number[] = [429, 503, 504];
/** A proxy's, when the gateway behind it restarts; the gateway's own means that Salesforce refuses it. */
const badGateway = 502;

function codeOf(error: AnswerError | undefined): GatewayErrorCode | "UNKNOWN_CODE" {
  const code = error?.extensions?.code;
  return typeof code === "string" && Object.hasOwn(gatewayErrorStatus, code)
    ? (code as GatewayErrorCode)
    : "UNKNOWN_CODE";
}

function statusOf(code: GatewayErrorCode | "UNKNOWN_CODE", answered: number | null): number {
  return code === "UNKNOWN_CODE" ? (answered ?? 0) : gatewayErrorStatus[code];
}
