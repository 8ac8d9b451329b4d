import type { FastifyInstance } from "fastify";

/** What the gateway needs to be ready, by name; each answers or throws within the time it is given. */
type ReadinessChecks = Readonly<Record<string, (timeoutMs: number) => Promise<void>>>;

const readinessTimeoutMs = 2_000;

export interface HealthOptions {
  readonly checks: ReadinessChecks;
  /** What readiness tells besides. */
  facts(): object;
  /** Whether the gateway is about to stop. */
  isDraining(): boolean;
}

/**
 * /livez: the process answers. /readyz: so does all it needs; 503 with the names of what does not, and while the gateway is about
 * to stop. `facts` go with it.
 */
export function addHealth(app: FastifyInstance, { checks, facts, isDraining }: HealthOptions): void {
  app.get("/livez", (_request, reply) => reply.send({ status: "alive" }));
  app.get("/readyz", async (_request, reply) => {
    if (isDraining()) return reply.status(503).send({ status: "draining" });
    const results = await Promise.all(Object.entries(checks).map(([name, check]) => runCheck(name, check)));
    const ready = results.every(([, state]) => state === "ready");
    return reply
      .status(ready ? 200 : 503)
      .send({ status: ready ? "ready" : "not ready", checks: Object.fromEntries(results), ...facts() });
  });
}

async function runCheck(name: string, check: ReadinessChecks[string]): Promise<[string, string]> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`${name} is late`)), readinessTimeoutMs);
  try {
    await Promise.race([check(readinessTimeoutMs), late.promise]);
    return [name, "ready"];
  } catch {
    // The reason is for the operator: the same fault stands in the log of every request that meets it.
    return [name, "not ready"];
  } finally {
    clearTimeout(timer);
  }
}
