import { Args, type ClassType, FieldResolver } from "type-graphql";

interface RelationOptions {
  readonly description: string;
  readonly nullable?: boolean;
  /** The arguments of a relation that has pages. */
  readonly list?: ClassType;
}

/**
 * Declares a relation as a field of the resolver's type. What it leads to stands in the record map, and `src/schema.ts` resolves
 * it by that: of a large answer type-graphql's own work for each call would cost more than the row.
 */
export function Relation(
  type: () => ClassType | readonly [ClassType],
  { list, ...options }: RelationOptions,
): PropertyDecorator {
  return (prototype, name) => {
    FieldResolver(type as () => ClassType, options)(prototype, name, {});
    if (list) Args(() => list)(prototype, name, 0);
  };
}
