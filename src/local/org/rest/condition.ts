import { createHash } from "node:crypto";
import { SalesforceFailure } from "../failure.ts";
import type { Row } from "../row.ts";
import type { SObjectType } from "../sobject.ts";
import type { RestRequest } from "./route.ts";

/** What tells one state of a record from another. */
export interface Validators {
  readonly lastModified: Date;
  /** Salesforce gives entity tags to accounts only. */
  readonly etag: string | null;
}

/** https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/intro_rest_conditional_requests.htm */
export function validatorsOf(type: SObjectType, row: Row): Validators {
  return {
    lastModified: new Date(String(row.LastModifiedDate ?? row.SystemModstamp)),
    etag: type.name === "Account" ? tagOf(row) : null,
  };
}

function tagOf(body: unknown): string {
  return `"${createHash("sha1").update(JSON.stringify(body)).digest("hex").slice(0, 8)}"`;
}

/** Of what changes with the org's setup alone: describes. */
export function setupValidators(startedAt: Date, body: unknown): Validators {
  return { lastModified: startedAt, etag: tagOf(body) };
}

export function validatorHeaders({ lastModified, etag }: Validators): Record<string, string> {
  const headers = { "Last-Modified": lastModified.toUTCString() };
  return etag ? { ...headers, ETag: etag } : headers;
}

/** Whether a GET may answer 304. */
export function isNotModified({ headers }: RestRequest, { lastModified, etag }: Validators): boolean {
  const tags = headers["if-none-match"];
  if (tags && etag) return listsTag(tags, etag);
  const since = readDate(headers["if-modified-since"]);
  return since !== null && wholeSeconds(lastModified) <= wholeSeconds(since);
}

/** Throws 412 when the record is no longer as the client saw it. */
export function requireUnmodified({ headers }: RestRequest, { lastModified, etag }: Validators): void {
  const tags = headers["if-match"];
  const since = readDate(headers["if-unmodified-since"]);
  const tagFits = !tags || !etag || listsTag(tags, etag);
  const dateFits = since === null || wholeSeconds(lastModified) <= wholeSeconds(since);
  if (tagFits && dateFits) return;
  throw new SalesforceFailure(
    412,
    "PRECONDITION_FAILED",
    "The request wasn't executed because one or more of the preconditions that the client specified in the request headers wasn't satisfied.",
  );
}

function listsTag(tags: string, etag: string): boolean {
  return tags.split(",").some((tag) => tag.trim() === etag || tag.trim() === "*");
}

/** HTTP dates have no milliseconds: two changes within one second look the same, in Salesforce too. */
function wholeSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

function readDate(header: string | undefined): Date | null {
  if (header === undefined) return null;
  const date = new Date(header);
  if (!Number.isNaN(date.getTime())) return date;
  throw new SalesforceFailure(
    400,
    "INVALID_HEADER",
    `The date '${header}' in a conditional header is not valid`,
  );
}
