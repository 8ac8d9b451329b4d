import { SalesforceFailure } from "../failure.ts";
import type { Org } from "../org.ts";
import type { SObjectType } from "../sobject.ts";
import { refused } from "./composite.ts";
import { recordValues, requireType } from "./record.ts";
import type { Parameters, RestAnswer, RestRequest } from "./route.ts";

/** https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobject_tree.htm */
const limits = { records: 200, levels: 5 };

interface Branch {
  readonly type: SObjectType;
  readonly referenceId: string;
  readonly values: Record<string, unknown>;
  readonly children: readonly { readonly field: string; readonly branches: readonly Branch[] }[];
}

/** POST /composite/tree/T: records with their children, all or none; answers their ids by referenceId. */
export function createTree(org: Org, { body }: RestRequest, { type: name = "" }: Parameters): RestAnswer {
  const branches = readBranches(org, requireType(org, name), {
    records: recordValues(body).records,
    level: 1,
  });
  const count = countOf(branches);
  if (count > limits.records) {
    throw refused(
      "INVALID_INPUT",
      `A tree may have at most ${limits.records} records, this one has ${count}.`,
    );
  }
  const referenceIds = branches.flatMap(referenceIdsOf);
  if (new Set(referenceIds).size < referenceIds.length) {
    throw refused("INVALID_INPUT", "Each referenceId of a tree must be unique.");
  }
  return insertAll(org, branches);
}

function insertAll(org: Org, branches: readonly Branch[]): RestAnswer {
  const results: { readonly referenceId: string; readonly id: string }[] = [];
  try {
    org.database.transaction(() => {
      for (const branch of branches) insertBranch(org, branch, { parent: {}, results });
    });
    return { status: 201, body: { hasErrors: false, results } };
  } catch (error) {
    if (!(error instanceof FailedBranch)) throw error;
    const { errorCode: statusCode, message, fields = [] } = error.failure;
    const result = { referenceId: error.referenceId, errors: [{ statusCode, message, fields }] };
    return { status: 400, body: { hasErrors: true, results: [result] } };
  }
}

interface Insertion {
  /** The reference to the record above. */
  readonly parent: Record<string, unknown>;
  readonly results: { readonly referenceId: string; readonly id: string }[];
}

function insertBranch(org: Org, branch: Branch, { parent, results }: Insertion): void {
  const id = insertOne(org, branch, parent);
  results.push({ referenceId: branch.referenceId, id });
  for (const { field, branches } of branch.children) {
    for (const child of branches) insertBranch(org, child, { parent: { [field]: id }, results });
  }
}

function insertOne(org: Org, { type, values, referenceId }: Branch, parent: Record<string, unknown>): string {
  try {
    return String(org.database.insert(type, { ...values, ...parent }).Id);
  } catch (error) {
    throw error instanceof SalesforceFailure ? new FailedBranch(referenceId, error) : error;
  }
}

class FailedBranch extends Error {
  readonly referenceId: string;
  readonly failure: SalesforceFailure;

  constructor(referenceId: string, failure: SalesforceFailure) {
    super(failure.message);
    this.referenceId = referenceId;
    this.failure = failure;
  }
}

interface Records {
  readonly records: unknown;
  readonly level: number;
}

function readBranches(org: Org, expected: SObjectType, { records, level }: Records): readonly Branch[] {
  if (!Array.isArray(records)) throw refused("INVALID_INPUT", 'A tree wants { "records": [...] }.');
  if (level > limits.levels) {
    throw refused("INVALID_INPUT", `A tree may have at most ${limits.levels} levels.`);
  }
  return records.map((record) => {
    const { attributes } = (record ?? {}) as { attributes?: { type?: unknown; referenceId?: unknown } };
    const type = org.database.schema.type(String(attributes?.type));
    if (type !== expected || typeof attributes?.referenceId !== "string") {
      throw refused(
        "INVALID_INPUT",
        `Each record wants attributes { type: "${expected.name}", referenceId }.`,
      );
    }
    return readBranch(org, { type, referenceId: attributes.referenceId }, { record, level });
  });
}

function readBranch(
  org: Org,
  root: Pick<Branch, "type" | "referenceId">,
  { record, level }: { readonly record: unknown; readonly level: number },
): Branch {
  const entries = Object.entries(recordValues(record));
  const isChildList = ([, value]: readonly [string, unknown]) => typeof value === "object" && value !== null;
  const children = entries.filter(isChildList).map(([name, value]) => {
    const relationship = root.type.child(name);
    const type = org.database.schema.type(relationship?.childSObject ?? "");
    if (!relationship || !type) throw refused("INVALID_FIELD", `${root.type.name} has no children '${name}'`);
    const { records } = recordValues(value);
    return { field: relationship.field, branches: readBranches(org, type, { records, level: level + 1 }) };
  });
  return { ...root, values: Object.fromEntries(entries.filter((entry) => !isChildList(entry))), children };
}

function countOf(branches: readonly Branch[]): number {
  return branches.flatMap(referenceIdsOf).length;
}

function referenceIdsOf({ referenceId, children }: Branch): readonly string[] {
  return [referenceId, ...children.flatMap(({ branches }) => branches.flatMap(referenceIdsOf))];
}
