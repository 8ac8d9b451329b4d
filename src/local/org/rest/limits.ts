import { ok } from "../answer.ts";
import { SalesforceFailure } from "../failure.ts";
import type { Org } from "../org.ts";
import type { RestAnswer, RestRequest } from "./route.ts";

/** Allowances of a Developer Edition that nothing here uses up. */
const untouched = {
  ActiveScratchOrgs: 3,
  DailyAsyncApexExecutions: 250_000,
  DailyBulkApiBatches: 15_000,
  DailyBulkV2QueryJobs: 10_000,
  DailyWorkflowEmails: 1_000,
  DataStorageMB: 5_120,
  FileStorageMB: 5_120,
  HourlyODataCallout: 1_000,
  PermissionSets: 1_500,
  SingleEmail: 5_000,
};

/** GET /limits: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_limits.htm */
export function limits({ usage }: Org): RestAnswer {
  const others = Object.entries(untouched).map(([name, Max]) => [name, { Max, Remaining: Max }]);
  return ok({
    DailyApiRequests: { Max: usage.limit(), Remaining: usage.limit() - usage.used() },
    ...Object.fromEntries(others),
  });
}

/** GET /limits/recordCount?sObjects=Account,Contact */
export function recordCount({ database }: Org, request: RestRequest): RestAnswer {
  const wanted = request.search.get("sObjects")?.split(",") ?? database.schema.types.map((type) => type.name);
  const types = wanted.map((name) => database.schema.type(name)).filter((type) => type !== undefined);
  return ok({
    sObjects: types.map((type) => ({
      count: database.table(type).liveCount(),
      name: type.name,
    })),
  });
}

/** The value of the Sforce-Limit-Info header, e.g. api-usage=18/15000 */
export function limitInfo({ usage }: Org): string {
  return `api-usage=${usage.used()}/${usage.limit()}`;
}

export function limitExceeded(): SalesforceFailure {
  return new SalesforceFailure(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
}
