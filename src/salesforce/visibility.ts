import { LRUCache } from "lru-cache";
import type { OrgTraits, RecordMap } from "./record.ts";

/** What of the org an identity may not see, as far as it has met it. */
export interface Visibility {
  /** Grows when something is found hidden. */
  readonly version: number;
  hides(record: RecordMap, fieldName: string): boolean;
  /** The whole object. */
  hidesAll(record: RecordMap): boolean;
  /** Finds out which fields of these records are hidden, at most once a minute for each; true: Salesforce was asked. */
  learn(records: ReadonlySet<RecordMap>, org: OrgTraits): Promise<boolean>;
}

/**
 * An sObject as one user sees it: what field-level security hides is not in it.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_sobject_describe.htm
 */
export interface Describe {
  readonly fields: readonly { readonly name: string; readonly relationshipName: string | null }[];
  readonly childRelationships: readonly { readonly relationshipName: string | null }[];
}

/** Of one record, by GraphQL names; null: the whole object is hidden. */
type HiddenFields = ReadonlySet<string> | null;

/** After that what was hidden is tried again: permissions may have been given meanwhile. */
const memoryMs = 10 * 60_000;
const freshMs = 60_000;
const maxRecords = 100;

interface VisibilityOptions {
  /** In the order asked; null for an object that the user may not see at all. */
  describe(sObjects: readonly string[]): Promise<readonly (Describe | null)[]>;
  /** Called with the names of what was found hidden: Asset.price, or Asset for all of it. */
  onHidden(names: readonly string[]): void;
}

export function createVisibility({ describe, onHidden }: VisibilityOptions): Visibility {
  const hidden = new LRUCache<RecordMap, { readonly fields: HiddenFields }>({
    max: maxRecords,
    ttl: memoryMs,
  });
  let version = 0;

  const hidesAll: Visibility["hidesAll"] = (record) => hidden.get(record)?.fields === null;

  return {
    get version() {
      return version;
    },
    hides: (record, fieldName) => {
      if (hidden.size === 0) return false;
      const field = record.fields[fieldName];
      const leadsToHidden = field !== undefined && "relationship" in field && hidesAll(field.record());
      return leadsToHidden || hidesAll(record) || hidden.get(record)?.fields?.has(fieldName) === true;
    },
    hidesAll,
    learn: async (records, org) => {
      const stale = [...records].filter((record) => hidden.getRemainingTTL(record) < memoryMs - freshMs);
      if (stale.length === 0) return false;
      const describes = await describe(stale.map(({ sObject }) => sObject));
      for (const [index, record] of stale.entries()) {
        const fields = hiddenFields(record, describes[index] ?? null, org);
        hidden.set(record, { fields });
        if (fields?.size === 0) continue;
        version += 1;
        onHidden(fields ? [...fields].map((name) => `${record.typeName}.${name}`) : [record.typeName]);
      }
      return true;
    },
  };
}

function hiddenFields(record: RecordMap, described: Describe | null, org: OrgTraits): HiddenFields {
  if (described === null) return null;
  const columns = new Set(described.fields.map(({ name }) => name));
  const parents = new Set(described.fields.map(({ relationshipName }) => relationshipName));
  const lists = new Set(described.childRelationships.map(({ relationshipName }) => relationshipName));
  const showsColumn = (path: string): boolean => {
    const [first = "", ...rest] = path.split(".");
    return rest.length > 0 ? parents.has(first) : columns.has(first);
  };
  const names = Object.entries(record.fields).filter(([, field]) => {
    if (field.kind === "column") return !field.columns(org).every(showsColumn);
    if (field.kind === "derived") return false;
    return !(field.kind === "parent" ? parents : lists).has(field.relationship);
  });
  return new Set(names.map(([name]) => name));
}
