import type { Plan, PlannedList, PlannedParent } from "./plan.ts";
import {
  accountCondition,
  type ChildSelect,
  guardColumn,
  type RecordSelect,
  type RowScope,
} from "./row-scope.ts";
import { type Condition, every, type Select } from "./soql.ts";

/** A relation that a plan follows. */
type Edge = PlannedParent | PlannedList;

/**
 * A plan is read by one or more SELECTs, its layers, all at the same time and over the same rows. The first has
 * whatever one SELECT can hold. A relation that needs a condition of its own (a parent that this caller may see of some
 * rows only) or that SOQL takes only once (the same child list with other arguments) has a layer of its own, in which
 * the rows on the way have no columns but `Id`; the answers are put together by id.
 */
export interface Layers {
  readonly count: number;
  /** The layer that has a relation's rows; undefined: none, they are read by id once the others are there. */
  of(edge: Edge): number | undefined;
  /** Whether a layer follows a relation, for its rows or on the way to others. */
  follow(layer: number, edge: Edge): boolean;
}

interface Layer {
  /** The relations on the way to what the layer is there for. */
  readonly path: ReadonlySet<Edge>;
  readonly taken: { parents: number; lists: number };
}

/**
 * 55 parents in a query, five levels of them; 20 sub-selects; five levels of records from API version 58 on.
 * https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_relationships_query_limits.htm
 */
const limits = { parents: 40, parentLevels: 5, lists: 20, listLevels: 4 } as const;

/** Where in a layer's SELECT a record stands. */
interface Place {
  readonly layer: number;
  readonly path: readonly Edge[];
  /** How many parents it is away from the row of its (sub-)select. */
  readonly up: number;
  /** How many lists its (sub-)select is below the root. */
  readonly down: number;
}

interface Entry {
  readonly kind: "parents" | "lists";
  /** Whether the layer of the place would do. */
  readonly fits: boolean;
}

export function spread(plan: Plan, scope: RowScope): Layers {
  const layers: Layer[] = [];
  const layerOf = new Map<Edge, number>();

  /** The layer of `place`, or a new one where that does not do. */
  function enter(edge: Edge, place: Place, { kind, fits }: Entry): Place {
    const path = [...place.path, edge];
    const here = layers[place.layer];
    const hasRoom = here !== undefined && here.taken[kind] < limits[kind];
    const layer = fits && hasRoom ? place.layer : open(path);
    const { taken } = layers[layer] as Layer;
    taken[kind] += 1;
    layerOf.set(edge, layer);
    return { ...place, layer, path };
  }

  function open(path: readonly Edge[]): number {
    return layers.push({ path: new Set(path), taken: { parents: 0, lists: 0 } }) - 1;
  }

  function walk(plan: Plan, place: Place): void {
    for (const parent of plan.parents.values()) walkParent(plan, parent, place);
    if (place.up > 0) return;
    const followed = new Set<string>();
    for (const list of plan.lists.values()) {
      if (!list.rows || place.down === limits.listLevels) continue;
      const entered = enter(list, place, { kind: "lists", fits: !followed.has(list.field.relationship) });
      followed.add(list.field.relationship);
      walk(list.target, { ...entered, down: place.down + 1 });
    }
  }

  function walkParent({ record }: Plan, parent: PlannedParent, place: Place): void {
    const guard = guardColumn(record, parent.field, scope);
    if (place.up === limits.parentLevels || (guard && scope?.descendants)) return;
    const entered = enter(parent, place, { kind: "parents", fits: guard === null });
    walk(parent.target, { ...entered, up: place.up + 1 });
  }

  walk(plan, { layer: open([]), path: [], up: 0, down: 0 });
  return {
    count: layers.length,
    of: (edge) => layerOf.get(edge),
    follow: (layer, edge) => layerOf.get(edge) === layer || layers[layer]?.path.has(edge) === true,
  };
}

/** One of a plan's layers, for a caller's scope. */
interface LayerView {
  readonly layers: Layers;
  readonly layer: number;
  readonly scope: RowScope;
}

/** Which rows are read. */
export type RowChoice = Pick<Select, "where" | "orderBy" | "limit">;

/** The SELECT of one layer. */
export function selectOf(plan: Plan, rows: RowChoice, view: LayerView): RecordSelect {
  return { record: plan.record, ...levelOf(plan, { rows, isOwn: view.layer === 0 }, view) };
}

interface Level {
  readonly rows: RowChoice;
  /** Whether the layer is there for the rows themselves, or they are on the way. */
  readonly isOwn: boolean;
}

/** What the SELECT and its sub-selects have in common. */
function levelOf(plan: Plan, { rows, isOwn }: Level, view: LayerView): Omit<ChildSelect, "field"> {
  const { layers, layer } = view;
  const children = [...plan.lists.values()]
    .filter((list) => layers.follow(layer, list))
    .map((list) => {
      const level = { rows: list.list.select, isOwn: layers.of(list) === layer };
      return { field: list.field, ...levelOf(list.target, level, view) };
    });
  return {
    ...rows,
    columns: columnsOf(plan, { prefix: "", isOwn }, view),
    where: every(...guardsOf(plan, "", view), rows.where),
    ...(children.length > 0 && { children }),
  };
}

interface Standing {
  /** `Account.Parent.` for the parent of the account of a SELECT's rows. */
  readonly prefix: string;
  readonly isOwn: boolean;
}

function columnsOf(plan: Plan, { prefix, isOwn }: Standing, view: LayerView): readonly string[] {
  const { layers, layer } = view;
  const parents = [...plan.parents.values()];
  const keys = parents
    .filter((parent) => layers.of(parent) === undefined)
    .map(({ field }) => field.foreignKey);
  const own = isOwn ? new Set([...plan.columns, ...keys]) : [];
  const columns = [
    ...[...own].map((column) => `${prefix}${column}`),
    ...parents
      .filter((parent) => layers.follow(layer, parent))
      .flatMap((parent) => {
        const standing = {
          prefix: `${prefix}${parent.field.relationship}.`,
          isOwn: layers.of(parent) === layer,
        };
        return columnsOf(parent.target, standing, view);
      }),
  ];
  return columns.length > 0 ? columns : [`${prefix}Id`];
}

/** Conditions that leave only rows whose parents the caller may see. */
function guardsOf(
  { record, parents }: Plan,
  prefix: string,
  view: LayerView,
): readonly (Condition | undefined)[] {
  const { layers, layer, scope } = view;
  return [...parents.values()]
    .filter((parent) => layers.follow(layer, parent))
    .flatMap(({ field, target }) => {
      const column = guardColumn(record, field, scope);
      const guard = accountCondition(column && `${prefix}${column}`, scope);
      return [guard, ...guardsOf(target, `${prefix}${field.relationship}.`, view)];
    });
}
