import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Gateway, startGateway } from "../gateway.ts";

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway[Symbol.asyncDispose]());

const mapDocument = `mutation ($input: MapAccountInput!) {
  mapAccount(input: $input) { accountMapping { id isDefault externalId account { name } organization { name } } userErrors { code message path } }
}`;

async function create(name: string): Promise<string> {
  const document =
    "mutation ($name: String!) { createOrganization(input: { name: $name }) { organization { id } userErrors { code path } } }";
  const { data } = await gateway.query(document, { name });
  return data.createOrganization.organization.id;
}

async function map(input: object) {
  const { data, errors } = await gateway.query(mapDocument, { input });
  expect(errors).toBeUndefined();
  return data.mapAccount;
}

describe("An organization", () => {
  test("has a name", async () => {
    const { data } = await gateway.query(
      'mutation { createOrganization(input: { name: "  " }) { organization { id } userErrors { code path } } }',
    );
    expect(data.createOrganization).toEqual({
      organization: null,
      userErrors: [{ code: "INVALID", path: ["input", "name"] }],
    });
  });

  test("is found by its id and in the list", async () => {
    const id = await create("Acme");
    const { data } = await gateway.query(
      "query ($id: ID!) { node(id: $id) { id ... on Organization { name } } organizations { totalCount nodes { id } } }",
      { id },
    );
    expect(data.node).toEqual({ id, name: "Acme" });
    expect(data.organizations.nodes).toContainEqual({ id });
  });

  test("comes in pages", async () => {
    for (const name of ["A", "B", "C"]) await create(name);
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { data }: Awaited<ReturnType<Gateway["query"]>> = await gateway.query(
        "query ($after: String) { organizations(first: 2, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } totalCount } }",
        { after },
      );
      seen.push(...data.organizations.nodes.map(({ id }: { id: string }) => id));
      after = data.organizations.pageInfo.hasNextPage ? data.organizations.pageInfo.endCursor : null;
      if (after === null) expect(seen).toHaveLength(data.organizations.totalCount);
    } while (after !== null);
    expect(new Set(seen).size).toBe(seen.length);
  });
});

describe("Mapping an account", () => {
  test("lets the organization's people see it, until it is unmapped", async () => {
    const organizationId = await create("Pyramid");
    const token = gateway.token(["accounts:read"], [organizationId]);
    const names = async () =>
      (await gateway.query("{ accounts { nodes { name } } }", {}, { token })).data.accounts.nodes;
    expect(await names()).toEqual([]);
    const { accountMapping } = await map({ organizationId, externalId: "CC213425", isDefault: true });
    expect(accountMapping).toMatchObject({
      isDefault: true,
      externalId: "CC213425",
      account: { name: "Pyramid Construction Inc." },
      organization: { name: "Pyramid" },
    });
    expect(await names()).toEqual([{ name: "Pyramid Construction Inc." }]);
    const { data } = await gateway.query(
      "mutation ($id: ID!) { unmapAccount(input: { accountMappingId: $id }) { accountMappingId userErrors { code } } }",
      { id: accountMapping.id },
    );
    expect(data.unmapAccount).toEqual({ accountMappingId: accountMapping.id, userErrors: [] });
    expect(await names()).toEqual([]);
  });

  test("takes 15 characters of an id and makes one account the usual one", async () => {
    const organizationId = await create("Two");
    await map({ organizationId, accountId: "001Lo0000000005", isDefault: true });
    await map({ organizationId, accountId: "001Lo0000000002IAA", isDefault: true });
    const { data } = await gateway.query(
      "query ($id: ID!) { node(id: $id) { ... on Organization { accountMappings { isDefault account { name } } } } }",
      { id: organizationId },
    );
    expect(data.node.accountMappings).toEqual([
      { isDefault: false, account: { name: "Edge Communications" } },
      { isDefault: true, account: { name: "United Oil & Gas Corp." } },
    ]);
  });

  test("refuses what cannot be mapped", async () => {
    const organizationId = await create("Three");
    const accountId = "001Lo0000000005IAA";
    await map({ organizationId, accountId });
    const refusals = [
      [{ organizationId, accountId }, "DUPLICATE", "accountId"],
      [{ organizationId, accountId: "001Lo000000zzzzIAA" }, "NOT_FOUND", "accountId"],
      [{ organizationId }, "NOT_FOUND", "accountId"],
      [{ organizationId, externalId: "no such number" }, "NOT_FOUND", "externalId"],
      [{ organizationId: "01930000-0000-7000-8000-0000000000ff", accountId }, "NOT_FOUND", "organizationId"],
      [{ organizationId: "nonsense", accountId }, "NOT_FOUND", "organizationId"],
    ] as const;
    for (const [input, code, field] of refusals) {
      expect(await map(input)).toMatchObject({
        accountMapping: null,
        userErrors: [{ code, path: ["input", field] }],
      });
    }
  });
});
