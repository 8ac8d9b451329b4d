import type { Random } from "../../random.ts";
import type { Child, Column, Condition, Query } from "./shape.ts";

/** The query as SOQL. */
export function write(query: Query): string {
  const parts = [`SELECT ${selectList(query)} FROM ${query.type}`];
  parts.push(...clauses(query));
  return parts.join(" ");
}

const pieces = /'(?:[^'\\]|\\.)*'|\d[\w:.+-]*|[A-Za-z]\w*|./gs;

/** The query as SOQL, sometimes in other letters and with other space, which mean the same. */
export function disguise(random: Random, query: Query): string {
  const soql = write(query);
  if (!random.oneIn(4)) return soql;
  const named = query.kind === "groups" && query.columns.some(({ alias }) => alias !== null);
  const space = random.pick([" ", "  ", "\n", "\t", "\r\n "]);
  const fold = random.pick([(word: string) => word.toLowerCase(), (word: string) => word.toUpperCase()]);
  const words = soql.match(pieces) ?? [];
  return words
    .map((piece) => {
      if (piece === " ") return space;
      return named || !/^[A-Za-z]/.test(piece) ? piece : fold(piece);
    })
    .join("");
}

function selectList(query: Query): string {
  if (query.kind === "count") return "COUNT()";
  if (query.kind === "groups") {
    return query.columns
      .map(({ column, alias }) => writeColumn(column) + (alias ? ` ${alias}` : ""))
      .join(", ");
  }
  return [...query.columns.map(writeColumn), ...query.children.map(writeChild)].join(", ");
}

function writeChild({ relationship, query }: Child): string {
  return `(SELECT ${selectList(query)} FROM ${[relationship, ...clauses(query)].join(" ")})`;
}

function clauses(query: Query): readonly string[] {
  const { where, order, limit, offset } = query;
  const parts = where ? [`WHERE ${writeCondition(where)}`] : [];
  if (query.kind === "groups" && query.groupBy.length > 0) {
    parts.push(`GROUP BY ${query.groupBy.map(writeColumn).join(", ")}`);
    if (query.having) parts.push(`HAVING ${writeCondition(query.having)}`);
  }
  if (order.length > 0)
    parts.push(`ORDER BY ${order.map(({ column, text }) => `${writeColumn(column)}${text}`).join(", ")}`);
  if (limit !== null) parts.push(`LIMIT ${limit}`);
  if (offset > 0) parts.push(`OFFSET ${offset}`);
  return parts;
}

export function writeColumn({ steps, field, fn }: Column): string {
  const path = [...steps.map((step) => step.relationshipName), field.name].join(".");
  return fn ? `${fn}(${path})` : path;
}

function writeCondition(condition: Condition): string {
  if (condition.kind === "not") return `NOT ${writeMember(condition.member)}`;
  if (condition.kind === "and" || condition.kind === "or")
    return condition.members.map(writeMember).join(condition.kind === "and" ? " AND " : " OR ");
  const column = writeColumn(condition.column);
  if (condition.kind === "compare") return `${column} ${condition.operator} ${condition.literal.text}`;
  const word = condition.negated ? "NOT IN" : "IN";
  if (condition.kind === "list")
    return `${column} ${word} (${condition.literals.map(({ text }) => text).join(", ")})`;
  const where = condition.where ? ` WHERE ${writeCondition(condition.where)}` : "";
  return `${column} ${word} (SELECT ${writeColumn(condition.inner)} FROM ${condition.type}${where})`;
}

/** Whatever is not a single comparison stands in parentheses. */
function writeMember(condition: Condition): string {
  const single = condition.kind === "compare" || condition.kind === "list" || condition.kind === "join";
  return single ? writeCondition(condition) : `(${writeCondition(condition)})`;
}
