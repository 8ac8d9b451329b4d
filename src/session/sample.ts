import { hashPassword } from "../auth/password.ts";
import { type Scope, scopes } from "../auth/scope.ts";
import { hashSecret } from "../auth/secret.ts";
import type { Postgres } from "../stores/postgres.ts";

interface SampleOrganization {
  readonly id: string;
  readonly name: string;
  /** The first one is the usual account. */
  readonly accountIds: readonly string[];
}

interface SamplePerson {
  readonly id: string;
  readonly email: string;
  readonly displayName: string;
  readonly organization: SampleOrganization | null;
  readonly scopes: readonly Scope[];
}

/** Everybody's password, and the partner's secret. */
const password = "local-only";

const edge: SampleOrganization = {
  id: "01930000-0000-7000-8000-000000000001",
  name: "Edge Communications",
  accountIds: ["001Lo0000000005IAA"],
};

/** The corporation with its companies in the United Kingdom and in Singapore. */
const unitedOil: SampleOrganization = {
  id: "01930000-0000-7000-8000-000000000002",
  name: "United Oil & Gas",
  accountIds: ["001Lo0000000002IAA", "001Lo0000000003IAA", "001Lo0000000004IAA"],
};

const organizations = [edge, unitedOil];

const buying: readonly Scope[] = [
  "accounts:read",
  "accounts:write",
  "assets:read",
  "assets:write",
  "orders:read",
  "orders:write",
  "carts:read",
  "carts:write",
];

const people: readonly SamplePerson[] = [
  {
    id: "01930000-0000-7000-8000-000000000011",
    email: "buyer@edge.example",
    displayName: "Rose Gonzalez",
    organization: edge,
    scopes: buying,
  },
  {
    id: "01930000-0000-7000-8000-000000000012",
    email: "buyer@uog.example",
    displayName: "Stella Pavlova",
    organization: unitedOil,
    scopes: buying,
  },
  {
    id: "01930000-0000-7000-8000-000000000013",
    email: "approver@uog.example",
    displayName: "Arthur Song",
    organization: unitedOil,
    scopes: [...buying, "orders:approve"],
  },
  {
    id: "01930000-0000-7000-8000-000000000014",
    email: "admin@gateway.example",
    displayName: "Ada Admin",
    organization: null,
    scopes,
  },
];

const partnerApp = {
  id: "partner-app",
  name: "Partner app",
  scopes: [
    "accounts:read",
    "assets:read",
    "orders:read",
    "orders:write",
    "carts:read",
    "carts:write",
  ] satisfies Scope[],
  organization: edge,
};

/** Who can sign in, for whoever starts the gateway to read. */
export const sampleLogins = {
  emails: people.map(({ email }) => email),
  clientId: partnerApp.id,
  password,
} as const;

/** The people of embedded mode, whose accounts are those of the local org's sample data. Does nothing a second time. */
export async function addSamplePeople(postgres: Postgres): Promise<void> {
  const { prisma } = postgres;
  const [first] = people;
  if ((await prisma.user.count({ where: { id: first?.id ?? "" } })) > 0) return;
  const passwordHash = await hashPassword(password);
  await removeSamplePeople(postgres);
  await prisma.$transaction(async ({ organization, user, partnerClient }) => {
    for (const { id, name, accountIds } of organizations) {
      const mappings = accountIds.map((salesforceAccountId, index) => ({
        salesforceAccountId,
        isDefault: index === 0,
      }));
      await organization.create({ data: { id, name, mappings: { create: mappings } } });
    }
    for (const { organization: member, scopes: granted, email, ...person } of people) {
      const memberships = member ? { create: { organizationId: member.id } } : {};
      const data = { ...person, email, passwordHash, salesforceUsername: member ? email : null };
      await user.create({ data: { ...data, scopes: [...granted], memberships } });
    }
    const { organization: owner, ...client } = partnerApp;
    const secretHash = hashSecret(password);
    const owners = { create: { organizationId: owner.id } };
    await partnerClient.create({ data: { ...client, secretHash, organizations: owners } });
  });
}

/** With a real org nobody signs in with a password that everybody knows. */
export async function removeSamplePeople({ prisma }: Postgres): Promise<void> {
  await prisma.user.deleteMany({ where: { id: { in: people.map(({ id }) => id) } } });
  await prisma.partnerClient.deleteMany({ where: { id: partnerApp.id, secretHash: hashSecret(password) } });
  await prisma.organization.deleteMany({ where: { id: { in: organizations.map(({ id }) => id) } } });
}
