import { type FieldNode, type GraphQLResolveInfo, getNamedType, isObjectType } from "graphql";
import { collectSubfields } from "graphql/execution/collectFields.js";

type Place = Pick<GraphQLResolveInfo, "schema" | "fragments" | "variableValues">;

/**
 * The fields that are selected below a resolved one, as graphql-js will execute them: `cart`, `cart.lines`, `cart.lines.id`.
 * Below interfaces and unions nothing is told.
 */
export function selectedPaths(info: GraphQLResolveInfo): ReadonlySet<string> {
  return new Set(pathsBelow(info, getNamedType(info.returnType).name, info.fieldNodes));
}

function pathsBelow(place: Place, typeName: string, nodes: readonly FieldNode[]): readonly string[] {
  const type = place.schema.getType(typeName);
  if (!isObjectType(type)) return [];
  const fields = collectSubfields(place.schema, place.fragments, place.variableValues, type, nodes);
  return [...fields.values()].flatMap((selected) => {
    const name = selected[0]?.name.value ?? "";
    const field = type.getFields()[name];
    if (!field) return [];
    const below = pathsBelow(place, getNamedType(field.type).name, selected);
    return [name, ...below.map((path) => `${name}.${path}`)];
  });
}
