import type { SObjectType } from "../sobject.ts";
import type { Condition } from "./condition.ts";
import { malformed, pointAt } from "./fault.ts";
import type { Query } from "./parse.ts";
import type { Path } from "./path.ts";

/** One end of a semi-join. */
export interface JoinEnd {
  readonly name: string;
  readonly path: Path;
  readonly type: SObjectType;
}

/**
 * Salesforce's rules for `left IN (SELECT inner FROM ...)`.
 * https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_comparisonoperators.htm
 *
 * @throws SalesforceFailure MALFORMED_QUERY
 */
export function requireJoinable(soql: string, left: JoinEnd, inner: JoinEnd): void {
  if (left.type.name === inner.type.name) {
    throw malformed(
      pointAt(soql, placeOf(soql, left), "The inner and outer selects should not be on the same object type"),
    );
  }
  const targets = targetsOf(left);
  if (targetsOf(inner).some((target) => targets.includes(target))) return;
  const sentence = `The selected field '${inner.name}' in the subquery and the left operand field in the where expression in the outer query '${left.name}' should point to the same object type`;
  throw malformed(pointAt(soql, placeOf(soql, left), sentence));
}

/** @throws SalesforceFailure MALFORMED_QUERY where a sub-select stands beside an OR, under a NOT or in another one */
export function requireSimpleJoins(
  soql: string,
  condition: Condition<{ readonly valueQuery?: Query }>,
): void {
  const top = condition.kind === "and" ? condition.members : [condition];
  for (const member of top.filter(({ kind }) => kind !== "leaf")) {
    if (!hasJoin(member)) continue;
    throw malformed(
      pointAt(
        soql,
        "(SELECT",
        "Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE expressions.",
      ),
    );
  }
}

function hasJoin(condition: Condition<{ readonly valueQuery?: Query }>): boolean {
  if (condition.kind === "leaf") return condition.leaf.valueQuery !== undefined;
  if (condition.kind === "not") return hasJoin(condition.member);
  return condition.members.some(hasJoin);
}

function targetsOf({ path, type }: JoinEnd): readonly string[] {
  const owner = path.steps.at(-1)?.target ?? type;
  return path.field.type === "id" ? [owner.name] : (path.field.referenceTo ?? []);
}

/** `AccountId NOT IN (`, wherever else the column may be named. */
function placeOf(soql: string, { name }: JoinEnd): string {
  const pattern = new RegExp(`(?<![\\w.])${name}\\s+(?:NOT\\s+)?IN\\s*\\(\\s*SELECT`, "i");
  return pattern.exec(soql)?.[0] ?? name;
}
