import { accountRecord } from "../account/account.salesforce.ts";
import type { Context } from "../context.ts";
import { GatewayError } from "../errors.ts";
import { inputError } from "../graph/user-error.ts";
import { toSalesforceId } from "../salesforce/id.ts";
import type { Connection } from "../salesforce/object.ts";
import { isUuid, type MappingRow, type OrganizationRow } from "./organization.store.ts";
import type {
  AccountMapping,
  AccountMappingPayload,
  CreateOrganizationInput,
  MapAccountInput,
  Organization,
  OrganizationPayload,
  UnmapAccountPayload,
} from "./organization.type.ts";

const maxNameLength = 200;
const maxPageSize = 200;

export function toOrganization({ id, name }: OrganizationRow): Organization {
  return { __typename: "Organization", id, name } as Organization;
}

export function toMapping(row: MappingRow): AccountMapping {
  return { __typename: "AccountMapping", ...row } as AccountMapping;
}

/** @throws GatewayError BAD_USER_INPUT for a size or cursor that does not fit */
export async function listOrganizations(
  { organizations }: Context,
  { first, after = null }: { readonly first: number; readonly after?: string | null },
): Promise<Connection<Organization>> {
  if (first < 1 || first > maxPageSize) {
    throw new GatewayError("BAD_USER_INPUT", `"first" must be between 1 and ${maxPageSize}.`);
  }
  if (after !== null && !isUuid(after)) {
    throw new GatewayError("BAD_USER_INPUT", "This cursor is malformed: use endCursor of the page before.");
  }
  const [rows, totalCount] = await Promise.all([organizations.page(first + 1, after), organizations.count()]);
  const nodes = rows.slice(0, first).map(toOrganization);
  return {
    nodes,
    edges: nodes.map((node) => ({ cursor: node.id, node })),
    pageInfo: {
      hasNextPage: rows.length > first,
      hasPreviousPage: after !== null,
      startCursor: nodes[0]?.id ?? null,
      endCursor: nodes.at(-1)?.id ?? null,
    },
    totalCount,
  };
}

/** A customer's name without the blanks around it; null for one that does not do. */
export function toOrganizationName(text: string): string | null {
  const name = text.trim();
  return name === "" || name.length > maxNameLength ? null : name;
}

export const organizationNameRule = `A name has 1 to ${maxNameLength} characters.`;

export async function createOrganization(
  { organizations, audit }: Context,
  { name }: CreateOrganizationInput,
): Promise<OrganizationPayload> {
  const accepted = toOrganizationName(name);
  if (accepted === null) {
    return { organization: null, userErrors: inputError("INVALID", "name", organizationNameRule) };
  }
  const organization = toOrganization(await organizations.create(accepted));
  await audit("organization.create", organization.id);
  return { organization, userErrors: [] };
}

/** Maps an account that Salesforce has, whether or not the caller could see it: mapping is how it becomes visible. */
export async function mapAccount(context: Context, input: MapAccountInput): Promise<AccountMappingPayload> {
  const { organizations, audit } = context;
  const [organization] = await organizations.byIds([input.organizationId]);
  if (!organization) return refuse("NOT_FOUND", "organizationId", "There is no such organization.");
  const found = await findAccount(context, input);
  if ("refusal" in found) return found.refusal;
  const mapping = await organizations.map({
    organizationId: organization.id,
    accountId: found.accountId,
    externalId: input.externalId ?? null,
    isDefault: input.isDefault === true,
  });
  if (!mapping) return refuse("DUPLICATE", "accountId", `${organization.name} has this account already.`);
  await audit("account.map", mapping.id, { organizationId: organization.id, accountId: found.accountId });
  return { accountMapping: toMapping(mapping), userErrors: [] };
}

export async function unmapAccount(
  { organizations, audit }: Context,
  accountMappingId: string,
): Promise<UnmapAccountPayload> {
  const mapping = await organizations.unmap(accountMappingId);
  if (!mapping) {
    const message = "There is no such mapping.";
    return { accountMappingId: null, userErrors: inputError("NOT_FOUND", "accountMappingId", message) };
  }
  const { organizationId, salesforceAccountId: accountId } = mapping;
  await audit("account.unmap", mapping.id, { organizationId, accountId });
  return { accountMappingId: mapping.id, userErrors: [] };
}

type FoundAccount = { readonly accountId: string } | { readonly refusal: AccountMappingPayload };

async function findAccount({ everything }: Context, input: MapAccountInput): Promise<FoundAccount> {
  const { accountId = null, externalId = null } = input;
  if (accountId !== null) {
    const id = toSalesforceId(accountId);
    const ids = await everything().idsMatching(accountRecord, { id: { eq: id } }, 1);
    return ids.length > 0
      ? { accountId: id }
      : missing("accountId", "Salesforce has no account with this id.");
  }
  if (externalId === null) return missing("accountId", "An accountId or an externalId is needed.");
  const ids = await everything().idsMatching(accountRecord, { accountNumber: { eq: externalId } }, 2);
  const [id] = ids;
  if (id === undefined) return missing("externalId", `No account has the account number ${externalId}.`);
  if (ids.length > 1) return missing("externalId", `Several accounts have the account number ${externalId}.`);
  return { accountId: id };
}

function missing(field: string, message: string): FoundAccount {
  return { refusal: refuse("NOT_FOUND", field, message) };
}

function refuse(
  code: Parameters<typeof inputError>[0],
  field: string,
  message: string,
): AccountMappingPayload {
  return { accountMapping: null, userErrors: inputError(code, field, message) };
}
