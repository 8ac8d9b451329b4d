import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  isRequiredArgument,
} from "graphql";

/** A field that leads from one thing with an id to others. */
export interface Relation {
  /** `Account.parent` */
  readonly name: string;
  readonly field: string;
  readonly isConnection: boolean;
  /** Where it leads. */
  readonly target: GraphQLObjectType;
}

/** Relations after each other, from a root field on. */
export type Path = readonly Relation[];

/** The relations of a type that can be followed without knowing an id. */
export function relationsOf(schema: GraphQLSchema, type: GraphQLObjectType): readonly Relation[] {
  return Object.values(type.getFields()).flatMap((field) => {
    const target = targetOf(schema, field);
    if (!target || field.args.some(isRequiredArgument)) return [];
    const isConnection = getNamedType(field.type) !== target;
    return [{ name: `${type.name}.${field.name}`, field: field.name, isConnection, target }];
  });
}

/** Every path of up to so many relations from a type on. */
export function pathsFrom(schema: GraphQLSchema, type: GraphQLObjectType, length: number): readonly Path[] {
  if (length === 0) return [];
  return relationsOf(schema, type).flatMap((relation) => [
    [relation],
    ...pathsFrom(schema, relation.target, length - 1).map((path) => [relation, ...path]),
  ]);
}

/** More than a list of the sample has: a whole one, and one of a record; four within each other may still be asked for. */
const pageSizes = { whole: 200, ofRecord: 40 };

/** A document that follows a path and asks for the ids on its way. */
export function documentOf(path: Path): string {
  return `{ ${path.reduceRight((inner, { field, isConnection }, depth) => {
    const pageSize = depth === 0 ? pageSizes.whole : pageSizes.ofRecord;
    return isConnection
      ? `${field}(first: ${pageSize}) { totalCount nodes { id ${inner} } }`
      : `${field} { id ${inner} }`;
  }, "")} }`;
}

/** Things have an id; the viewer is one as well. */
function targetOf(schema: GraphQLSchema, field: GraphQLField<unknown, unknown>): GraphQLObjectType | null {
  const type = getNamedType(field.type);
  if (!isObjectType(type)) return null;
  const target = type.name.endsWith("Connection")
    ? schema.getType(type.name.replace(/Connection$/, ""))
    : type;
  if (!isObjectType(target)) return null;
  const isThing = target.name === "Viewer" || target.getInterfaces().some(({ name }) => name === "Node");
  return isThing ? target : null;
}
