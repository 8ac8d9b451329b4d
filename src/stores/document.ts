/** One JSON document as it is kept. */
export interface StoredDocument<Body> {
  readonly id: string;
  /** What the documents are spread by; a list of one partition is cheap. */
  readonly partition: string;
  /** Changes with every write. */
  readonly etag: string;
  readonly body: Body;
  readonly status: string;
  /** When a background worker is to look at it; null: nothing to do. */
  readonly dueAt: Date | null;
  readonly updatedAt: Date;
  /** When it is deleted by itself; null: never. */
  readonly expiresAt: Date | null;
}

export type NewDocument<Body> = Omit<StoredDocument<Body>, "etag">;

export interface DocumentQuery {
  readonly partitions: readonly string[];
  /** Null: all. */
  readonly statuses: readonly string[] | null;
}

export interface DocumentPage extends DocumentQuery {
  readonly first: number;
  /** The last document of the page before. */
  readonly after: { readonly updatedAt: Date; readonly id: string } | null;
}

/** Where documents are kept. All functions throw GatewayError STORE_UNAVAILABLE; an answer that is lost is found out. */
export interface DocumentStore<Body> extends AsyncDisposable {
  /** Null when there is one with this id already. */
  create(document: NewDocument<Body>): Promise<StoredDocument<Body> | null>;
  read(partition: string, id: string): Promise<StoredDocument<Body> | null>;
  /** Null when the document has another tag by now, or is gone. */
  replace(document: NewDocument<Body>, etag: string): Promise<StoredDocument<Body> | null>;
  /** The latest first. */
  list(page: DocumentPage): Promise<readonly StoredDocument<Body>[]>;
  count(query: DocumentQuery): Promise<number>;
  /** Those whose time has come, of all partitions, the longest waiting first. */
  due(now: Date, limit: number): Promise<readonly StoredDocument<Body>[]>;
  /** How many they are, and since when the longest waiting one is due; null: there is none. */
  countDue(now: Date): Promise<{ readonly count: number; readonly since: Date | null }>;
}
