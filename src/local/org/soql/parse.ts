import {
  type FieldType as FieldNode,
  parseQuery,
  type Query,
  type Subquery,
} from "@jetstreamapp/soql-parser-js";
import type { SalesforceFailure } from "../failure.ts";
import { malformed, pointAt } from "./fault.ts";

export type { FieldNode, Query, Subquery };

/** https://developer.salesforce.com/docs/atlas.en-us.salesforce_app_limits_cheatsheet.meta/salesforce_app_limits_cheatsheet/salesforce_app_limits_platform_soslsoql.htm */
const limits = { characters: 100_000, offset: 2_000, children: 20 };

const remembered = new Map<string, Query>();
const maxRemembered = 500;

/** @throws SalesforceFailure MALFORMED_QUERY */
export function parseSoql(soql: string): Query {
  const known = remembered.get(soql);
  if (known) return known;
  const query = parseOnce(soql);
  if (remembered.size >= maxRemembered) remembered.clear();
  remembered.set(soql, query);
  return query;
}

function parseOnce(soql: string): Query {
  if (soql.length > limits.characters) {
    throw malformed(`SOQL statements cannot be longer than ${limits.characters} characters.`);
  }
  try {
    return checked(parseQuery(spaced(soql)));
  } catch (error) {
    if (error instanceof Error && error.name !== "SalesforceFailure") throw unexpectedToken(error, soql);
    throw error;
  }
}

/** Words that cannot be an alias: the parser takes them for one where a clause breaks off. */
const reserved =
  /^(?:all|group|having|for|from|in|like|limit|not|nulls|offset|or|order|select|update|using|where|with)$/i;

/** Everything outside of quotes with single spaces, which is what the parser understands. */
function spaced(soql: string): string {
  return soql.replaceAll(/'(?:\\.|[^'\\])*'|\s+|[^'\s]+/gs, (part) => {
    if (part.startsWith("'")) return part;
    if (part.trim() === "") return " ";
    if (/^(?:by\w+|limit\d+|offset\d+)$/i.test(part)) throw malformed(`unexpected token: '${part}'`);
    return part;
  });
}

/** Scopes of describe; none of this org's users has a team. */
const scopes = ["everything", "mine"];

function checked(query: Query): Query {
  if (query.sObjectAlias && reserved.test(query.sObjectAlias)) throw malformed("unexpected token: '<EOF>'");
  requireCountClauses(query);
  if (query.for === "UPDATE") throw malformed("unexpected token: 'UPDATE'");
  if (query.usingScope && !scopes.includes(query.usingScope.toLowerCase())) {
    throw malformed(`Invalid scope: '${query.usingScope}'. This org has ${scopes.join(" and ")}.`);
  }
  if ((query.offset ?? 0) > limits.offset) {
    throw Object.assign(malformed(`Maximum SOQL offset allowed is ${limits.offset}`), {
      errorCode: "NUMBER_OUTSIDE_VALID_RANGE",
    });
  }
  const children = (query.fields ?? []).filter((field) => field.type === "FieldSubquery");
  if (children.length > limits.children)
    throw malformed(`Maximum number of subqueries is ${limits.children}`);
  return query;
}

/** The parser's message quotes the token where it stopped; Salesforce shows its place unless it is the first or last. */
function unexpectedToken(error: Error, soql: string): SalesforceFailure {
  const { message } = error;
  const [, found = "", character = ""] =
    /found(?:: -->|: |: '| --> ')+'?(.*?)(?:' <--|')?$|unexpected character: ->(.)<-/s.exec(message) ?? [];
  const token = found || character;
  if (token === "") return malformed("unexpected token: '<EOF>'");
  const sentence = `unexpected token: '${token}'`;
  const isFirst = soql.trimStart().toLowerCase().startsWith(token.toLowerCase());
  return malformed(isFirst ? sentence : pointAt(soql, token, sentence));
}

const overall = /^(?:COUNT|COUNT_DISTINCT|SUM|AVG|MIN|MAX)$/i;

/** https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_limit.htm */
function requireCountClauses({ fields = [], groupBy, limit, orderBy }: Query): void {
  const functions = fields.filter(
    (field) => field.type === "FieldFunctionExpression" && overall.test(field.functionName),
  );
  if (functions.length === 0) return;
  const isBare = functions.some((field) => "parameters" in field && !field.parameters?.length);
  if (isBare && (groupBy || orderBy || "alias" in (functions[0] ?? {}))) {
    throw malformed("COUNT() cannot be used with an alias, GROUP BY or ORDER BY");
  }
  if (!isBare && !groupBy && limit !== undefined) {
    throw malformed("Non-grouped query that uses overall aggregate functions cannot also use LIMIT");
  }
}
