import type { Gateway } from "../gateway.ts";
import { type CustomerRows, openCustomerRows, type Row } from "./customer-rows.ts";

/** A customer of one account, with references from and to the accounts around it wherever Salesforce allows them. */
export interface Crossed {
  readonly organizationId: string;
  readonly rows: CustomerRows;
  /** The customer's account, and those below it that the hierarchy brings; there is one more. */
  readonly accountId: string;
  readonly belowIds: readonly string[];
  /** What rows of the customer refer to, although it is another's. */
  readonly foreign: Readonly<Record<"Account" | "Contact" | "Asset", string>>;
}

export async function seedCrossed(gateway: Gateway): Promise<Crossed> {
  const rows = await openCustomerRows(gateway.org.url);
  const [price] = await rows.query(
    "SELECT Id, Pricebook2Id FROM PricebookEntry WHERE Pricebook2.IsStandard = true AND IsActive = true LIMIT 1",
  );
  const records = [...accounts, ...accounts.flatMap(({ name }) => belongings(name, price)), ...components];
  const { ids } = await gateway.org.seed(records.map(({ record }) => record));
  const idOf = (name: string) => ids[records.findIndex((each) => each.name === name)] ?? "";
  return {
    organizationId: await createOrganization(gateway, idOf("ours")),
    rows,
    accountId: idOf("ours"),
    belowIds: ["below", "level 2", "level 3", "level 4"].map(idOf),
    foreign: {
      Account: idOf("above"),
      Contact: idOf("beside contact"),
      Asset: idOf("beside machine"),
    },
  };
}

interface Named {
  readonly name: string;
  readonly record: object;
}

/** `@above` is the id of the record with this name. */
function named(type: string, name: string, columns: object): Named {
  return { name, record: { attributes: { type, referenceId: name }, ...columns } };
}

function account(name: string, parent?: string): Named {
  return named("Account", name, { Name: name, ...(parent && { ParentId: `@${parent}` }) });
}

function component(name: string, columns: object): Named {
  return named("Asset", name, { Name: name, ...columns });
}

const accounts = [
  account("above"),
  account("ours", "above"),
  account("below", "ours"),
  account("level 2", "below"),
  account("level 3", "level 2"),
  account("level 4", "level 3"),
  account("level 5", "level 4"),
  account("beside", "above"),
];

/** A person, a machine and an order. */
function belongings(owner: string, price: Row | undefined): readonly Named[] {
  const AccountId = `@${owner}`;
  const terms = { Status: "Draft", EffectiveDate: "2026-11-01", Pricebook2Id: price?.Pricebook2Id };
  const line = { PricebookEntryId: price?.Id, Quantity: 1, UnitPrice: 10 };
  return [
    named("Contact", `${owner} contact`, { LastName: owner, AccountId }),
    component(`${owner} machine`, { AccountId, ContactId: `@${owner} contact` }),
    named("Order", `${owner} order`, { AccountId, ...terms }),
    named("OrderItem", `${owner} item`, { OrderId: `@${owner} order`, ...line }),
  ];
}

const components = [
  component("ours in ours", { AccountId: "@ours", ParentId: "@ours machine" }),
  component("ours in theirs", {
    AccountId: "@ours",
    ParentId: "@beside machine",
    ContactId: "@beside contact",
  }),
  component("theirs in ours", {
    AccountId: "@beside",
    ParentId: "@ours machine",
    ContactId: "@ours contact",
  }),
  component("ours in theirs in ours", { AccountId: "@ours", ParentId: "@theirs in ours" }),
  component("below in ours", { AccountId: "@below", ParentId: "@ours machine", ContactId: "@above contact" }),
  component("ours in below", { AccountId: "@ours", ParentId: "@below machine", ContactId: "@below contact" }),
];

async function createOrganization(gateway: Gateway, accountId: string): Promise<string> {
  const made = await gateway.query(
    'mutation { createOrganization(input: { name: "Ours" }) { organization { id } } }',
  );
  const organizationId: string = made.data.createOrganization.organization.id;
  const document =
    "mutation ($input: MapAccountInput!) { mapAccount(input: $input) { userErrors { code } } }";
  const { data } = await gateway.query(document, { input: { organizationId, accountId } });
  if (data.mapAccount.userErrors.length > 0) throw new Error(JSON.stringify(data));
  return organizationId;
}
