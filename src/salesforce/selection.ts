import {
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getNamedType,
  isObjectType,
} from "graphql";
import { collectSubfields } from "graphql/execution/collectFields.js";
import type { OrgTraits, RecordMap } from "./record.ts";

/** One selected field of an object: aliases of the same field are entries of their own. */
interface SelectedField {
  readonly name: string;
  readonly nodes: readonly FieldNode[];
}

/** The fields asked of a record, by their GraphQL names. */
export type Wanted = ReadonlySet<string>;

/** What of a connection is selected. */
export interface SelectedConnection {
  readonly wanted: Wanted;
  readonly totalCount: boolean;
  /** False where nothing of the rows themselves is asked for. */
  readonly rows: boolean;
}

/** graphql-js's own collection: fragments, @skip, @include and variables are honoured as in execution. */
function selectedFields(
  info: GraphQLResolveInfo,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[] = info.fieldNodes,
): readonly SelectedField[] {
  const collected = collectSubfields(info.schema, info.fragments, info.variableValues, type, nodes);
  return [...collected.values()].map((same) => ({ name: (same[0] as FieldNode).name.value, nodes: same }));
}

/** What is selected below a field, worked out once for all objects that the field is resolved on. */
export interface Selections {
  record(info: GraphQLResolveInfo, record: RecordMap): Wanted;
  connection(info: GraphQLResolveInfo, record: RecordMap): SelectedConnection;
}

export function createSelections(): Selections {
  return { record: oncePerField(wantedOf), connection: oncePerField(wantedOfConnection) };
}

/** Within one operation all objects that a field is resolved on share its `fieldNodes`. */
function oncePerField<T>(work: (info: GraphQLResolveInfo, record: RecordMap) => T) {
  const known = new WeakMap<readonly FieldNode[], Map<RecordMap, T>>();
  return (info: GraphQLResolveInfo, record: RecordMap): T => {
    const ofField = known.get(info.fieldNodes) ?? new Map<RecordMap, T>();
    known.set(info.fieldNodes, ofField);
    const result = ofField.get(record) ?? work(info, record);
    ofField.set(record, result);
    return result;
  };
}

/** The fields of `record` that the field behind `info` selects. */
function wantedOf(info: GraphQLResolveInfo, record: RecordMap): Wanted {
  return names(selectedFields(info, objectType(info, record.typeName)));
}

/** The same through `nodes` and `edges { node }` of a connection. */
function wantedOfConnection(info: GraphQLResolveInfo, record: RecordMap): SelectedConnection {
  const fields = selectedFields(info, objectTypeOfField(info));
  const edges = fields.filter(({ name }) => name === "edges");
  const edgeType = objectType(info, `${record.typeName}Edge`);
  const nodes = [
    ...fields.filter(({ name }) => name === "nodes"),
    ...edges
      .flatMap((edge) => selectedFields(info, edgeType, edge.nodes))
      .filter(({ name }) => name === "node"),
  ].flatMap((field) => field.nodes);
  return {
    wanted: names(selectedFields(info, objectType(info, record.typeName), nodes)),
    totalCount: fields.some(({ name }) => name === "totalCount"),
    rows: fields.some(({ name }) => name === "nodes" || name === "edges" || name === "pageInfo"),
  };
}

/** The columns behind the wanted fields; `Id` always, foreign keys for parents. */
export function columnsOf(record: RecordMap, wanted: Wanted, org: OrgTraits): readonly string[] {
  const columns = new Set(["Id"]);
  for (const name of wanted) {
    const field = record.fields[name];
    if (field?.kind === "column") for (const column of field.columns(org)) columns.add(column);
    if (field?.kind === "parent") columns.add(field.foreignKey);
  }
  return [...columns];
}

function names(fields: readonly SelectedField[]): Wanted {
  return new Set(fields.map(({ name }) => name));
}

function objectType(info: GraphQLResolveInfo, name: string): GraphQLObjectType {
  const type = info.schema.getType(name);
  if (!isObjectType(type)) throw new TypeError(`${name} is not an object type of the schema`);
  return type;
}

function objectTypeOfField(info: GraphQLResolveInfo): GraphQLObjectType {
  return objectType(info, getNamedType(info.returnType).name);
}
