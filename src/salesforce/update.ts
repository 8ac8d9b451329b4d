import { whileLocked } from "./retry.ts";
import type { SalesforceSession } from "./session.ts";

export interface RecordUpdate {
  readonly sObject: string;
  readonly id: string;
  /** By column. */
  readonly body: object;
  /** Nothing is written when the record was changed since, to the second. */
  readonly unchangedSince: Date | null;
}

/**
 * Changes one record. One API call, unless somebody else holds the record.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_conditional_request.htm
 *
 * @throws GatewayError; `refusalsOf` it says why Salesforce has written nothing: PRECONDITION_FAILED where it was changed since
 */
export async function updateRecord(
  { basePath, send, forget }: Pick<SalesforceSession, "basePath" | "send" | "forget">,
  { sObject, id, body, unchangedSince }: RecordUpdate,
): Promise<void> {
  const headers = unchangedSince && { "if-unmodified-since": unchangedSince.toUTCString() };
  const path = `${basePath}/sobjects/${sObject}/${id}`;
  try {
    await whileLocked(() => send({ method: "PATCH", path, body, ...(headers && { headers }) }));
  } finally {
    await forget([sObject]);
  }
}
