import type { Value } from "./row.ts";
import type { Field, FieldType } from "./sobject.ts";

const textTypes: ReadonlySet<FieldType> = new Set([
  "string",
  "textarea",
  "picklist",
  "multipicklist",
  "phone",
  "url",
  "email",
]);

/** Text is compared without regard to case; ids are not text. */
export function isText({ type }: Field): boolean {
  return textTypes.has(type);
}

export function isNumber({ type }: Field): boolean {
  return type === "int" || type === "double" || type === "currency" || type === "percent";
}

/** What a value is equal and ordered by. */
export function keyOf(field: Field, value: Value): Value {
  return typeof value === "string" && isText(field) ? value.toLowerCase() : value;
}

/** Order of two keys of one field, neither of them null. */
export function compareKeys(left: Value, right: Value): number {
  if (left === right) return 0;
  return (left as string) < (right as string) ? -1 : 1;
}
