const literals =
  /'(?:[^'\\]|\\.)*'|\b\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?|(?<![\w.])[A-Z]{3}\d+(?:\.\d+)?\b|(?<![\w.])[+-]?\d+(?:\.\d+)?\b|\b(?:true|false)\b/gis;

/** A list of literals, whatever its length. */
const lists = /\(\s*\?(?:\s*,\s*\?)*\s*\)/g;

/** What SOSL looks for: https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_sosl_find.htm */
const term = /^(\s*FIND\s*)\{(?:[^}\\]|\\.)*\}/is;

const maxLength = 2_000;

/** SOQL or SOSL with a ? in place of every value: the same for all queries of a kind, and fit to be shown. */
export function shapeOfQuery(text: string): string {
  const shape = text.replace(term, "$1{?}").replace(literals, "?").replace(lists, "(?)");
  return shape.length > maxLength ? `${shape.slice(0, maxLength)}...` : shape;
}

/** 15 or 18 characters, of which an id always has some digits. */
const recordId = /^(?=\D*\d)[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/;

/** A path of Salesforce with {id} in place of record ids; without its query. */
export function shapeOfPath(path: string): string {
  const [address = ""] = path.split("?");
  return address
    .split("/")
    .map((segment) => (recordId.test(segment) ? "{id}" : segment))
    .join("/");
}
