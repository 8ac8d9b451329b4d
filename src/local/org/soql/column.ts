import type { Database } from "../database.ts";
import type { Field, SObjectType } from "../sobject.ts";
import { noSuchType } from "./fault.ts";
import { type FieldNode, parseSoql } from "./parse.ts";
import { resolvePath, type Scope } from "./path.ts";

/** A column of a query's answer; a parent's and a sub-select's columns are its children. */
export interface Column {
  readonly name: string;
  readonly field: Field | undefined;
  readonly aggregate: boolean;
  readonly children: readonly Column[];
}

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
  if (node.type === "FieldRelationship") {
    const field = valueColumn(
      node.field,
      resolvePath(scope, [...node.relationships, node.field].join(".")).field,
    );
    return node.relationships.reduceRight(
      (child, name): Column => ({ name, field: undefined, aggregate: false, children: [child] }),
      field,
    );
  }
  if (node.type === "FieldSubquery") {
    const { relationshipName, fields = [] } = node.subquery;
    const child = scope.type.child(relationshipName);
    const type = scope.database.schema.type(child?.childSObject ?? "") ?? scope.type;
    const children = fields.map((field) => toColumn({ ...scope, type, alias: undefined }, field, unnamed));
    return { name: relationshipName, field: undefined, aggregate: true, children };
  }
  const name = "alias" in node && node.alias ? node.alias : unnamed();
  return { name, field: undefined, aggregate: true, children: [] };
}

function valueColumn(name: string, field: Field): Column {
  return { name, field, aggregate: false, children: [] };
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
