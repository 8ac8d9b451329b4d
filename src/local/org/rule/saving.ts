import type { Row } from "../row.ts";

/** A row that is about to be written. */
export interface Saving {
  /** As it will be. */
  readonly row: Row;
  /** Null: the row is new. */
  readonly before: Row | null;
  readonly now: Date;
  readonly userId: string;
}
