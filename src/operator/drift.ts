import { allRecords } from "../node/node.ts";
import { compareRecords, type Drift, reachable, wantedObjects } from "../salesforce/drift.ts";
import type { OrgTraits } from "../salesforce/record.ts";
import type { SalesforceSession } from "../salesforce/session.ts";
import { type Describes, describeObjects } from "../salesforce/sobject-describe.ts";

/** All record maps against the org, as the session's user sees it. */
export interface Comparison {
  readonly drifts: readonly Drift[];
  readonly describes: Describes;
  /** How many objects and fields were compared. */
  readonly objects: number;
  readonly fields: number;
}

/** Two API calls. @throws GatewayError */
export async function compareWithOrg(session: SalesforceSession, org: OrgTraits): Promise<Comparison> {
  const records = reachable(allRecords);
  const first = await describeObjects(session, wantedObjects(records, org, new Map()));
  const second = await describeObjects(session, wantedObjects(records, org, first));
  const describes = new Map([...first, ...second]);
  return {
    drifts: compareRecords(records, org, describes),
    describes,
    objects: records.length,
    fields: records.reduce((sum, { fields }) => sum + Object.keys(fields).length, 0),
  };
}
