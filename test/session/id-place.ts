import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isUnionType,
} from "graphql";

/** Somewhere in the arguments of a field where a caller can name a thing by its id, or by a cursor that has it. */
export interface IdPlace {
  /** `Query.assets(filter.accountId.eq)` */
  readonly name: string;
  /** `Query` */
  readonly type: string;
  /** Where it is decided what the id stands for: `Query.node(id)`, `AssetFilter.accountId`, `AssetConnection(after)`. */
  readonly meaning: string;
  /** The field with this id in its place, and all of its answer that needs no more arguments. */
  ask(id: string): string;
}

type Input = GraphQLArgument | GraphQLInputField;
type Field = GraphQLField<unknown, unknown>;

/** Every argument of every field, down through its input types. */
export function idPlaces(schema: GraphQLSchema): readonly IdPlace[] {
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type));
  return types
    .filter(({ name }) => !name.startsWith("__"))
    .flatMap((type) => Object.values(type.getFields()).flatMap((field) => placesOfField(type.name, field)));
}

function placesOfField(type: string, field: Field): readonly IdPlace[] {
  const place = `${type}.${field.name}`;
  return field.args.flatMap((argument) => {
    const owner = argument.name === "after" ? getNamedType(field.type).name : place;
    return pathsTo(argument, `${owner}(${argument.name})`).map(({ path, meaning }) => ({
      name: `${place}(${path.join(".")})`,
      type,
      meaning,
      ask: (id) =>
        `${field.name}(${inputsOf(field.args, path, JSON.stringify(id))}) ${selectionOf(field.type, 2)}`,
    }));
  });
}

interface IdPath {
  readonly path: readonly string[];
  readonly meaning: string;
}

/** `and`, `or` and `not` lead to the same type again, which is seen once; an operator means what its field means. */
function pathsTo(input: Input, meaning: string, seen: readonly string[] = []): readonly IdPath[] {
  const type = getNamedType(input.type);
  if (type.name === "ID" || input.name === "after") return [{ path: [input.name], meaning }];
  if (!isInputObjectType(type) || seen.includes(type.name)) return [];
  return Object.values(type.getFields()).flatMap((inner) => {
    const innerMeaning = type.name === "IdFilter" ? meaning : `${type.name}.${inner.name}`;
    const paths = pathsTo(inner, innerMeaning, [...seen, type.name]);
    return paths.map((found) => ({ ...found, path: [input.name, ...found.path] }));
  });
}

/** `filter: { accountId: { eq: "..." } }`, and whatever else is required beside it. */
function inputsOf(inputs: readonly Input[], [name, ...path]: readonly string[], id: string): string {
  return inputs
    .filter((input) => input.name === name || isRequiredArgument(input) || isRequiredInputField(input))
    .map((input) => `${input.name}: ${literalOf(input.type, input.name === name ? path : [], id)}`)
    .join(", ");
}

function literalOf(type: GraphQLInputType, path: readonly string[], id: string): string {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return `[${literalOf(nullable.ofType, path, id)}]`;
  if (isInputObjectType(nullable)) return `{ ${inputsOf(Object.values(nullable.getFields()), path, id)} }`;
  if (isEnumType(nullable)) return nullable.getValues()[0]?.name ?? "";
  const literals: Readonly<Record<string, string>> = {
    Int: "1",
    Float: "1",
    Boolean: "true",
    Decimal: '"1"',
  };
  return literals[nullable.name] ?? id;
}

/** All leaves down to a depth. */
export function selectionOf(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return "";
  if (isUnionType(named)) return "{ __typename }";
  const fields = Object.values(named.getFields()).filter(({ name, args, type: inner }) => {
    const isReachable = depth > 0 || isLeafType(getNamedType(inner));
    // Edges have the rows a second time.
    return name !== "edges" && isReachable && !args.some(isRequiredArgument);
  });
  return `{ __typename ${fields.map((field) => `${field.name} ${selectionOf(field.type, depth - 1)}`).join(" ")} }`;
}
