import type { ParentField, RecordMap } from "./record.ts";
import type { RecordSelect } from "./row-scope.ts";
import { type Condition, joinedBy, type Select } from "./soql.ts";

/** What of the org an answer depends on. */
export interface Touched {
  readonly records: ReadonlySet<RecordMap>;
  /** Those of the records, and what columns reach beyond them: Pricebook2 in `Pricebook2.Name`. */
  readonly sObjects: ReadonlySet<string>;
}

/** Of a SELECT as the caller's scope was laid on it: the scope's conditions reach into parents as well. */
export function touchedBy(select: RecordSelect, scoped: Select): Touched {
  const records = new Set<RecordMap>();
  const beyond = new Set<string>();
  collect(select, scoped, { records, beyond });
  return { records, sObjects: new Set([...[...records].map(({ sObject }) => sObject), ...beyond]) };
}

interface Collected {
  readonly records: Set<RecordMap>;
  readonly beyond: Set<string>;
}

function collect(
  { record, children = [] }: Pick<RecordSelect, "record" | "children">,
  scoped: Select,
  collected: Collected,
): void {
  collected.records.add(record);
  for (const path of pathsOf(scoped)) follow(record, path, collected);
  for (const sObject of scoped.where ? joinedBy(scoped.where) : []) collected.beyond.add(sObject);
  for (const [index, child] of children.entries()) {
    const scopedChild = scoped.children?.[index];
    if (scopedChild) collect({ ...child, record: child.field.record() }, scopedChild, collected);
  }
}

/** A relationship that no record map knows is called like its sObject: so are all standard ones but those to the own kind. */
function follow(record: RecordMap, path: string, { records, beyond }: Collected): void {
  let place = record;
  for (const relationship of path.split(".").slice(0, -1)) {
    const parent = parentOf(place, relationship);
    if (!parent) return void beyond.add(relationship);
    place = parent.record();
    records.add(place);
  }
}

function parentOf({ fields }: RecordMap, relationship: string): ParentField | undefined {
  return Object.values(fields).find(
    (field): field is ParentField => field.kind === "parent" && field.relationship === relationship,
  );
}

function pathsOf({ columns, where, groupBy = [], orderBy = [] }: Select): readonly string[] {
  const ordered = orderBy.map(({ column }) => column);
  const filtered = where ? columnsOf(where) : [];
  return [...columns, ...filtered, ...groupBy, ...ordered].filter((column) => column.includes("."));
}

function columnsOf(condition: Condition): readonly string[] {
  if ("every" in condition) return condition.every.flatMap(columnsOf);
  if ("some" in condition) return condition.some.flatMap(columnsOf);
  return "not" in condition ? columnsOf(condition.not) : [condition.column];
}
