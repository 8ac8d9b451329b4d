import type { RecordMap } from "./record.ts";
import type { ChildSelect, RecordSelect } from "./row-scope.ts";

/** The records that a SELECT reads of: its own, its parents' by dotted columns, its child lists'. */
export function recordsOf({ record, columns, children = [] }: RecordSelect): ReadonlySet<RecordMap> {
  const parents = columns.flatMap((column) => recordsAlong(record, column.split(".").slice(0, -1)));
  const below = children.flatMap((child) => [...recordsOfChild(child)]);
  return new Set([record, ...parents, ...below]);
}

function recordsOfChild({ field, ...select }: ChildSelect): ReadonlySet<RecordMap> {
  return recordsOf({ ...select, record: field.record() });
}

function recordsAlong(record: RecordMap, [relationship, ...rest]: readonly string[]): readonly RecordMap[] {
  const field = Object.values(record.fields).find(
    (each) => each.kind === "parent" && each.relationship === relationship,
  );
  if (field?.kind !== "parent") return [];
  return [field.record(), ...recordsAlong(field.record(), rest)];
}
