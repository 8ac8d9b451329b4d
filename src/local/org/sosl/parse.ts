import { SalesforceFailure } from "../failure.ts";

export type SearchGroup = "ALL" | "NAME" | "EMAIL" | "PHONE" | "SIDEBAR";

/** What a search looks for, and where. */
export interface Search {
  /** As written between the braces, escapes included. */
  readonly term: string;
  readonly group: SearchGroup;
  readonly returning: readonly Returning[];
  readonly limit: number;
}

export interface Returning {
  readonly type: string;
  /** Empty: Id alone. */
  readonly fields: readonly string[];
  /** WHERE, ORDER BY, LIMIT and OFFSET as SOQL has them. */
  readonly clauses: string;
}

/** https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_sosl_limit.htm */
export const maxResults = 2_000;

/**
 * FIND {Edge*} IN NAME FIELDS RETURNING Account(Id, Name WHERE Type != null LIMIT 5), Asset LIMIT 20
 * https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_sosl_syntax.htm
 *
 * @throws SalesforceFailure MALFORMED_SEARCH
 */
export function parseSosl(sosl: string): Search {
  const reader = createReader(sosl);
  const term = reader.take(/^FIND\s*\{((?:\\.|[^{}\\])*)\}/i);
  if (term === undefined) throw malformedSearch("a search begins with FIND {what to look for}");
  const group = reader.take(/^IN\s+(ALL|NAME|EMAIL|PHONE|SIDEBAR)\s+FIELDS\b/i) ?? "ALL";
  const returning: Returning[] = [];
  if (reader.take(/^(RETURNING)\b/i)) {
    do returning.push(readReturning(reader));
    while (reader.take(/^(,)/));
  }
  const limit = reader.take(/^LIMIT\s+(\d+)\b/i) ?? String(maxResults);
  if (reader.rest() !== "") throw malformedSearch(`unexpected token: '${reader.rest().split(/\s/)[0]}'`);
  if (Number(limit) > maxResults) throw malformedSearch(`LIMIT must be at most ${maxResults}`);
  return { term, group: group.toUpperCase() as SearchGroup, returning, limit: Number(limit) };
}

export function malformedSearch(message: string): SalesforceFailure {
  return new SalesforceFailure(400, "MALFORMED_SEARCH", message);
}

interface Reader {
  /** Takes the match at the beginning of what is left; answers its first group. */
  take(pattern: RegExp): string | undefined;
  rest(): string;
}

function createReader(text: string): Reader {
  let rest = text.trim();
  return {
    take: (pattern) => {
      const [found, value] = pattern.exec(rest) ?? [];
      if (found !== undefined) rest = rest.slice(found.length).trimStart();
      return value;
    },
    rest: () => rest,
  };
}

/** Account, or Account(Id, Name WHERE Name LIKE '%(a)%' ORDER BY Name LIMIT 5) */
function readReturning(reader: Reader): Returning {
  const type = reader.take(/^(\w+)/);
  if (type === undefined) throw malformedSearch("RETURNING wants the names of objects");
  const body = reader.take(/^\(((?:'(?:\\.|[^'\\])*'|\((?:'(?:\\.|[^'\\])*'|[^'()])*\)|[^'()])*)\)/);
  if (body === undefined) return { type, fields: [], clauses: "" };
  const [, list = "", clauses = ""] =
    /^(.*?)((?:\b(?:WHERE|ORDER\s+BY|LIMIT|OFFSET|USING)\b.*)?)$/is.exec(body) ?? [];
  const fields = list
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  return { type, fields, clauses };
}
