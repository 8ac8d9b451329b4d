import type { Database } from "../database.ts";
import type { Field, SObjectType } from "../sobject.ts";
import { noSuchType } from "./fault.ts";
import { type FieldNode, parseSoql } from "./parse.ts";
import { resolvePath, type Scope } from "./path.ts";

/** A column of a query's answer; a parent's and a sub-select's columns are its children. */
export interface Column {
  readonly name: string;
  /** As people read it: max(Amount) where the name is expr0. */
  readonly label: string;
  readonly field: Field | undefined;
  readonly aggregate: boolean;
  /** The reference behind a parent: OwnerId behind Owner. */
  readonly foreignKey: string | null;
  readonly children: readonly Column[];
}

const plain = { field: undefined, aggregate: false, foreignKey: null, children: [] } as const;

/** @throws SalesforceFailure as the query itself would */
export function describeColumns(
  database: Database,
  soql: string,
): { readonly type: SObjectType; readonly columns: readonly Column[]; readonly isGrouped: boolean } {
  const query = parseSoql(soql);
  const type = database.schema.type(query.sObject ?? "");
  if (!type) throw noSuchType(soql, query.sObject ?? "");
  const scope: Scope = { database, soql, type, alias: query.sObjectAlias };
  let unnamed = 0;
  const columns = (query.fields ?? []).map((field) => toColumn(scope, field, () => `expr${unnamed++}`));
  return { type, columns: mergeParents(columns), isGrouped: query.groupBy !== undefined };
}

function toColumn(scope: Scope, node: FieldNode, unnamed: () => string): Column {
  if (node.type === "Field") return valueColumn(node.field, resolvePath(scope, node.field).field);
  if (node.type === "FieldRelationship") return parentColumn(scope, node);
  if (node.type === "FieldSubquery") {
    const { relationshipName, fields = [] } = node.subquery;
    const child = scope.type.child(relationshipName);
    const type = scope.database.schema.type(child?.childSObject ?? "") ?? scope.type;
    const children = fields.map((field) => toColumn({ ...scope, type, alias: undefined }, field, unnamed));
    return { ...plain, name: relationshipName, label: relationshipName, aggregate: true, children };
  }
  if ("alias" in node && node.alias)
    return { ...plain, name: node.alias, label: node.alias, aggregate: true };
  const name = unnamed();
  const text = "rawValue" in node && node.rawValue ? node.rawValue : name;
  return { ...plain, name, label: text.replace(/^\w+/, (word) => word.toLowerCase()), aggregate: true };
}

function valueColumn(name: string, field: Field): Column {
  return { ...plain, name, label: name, field };
}

type ParentNode = Extract<FieldNode, { type: "FieldRelationship" }>;

function parentColumn(scope: Scope, { relationships, field }: ParentNode): Column {
  const { steps, field: value } = resolvePath(scope, [...relationships, field].join("."));
  return steps.reduceRight(
    (child, { relationship, reference }): Column => ({
      ...plain,
      name: relationship,
      label: relationship,
      foreignKey: reference.name,
      children: [child],
    }),
    valueColumn(field, value),
  );
}

/** Account.Name and Account.Site are two columns of one parent. */
function mergeParents(columns: readonly Column[]): readonly Column[] {
  const byName = Map.groupBy(columns, ({ name }) => name);
  return [...byName.values()].flatMap((same) => {
    const [first] = same;
    if (!first || same.length === 1) return same;
    return [{ ...first, children: mergeParents(same.flatMap(({ children }) => children)) }];
  });
}
