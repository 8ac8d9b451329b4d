import type { Readable } from "node:stream";
import type { Connection } from "jsforce";
import { type IdentityKind, salesforceCodeOf, toGatewayErrorOfBody } from "./failure.ts";
import type { Transport } from "./transport.ts";

/** A file that is arriving. */
export interface Download {
  readonly body: Readable;
  /** In bytes; null where Salesforce does not say. */
  readonly length: string | null;
}

/**
 * A GET beside jsforce, which reads every answer into memory. An expired session is renewed once, as jsforce does for its own
 * requests. @throws GatewayError, TransportError
 */
export async function download(
  connection: Connection,
  path: string,
  { transport, identity }: { readonly transport: Transport; readonly identity: IdentityKind },
): Promise<Download> {
  const open = async (): Promise<Download> => {
    const headers = { authorization: `Bearer ${connection.accessToken}` };
    const response = await transport.open(`${connection.instanceUrl}${path}`, headers);
    const { statusCode: status, body } = response;
    if (status === 200) return { body, length: response.headers["content-length"] ?? null };
    throw toGatewayErrorOfBody({ status, body: parsed(await body.text()) }, identity);
  };
  const startedAt = Date.now();
  try {
    return await open();
  } catch (error) {
    if (salesforceCodeOf(error) !== "INVALID_SESSION_ID") throw error;
    await connection._refreshDelegate?.refresh(startedAt);
    return await open();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
