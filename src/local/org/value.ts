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

/** What a value is equal and compared by. Text goes by its upper case, so that `_` stands behind the letters. */
export function keyOf(field: Field, value: Value): Value {
  return typeof value === "string" && isText(field) ? value.toUpperCase() : value;
}

const digitsOfPlace = 6;

/** What a value is sorted by: picklists by the order in which their values are defined, all others by their key. */
export function sortKeyOf(field: Field, value: Value): Value {
  if (field.type !== "picklist" || typeof value !== "string") return keyOf(field, value);
  const place = field.picklistValues?.indexOf(value) ?? -1;
  // Values that are not defined (any more) come last.
  return place < 0 ? `~${value.toUpperCase()}` : String(place).padStart(digitsOfPlace, "0");
}

/** Whether COUNT, MIN and MAX take the field. */
export function isAggregatable({ type }: Field): boolean {
  return !/^(?:address|base64|boolean|textarea)$/.test(type);
}

/** Order of two keys of one field, neither of them null. */
export function compareKeys(left: Value, right: Value): number {
  if (left === right) return 0;
  return (left as string) < (right as string) ? -1 : 1;
}
