import type { Actor, AuditTrail } from "../auth/audit.store.ts";
import { hashPassword } from "../auth/password.ts";
import type { Revocations } from "../auth/revocation.store.ts";
import type { Scope } from "../auth/scope.ts";
import { createSecret } from "../auth/secret.ts";
import { isUuid } from "../organization/organization.store.ts";
import type { SessionStore, UserRow } from "../session/session.store.ts";
import type { Postgres } from "../stores/postgres.ts";

/** What the operator asked for cannot be done; the sentence says why and what to do. */
export class OperatorError extends Error {
  override readonly name = "OperatorError";
}

/** What operators' commands work on; every act is noted in the audit trail. */
export interface OperatorParts {
  readonly postgres: Postgres;
  readonly sessions: SessionStore;
  readonly revocations: Revocations;
  readonly audit: AuditTrail;
}

interface NewUser {
  readonly email: string;
  readonly displayName: string | null;
  readonly scopes: readonly Scope[];
  readonly organizations: readonly string[];
  readonly salesforceUsername: string | null;
  /** Null: one is made, and shown once. */
  readonly password: string | null;
}

export const operator: Actor = { kind: "OPERATOR", id: null, address: null, requestId: null };

export async function addUser(parts: OperatorParts, wanted: NewUser): Promise<object> {
  const { postgres, sessions, audit } = parts;
  const { password, organizations, scopes, displayName, salesforceUsername } = wanted;
  const email = wanted.email.trim().toLowerCase();
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new OperatorError(`"${email}" is not an e-mail address.`);
  if (await sessions.findUser({ email })) throw new OperatorError(`${email} is there already.`);
  const memberships = await findOrganizations(postgres, organizations);
  const secret = password ?? createSecret();
  const user = await postgres.prisma.user.create({
    data: {
      email,
      displayName,
      salesforceUsername,
      scopes: [...scopes],
      passwordHash: await hashPassword(secret),
      memberships: { create: memberships.map((organizationId) => ({ organizationId })) },
    },
  });
  await audit.note(operator, "user.add", user.id);
  return { id: user.id, email, ...(password === null && { password: secret }) };
}

/** What is left out stays as it was. */
type UserChanges = Partial<
  Pick<NewUser, "displayName" | "scopes" | "organizations"> & { readonly salesforceUsername: string }
>;

/** Access tokens that say otherwise are accepted no longer; sessions go on, with what is granted now. */
export async function updateUser(
  parts: OperatorParts,
  email: string,
  { organizations, scopes, displayName, salesforceUsername }: UserChanges,
): Promise<object> {
  const { postgres, revocations, audit } = parts;
  const { id } = await requireUser(parts, email);
  const owners = organizations && (await findOrganizations(postgres, organizations));
  const create = owners?.map((organizationId) => ({ organizationId }));
  await postgres.prisma.user.update({
    where: { id },
    data: {
      ...(displayName !== undefined && { displayName }),
      ...(scopes && { scopes: [...scopes] }),
      // An empty name takes it away.
      ...(salesforceUsername !== undefined && { salesforceUsername: salesforceUsername || null }),
      ...(create && { memberships: { deleteMany: {}, create } }),
    },
  });
  await revocations.revoke("sub", id);
  await audit.note(operator, "user.update", id);
  return { id, email };
}

/** Nobody who is signed in stays so. */
export async function setDisabled(parts: OperatorParts, email: string, isDisabled: boolean): Promise<object> {
  const { id } = await requireUser(parts, email);
  await parts.postgres.prisma.user.update({ where: { id }, data: { isDisabled } });
  if (isDisabled) await endSessions(parts, id, "DISABLED");
  await parts.audit.note(operator, isDisabled ? "user.disable" : "user.enable", id);
  return { id, email, disabled: isDisabled };
}

export async function changePassword(
  parts: OperatorParts,
  email: string,
  password: string | null,
): Promise<object> {
  const { id } = await requireUser(parts, email);
  const secret = password ?? createSecret();
  const passwordHash = await hashPassword(secret);
  await parts.postgres.prisma.user.update({ where: { id }, data: { passwordHash } });
  await endSessions(parts, id, "PASSWORD_CHANGED");
  await parts.audit.note(operator, "user.password", id);
  return { id, email, ...(password === null && { password: secret }) };
}

export async function listUsers({ postgres }: OperatorParts): Promise<readonly object[]> {
  const users = await postgres.prisma.user.findMany({
    orderBy: { email: "asc" },
    include: { memberships: { include: { organization: true } } },
  });
  return users.map((user) => ({
    email: user.email,
    name: user.displayName,
    disabled: user.isDisabled,
    organizations: user.memberships.map(({ organization }) => organization.name),
    scopes: user.scopes,
    salesforceUsername: user.salesforceUsername,
  }));
}

/** Names or ids of organizations, as ids. */
export async function findOrganizations(
  { prisma }: Postgres,
  names: readonly string[],
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const name of names) {
    const where = isUuid(name) ? { id: name } : { name };
    const [found, ...others] = await prisma.organization.findMany({ where, take: 2 });
    if (!found) throw new OperatorError(`There is no organization ${name}.`);
    if (others.length > 0) throw new OperatorError(`Several organizations are called ${name}: give the id.`);
    ids.push(found.id);
  }
  return ids;
}

async function requireUser({ sessions }: OperatorParts, email: string): Promise<UserRow> {
  const user = await sessions.findUser({ email });
  if (user) return user;
  throw new OperatorError(`There is no person with the e-mail address ${email}.`);
}

async function endSessions(
  { sessions, revocations }: OperatorParts,
  userId: string,
  reason: string,
): Promise<void> {
  await sessions.endAll(userId, reason);
  await revocations.revoke("sub", userId);
}
