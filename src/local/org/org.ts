import type { ApiUsage } from "./api-usage.ts";
import type { CallLog } from "./control/call-log.ts";
import type { Clock } from "./control/clock.ts";
import type { Faults } from "./control/fault.ts";
import type { Database } from "./database.ts";
import type { ConnectedApp } from "./oauth/connected-app.ts";
import type { Sessions } from "./oauth/session.ts";
import type { Cursors } from "./rest/cursor.ts";

/** Everything one running org remembers. */
export interface Org {
  readonly startedAt: Date;
  readonly database: Database;
  readonly apps: readonly ConnectedApp[];
  readonly sessions: Sessions;
  readonly cursors: Cursors;
  readonly usage: ApiUsage;
  readonly calls: CallLog;
  readonly clock: Clock;
  readonly faults: Faults;
  /** Forgets everything that has happened since the start: data, sessions, calls, faults, the clock. */
  reset(): void;
}
