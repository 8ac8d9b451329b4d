import type { Scope } from "../../src/auth/scope.ts";
import { scopes } from "../../src/auth/scope.ts";
import type { Gateway } from "../gateway.ts";
import { signInAt } from "../local-org/org.ts";

export const edge = "001Lo0000000005IAA";
export const genePoint = "001Lo0000000001IAA";
export const edgeOrganization = "01930000-0000-7000-8000-000000000001";

// biome-ignore lint/suspicious/noExplicitAny: shaped by the documents below
export type Payload = any;

const userErrors = "userErrors { code message path }";
const documents: Readonly<Record<string, string>> = {
  registerAssets: `assets { id serialNumber name account { id } product { sku } } ${userErrors}`,
  updateAccount: `account { id phone website billingAddress { street city } updatedAt } ${userErrors}`,
};
const ofOne = `asset { id name serialNumber status installDate description account { id } product { sku } contact { id }
  parent { id } root { id } children { nodes { id } } updatedAt } ${userErrors}`;

export interface Machines {
  /** One of the mutations on machines and accounts; fails on errors. */
  run(mutation: string, input: object, token?: string): Promise<Payload>;
  /** Somebody of Edge Communications who may do everything there. */
  readonly edgeToken: string;
  rows<T>(soql: string): Promise<readonly T[]>;
}

export async function openMachines(gateway: Gateway): Promise<Machines> {
  const store = await signInAt(gateway.org.url);
  const granted: readonly Scope[] = scopes.filter((scope) => scope !== "accounts:all");
  return {
    edgeToken: gateway.token(granted, [edgeOrganization]),
    run: async (mutation, input, token) => {
      const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
      const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${documents[mutation] ?? ofOne} } }`;
      const { data, errors } = await gateway.query(document, { input }, token === undefined ? {} : { token });
      if (errors) throw new Error(JSON.stringify(errors));
      return data[mutation];
    },
    rows: (soql) => store.query(soql),
  };
}
