import type { Viewer } from "./auth/viewer.ts";
import type { SalesforceReader } from "./salesforce/reader.ts";

/** What belongs to one request: born when it arrives, dead when it is answered. */
export interface Context {
  readonly requestId: string;
  /** Null when the request came without a token. */
  readonly viewer: Viewer | null;
  readonly salesforce: SalesforceReader;
}
