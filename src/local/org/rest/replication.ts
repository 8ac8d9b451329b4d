import { ok } from "../answer.ts";
import { SalesforceFailure } from "../failure.ts";
import type { Org } from "../org.ts";
import { type Row, toDateTime } from "../row.ts";
import type { SObjectType } from "../sobject.ts";
import { requireType } from "./record.ts";
import type { Parameters, RestAnswer, RestRequest } from "./route.ts";

const longestSpanMs = 30 * 24 * 60 * 60 * 1000;

/** GET /sobjects/T/deleted?start=&end= : https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_getdeleted.htm */
export function listDeleted(org: Org, request: RestRequest, { type: name = "" }: Parameters): RestAnswer {
  const type = requireType(org, name);
  const span = readSpan(org, request);
  const rows = rowsIn(org, type, { ...span, deleted: true });
  return ok({
    deletedRecords: rows.map((row) => ({ deletedDate: row.SystemModstamp, id: row.Id })),
    earliestDateAvailable: toDateTime(new Date(org.clock.now().getTime() - longestSpanMs)),
    latestDateCovered: toDateTime(span.end),
  });
}

/** GET /sobjects/T/updated?start=&end= : new and changed records */
export function listUpdated(org: Org, request: RestRequest, { type: name = "" }: Parameters): RestAnswer {
  const type = requireType(org, name);
  const span = readSpan(org, request);
  const rows = rowsIn(org, type, { ...span, deleted: false });
  return ok({ ids: rows.map(({ Id }) => Id), latestDateCovered: toDateTime(span.end) });
}

interface Span {
  readonly start: Date;
  readonly end: Date;
}

function readSpan({ clock }: Org, { search }: RestRequest): Span {
  const [start, end] = ["start", "end"].map((name) => new Date(search.get(name) ?? ""));
  if (!start || !end || Number.isNaN(start.getTime()) || Number.isNaN(end.getTime())) {
    throw refuse("INVALID_REPLICATION_DATE", "start and end must be dates like 2026-11-23T10:15:30+00:00");
  }
  if (start >= end)
    throw refuse("INVALID_REPLICATION_DATE", "startDate cannot be later than or equal to endDate");
  if (start.getTime() < clock.now().getTime() - longestSpanMs) {
    throw refuse("INVALID_REPLICATION_DATE", "startDate cannot be more than 30 days ago");
  }
  return { start, end };
}

/** Salesforce rounds the span to minutes: its start down, its end up. */
function rowsIn(org: Org, type: SObjectType, span: Span & { readonly deleted: boolean }): readonly Row[] {
  const from = toDateTime(new Date(Math.floor(span.start.getTime() / 60_000) * 60_000));
  const until = toDateTime(new Date(Math.ceil(span.end.getTime() / 60_000) * 60_000));
  return [...org.database.table(type).rows()].filter((row) => {
    const changed = String(row.SystemModstamp);
    const isMeant = (row.IsDeleted === true) === span.deleted && changed >= from && changed <= until;
    return isMeant && org.database.sees(type, row);
  });
}

function refuse(errorCode: string, message: string): SalesforceFailure {
  return new SalesforceFailure(400, errorCode, message);
}
