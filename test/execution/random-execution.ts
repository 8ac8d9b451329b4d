import {
  buildSchema,
  GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLScalarType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from "graphql";
import type { Random } from "../random.ts";

/** One of everything that a schema may have. */
export const schema = buildSchema(`
  enum Color { RED GREEN }
  scalar Odd
  interface Named { name: String }
  union Thing = Leaf | Branch
  type Leaf implements Named { name: String size: Int length: Int color: Color weight: Float! odd: Odd }
  type Branch implements Named {
    name: String must: String! id: ID! flag: Boolean
    echo(text: String = "none", numbers: [Int!]): String said(text: String! = "none", numbers: [Int!]): String
    leaf: Leaf leaves: [Leaf] all: [Leaf!]! matrix: [[Int!]] colors: [Color!]
    thing: Thing things: [Thing!] named: Named! branch: Branch below: Branch!
  }
  type Query { branch: Branch must: Branch! things: [Thing] name: String! }
  type Mutation { branch: Branch must: Branch! name: String flag: Boolean }
`);

const odd = schema.getType("Odd") as GraphQLScalarType;
odd.serialize = (value) =>
  new Map<unknown, unknown>([
    [0, undefined],
    [1, null],
    [2, "two"],
  ]).get(value);
const echo = (schema.getType("Branch") as GraphQLObjectType).getFields().echo as GraphQLField<
  unknown,
  unknown
>;
echo.resolve = (...[, args, context, info]) => {
  if (args.text === null) throw new GraphQLError("nothing to say", { extensions: { code: "SILENT" } });
  const { path, fieldNodes, fieldName, parentType, variableValues } = info;
  return JSON.stringify([args, context, path, fieldNodes.length, fieldName, parentType, variableValues]);
};

/** type-graphql's answer with promises. */
const resolveType = ({ kind, later }: { readonly kind?: string; readonly later?: boolean }) =>
  later ? Promise.resolve(kind) : kind;
for (const name of ["Named", "Thing"]) Object.assign(schema.getType(name) as object, { resolveType });

const mostLevels = 4;

/** An operation with the variables $yes, $no, $maybe and $text. */
export function randomDocument(random: Random): string {
  const branch = schema.getType("Branch") as GraphQLObjectType;
  const [kind, root] = random.oneIn(5)
    ? ["mutation", schema.getMutationType()]
    : ["query", schema.getQueryType()];
  return `${kind} ($yes: Boolean!, $no: Boolean!, $maybe: Boolean = true, $text: String) ${selection(random, root, 0)}
    fragment Known on Branch ${selection(random, branch, mostLevels)}`;
}

function selection(random: Random, type: GraphQLNamedType | null | undefined, level: number): string {
  const parts = Array.from({ length: 1 + random.below(4) }, () => part(random, type, level));
  return `{ __typename ${parts.join(" ")} }`;
}

function part(random: Random, type: GraphQLNamedType | null | undefined, level: number): string {
  if (isUnionType(type) || (isInterfaceType(type) && random.oneIn(2))) {
    const possible = random.pick(schema.getPossibleTypes(type));
    return `... on ${possible.name} ${selection(random, possible, level)}`;
  }
  if (random.oneIn(8)) {
    return `... @include(if: ${random.pick(["$yes", "$no", "$maybe"])}) ${selection(random, type, level)}`;
  }
  if (type?.name === "Branch" && level < mostLevels && random.oneIn(6)) return "...Known";
  const fields = Object.values((type as GraphQLObjectType).getFields());
  const leaves = fields.filter((field) => isLeafType(getNamedType(field.type)));
  const field = random.pick(level < mostLevels ? fields : leaves);
  return Array.from({ length: random.oneIn(4) ? 2 : 1 }, () => fieldOf(random, field, level)).join(" ");
}

/** The same key is always the same field with the same arguments. */
function fieldOf(
  random: Random,
  { name, type, args }: GraphQLField<unknown, unknown>,
  level: number,
): string {
  const call = args.length > 0 ? random.below(3) : 0;
  const written = ["", "(text: $text)", '(text: "x", numbers: [1, 2])'][call];
  const key = name === "flag" ? "__proto__" : `${random.pick(["a", "b"])}_${name}_${call}`;
  const directive = random.oneIn(8) ? random.pick(["@skip(if: $no)", "@skip(if: $yes)"]) : "";
  const below = getNamedType(type);
  const selected = isLeafType(below) ? "" : selection(random, below, level + 1);
  return `${random.oneIn(2) && call === 0 && name !== "flag" ? name : `${key}: ${name}`}${written} ${directive} ${selected}`;
}

/** Where what is wrong with answers comes from, and whether some of them come later. */
interface Disorder {
  readonly random: Random;
  readonly later: boolean;
}

/** What a resolver may answer for a field: mostly what its type is of, sometimes nothing, a failure, a method or nonsense. */
function randomAnswer(disorder: Disorder, type: GraphQLOutputType): unknown {
  const { random, later } = disorder;
  const right = () => rightAnswer(disorder, type);
  const failure = () => new Error(`failure ${random.below(100)}`);
  if (random.oneIn(14)) return random.pick([null, undefined]);
  if (random.oneIn(14)) return random.pick([failure(), {}, "BLUE", 3.5, Number.NaN, [], 0, ""]);
  if (later && random.oneIn(3)) return comesLater(random, random.oneIn(8) ? failure() : right());
  return right();
}

function comesLater(random: Random, answer: unknown): unknown {
  const promise = answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  promise.catch(() => undefined);
  // biome-ignore lint/suspicious/noThenProperty: Prisma's answers are such objects
  return random.oneIn(4) ? { then: promise.then.bind(promise) } : promise;
}

function rightAnswer(disorder: Disorder, type: GraphQLOutputType): unknown {
  const { random } = disorder;
  const wanted = getNullableType(type);
  if (isListType(wanted)) {
    const answer = () => randomAnswer(disorder, wanted.ofType);
    // Beside an item that fails at once graphql-js leaves those that fail later unhandled, where none may be null.
    const item = disorder.later && isNonNullType(wanted.ofType) ? () => comesLater(random, answer()) : answer;
    const items = Array.from({ length: random.below(4) }, item);
    return random.oneIn(5) ? new Set(items) : items;
  }
  if (isEnumType(wanted)) return random.pick(["RED", "GREEN"]);
  if (isLeafType(wanted)) return leaf(random, wanted.name);
  if (isObjectType(wanted)) return randomSource(disorder, wanted);
  return randomSource(disorder, random.pick(schema.getPossibleTypes(wanted)));
}

function leaf(random: Random, typeName: string): unknown {
  if (typeName === "Boolean") return random.oneIn(2);
  return typeName === "String" || typeName === "ID" ? `text ${random.below(9)}` : random.below(9);
}

/** Its properties are made up when they are first looked at, and stay. */
export function randomSource(disorder: Disorder, type: GraphQLObjectType): object {
  const source = { kind: type.name, later: disorder.later };
  for (const [name, field] of Object.entries(type.getFields())) {
    let known: { readonly answer: unknown } | null = null;
    const fails = disorder.random.oneIn(40);
    const get = () => {
      if (fails) throw new Error("out of reach");
      known ??= { answer: property(disorder, field.type) };
      return known.answer;
    };
    Object.defineProperty(source, name, { get });
  }
  return source;
}

/** graphql-js calls what is a method, and hears of a getter that throws. */
function property(disorder: Disorder, type: GraphQLOutputType): unknown {
  const { random } = disorder;
  const answer = randomAnswer(disorder, type);
  const failure = random.pick([new Error("thrown"), "thrown text", null]);
  if (random.oneIn(20)) return () => thrown(failure);
  return random.oneIn(10) ? () => answer : answer;
}

function thrown(what: unknown): never {
  throw what;
}
