import { toCondition } from "./filter.ts";
import { type PageArguments, type Paging, toPaging } from "./page.ts";
import type { RecordMap } from "./record.ts";
import { type Condition, every, type Select } from "./soql.ts";

/** One page of a list: which rows of Salesforce it has, under a parent or not. */
export interface List {
  readonly paging: Paging;
  /** All rows of the list, whatever page. */
  readonly where: Condition | undefined;
  /** The rows of the page. */
  readonly select: Pick<Select, "where" | "orderBy" | "limit">;
}

/** @throws GatewayError BAD_USER_INPUT for arguments that can never be right; nothing has been asked by then */
export function toList(record: RecordMap, page: PageArguments): List {
  const paging = toPaging(record, page);
  const where = every(page.condition, toCondition(record, page.filter));
  const select = { where: every(where, paging.condition), orderBy: paging.order, limit: paging.first };
  return { paging, where, select };
}
