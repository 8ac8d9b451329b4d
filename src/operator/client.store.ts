import type { Scope } from "../auth/scope.ts";
import { createSecret, hashSecret } from "../auth/secret.ts";
import { findOrganizations, OperatorError, type OperatorParts, operator } from "./user.store.ts";

interface NewClient {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly organizations: readonly string[];
}

/** A partner's program; its secret is shown once. */
export async function addClient(parts: OperatorParts, wanted: NewClient): Promise<object> {
  const { prisma } = parts.postgres;
  const { id, name, scopes, organizations } = wanted;
  if (!/^[\w.-]{1,100}$/.test(id)) {
    throw new OperatorError("A client id has 1 to 100 letters, digits, dots, hyphens and underscores.");
  }
  if (await prisma.partnerClient.findUnique({ where: { id } })) {
    throw new OperatorError(`The client ${id} is there already.`);
  }
  const secret = createSecret();
  const owners = await findOrganizations(parts.postgres, organizations);
  const create = owners.map((organizationId) => ({ organizationId }));
  const data = { id, name, scopes: [...scopes], secretHash: hashSecret(secret), organizations: { create } };
  await prisma.partnerClient.create({ data });
  await parts.audit.note(operator, "client.add", id);
  return { clientId: id, clientSecret: secret };
}

/** The old secret stays good for a while, so that a program can be changed without a gap. */
export async function rotateClient(parts: OperatorParts, id: string, graceHours: number): Promise<object> {
  const { prisma } = parts.postgres;
  const { secretHash: previousSecretHash } = await requireClient(parts, id);
  const secret = createSecret();
  const previousExpiresAt = new Date(Date.now() + graceHours * 60 * 60 * 1000);
  const data = { secretHash: hashSecret(secret), previousSecretHash, previousExpiresAt };
  await prisma.partnerClient.update({ where: { id }, data });
  await parts.audit.note(operator, "client.rotate", id);
  return { clientId: id, clientSecret: secret, oldSecretUntil: previousExpiresAt.toISOString() };
}

/** Its tokens end with it. */
export async function disableClient(parts: OperatorParts, id: string): Promise<object> {
  await requireClient(parts, id);
  await parts.postgres.prisma.partnerClient.update({ where: { id }, data: { isDisabled: true } });
  await parts.revocations.revoke("sub", id);
  await parts.audit.note(operator, "client.disable", id);
  return { clientId: id, disabled: true };
}

export async function listClients({ postgres }: OperatorParts): Promise<readonly object[]> {
  const clients = await postgres.prisma.partnerClient.findMany({
    orderBy: { id: "asc" },
    include: { organizations: { include: { organization: true } } },
  });
  return clients.map((client) => ({
    clientId: client.id,
    name: client.name,
    disabled: client.isDisabled,
    organizations: client.organizations.map(({ organization }) => organization.name),
    scopes: client.scopes,
  }));
}

async function requireClient(
  { postgres }: OperatorParts,
  id: string,
): Promise<{ readonly secretHash: string }> {
  const client = await postgres.prisma.partnerClient.findUnique({ where: { id } });
  if (client) return client;
  throw new OperatorError(`There is no client ${id}.`);
}
