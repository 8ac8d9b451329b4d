import type { Refusal } from "../salesforce/refusal.ts";
import { refusalsOf } from "../salesforce/refusal.ts";
import type { UserError } from "./user-error.type.ts";

/**
 * Salesforce's codes that the caller can mend.
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_calls_concepts_core_data_objects.htm (StatusCode)
 */
const codes: Readonly<Record<string, UserError["code"]>> = {
  REQUIRED_FIELD_MISSING: "REQUIRED",
  FIELD_CUSTOM_VALIDATION_EXCEPTION: "INVALID",
  FIELD_INTEGRITY_EXCEPTION: "INVALID",
  FIELD_FILTER_VALIDATION_EXCEPTION: "INVALID",
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: "INVALID",
  NUMBER_OUTSIDE_VALID_RANGE: "INVALID",
  STRING_TOO_LONG: "INVALID",
  INVALID_EMAIL_ADDRESS: "INVALID",
  JSON_PARSER_ERROR: "INVALID",
  DUPLICATES_DETECTED: "DUPLICATE",
  DUPLICATE_VALUE: "DUPLICATE",
  INVALID_CROSS_REFERENCE_KEY: "NOT_FOUND",
  NOT_FOUND: "NOT_FOUND",
  ENTITY_IS_DELETED: "NOT_FOUND",
  ENTITY_IS_LOCKED: "NOT_ALLOWED",
  FAILED_ACTIVATION: "NOT_ALLOWED",
  INVALID_STATUS: "NOT_ALLOWED",
  INSUFFICIENT_ACCESS_OR_READONLY: "NOT_ALLOWED",
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: "NOT_ALLOWED",
  UNABLE_TO_LOCK_ROW: "CONFLICT",
  PRECONDITION_FAILED: "VERSION_MISMATCH",
  STORAGE_LIMIT_EXCEEDED: "LIMIT_EXCEEDED",
};

/** Names of the input's fields by Salesforce's columns: { SerialNumber: "serialNumber" }. */
export type InputNames = Readonly<Record<string, string>>;

/**
 * What Salesforce has against a write, as errors of the mutation's input; its own words are kept, as an administrator may have
 * written them for the user. @throws the error where it is nothing that the caller can mend
 */
export function userErrorsOf(
  error: unknown,
  names: InputNames,
  path: readonly string[] = ["input"],
): readonly UserError[] {
  const refusals = refusalsOf(error);
  if (refusals.length === 0 || !refusals.every(({ code }) => code in codes)) throw error;
  return refusals.map((refusal) => toUserError(refusal, names, path));
}

export function toUserError(refusal: Refusal, names: InputNames, path: readonly string[]): UserError {
  const name = refusal.columns.map((column) => names[column]).find((each) => each !== undefined);
  return {
    code: codes[refusal.code] ?? "INVALID",
    message: refusal.message,
    path: name === undefined ? path : [...path, name],
  };
}
