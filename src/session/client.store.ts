import { isSecret } from "../auth/secret.ts";
import type { Postgres } from "../stores/postgres.ts";

export interface ClientRow {
  readonly id: string;
  readonly scopes: readonly string[];
  readonly organizationIds: readonly string[];
}

export interface ClientStore {
  /** The client whose secret it is, be it the one before the last rotation; null when disabled or unknown. */
  authenticate(id: string, secret: string): Promise<ClientRow | null>;
}

export function createClientStore({ prisma }: Postgres): ClientStore {
  return {
    async authenticate(id, secret) {
      const client = await prisma.partnerClient.findUnique({
        where: { id },
        include: { organizations: true },
      });
      if (!client || client.isDisabled) return null;
      const { previousSecretHash: previous, previousExpiresAt: until } = client;
      const isPrevious =
        previous !== null && until !== null && until > new Date() && isSecret(secret, previous);
      if (!isSecret(secret, client.secretHash) && !isPrevious) return null;
      const organizationIds = client.organizations.map(({ organizationId }) => organizationId);
      return { id, scopes: client.scopes, organizationIds };
    },
  };
}
