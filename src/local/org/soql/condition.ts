import type { Query } from "@jetstreamapp/soql-parser-js";
import { malformed } from "./fault.ts";

type Clause = NonNullable<Query["where"]>;
type Operand = NonNullable<Clause["left"]>;

export type Condition<Leaf> =
  | { readonly kind: "leaf"; readonly leaf: Leaf }
  | { readonly kind: "and" | "or"; readonly members: readonly Condition<Leaf>[] }
  | { readonly kind: "not"; readonly member: Condition<Leaf> };

type Token = "(" | ")" | "AND" | "OR" | "NOT" | { readonly operand: Operand };

/**
 * The parser hangs all operands of a WHERE or HAVING into one chain and notes parentheses at them; this reads the
 * chain as tokens, iteratively because it may have thousands of links, and gives it the structure that SOQL means.
 *
 * @throws SalesforceFailure MALFORMED_QUERY where AND and OR stand beside each other without parentheses
 */
export function toCondition(clause: Clause): Condition<Operand> {
  const tokens = toTokens(clause);
  const condition = readGroup(tokens);
  if (tokens.length > 0) throw malformed(`unexpected token: '${String(tokens[0])}'`);
  return condition;
}

export function mapLeaves<From, To>(condition: Condition<From>, map: (leaf: From) => To): Condition<To> {
  if (condition.kind === "leaf") return { kind: "leaf", leaf: map(condition.leaf) };
  if (condition.kind === "not") return { kind: "not", member: mapLeaves(condition.member, map) };
  return { kind: condition.kind, members: condition.members.map((member) => mapLeaves(member, map)) };
}

function toTokens(clause: Clause): Token[] {
  const tokens: Token[] = [];
  for (let node: Clause | null | undefined = clause; node; node = nextOf(node)) {
    if (node.left) tokens.push(...operandTokens(node.left));
    if ("operator" in node && node.operator) tokens.push(node.operator as "AND" | "OR" | "NOT");
  }
  return tokens;
}

/** A NOT that opens a group has an operand without a comparison, for its parentheses. */
function operandTokens(operand: Operand): readonly Token[] {
  const { openParen = 0, closeParen = 0 } = operand as { openParen?: number; closeParen?: number };
  const comparison: readonly Token[] = "field" in operand || "fn" in operand ? [{ operand }] : [];
  return [...Array<Token>(openParen).fill("("), ...comparison, ...Array<Token>(closeParen).fill(")")];
}

function nextOf(node: Clause): Clause | null | undefined {
  return "right" in node ? (node.right as Clause | null | undefined) : undefined;
}

function readGroup(tokens: Token[]): Condition<Operand> {
  const members = [readMember(tokens)];
  const connective = tokens[0];
  while (tokens[0] === "AND" || tokens[0] === "OR") {
    if (tokens[0] !== connective) throw malformed(`unexpected token: '${tokens[0]}'`);
    tokens.shift();
    members.push(readMember(tokens));
  }
  const [only] = members;
  if (only && members.length === 1) return only;
  return { kind: connective === "OR" ? "or" : "and", members };
}

function readMember(tokens: Token[]): Condition<Operand> {
  const token = tokens.shift();
  if (token === "NOT") return { kind: "not", member: readMember(tokens) };
  if (token === "(") {
    const group = readGroup(tokens);
    if (tokens.shift() !== ")") throw malformed("expecting a right parentheses");
    return group;
  }
  if (typeof token === "object") return { kind: "leaf", leaf: token.operand };
  throw malformed(`unexpected token: '${token ?? "<EOF>"}'`);
}
