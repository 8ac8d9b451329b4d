import { type Context, isCount, nothing, operatorsOf, randomLiteral, randomPattern } from "./literal.ts";
import type { Column, Condition, Field, Literal, ObjectType } from "./shape.ts";

export type Wanted = (field: Field, owner: string) => boolean;

/** A column of the object or, one time in three, of its parents. */
export function randomColumn(context: Context, type: string, wanted: Wanted): Column {
  const { random } = context;
  const steps: Field[] = [];
  let owner = type;
  while (steps.length < 3 && random.oneIn(3)) {
    const parents = typeOf(context, owner).fields.filter((field) => isFollowed(context, field));
    const step = random.pick(parents);
    if (!step) break;
    steps.push(step);
    owner = step.referenceTo[0] ?? "";
  }
  return {
    owner,
    steps,
    field: randomField(context, owner, wanted),
  };
}

/** Half of the time of a random type, as some have few columns; mostly one with different values. */
function randomField(context: Context, owner: string, wanted: Wanted): Field {
  const { random, copy } = context;
  const all = typeOf(context, owner).fields.filter((field) => wanted(field, owner));
  const varied = all.filter(({ name }) => copy.varied.has(`${owner}.${name}`));
  const fields = varied.length > 0 && !random.oneIn(4) ? varied : all;
  const type = random.pick([...new Set(fields.map((field) => field.type))]);
  return random.pick(random.oneIn(2) ? fields : fields.filter((field) => field.type === type));
}

/** A reference to one object, of which the rows are known. */
function isFollowed({ copy }: Context, { relationshipName, referenceTo }: Field): boolean {
  return relationshipName !== null && referenceTo.length === 1 && copy.types.has(referenceTo[0] ?? "");
}

export function typeOf({ copy }: Context, name: string): ObjectType {
  const type = copy.types.get(name);
  if (!type) throw new Error(`${name} is not described`);
  return type;
}

/** What may follow WHERE: joins only at the top, among conditions that all have to hold. */
export function randomWhere(context: Context, type: string): Condition {
  const { random } = context;
  if (!random.oneIn(5)) return randomCondition(context, () => randomColumn(context, type, isCompared), 3);
  const joins = Array.from({ length: 1 + random.below(2) }, () => randomJoin(context, type));
  const found = joins.filter((join) => join !== null);
  const others = random.oneIn(2) || found.length === 0 ? [randomInnerWhere(context, type)] : [];
  const members = random.oneIn(2) ? [...found, ...others] : [...others, ...found];
  const [only] = members;
  return members.length === 1 && only ? only : { kind: "and", members };
}

function randomInnerWhere(context: Context, type: string): Condition {
  return randomCondition(context, () => randomColumn(context, type, isCompared), 1);
}

function isCompared({ filterable, type }: Field): boolean {
  return filterable && type !== "address";
}

/** AND, OR and NOT over comparisons of the columns that `draw` draws. */
export function randomCondition(context: Context, draw: () => Column, depth: number): Condition {
  const { random } = context;
  const kind = depth === 0 ? 0 : random.below(6);
  if (kind === 5) return not(randomCondition(context, draw, depth - 1));
  if (kind < 3) return randomComparison(context, draw());
  const count = 2 + random.below(2);
  const members = Array.from({ length: count }, () => randomCondition(context, draw, depth - 1));
  return kind === 3 ? { kind: "and", members } : { kind: "or", members };
}

/** The parser of the local org loses every NOT after the second. */
function not(member: Condition): Condition {
  const third = member.kind === "not" && member.member.kind === "not";
  return third ? member : { kind: "not", member };
}

function randomComparison(context: Context, column: Column): Condition {
  const { random } = context;
  const isNullable = column.field.type !== "boolean" && !isCount(column);
  const operator = random.pick(operatorsOf(column));
  const equality = random.pick(["=", "!="] as const);
  if (isNullable && random.oneIn(8)) return { kind: "compare", column, operator: equality, literal: nothing };
  if (random.oneIn(4)) return randomList(context, column, isNullable && random.oneIn(6) ? [nothing] : []);
  if (operator === "LIKE")
    return { kind: "compare", column, operator, literal: randomPattern(context, column) };
  const literal = randomLiteral(context, column);
  // Salesforce does not say what is before or behind an empty text.
  return { kind: "compare", column, operator: literal.value === null ? equality : operator, literal };
}

function randomList(context: Context, column: Column, more: readonly Literal[]): Condition {
  const { random } = context;
  const literals = Array.from({ length: 1 + random.below(4) }, () => randomLiteral(context, column));
  const listed = [...literals.filter(({ end }) => end === undefined), ...more];
  const [first] = literals;
  if (listed.length > 0 || !first)
    return { kind: "list", column, negated: random.oneIn(3), literals: listed };
  return { kind: "compare", column, operator: "=", literal: first };
}

/** IN or NOT IN with a query over another object, both columns of which identify records of the same object. */
function randomJoin(context: Context, type: string): Condition | null {
  const { random, copy } = context;
  const own = typeOf(context, type).fields.filter((field) => targetOf(type, field) !== null);
  const field = random.pick(own);
  const candidates = [...copy.types.values()].flatMap((other) =>
    other.fields
      .filter((each) => other.name !== type && targetOf(other.name, each) === targetOf(type, field))
      .map((each) => ({ owner: other.name, steps: [], field: each })),
  );
  const inner = random.pick(candidates);
  if (!inner) return null;
  const where = random.oneIn(4) ? null : randomInnerWhere(context, inner.owner);
  const column = { owner: type, steps: [], field };
  return { kind: "join", column, negated: random.oneIn(3), type: inner.owner, inner, where };
}

function targetOf(type: string, field: Field): string | null {
  if (field.type === "id") return type;
  return field.type === "reference" && field.referenceTo.length === 1 ? (field.referenceTo[0] ?? null) : null;
}
