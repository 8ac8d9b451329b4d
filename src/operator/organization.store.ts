import { organizationNameRule, toOrganizationName } from "../organization/organization.ts";
import { OperatorError, type OperatorParts, operator } from "./user.store.ts";

export async function addOrganization({ postgres, audit }: OperatorParts, text: string): Promise<object> {
  const name = toOrganizationName(text);
  if (name === null) throw new OperatorError(organizationNameRule);
  const { id } = await postgres.prisma.organization.create({ data: { name } });
  await audit.note(operator, "organization.create", id);
  return { id, name };
}

export async function listOrganizations({ postgres }: OperatorParts): Promise<readonly object[]> {
  const rows = await postgres.prisma.organization.findMany({
    orderBy: { name: "asc" },
    include: { mappings: true },
  });
  return rows.map(({ id, name, mappings }) => ({
    id,
    name,
    accounts: mappings.map(({ salesforceAccountId }) => salesforceAccountId),
  }));
}
