import type { SalesforceFailure } from "./failure.ts";

/** What a route answers: `body` is sent as JSON, a string or buffer as it is, null as nothing. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

/** REST's own error body: an array of `{ message, errorCode, fields? }`. */
export function failureAnswer({ status, errorCode, message, fields }: SalesforceFailure): Answer {
  return { status, body: [fields ? { message, errorCode, fields } : { message, errorCode }] };
}
