import {
  defaultFieldResolver,
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  getArgumentValues,
  getNullableType,
  isLeafType,
  isNonNullType,
  TypeNameMetaFieldDef,
} from "graphql";
import { collectSubfields } from "graphql/execution/collectFields.js";
import { buildResolveInfo, type ExecutionContext, getFieldDef } from "graphql/execution/execute.js";
import { addPath } from "graphql/jsutils/Path.js";
import { toError } from "graphql/jsutils/toError.js";
import { createCompletion } from "./completion.ts";
import type { PlannedField } from "./fields.ts";

/** By response keys. */
type Collected = ReadonlyMap<string, readonly FieldNode[]>;

/** What is to be done for the fields of a selection on objects of a type, as graphql-js has collected them. */
export function planFields(
  context: ExecutionContext,
  type: GraphQLObjectType,
  collected: Collected,
): readonly PlannedField[] {
  return [...collected].flatMap(([responseKey, nodes]) => {
    const definition = getFieldDef(context.schema, type, nodes[0] as FieldNode);
    if (!definition) return [];
    const place = { responseKey, nodes, type, definition };
    return { responseKey, valueAtHand: readerOf(place), resolve: resolverOf(context, place) };
  });
}

/** The same for all objects. */
type Arguments = ReturnType<typeof getArgumentValues>;
type Field = GraphQLField<unknown, unknown>;

interface Place {
  readonly responseKey: string;
  readonly nodes: readonly FieldNode[];
  readonly type: GraphQLObjectType;
  readonly definition: Field;
}

/**
 * Most fields are leaves that stand on their object, of which there may be thousands: where nothing is wrong with the value, no
 * path, info or arguments are made.
 */
function readerOf({ type: parent, definition }: Place): PlannedField["valueAtHand"] {
  if (definition === TypeNameMetaFieldDef) return () => parent.name;
  const { name, type, resolve, args } = definition;
  const leaf = getNullableType(type);
  if (resolve || args.length > 0 || !isLeafType(leaf)) return () => undefined;
  const absent = isNonNullType(type) ? undefined : null;
  return (source) => {
    if (typeof source !== "object" || source === null) return undefined;
    try {
      const value = (source as Record<string, unknown>)[name];
      if (value == null) return absent;
      if (typeof value === "object" || typeof value === "function") return undefined;
      return leaf.serialize(value) ?? undefined;
    } catch {
      // Is tried again, and fails with its path.
      return undefined;
    }
  };
}

/** https://spec.graphql.org/September2025/#sec-Executing-Fields */
function resolverOf(context: ExecutionContext, place: Place): PlannedField["resolve"] {
  const { responseKey, nodes, type, definition } = place;
  const { schema, fragments, variableValues, contextValue } = context;
  const complete = createCompletion(definition.type, {
    name: `${type.name}.${definition.name}`,
    nodes,
    context,
    fieldsOf: (of) => planFields(context, of, collectSubfields(schema, fragments, variableValues, of, nodes)),
  });
  const { resolve = defaultFieldResolver } = definition;
  let args: Arguments | null = null;
  return (source, parentPath) => {
    const path = addPath(parentPath, responseKey, type.name);
    const info = buildResolveInfo(context, definition, nodes, type, path);
    // What is thrown is an answer as well, which fails when it is completed.
    const answer = attempt(() => {
      args ??= getArgumentValues(definition, nodes[0] as FieldNode, variableValues);
      return resolve(source, args, contextValue, info);
    });
    return complete(answer, path, info);
  };
}

function attempt(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return toError(error);
  }
}
