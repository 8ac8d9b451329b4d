import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { scopes } from "../../src/auth/scope.ts";
import { type Gateway, startGateway } from "../gateway.ts";
import { type Crossed, seedCrossed } from "./crossed-rows.ts";

/** Filters by what a row refers to, each with the relation that shows it. */
const references = [
  { list: "assets", field: "contactId", relation: "contact", kind: "Contact" },
  { list: "assets", field: "parentId", relation: "parent", kind: "Asset" },
  { list: "assets", field: "rootId", relation: "root", kind: "Asset" },
  { list: "accounts", field: "parentId", relation: "parent", kind: "Account" },
] as const;

describe.each(["mapped", "hierarchy"])(
  "With ACCOUNT_SCOPE=%s, a reference to another customer's row",
  (mode) => {
    let gateway: Gateway;
    let crossed: Crossed;
    let token: string;

    beforeAll(async () => {
      gateway = await startGateway({ env: { ACCOUNT_SCOPE: mode } });
      crossed = await seedCrossed(gateway);
      const granted = scopes.filter((scope) => scope !== "accounts:all");
      token = gateway.token(granted, [crossed.organizationId]);
    });
    afterAll(() => gateway[Symbol.asyncDispose]());

    async function namesWhere(list: string, filter: object, bearer = token): Promise<readonly string[]> {
      const type = list === "assets" ? "AssetFilter" : "AccountFilter";
      const document = `query ($filter: ${type}) { ${list}(filter: $filter, first: 200) { totalCount nodes { name } } }`;
      const { data, errors } = await gateway.query(document, { filter }, { token: bearer });
      expect(errors).toBeUndefined();
      expect(data[list].totalCount).toBe(data[list].nodes.length);
      return data[list].nodes.map(({ name }: { name: string }) => name);
    }

    test.each(references)("is not found by the filter $field of $list", async ({ list, field, kind }) => {
      const id = crossed.foreign[kind];
      expect(await namesWhere(list, { [field]: { eq: id } }, gateway.token())).not.toEqual([]);
      expect(await namesWhere(list, { [field]: { eq: id } })).toEqual([]);
      expect(await namesWhere(list, { [field]: { in: [id] } })).toEqual([]);
      expect(await namesWhere(list, { not: { [field]: { eq: id } } })).toEqual(await namesWhere(list, {}));
    });

    test.each(references)(
      "counts as none for the filter $field of $list",
      async ({ list, field, relation }) => {
        const document = `{ ${list}(first: 200) { nodes { name ${relation} { id } } } }`;
        const { data } = await gateway.query(document, {}, { token });
        const rows: readonly { name: string; [relation: string]: unknown }[] = data[list].nodes;
        const empty = rows.filter((row) => row[relation] === null);
        expect(await namesWhere(list, { [field]: { eq: null } })).toEqual(empty.map(({ name }) => name));
        const seen = rows.flatMap((row) => (row[relation] as { id: string } | null)?.id ?? []);
        const named = rows.filter((row) => row[relation] !== null).map(({ name }) => name);
        expect(await namesWhere(list, { [field]: { in: seen } })).toEqual(named);
      },
    );
  },
);
