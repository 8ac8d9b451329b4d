import { createIdSequence, toId18 } from "../id.ts";
import type { QueryRecord } from "../soql/query.ts";

/** A query's complete answer, kept so that its later pages can be fetched. */
export interface Cursor {
  readonly locator: string;
  readonly userId: string;
  readonly totalSize: number;
  readonly records: readonly QueryRecord[];
  readonly openedAt: number;
}

export interface Cursors {
  open(answer: Omit<Cursor, "locator" | "openedAt">): Cursor;
  find(locator: string, userId: string): Cursor | undefined;
}

/** https://developer.salesforce.com/docs/atlas.en-us.salesforce_app_limits_cheatsheet.meta/salesforce_app_limits_cheatsheet/salesforce_app_limits_platform_apicursors.htm */
const lifetimeMs = 2 * 24 * 60 * 60 * 1000;
/** Oldest cursors make room beyond this, so that memory stays bounded. */
const maxRecords = 1_000_000;

export function createCursors(now: () => Date): Cursors {
  const cursors = new Map<string, Cursor>();
  const nextLocator = createIdSequence("01g");

  function makeRoom(records: number): void {
    let held = records + [...cursors.values()].reduce((sum, cursor) => sum + cursor.records.length, 0);
    for (const cursor of cursors.values()) {
      if (held <= maxRecords) return;
      cursors.delete(cursor.locator);
      held -= cursor.records.length;
    }
  }

  return {
    open(answer) {
      makeRoom(answer.records.length);
      const cursor = { ...answer, locator: nextLocator(), openedAt: now().getTime() };
      cursors.set(cursor.locator, cursor);
      return cursor;
    },
    find(locator, userId) {
      const cursor = cursors.get(toId18(locator));
      if (!cursor || cursor.userId !== userId) return undefined;
      return now().getTime() - cursor.openedAt < lifetimeMs ? cursor : undefined;
    },
  };
}
