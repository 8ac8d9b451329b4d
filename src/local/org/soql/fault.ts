import { SalesforceFailure } from "../failure.ts";

/** How many characters of the query stand before and behind the place of an error. */
const context = { before: 27, behind: 30 };

export function malformed(message: string): SalesforceFailure {
  return new SalesforceFailure(400, "MALFORMED_QUERY", message);
}

export function invalidField(message: string): SalesforceFailure {
  return new SalesforceFailure(400, "INVALID_FIELD", message);
}

export function invalidFilter(message: string): SalesforceFailure {
  return new SalesforceFailure(400, "INVALID_QUERY_FILTER_OPERATOR", message);
}

/** Salesforce shows the place in the query under the sentence: a line of context, a caret, row and column. */
export function pointAt(soql: string, token: string, sentence: string): string {
  const index = Math.max(soql.toLowerCase().indexOf(token.toLowerCase()), 0);
  const start = Math.max(index - context.before, 0);
  const excerpt = soql.slice(start, index + context.behind).replaceAll(/\s/g, " ");
  const lines = soql.slice(0, index).split("\n");
  const column = (lines.at(-1)?.length ?? 0) + 1;
  return `\n${excerpt}\n${" ".repeat(index - start)}^\nERROR at Row:${lines.length}:Column:${column}\n${sentence}`;
}

export function noSuchColumn(soql: string, column: string, entity: string): SalesforceFailure {
  const sentence = `No such column '${column}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`;
  return invalidField(pointAt(soql, column, sentence));
}

export function noSuchRelationship(soql: string, relationship: string): SalesforceFailure {
  const sentence = `Didn't understand relationship '${relationship}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`;
  return invalidField(pointAt(soql, relationship, sentence));
}

export function noSuchType(soql: string, name: string): SalesforceFailure {
  const sentence = `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`;
  return new SalesforceFailure(400, "INVALID_TYPE", pointAt(soql, name, sentence));
}
