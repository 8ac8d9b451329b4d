import DataLoader from "dataloader";
import { type List, toList } from "./list.ts";
import { type Connection, toConnection } from "./object.ts";
import type { PageArguments } from "./page.ts";
import type { QueryBatch, QueryPage } from "./query-batch.ts";
import type { ChildrenField, OrgTraits, RecordMap, Row } from "./record.ts";
import { idsPerQuery } from "./row-loader.ts";
import type { SelectedConnection } from "./selection.ts";
import { type Condition, every, textLiteral } from "./soql.ts";

/** A child list as one place of an operation selects it: the relation, its arguments and the fields of the children. */
export interface ChildList {
  readonly parent: RecordMap;
  readonly field: ChildrenField;
  readonly page: PageArguments;
  readonly selected: SelectedConnection;
}

/** From a parent's id to its page of children. */
type ChildRoad = (parentId: string) => Promise<Connection<object>>;

export interface ChildRoads {
  road(list: ChildList): ChildRoad;
}

/** The same list of many parents is one road: one query for their rows and, where selected, one for their counts. */
export function createChildRoads(batch: QueryBatch, org: OrgTraits): ChildRoads {
  const roads = new Map<string, ChildRoad>();
  return {
    road(list: ChildList): ChildRoad {
      const key = JSON.stringify([
        list.parent.sObject,
        list.field.relationship,
        list.page,
        [...list.selected.wanted],
        list.selected.totalCount,
        list.selected.rows,
      ]);
      const road = roads.get(key) ?? createChildRoad(list, batch, org);
      roads.set(key, road);
      return road;
    },
  };
}

function createChildRoad(
  { parent, field, page, selected }: ChildList,
  batch: QueryBatch,
  org: OrgTraits,
): ChildRoad {
  const list = toList(field.record(), page, { ...selected, org });
  const rows = createPageLoader(parent, field, { batch, list });
  const totals = createCounter(field, { batch, list });
  return async (parentId) => {
    const [found, totalCount] = await Promise.all([
      selected.rows ? rows.load(parentId) : [],
      selected.totalCount ? totals.load(parentId) : null,
    ]);
    return toConnection(found, { ...list, org, totalCount });
  };
}

interface Road {
  readonly batch: QueryBatch;
  readonly list: List;
}

/**
 * The first rows of a child list for many parents in one query. SOQL has no window functions; a sub-select with its
 * own ORDER BY and LIMIT under the parents is what gives every parent its own page.
 */
function createPageLoader(parent: RecordMap, field: ChildrenField, { batch, list }: Road) {
  const children = [{ ...list.select, field }];
  return new DataLoader<string, readonly Row[]>(
    async (parentIds) => {
      const where = idIn("Id", parentIds);
      const parents = await batch.rows({
        columns: ["Id"],
        children,
        record: parent,
        where,
      });
      const lists = new Map(parents.map((row) => [row.Id, row[field.relationship] as QueryPage | null]));
      return Promise.all(parentIds.map((id) => batch.completed(lists.get(id) ?? null)));
    },
    { maxBatchSize: idsPerQuery },
  );
}

/** How many children each of many parents has, in one query; a parent without any is in no group. */
function createCounter({ foreignKey }: ChildrenField, { batch, list }: Road) {
  return new DataLoader<string, number>(
    async (parentIds) => {
      const groups = await batch.rows({
        columns: [foreignKey, "COUNT(Id) total"],
        record: list.record,
        where: every(idIn(foreignKey, parentIds), list.where),
        groupBy: foreignKey,
      });
      const totals = new Map(groups.map((group) => [group[foreignKey], Number(group.total)]));
      return parentIds.map((id) => totals.get(id) ?? 0);
    },
    { maxBatchSize: idsPerQuery },
  );
}

function idIn(column: string, ids: readonly string[]): Condition {
  return { column, operator: "IN", literals: ids.map(textLiteral) };
}
