import { accountRecord } from "../account/account.salesforce.ts";
import { createAuditTrail } from "../auth/audit.store.ts";
import { openRevocations } from "../auth/revocation.store.ts";
import type { Config } from "../config.ts";
import { createOrganizationStore } from "../organization/organization.store.ts";
import { connectSalesforce, type OrgSignIn } from "../salesforce/connection.ts";
import { toSalesforceId } from "../salesforce/id.ts";
import { createTrace } from "../salesforce/query-batch.ts";
import { createReader } from "../salesforce/reader.ts";
import { createSessionStore } from "../session/session.store.ts";
import { type Database, openPostgres } from "../stores/postgres.ts";
import { findOrganizations, OperatorError, type OperatorParts, operator } from "./user.store.ts";

/** Opens what an operator's command works on. */
export async function openParts(
  config: Config,
  database: Database,
): Promise<OperatorParts & AsyncDisposable> {
  await using stack = new AsyncDisposableStack();
  const postgres = stack.use(await openPostgres(database, config.postgres));
  const revocations = stack.use(await openRevocations(postgres, config.jwt));
  const sessions = createSessionStore(postgres, config.sessions);
  const parts = stack.move();
  return {
    postgres,
    sessions,
    revocations,
    audit: createAuditTrail(postgres),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

export interface WantedMapping {
  readonly organization: string;
  readonly accountId: string;
  readonly externalId: string | null;
  readonly isDefault: boolean;
}

/** Lets an organization see an account, once Salesforce has confirmed that there is one. */
export async function mapAccount(
  { postgres, audit }: OperatorParts,
  config: Config,
  { org, wanted }: { readonly org: OrgSignIn; readonly wanted: WantedMapping },
): Promise<object> {
  const { apiVersion, timeoutMs, maxConcurrent, traits, budget } = config.salesforce;
  const accountId = toSalesforceId(wanted.accountId);
  await using salesforce = connectSalesforce({
    org: () => org,
    apiVersion,
    timeoutMs,
    maxConcurrent,
    budget,
  });
  const [organizationId = ""] = await findOrganizations(postgres, [wanted.organization]);
  const found = await createReader(salesforce.integration, {
    org: traits,
    joins: true,
    trace: createTrace(),
    isLowPriority: false,
    scope: null,
    mayRead: () => true,
  }).idsMatching(accountRecord, { id: { eq: accountId } }, 1);
  if (found.length === 0) throw new OperatorError(`Salesforce has no account ${accountId}.`);
  const { externalId, isDefault } = wanted;
  const mapping = await createOrganizationStore(postgres).map({
    organizationId,
    accountId,
    externalId,
    isDefault,
  });
  if (!mapping) throw new OperatorError(`${wanted.organization} has the account ${accountId} already.`);
  await audit.note(operator, "account.map", mapping.id, { organizationId, accountId });
  return { id: mapping.id, organization: wanted.organization, accountId, isDefault };
}
