/** A person of the org. `password` is null for users that never sign in with one. */
export interface OrgUser {
  readonly id: string;
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly password: string | null;
  /** Salesforce wants it appended to the password when the caller's address is not a trusted one. */
  readonly securityToken: string;
  /** As an earlier authorization of the connected app would have left it. */
  readonly refreshToken: string | null;
}

export const organizationId = "00D000000000001EAA";

/** An External Client App: https://help.salesforce.com/s/articleView?id=xcloud.external_client_apps.htm */
export const connectedApp = { clientId: "local-org", clientSecret: "local-only" } as const;

/** The run-as user of the client credentials flow. */
export const integrationUser: OrgUser = {
  id: "005000000000001AAA",
  username: "integration@local-org.example",
  firstName: "Integration",
  lastName: "User",
  email: "integration@local-org.example",
  password: null,
  securityToken: "",
  refreshToken: null,
};

export const adminUser: OrgUser = {
  id: "005000000000002AAA",
  username: "admin@local-org.example",
  firstName: "Ada",
  lastName: "Admin",
  email: "admin@local-org.example",
  password: "local-only",
  securityToken: "LocalSecurityToken",
  refreshToken: "local-org-admin-refresh-token",
};

export const orgUsers: readonly OrgUser[] = [integrationUser, adminUser];
