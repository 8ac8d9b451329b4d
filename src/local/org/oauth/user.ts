import {
  customerProfile,
  noApiProfile,
  type Profile,
  readOnlyProfile,
  shopperProfile,
  systemAdministrator,
} from "../access/profile.ts";
import type { Database } from "../database.ts";

/** A person of the org as they sign in. Their User record says whether they are active. */
export interface OrgUser {
  readonly id: string;
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly profile: Profile;
  /** Null for users that never sign in with one. */
  readonly password: string | null;
  /** Salesforce wants it appended to the password when the caller's address is not a trusted one. */
  readonly securityToken: string;
  /** As an earlier authorization of the connected app would have left it. */
  readonly refreshToken: string | null;
  /** Whether an administrator has approved the connected app for them, as the JWT bearer flow wants. */
  readonly approved: boolean;
  /** Names of the accounts of the sample data that are shared with them. */
  readonly accounts: readonly string[];
}

export const organizationId = "00D000000000001EAA";

const person = {
  profile: systemAdministrator,
  password: null,
  securityToken: "LocalSecurityToken",
  refreshToken: null,
  approved: true,
  accounts: [],
} as const;

/** The run-as user of the client credentials flow. */
export const integrationUser: OrgUser = {
  ...person,
  id: "005000000000001AAA",
  username: "integration@local-org.example",
  firstName: "Integration",
  lastName: "User",
};

export const adminUser: OrgUser = {
  ...person,
  id: "005000000000002AAA",
  username: "admin@local-org.example",
  firstName: "Ada",
  lastName: "Admin",
  password: "local-only",
  refreshToken: "local-org-admin-refresh-token",
};

const unitedOil = ["United Oil & Gas Corp.", "United Oil & Gas, UK", "United Oil & Gas, Singapore"];
const customer = { ...person, profile: customerProfile, password: "local-only" } as const;

export const orgUsers: readonly OrgUser[] = [
  integrationUser,
  adminUser,
  {
    ...person,
    id: "005000000000003AAA",
    username: "reader@local-org.example",
    firstName: "Rita",
    lastName: "Reader",
    profile: readOnlyProfile,
    password: "local-only",
  },
  {
    ...person,
    id: "005000000000004AAA",
    username: "web-only@local-org.example",
    firstName: "Wim",
    lastName: "Webonly",
    profile: noApiProfile,
    password: "local-only",
  },
  {
    ...customer,
    id: "005000000000005AAA",
    username: "unapproved@local-org.example",
    firstName: "Una",
    lastName: "Unapproved",
    approved: false,
  },
  {
    ...customer,
    id: "005000000000006AAA",
    username: "buyer@edge.example",
    firstName: "Rose",
    lastName: "Gonzalez",
    accounts: ["Edge Communications"],
  },
  {
    ...customer,
    id: "005000000000007AAA",
    username: "buyer@uog.example",
    firstName: "Stella",
    lastName: "Pavlova",
    accounts: unitedOil,
  },
  {
    ...customer,
    id: "005000000000008AAA",
    username: "approver@uog.example",
    firstName: "Arthur",
    lastName: "Song",
    accounts: unitedOil,
  },
  {
    ...customer,
    id: "005000000000009AAA",
    username: "shopper@edge.example",
    firstName: "Sean",
    lastName: "Forbes",
    profile: shopperProfile,
    accounts: ["Edge Communications"],
  },
];

export function findUser(username: string): OrgUser | undefined {
  return orgUsers.find((user) => user.username === username.toLowerCase());
}

/** Whether the User record is active; deactivating it ends the user's sessions. */
export function isActive({ schema, table }: Database, { id }: OrgUser): boolean {
  const type = schema.type("User");
  return type !== undefined && table(type).get(id)?.IsActive === true;
}
