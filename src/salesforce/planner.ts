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
import type { PageArguments } from "./page.ts";
import { createPairMemo } from "./pair-memo.ts";
import {
  derivedKey,
  emptyPlan,
  type ListKey,
  merge,
  type Plan,
  type PlannedConnection,
  type PlannedList,
  toPlannedList,
  wholePage,
} from "./plan.ts";
import {
  type ChildrenField,
  type ColumnField,
  type OrgTraits,
  type ParentField,
  type RecordMap,
  relation,
} from "./record.ts";

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
  /**
   * The field behind `info` is a to-many relation of records of this kind, with the same page for each; null: it has no pages.
   *
   * @throws GatewayError BAD_USER_INPUT for arguments that can never be right
   */
  list(info: GraphQLResolveInfo, parent: RecordMap, page: PageArguments | null): PlannedList;
  /** All fields of a record, for a resolver that looks at its rows itself. */
  whole(record: RecordMap): PlannedConnection;
}

export function createPlanner(options: PlanOptions): Planner {
  const records = new Set<RecordMap>();
  const wholes = new Map<RecordMap, PlannedConnection>();
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
    list: oncePerField((info, parent, page: PageArguments | null) => {
      const place = { ...info, ...options, records };
      return planList(place, relation(parent, info.fieldName, "children"), {
        args: page ?? {},
        type: getNamedType(info.returnType).name,
        nodes: info.fieldNodes as unknown as SelectedField["nodes"],
      });
    }),
    whole: (record) => {
      const whole = wholes.get(record) ?? planWhole({ ...options, records }, record);
      wholes.set(record, whole);
      return whole;
    },
  };
}

function oncePerField<T, Rest extends readonly unknown[]>(
  work: (info: GraphQLResolveInfo, record: RecordMap, ...rest: Rest) => T,
) {
  const memo = createPairMemo<readonly FieldNode[], RecordMap, T>();
  return (info: GraphQLResolveInfo, record: RecordMap, ...rest: Rest): T =>
    memo(info.fieldNodes, record, () => work(info, record, ...rest));
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
  const selection = { args, nodes, type: getNamedType(definition.type).name };
  if (field.kind === "children") planChildren(place, plan, { field, key: nodes[0], selection });
  if (field.kind === "derived") for (const need of field.needs) planNeed(place, plan, { need, selection });
}

interface ChildrenSelection {
  readonly field: ChildrenField;
  readonly key: ListKey;
  readonly selection: ListSelection;
}

function planChildren(place: Place, plan: Plan, { field, key, selection }: ChildrenSelection): void {
  if (!place.joins) return;
  const list = argumentsOf(() => planList(place, field, selection));
  if (list) plan.lists.set(key, list);
}

interface Need {
  readonly need: string;
  readonly selection: ListSelection;
}

/** What is hidden of it is left out. */
function planNeed(place: Place, plan: Plan, { need, selection }: Need): void {
  const field = plan.record.fields[need];
  if (place.hides(plan.record, need)) return;
  if (field?.kind === "column") planColumn(place, plan, { name: need, field });
  if (field?.kind !== "children") return;
  const key = derivedKey(selection.nodes[0], need);
  planChildren(place, plan, { field, key, selection: { ...selection, isMerged: true } });
}

interface NamedColumn {
  readonly name: string;
  readonly field: ColumnField;
}

function planColumn({ org }: Pick<Place, "org">, plan: Plan, { name, field }: NamedColumn): void {
  plan.fields.set(name, field);
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
  readonly nodes: SelectedField["nodes"];
  /** Of the field: a connection, or where the relation is short enough to be read whole the record itself or what is made of it. */
  readonly type: string;
  /** Several lists shown as one are put in order by what cursors are made of. */
  readonly isMerged?: boolean;
}

function planList(
  place: Place,
  field: ChildrenField,
  { args, nodes, type, isMerged }: ListSelection,
): PlannedList {
  const record = field.record();
  if (field.whole) {
    const isRecord = type === record.typeName;
    const target = isRecord ? planRecord(place, record, nodes) : planWhole(place, record).target;
    return toPlannedList(field, wholePage(field), { target, rows: true, totalCount: false, isPaged: false });
  }
  const connection = planConnection(place, record, { type, nodes });
  // Where all rows are on the page they tell the total.
  const isPaged = connection.isPaged || connection.totalCount || isMerged === true;
  return toPlannedList(field, args as PageArguments, { ...connection, isPaged });
}

function planWhole({ org, records }: Pick<Place, "org" | "records">, record: RecordMap): PlannedConnection {
  records.add(record);
  const target = emptyPlan(record);
  for (const [name, field] of Object.entries(record.fields)) {
    if (field.kind === "column") planColumn({ org }, target, { name, field });
  }
  return { target, rows: true, totalCount: false, isPaged: false };
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
  let hasCursor = false;
  for (const { name, nodes: found } of fields) {
    if (name === "nodes") merge(target, planRecord(place, record, found));
    if (name !== "edges") continue;
    for (const edge of selectedFields(place, edgeType, found)) {
      if (edge.name === "node") merge(target, planRecord(place, record, edge.nodes));
      hasCursor ||= edge.name === "cursor";
    }
  }
  const selects = (...names: readonly string[]) => fields.some(({ name }) => names.includes(name));
  return {
    target,
    totalCount: selects("totalCount"),
    rows: selects("nodes", "edges", "pageInfo"),
    isPaged: hasCursor || selects("pageInfo"),
  };
}

function objectType({ schema }: Place, name: string): GraphQLObjectType {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new TypeError(`${name} is not an object type of the schema`);
  return type;
}
