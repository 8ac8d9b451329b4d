import {
  type FieldNode,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getArgumentValues,
  getNamedType,
  isObjectType,
} from "graphql";
import { collectSubfields } from "graphql/execution/collectFields.js";
import { GatewayError } from "../errors.ts";
import { type List, toList } from "./list.ts";
import { maxPageSize, type PageArguments } from "./page.ts";
import type { ChildrenField, ColumnField, OrgTraits, ParentField, RecordMap } from "./record.ts";

/** What an operation wants of a record: its own columns, and what hangs on it. */
export interface Plan {
  readonly record: RecordMap;
  /** The selected fields that stand on columns, by their GraphQL names. */
  readonly fields: Set<string>;
  /** The selected fields that Salesforce hides from the acting user, by their GraphQL names. */
  readonly hidden: Set<string>;
  /** `Id`, and the columns behind the fields. */
  readonly columns: Set<string>;
  /** By their GraphQL names. */
  readonly parents: Map<string, PlannedParent>;
  /** By the first node of the selection: aliases of one list are lists of their own. */
  readonly lists: Map<FieldNode, PlannedList>;
}

export interface PlannedParent {
  readonly field: ParentField;
  readonly target: Plan;
}

export interface PlannedList {
  readonly field: ChildrenField;
  readonly list: List;
  readonly target: Plan;
  /** False where nothing of the rows themselves is asked for. */
  readonly rows: boolean;
  readonly totalCount: boolean;
}

/** Whether the caller may have a field of a type, with these arguments. */
type MayRead = (type: GraphQLObjectType, fieldName: string, args: object) => boolean;

/** What decides a plan besides the document. */
export interface PlanOptions {
  readonly org: OrgTraits;
  /** False: records come alone, and what hangs on them is read by their ids, one query a relation. */
  readonly joins: boolean;
  readonly mayRead: MayRead;
  /** Whether Salesforce is known to hide a field from the acting user. */
  readonly hides: (record: RecordMap, fieldName: string) => boolean;
}

interface Place extends Pick<GraphQLResolveInfo, "schema" | "fragments" | "variableValues">, PlanOptions {
  readonly records: Set<RecordMap>;
}

/** Reads plans off the operation, each once: all objects that a field is resolved on share its nodes. */
export interface Planner {
  /** What has been planned so far. */
  readonly records: ReadonlySet<RecordMap>;
  /** The field behind `info` answers a record, or a list of records without a connection around it. */
  record(info: GraphQLResolveInfo, record: RecordMap): Plan;
  /** The field behind `info` answers a connection. */
  connection(info: GraphQLResolveInfo, record: RecordMap): PlannedConnection;
}

export type PlannedConnection = Pick<PlannedList, "target" | "rows" | "totalCount">;

export function createPlanner(options: PlanOptions): Planner {
  const records = new Set<RecordMap>();
  return {
    records,
    record: oncePerField((info, record) => {
      const place = { ...info, ...options, records };
      return planRecord(place, record, info.fieldNodes);
    }),
    connection: oncePerField((info, record) => {
      const place = { ...info, ...options, records };
      return planConnection(place, record, {
        type: getNamedType(info.returnType).name,
        nodes: info.fieldNodes,
      });
    }),
  };
}

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

export function emptyPlan(record: RecordMap): Plan {
  return {
    record,
    fields: new Set(),
    hidden: new Set(),
    columns: new Set(["Id"]),
    parents: new Map(),
    lists: new Map(),
  };
}

function planRecord(place: Place, record: RecordMap, nodes: readonly FieldNode[]): Plan {
  const plan = emptyPlan(record);
  place.records.add(record);
  const type = objectType(place, record.typeName);
  for (const selected of selectedFields(place, type, nodes)) planField(place, plan, { type, selected });
  return plan;
}

/** One selected field of an object: aliases of the same field are entries of their own. */
interface SelectedField {
  readonly name: string;
  readonly nodes: readonly [FieldNode, ...FieldNode[]];
}

/** graphql-js's own collection: fragments, @skip, @include and variables are honoured as in execution. */
function selectedFields(
  { schema, fragments, variableValues }: Place,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
): readonly SelectedField[] {
  const collected = collectSubfields(schema, fragments, variableValues, type, nodes);
  return [...collected.values()].map((same) => ({
    name: (same[0] as FieldNode).name.value,
    nodes: same as unknown as SelectedField["nodes"],
  }));
}

interface Selected {
  readonly type: GraphQLObjectType;
  readonly selected: SelectedField;
}

function planField(place: Place, plan: Plan, { type, selected }: Selected): void {
  const { name, nodes } = selected;
  const field = plan.record.fields[name];
  const definition = type.getFields()[name];
  if (!field || !definition) return;
  const args = argumentsOf(() => getArgumentValues(definition, nodes[0], place.variableValues));
  if (args === null || !place.mayRead(type, name, args)) return;
  if (place.hides(plan.record, name)) return void plan.hidden.add(name);
  if (field.kind === "column") planColumn(place, plan, { name, field });
  if (field.kind === "parent") planParent(place, plan, { name, field, nodes });
  if (field.kind === "children" && place.joins) {
    const selection = { args, nodes, type: getNamedType(definition.type).name };
    const list = argumentsOf(() => planList(place, field, selection));
    if (list) plan.lists.set(nodes[0], list);
  }
}

function planColumn({ org }: Place, plan: Plan, { name, field }: { name: string; field: ColumnField }): void {
  plan.fields.add(name);
  for (const column of field.columns(org)) plan.columns.add(column);
}

interface ParentSelection {
  readonly name: string;
  readonly field: ParentField;
  readonly nodes: readonly FieldNode[];
}

function planParent(place: Place, plan: Plan, { name, field, nodes }: ParentSelection): void {
  if (!place.joins) return void plan.columns.add(field.foreignKey);
  const target = planRecord(place, field.record(), nodes);
  const known = plan.parents.get(name);
  if (known) merge(known.target, target);
  else plan.parents.set(name, { field, target });
}

/** Null for arguments that are refused: their field says so itself when it is resolved, and the rest is read all the same. */
function argumentsOf<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof GatewayError || error instanceof GraphQLError) return null;
    throw error;
  }
}

interface ListSelection {
  readonly args: object;
  readonly nodes: readonly FieldNode[];
  /** Of the field: a connection, or the record itself where the relation is short enough to be read whole. */
  readonly type: string;
}

function planList(place: Place, field: ChildrenField, { args, nodes, type }: ListSelection): PlannedList {
  const record = field.record();
  if (field.whole) {
    const target = planRecord(place, record, nodes);
    return toPlannedList(field, wholePage(field), { target, rows: true, totalCount: false });
  }
  return toPlannedList(field, args as PageArguments, planConnection(place, record, { type, nodes }));
}

/** @throws GatewayError BAD_USER_INPUT for arguments that can never be right */
export function toPlannedList(
  field: ChildrenField,
  page: PageArguments,
  connection: PlannedConnection,
): PlannedList {
  const list = toList(field.record(), page);
  connection.target.columns.add(list.paging.keyColumn);
  return { ...connection, field, list };
}

/** A relation without pages. */
export function wholePage({ whole }: ChildrenField): PageArguments {
  return { first: maxPageSize, filter: whole };
}

interface ConnectionSelection {
  readonly type: string;
  readonly nodes: readonly FieldNode[];
}

/** Through `nodes` and `edges { node }`. */
function planConnection(
  place: Place,
  record: RecordMap,
  { type, nodes }: ConnectionSelection,
): PlannedConnection {
  const fields = selectedFields(place, objectType(place, type), nodes);
  const edgeType = objectType(place, `${record.typeName}Edge`);
  const target = emptyPlan(record);
  for (const { name, nodes: found } of fields) {
    if (name === "nodes") merge(target, planRecord(place, record, found));
    if (name !== "edges") continue;
    for (const edge of selectedFields(place, edgeType, found))
      if (edge.name === "node") merge(target, planRecord(place, record, edge.nodes));
  }
  return {
    target,
    totalCount: fields.some(({ name }) => name === "totalCount"),
    rows: fields.some(({ name }) => name === "nodes" || name === "edges" || name === "pageInfo"),
  };
}

/** What `from` wants becomes wanted of `into` as well; `from` stays as it is. */
export function merge(into: Plan, from: Plan): void {
  for (const name of from.fields) into.fields.add(name);
  for (const name of from.hidden) into.hidden.add(name);
  for (const column of from.columns) into.columns.add(column);
  for (const [name, parent] of from.parents) {
    const known = into.parents.get(name) ?? { ...parent, target: emptyPlan(parent.target.record) };
    merge(known.target, parent.target);
    into.parents.set(name, known);
  }
  for (const [node, list] of from.lists) {
    const known = into.lists.get(node) ?? { ...list, target: emptyPlan(list.target.record) };
    merge(known.target, list.target);
    into.lists.set(node, known);
  }
}

/** Whether a row read by `plan` has all that `wanted` asks for. */
export function covers(plan: Plan, wanted: Plan): boolean {
  return (
    [...wanted.fields].every((name) => plan.fields.has(name)) &&
    [...wanted.columns].every((column) => plan.columns.has(column)) &&
    [...wanted.parents].every(([name, { target }]) => {
      const known = plan.parents.get(name);
      return known !== undefined && covers(known.target, target);
    }) &&
    [...wanted.lists].every(([node, { target }]) => {
      const known = plan.lists.get(node);
      return known !== undefined && covers(known.target, target);
    })
  );
}

function objectType({ schema }: Place, name: string): GraphQLObjectType {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new TypeError(`${name} is not an object type of the schema`);
  return type;
}

/** The rows alone: what hangs on them is then read by their ids. */
export function withoutRelations({ parents, ...plan }: Plan): Plan {
  const keys = [...parents.values()].map(({ field }) => field.foreignKey);
  return { ...plan, columns: new Set([...plan.columns, ...keys]), parents: new Map(), lists: new Map() };
}
