import { rowId } from "./id.ts";
import { type Layers, type RowChoice, selectOf, spread } from "./layer.ts";
import { countLists } from "./list-count.ts";
import { type ListKey, type Plan, type PlannedList, withoutRelations } from "./plan.ts";
import type { QueryBatch, QueryPage } from "./query-batch.ts";
import type { Row } from "./record.ts";

/** A row with what came along of its relations. */
export interface LoadedRow {
  readonly plan: Plan;
  readonly row: Row;
  /** By GraphQL name; null: there is none, or none that the caller may see. */
  readonly parents: Readonly<Record<string, LoadedRow | null>>;
  readonly lists: ReadonlyMap<ListKey, readonly LoadedRow[]>;
  /** How many rows all pages of a list have. */
  readonly totals: ReadonlyMap<ListKey, number>;
}

/** Most rows have nothing hanging on them. */
const noParents: LoadedRow["parents"] = {};
const none: ReadonlyMap<never, never> = new Map<never, never>();

/** One row as each layer has it; undefined where a layer does not have it. */
type Versions = readonly (Row | undefined)[];

/**
 * Reads the rows of a plan with all that comes along, in one tick; where that is too long for SOQL, those of the `bare`
 * plan, so that the rest is read by their ids.
 *
 * @throws GatewayError BAD_USER_INPUT when that is too long as well
 */
export async function loadRows(
  batch: QueryBatch,
  { plan, bare = withoutRelations(plan) }: { readonly plan: Plan; readonly bare?: Plan },
  choice: RowChoice,
): Promise<readonly LoadedRow[]> {
  const layers = spread(plan, batch.scope);
  const selects = Array.from({ length: layers.count }, (_, layer) =>
    selectOf(plan, choice, { layers, layer, scope: batch.scope }),
  );
  if (plan !== bare && !selects.every(batch.fits)) return loadRows(batch, { plan: bare, bare }, choice);
  const [answers, counts] = await Promise.all([
    Promise.all(selects.map(batch.rows)),
    countLists(batch, plan, choice),
  ]);
  const rows = await assembleAll(plan, { answers, own: 0 }, { batch, layers });
  if (counts.size === 0) return rows;
  const totalsOf = (id: string) => new Map([...counts].map(([node, totals]) => [node, totals.get(id) ?? 0]));
  return rows.map((loaded) => ({ ...loaded, totals: totalsOf(rowId(loaded.row)) }));
}

interface Assembly {
  readonly batch: QueryBatch;
  readonly layers: Layers;
}

/** The rows of one list by layer, undefined in layers that do not follow it; `own` is the layer that is there for it. */
interface Answers {
  readonly answers: readonly (readonly Row[] | undefined)[];
  readonly own: number;
}

export async function assembleAll(
  plan: Plan,
  answers: Answers,
  { batch, layers }: Assembly,
): Promise<readonly LoadedRow[]> {
  const completed = new Map<QueryPage, readonly Row[]>();
  const all = answers.answers.flatMap((rows) => rows ?? []);
  await completeLists(cutLists(plan, all), { batch, completed });
  const rowsOf = (list: QueryPage): readonly Row[] => completed.get(list) ?? list.records;
  return assembleRows(plan, answers, { layers, rowsOf });
}

/** A list inside of a row that is cut where the answer's page was full. */
interface CutList {
  readonly list: QueryPage;
  readonly target: Plan;
}

interface Completion {
  readonly batch: QueryBatch;
  readonly completed: Map<QueryPage, readonly Row[]>;
}

/** Lists of the rows that are fetched may be cut again. */
async function completeLists(cut: readonly CutList[], { batch, completed }: Completion): Promise<void> {
  const open = cut.filter(({ list }) => !completed.has(list));
  if (open.length === 0) return;
  const fetched = await Promise.all(open.map(({ list }) => batch.completed(list)));
  for (const [index, { list }] of open.entries()) completed.set(list, fetched[index] ?? []);
  const below = open.flatMap(({ target }, index) => cutLists(target, fetched[index] ?? []));
  await completeLists(below, { batch, completed });
}

function cutLists({ lists, parents }: Plan, rows: readonly Row[]): readonly CutList[] {
  const ofLists = [...lists.values()].flatMap(({ field, target }) =>
    rows.flatMap((row) => {
      const list = row[field.relationship] as QueryPage | null | undefined;
      if (!list) return [];
      const below = cutLists(target, list.records);
      return list.done ? below : [{ list, target }, ...below];
    }),
  );
  const ofParents = [...parents.values()].flatMap(({ field, target }) => {
    if (target.lists.size + target.parents.size === 0) return [];
    const above = rows.map((row) => row[field.relationship] as Row | null | undefined);
    return cutLists(
      target,
      above.filter((row) => row != null),
    );
  });
  return [...ofLists, ...ofParents];
}

interface Whole {
  readonly layers: Layers;
  rowsOf(list: QueryPage): readonly Row[];
}

function assembleRows(plan: Plan, { answers, own }: Answers, whole: Whole): readonly LoadedRow[] {
  const byId = answers.map((rows, layer) =>
    layer === own ? null : new Map(rows?.map((row) => [rowId(row), row])),
  );
  return (answers[own] ?? []).map((row) =>
    assemble(plan, { row, versions: byId.map((rows) => (rows ? rows.get(rowId(row)) : row)) }, whole),
  );
}

interface Version {
  readonly row: Row;
  readonly versions: Versions;
}

function assemble(plan: Plan, { row, versions }: Version, whole: Whole): LoadedRow {
  const { parents, lists } = plan;
  return {
    plan,
    row,
    parents: parents.size === 0 ? noParents : assembleParents(plan, versions, whole),
    lists: lists.size === 0 ? none : assembleLists(plan, versions, whole),
    totals: none,
  };
}

function assembleParents({ parents }: Plan, versions: Versions, whole: Whole): LoadedRow["parents"] {
  const assembled: Record<string, LoadedRow | null> = {};
  for (const [name, parent] of parents) {
    const own = whole.layers.of(parent);
    if (own === undefined) continue;
    const above = versions.map(
      (version) => (version?.[parent.field.relationship] as Row | null) ?? undefined,
    );
    const found = above[own];
    assembled[name] = found ? assemble(parent.target, { row: found, versions: above }, whole) : null;
  }
  return assembled;
}

function assembleLists({ lists }: Plan, versions: Versions, whole: Whole): LoadedRow["lists"] {
  const assembled = new Map<ListKey, readonly LoadedRow[]>();
  for (const [node, list] of lists) {
    const own = whole.layers.of(list);
    if (own !== undefined) assembled.set(node, assembleList(list, { versions, own }, whole));
  }
  return assembled;
}

function assembleList(
  list: PlannedList,
  { versions, own }: { readonly versions: Versions; readonly own: number },
  whole: Whole,
): readonly LoadedRow[] {
  const answers = versions.map((version, layer) => {
    if (!version || !whole.layers.follow(layer, list)) return undefined;
    const page = version[list.field.relationship] as QueryPage | null | undefined;
    return page ? whole.rowsOf(page) : [];
  });
  return assembleRows(list.target, { answers, own }, whole);
}
