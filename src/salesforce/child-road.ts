import DataLoader from "dataloader";
import { rowId } from "./id.ts";
import { createPairMemo } from "./pair-memo.ts";
import { coversList, emptyPlan, type ListKey, type PlannedList, withoutRelations } from "./plan.ts";
import { type LoadedRow, loadRows } from "./plan-rows.ts";
import type { QueryBatch } from "./query-batch.ts";
import type { RecordMap } from "./record.ts";
import { idIn, idsPerQuery } from "./row-loader.ts";
import { every } from "./soql.ts";

/** A child list as one place of an operation selects it. */
export interface ChildList {
  readonly node: ListKey;
  readonly parent: RecordMap;
  readonly planned: PlannedList;
}

/** Child lists by their parents' ids: those of many parents are read together. */
export interface ChildRoads {
  /** The rows of the page, and one more where the list is paged. */
  rows(list: ChildList, parentId: string): Promise<readonly LoadedRow[]>;
  /** How many rows all pages have. */
  total(list: ChildList, parentId: string): Promise<number>;
}

export function createChildRoads(batch: QueryBatch): ChildRoads {
  const pages = createPairMemo<ListKey, RecordMap, PageRoad[]>();
  const totals = createPairMemo<ListKey, RecordMap, DataLoader<string, number>>();

  /** A fragment may bring one node to several places, in some of which more is selected of it. */
  function pageRoad(list: ChildList): PageRoad {
    const roads = pages(list.node, list.parent, () => []);
    const known = roads.find(({ planned }) => coversList(planned, list.planned));
    if (known) return known;
    const road = { planned: list.planned, loader: createPageLoader(list, batch) };
    roads.push(road);
    return road;
  }

  return {
    rows: (list, parentId) => pageRoad(list).loader.load(parentId),
    total: (list, parentId) =>
      totals(list.node, list.parent, () => createCounter(list, batch)).load(parentId),
  };
}

interface PageRoad {
  readonly planned: PlannedList;
  readonly loader: DataLoader<string, readonly LoadedRow[]>;
}

/**
 * The page of many parents in one query. SOQL has no window functions; a sub-select with its own ORDER BY and LIMIT
 * under the parents is what gives every parent its own page.
 */
function createPageLoader({ parent, planned, node }: ChildList, batch: QueryBatch) {
  const planOf = (list: PlannedList) => ({ ...emptyPlan(parent), lists: new Map([[node, list]]) });
  const plan = planOf(planned);
  const bare = planOf({ ...planned, target: withoutRelations(planned.target) });
  return new DataLoader<string, readonly LoadedRow[]>(
    async (parentIds) => {
      const parents = await loadRows(batch, { plan, bare }, { where: idIn("Id", parentIds) });
      const pages = new Map(parents.map(({ row, lists }) => [rowId(row), lists.get(node)]));
      return parentIds.map((id) => pages.get(id) ?? []);
    },
    { maxBatchSize: idsPerQuery },
  );
}

/** How many children each of many parents has, in one query; a parent without any is in no group. */
function createCounter({ planned: { field, list } }: ChildList, batch: QueryBatch) {
  const { foreignKey } = field;
  return new DataLoader<string, number>(
    async (parentIds) => {
      const groups = await batch.rows({
        columns: [foreignKey, "COUNT(Id) total"],
        record: field.record(),
        where: every(idIn(foreignKey, parentIds), list.where),
        groupBy: [foreignKey],
      });
      const totals = new Map(groups.map((group) => [group[foreignKey], Number(group.total)]));
      return parentIds.map((id) => totals.get(id) ?? 0);
    },
    { maxBatchSize: idsPerQuery },
  );
}
