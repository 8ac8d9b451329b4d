import { afterAll, describe, expect, it } from "vitest";
import type { SqlSession } from "../../src/stores/migrate.ts";
import { connectServer, openPostgres } from "../../src/stores/postgres.ts";
import { createThrowaway, databaseKinds, dropThrowaway, serverUrl } from "../database.ts";

const accountId = "001000000000001AAA";

describe.each(databaseKinds)("the tables on $kind", async ({ open }) => {
  const database = await open();
  const postgres = await openPostgres(database, { migrate: true });
  const { prisma } = postgres;
  afterAll(() => postgres[Symbol.asyncDispose]());

  it("hold every column of the Prisma schema", async () => {
    const organization = await prisma.organization.create({ data: { name: "Edge Communications" } });
    const user = await prisma.user.create({
      data: {
        email: "buyer@edge.example",
        displayName: "Buyer",
        passwordHash: "$argon2id$",
        scopes: ["accounts:read", "orders:read"],
        salesforceUsername: "buyer@edge.example.dev",
        salesforceUserId: "005000000000001AAA",
        memberships: { create: { organizationId: organization.id } },
      },
    });
    const mapping = await prisma.accountMapping.create({
      data: {
        organizationId: organization.id,
        salesforceAccountId: accountId,
        externalId: "4711",
        isDefault: true,
      },
    });
    expect(await prisma.user.findUnique({ where: { email: "buyer@edge.example" } })).toEqual(user);
    expect(
      await prisma.membership.findMany({ include: { organization: { include: { mappings: true } } } }),
    ).toEqual([
      {
        userId: user.id,
        organizationId: organization.id,
        createdAt: expect.any(Date),
        organization: { ...organization, mappings: [mapping] },
      },
    ]);
  });

  it("keep times in UTC, whatever the time zone of server and process", async () => {
    const { id, createdAt } = await prisma.organization.create({ data: { name: "Clock" } });
    expect(Math.abs(Date.now() - createdAt.getTime())).toBeLessThan(60_000);
    const stored = await database.withSession((session) =>
      session.query("SELECT extract(epoch FROM created_at) * 1000 AS ms FROM organizations WHERE id = $1", [
        id,
      ]),
    );
    expect(Number(stored[0]?.ms)).toBe(createdAt.getTime());
  });

  it("refuse an e-mail address twice, and one that is not in lower case", async () => {
    const create = (email: string) => prisma.user.create({ data: { email } });
    await create("once@edge.example");
    await expect(create("once@edge.example")).rejects.toMatchObject({ code: "P2002" });
    await expect(create("Once@edge.example")).rejects.toThrow("users_email_is_lower_case");
  });

  it("refuse an account twice in an organization, but not in two", async () => {
    const [one, two] = await createOrganizations();
    const map = (organizationId: string) =>
      prisma.accountMapping.create({ data: { organizationId, salesforceAccountId: accountId } });
    await map(one);
    await map(two);
    await expect(map(one)).rejects.toMatchObject({ code: "P2002" });
  });

  it("refuse a second default account, but any number of others", async () => {
    const [one, two] = await createOrganizations();
    const map = (organizationId: string, number: number, isDefault: boolean) =>
      prisma.accountMapping.create({
        data: { organizationId, salesforceAccountId: `00100000000000${number}AAA`, isDefault },
      });
    await map(one, 1, true);
    await map(one, 2, false);
    await map(one, 3, false);
    await map(two, 1, true);
    await expect(map(one, 4, true)).rejects.toMatchObject({ code: "P2002" });
  });

  it.each(["001000000000001", "001000000000001AA'", ""])("refuse %j as a Salesforce account", async (id) => {
    const [organizationId] = await createOrganizations();
    await expect(
      prisma.accountMapping.create({ data: { organizationId, salesforceAccountId: id } }),
    ).rejects.toThrow("account_mappings_salesforce_account_id_is_complete");
  });

  it("let go of memberships and mappings with their organization", async () => {
    const [organizationId] = await createOrganizations();
    const user = await prisma.user.create({
      data: { email: "leaver@edge.example", memberships: { create: { organizationId } } },
    });
    await prisma.accountMapping.create({ data: { organizationId, salesforceAccountId: accountId } });
    await prisma.organization.delete({ where: { id: organizationId } });
    expect(await prisma.membership.count({ where: { userId: user.id } })).toBe(0);
    expect(await prisma.accountMapping.count({ where: { organizationId } })).toBe(0);
  });

  it("undo a transaction that fails", async () => {
    const name = "Undone";
    const failing = prisma.$transaction(async (transaction) => {
      await transaction.organization.create({ data: { name } });
      throw new Error("on purpose");
    });
    await expect(failing).rejects.toThrow("on purpose");
    expect(await prisma.organization.count({ where: { name } })).toBe(0);
  });

  it("answer a ping", async () => {
    await postgres.ping(1_000);
  });

  async function createOrganizations(): Promise<[string, string]> {
    const one = await prisma.organization.create({ data: { name: "One" } });
    const two = await prisma.organization.create({ data: { name: "Two" } });
    return [one.id, two.id];
  }
});

describe.runIf(serverUrl)("an address that changes while the gateway runs", () => {
  it("is used for the next connection, and open ones stay", async () => {
    const urls = [await createThrowaway(serverUrl ?? ""), await createThrowaway(serverUrl ?? "")] as const;
    const names = urls.map((url) => new URL(url).pathname.slice(1));
    const place = async (session: SqlSession) =>
      (await session.query("SELECT current_database() AS name"))[0]?.name;
    let url = urls[0];
    const database = connectServer(() => url);
    await database.withSession(async (open) => {
      expect(await place(open)).toBe(names[0]);
      url = urls[1];
      expect([await database.withSession(place), await place(open)]).toEqual([names[1], names[0]]);
    });
    await database[Symbol.asyncDispose]();
    await Promise.all(urls.map(dropThrowaway));
  });
});

describe("a database that is away", () => {
  it.each(databaseKinds)("fails the ping on $kind", async ({ open }) => {
    const postgres = await openPostgres(await open(), { migrate: true });
    await postgres[Symbol.asyncDispose]();
    await expect(postgres.ping(1_000)).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  });

  it("stops the start with a sentence that names the setting and keeps the password", async () => {
    const database = connectServer(() => "postgresql://gateway:hunter2@127.0.0.1:1/gateway");
    const opening = openPostgres(database, { migrate: true });
    await expect(opening).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
      message: "PostgreSQL cannot be used (ECONNREFUSED). Check PSQL_CONNECTION_STRING.",
    });
  });
});
