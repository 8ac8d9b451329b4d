import { Args, type ClassType, Extensions, FieldResolver, Resolver } from "type-graphql";

interface Relation {
  readonly type: () => ClassType | readonly [ClassType];
  readonly description: string;
  readonly nullable?: boolean;
  /** The arguments of a relation that has pages. */
  readonly list?: ClassType;
}

/**
 * A resolver class for relations of a type, by their names. What they lead to stands in the record map, and `src/schema.ts` resolves
 * them by that: of a large answer type-graphql's own work for each call would cost more than the row.
 */
export function createRelations(
  owner: () => ClassType,
  relations: Readonly<Record<string, Relation>>,
): ClassType {
  class Relations {}
  Resolver(owner)(Relations);
  for (const [name, { type, list, ...options }] of Object.entries(relations)) {
    FieldResolver(type, options)(Relations.prototype, name, {});
    Extensions({ isRelation: true })(Relations.prototype, name, {});
    if (list) Args(() => list)(Relations.prototype, name, 0);
  }
  return Relations;
}
