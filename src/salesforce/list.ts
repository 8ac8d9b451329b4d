import { toCondition } from "./filter.ts";
import { type PageArguments, type Paging, toPaging } from "./page.ts";
import type { OrgTraits, RecordMap } from "./record.ts";
import { columnsOf, type SelectedConnection, type Wanted } from "./selection.ts";
import { type Condition, every, type Select } from "./soql.ts";

/** One page of a list: what to ask of Salesforce, under a parent or not, and how to read the answer. */
export interface List {
  readonly record: RecordMap;
  readonly wanted: Wanted;
  readonly paging: Paging;
  /** All rows of the list, whatever page. */
  readonly where: Condition | undefined;
  /** The rows of the page and one more. */
  readonly select: Omit<Select, "from" | "children">;
}

/** @throws GatewayError BAD_USER_INPUT for arguments that can never be right; nothing has been asked by then */
export function toList(
  record: RecordMap,
  page: PageArguments,
  { wanted, org }: SelectedConnection & { readonly org: OrgTraits },
): List {
  const paging = toPaging(record, page);
  const where = toCondition(record, page.filter);
  const select = {
    columns: [...new Set([...columnsOf(record, wanted, org), paging.keyColumn])],
    where: every(where, paging.condition),
    orderBy: paging.order,
    limit: paging.first + 1,
  };
  return { record, wanted, paging, where, select };
}
