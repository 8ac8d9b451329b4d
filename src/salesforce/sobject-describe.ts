import { sendTogether } from "./composite.ts";
import { isNotFound } from "./failure.ts";
import type { RequestSender } from "./session.ts";

/**
 * An sObject as one user sees it: what field-level security hides is not in it.
 * https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_describesobjects_describesobjectresult.htm
 */
export interface SObjectDescribe {
  readonly name: string;
  readonly keyPrefix: string | null;
  readonly fields: readonly FieldDescribe[];
  readonly childRelationships: readonly ChildDescribe[];
}

export interface FieldDescribe {
  readonly name: string;
  readonly label: string;
  /** e.g. string, currency, picklist, reference */
  readonly type: string;
  readonly filterable: boolean;
  readonly sortable: boolean;
  readonly unique: boolean;
  readonly externalId: boolean;
  readonly inlineHelpText: string | null;
  /** Digits in all, and those after the point; of numbers. */
  readonly precision: number;
  readonly scale: number;
  readonly referenceTo: readonly string[];
  readonly relationshipName: string | null;
  readonly picklistValues: readonly { readonly value: string; readonly active: boolean }[];
}

interface ChildDescribe {
  readonly childSObject: string;
  readonly field: string;
  readonly relationshipName: string | null;
}

/** By name; null for an object that there is not, or that the user may not see at all. */
export type Describes = ReadonlyMap<string, SObjectDescribe | null>;

/** Of one composite request. */
const maxParts = 25;

/** One API call for 25 objects. @throws GatewayError unless every object is described or not there */
export async function describeObjects(
  session: RequestSender,
  sObjects: readonly string[],
): Promise<Describes> {
  const found = new Map<string, SObjectDescribe | null>();
  for (let start = 0; start < sObjects.length; start += maxParts) {
    const names = sObjects.slice(start, start + maxParts);
    const parts = names.map((name) => ({
      method: "GET" as const,
      path: `${session.basePath}/sobjects/${name}/describe`,
    }));
    const bodies = await sendTogether(session, parts);
    for (const [index, name] of names.entries()) found.set(name, toDescribe(bodies[index]));
  }
  return found;
}

function toDescribe(body: unknown): SObjectDescribe | null {
  if (body instanceof Error && !isNotFound(body)) throw body;
  return body instanceof Error ? null : (body as SObjectDescribe);
}
