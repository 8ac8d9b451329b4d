import type { Postgres } from "../stores/postgres.ts";

/** Who did something: a person, a partner's program, somebody at the command line, or nobody who is known. */
export interface Actor {
  readonly kind: "USER" | "CLIENT" | "OPERATOR" | "NOBODY";
  readonly id: string | null;
  /** The caller's network address; null at the command line. */
  readonly address: string | null;
  /** Of the request that it was done with; null at the command line. */
  readonly requestId: string | null;
}

type Detail = Readonly<Record<string, string>>;

/** Notes acts that matter for security. Never holds a secret. */
export interface AuditTrail {
  note(actor: Actor, act: string, ...about: [target?: string | null, detail?: Detail]): Promise<void>;
  /** Whether it was this actor, from whatever address. */
  hasDone(actor: Actor, act: string, target: string): Promise<boolean>;
}

export function createAuditTrail({ prisma }: Postgres): AuditTrail {
  return {
    async note(actor, act, ...[target = null, detail]) {
      const { kind, id: actorId, address, requestId } = actor;
      await prisma.auditEntry.create({
        data: {
          at: new Date(),
          actor: kind,
          actorId,
          act,
          target,
          address,
          requestId,
          ...(detail && { detail }),
        },
      });
    },
    async hasDone({ kind, id }, act, target) {
      const entry = await prisma.auditEntry.findFirst({ where: { act, target, actor: kind, actorId: id } });
      return entry !== null;
    },
  };
}
