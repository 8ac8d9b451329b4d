import { GatewayError } from "../errors.ts";
import type { Drift } from "../salesforce/drift.ts";
import { compareWithOrg } from "./drift.ts";
import type { OperatorOrg, Report } from "./frame.ts";
import { formatTable } from "./table.ts";
import { OperatorError } from "./user.store.ts";

/** The record maps against the org, as the integration user sees it, or the Salesforce user with this name. */
export async function checkSchema(
  { salesforce, config }: OperatorOrg,
  username: string | null,
): Promise<Report> {
  const session = username === null ? salesforce.integration : salesforce.caller?.(username);
  if (!session) {
    throw new OperatorError("--as signs in as another user: it needs SALESFORCE_IDENTITY=caller.");
  }
  const { drifts, objects, fields } = await compareWithOrg(session, config.salesforce.traits).catch(
    blame(username),
  );
  const summary = `${fields} fields of ${objects} objects compared: ${drifts.length === 0 ? "all as the record maps say." : `${drifts.length} not as the record maps say.`}\n`;
  const text = drifts.length === 0 ? summary : `${formatDrifts(drifts)}\n${summary}`;
  return { text, data: { objects, fields, drifts }, isGood: drifts.length === 0 };
}

/** Elsewhere the sentence about a refused user speaks to that user. */
function blame(username: string | null): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof GatewayError) || error.code !== "SALESFORCE_USER_REFUSED") throw error;
    const reason = error.cause instanceof Error ? ` (${error.cause.message})` : "";
    throw new OperatorError(
      `Salesforce refuses ${username}${reason}: is the user known, active and approved for the connected app?`,
    );
  };
}

/** The sentences stand below, for they are long. */
function formatDrifts(drifts: readonly Drift[]): string {
  const rows = drifts.map(({ field, column, kind }) => ({ field, salesforce: column, kind }));
  const [head = "", ...lines] = formatTable(rows).trimEnd().split("\n");
  return [head, ...lines.flatMap((line, index) => [line, `    ${drifts[index]?.sentence}`])]
    .map((line) => `${line}\n`)
    .join("");
}
