/** One sub-request of a composite. */
export interface CallPart {
  readonly method: string;
  /** Without the query string. */
  readonly path: string;
  /** The SOQL or SOSL, where the call ran one. */
  readonly query?: string;
}

/** One HTTP request the org received. */
export interface Call extends CallPart {
  /** Username of the session; null when nobody was signed in. */
  identity: string | null;
  /** Whether the call counted towards the org's API limit. */
  counted: boolean;
  /** HTTP status of the answer; 0 while there is none. */
  status: number;
  parts?: readonly CallPart[];
}

export interface CallLog {
  open(method: string, url: string): Call;
  entries(): readonly Call[];
  clear(): void;
}

/** The oldest entries go first, so that a long-running org does not grow without end. */
const maxEntries = 100_000;

export function createCallLog(): CallLog {
  let calls: Call[] = [];
  return {
    open(method, url) {
      const call: Call = { ...describeCall(method, url), identity: null, counted: false, status: 0 };
      if (calls.length >= maxEntries) calls = calls.slice(maxEntries / 2);
      calls.push(call);
      return call;
    },
    entries: () => calls,
    clear() {
      calls = [];
    },
  };
}

/** `url` may be relative; the SOQL or SOSL in it may be encoded or not. */
export function describeCall(method: string, url: string): CallPart {
  const target = URL.parse(url, "http://local-org");
  if (!target) return { method, path: url };
  const path = target.pathname;
  const query = /\/(?:query(?:all)?|search)\/?$/i.test(path) ? target.searchParams.get("q") : null;
  return query === null ? { method, path } : { method, path, query };
}
