import type { Row } from "./row.ts";
import type { SObjectType } from "./sobject.ts";
import type { Store } from "./store.ts";

export interface RecycleBin {
  put(type: SObjectType, row: Row): void;
  /** Drops the rows that have been there for longer than Salesforce keeps them. */
  empty(): void;
}

/** https://help.salesforce.com/s/articleView?id=sf.home_delete.htm */
const keptMs = 15 * 24 * 60 * 60 * 1000;

export function createRecycleBin(store: Store, now: () => Date): RecycleBin {
  let contents: { readonly type: SObjectType; readonly row: Row; readonly since: number }[] = [];
  return {
    put: (type, row) => void contents.push({ type, row, since: now().getTime() }),
    empty: () => {
      const limit = now().getTime() - keptMs;
      const isOver = ({ since }: { readonly since: number }) => since < limit;
      for (const { type, row } of contents.filter(isOver)) {
        // A deletion that was rolled back has left its row here.
        if (row.IsDeleted === true) store.table(type).remove(row);
      }
      contents = contents.filter((entry) => !isOver(entry));
    },
  };
}
