import { LRUCache } from "lru-cache";
import type { Postgres } from "../stores/postgres.ts";

export interface OrganizationRow {
  readonly id: string;
  readonly name: string;
}

export interface MappingRow {
  readonly id: string;
  readonly organizationId: string;
  /** 18 characters */
  readonly salesforceAccountId: string;
  readonly externalId: string | null;
  readonly isDefault: boolean;
  readonly createdAt: Date;
}

interface NewMapping {
  readonly organizationId: string;
  /** 18 characters */
  readonly accountId: string;
  readonly externalId: string | null;
  readonly isDefault: boolean;
}

export interface OrganizationStore {
  /** The Salesforce accounts of organizations; at most `mappingLagMs` old. */
  accountIds(organizationIds: readonly string[]): Promise<readonly string[]>;
  byIds(ids: readonly string[]): Promise<readonly OrganizationRow[]>;
  /** In the order of their creation, behind `afterId`. */
  page(first: number, afterId: string | null): Promise<readonly OrganizationRow[]>;
  count(): Promise<number>;
  mappings(organizationIds: readonly string[]): Promise<readonly MappingRow[]>;
  mapping(id: string): Promise<MappingRow | null>;
  create(name: string): Promise<OrganizationRow>;
  /** Null when the organization has the account already. */
  map(mapping: NewMapping): Promise<MappingRow | null>;
  /** The mapping that is gone now; null when there was none. */
  unmap(id: string): Promise<MappingRow | null>;
}

/** Other gateways see a new mapping after this time at the latest. */
const mappingLagMs = 10_000;
const maxCachedSets = 10_000;

export function createOrganizationStore(postgres: Postgres): OrganizationStore {
  const { prisma } = postgres;
  const known = new LRUCache<string, readonly string[]>({ max: maxCachedSets, ttl: mappingLagMs });

  async function readAccountIds(organizationIds: readonly string[]): Promise<readonly string[]> {
    const rows = await prisma.accountMapping.findMany({
      where: { organizationId: { in: [...organizationIds] } },
      select: { salesforceAccountId: true },
    });
    return [...new Set(rows.map(({ salesforceAccountId }) => salesforceAccountId))].toSorted();
  }

  return {
    async accountIds(organizationIds) {
      const ids = organizationIds.filter(isUuid).toSorted();
      if (ids.length === 0) return [];
      const key = ids.join(" ");
      const accountIds = known.get(key) ?? (await readAccountIds(ids));
      known.set(key, accountIds);
      return accountIds;
    },
    byIds: (ids) =>
      prisma.organization.findMany({ where: { id: { in: ids.filter(isUuid) } }, orderBy: { name: "asc" } }),
    page: (first, afterId) =>
      prisma.organization.findMany({
        where: afterId === null ? {} : { id: { gt: afterId } },
        orderBy: { id: "asc" },
        take: first,
      }),
    count: () => prisma.organization.count(),
    mappings: (organizationIds) =>
      prisma.accountMapping.findMany({
        where: { organizationId: { in: [...organizationIds] } },
        orderBy: { id: "asc" },
      }),
    mapping: (id) => prisma.accountMapping.findUnique({ where: { id } }),
    create: (name) => prisma.organization.create({ data: { name } }),
    map: (mapping) => {
      known.clear();
      return insertMapping(postgres, mapping);
    },
    async unmap(id) {
      known.clear();
      const mapping = isUuid(id) ? await prisma.accountMapping.findUnique({ where: { id } }) : null;
      if (mapping) await prisma.accountMapping.deleteMany({ where: { id } });
      return mapping;
    },
  };
}

/** An organization has an account once and at most one usual account. */
function insertMapping({ prisma }: Postgres, mapping: NewMapping): Promise<MappingRow | null> {
  const { organizationId, accountId: salesforceAccountId, externalId, isDefault } = mapping;
  return prisma.$transaction(async ({ accountMapping }) => {
    const place = { organizationId, salesforceAccountId };
    if ((await accountMapping.count({ where: place })) > 0) return null;
    if (isDefault) await accountMapping.updateMany({ where: { organizationId }, data: { isDefault: false } });
    return await accountMapping.create({ data: { ...place, externalId, isDefault } });
  });
}

/** PostgreSQL refuses other texts in a uuid column. */
export function isUuid(text: string): boolean {
  return /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i.test(text);
}
