import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isLeafType,
  isListType,
  isObjectType,
} from "graphql";

/** One place of the schema where a client may send an id. */
export interface IdPlace {
  /** e.g. Account */
  readonly type: string;
  readonly field: GraphQLField<unknown, unknown>;
  /** The argument and the way into it, e.g. ["filter", "accountId", "eq"]. */
  readonly path: readonly string[];
  /** The field's argument with an id at that place, e.g. `filter: { accountId: { eq: "..." } }`. */
  write(id: string): string;
}

/** All places of the schema, found anew at every run: what a later room adds is here by itself. */
export function findIdPlaces(schema: GraphQLSchema): readonly IdPlace[] {
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && !type.name.startsWith("__"),
  );
  return types.flatMap((type) =>
    Object.values(isObjectType(type) ? type.getFields() : {}).flatMap((field) =>
      field.args.flatMap((argument) =>
        pathsInto(argument.type).map(({ path, write }) => ({
          type: type.name,
          field,
          path: [argument.name, ...path],
          write: (id: string) => `${argument.name}: ${write(id)}`,
        })),
      ),
    ),
  );
}

interface Way {
  readonly path: readonly string[];
  write(id: string): string;
}

function pathsInto(type: GraphQLInputType, above: readonly string[] = []): readonly Way[] {
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    return pathsInto(nullable.ofType, above).map(({ path, write }) => ({
      path,
      write: (id) => `[${write(id)}]`,
    }));
  }
  const named = getNamedType(type);
  if (named.name === "ID") return [{ path: [], write: (id) => JSON.stringify(id) }];
  // `and`, `or` and `not` lead into the same type once more: one turn shows how.
  if (!isInputObjectType(named) || above.filter((name) => name === named.name).length > 1) return [];
  return Object.values(named.getFields()).flatMap((inner) =>
    pathsInto(inner.type, [...above, named.name]).map(({ path, write }) => ({
      path: [inner.name, ...path],
      write: (id) => `{ ${inner.name}: ${write(id)}${requiredBeside(named, inner.name)} }`,
    })),
  );
}

function requiredBeside(type: unknown, name: string): string {
  if (!isInputObjectType(type)) return "";
  const others = Object.values(type.getFields()).filter(
    (field) =>
      field.name !== name && field.type !== getNullableType(field.type) && field.defaultValue === undefined,
  );
  return others
    .map((field) => `, ${field.name}: ${isLeafType(getNamedType(field.type)) ? '"0"' : "{}"}`)
    .join("");
}
