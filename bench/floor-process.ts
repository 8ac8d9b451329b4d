import { connect, floor } from "./floor.ts";
import type { Places } from "./operation.ts";

/** Bare jsforce in a process of its own, driven by its parent: asks one operation for a while and tells what it took. */
export interface FloorTask {
  readonly operation: string;
  readonly places: Places;
  /** How many are under way at a time. */
  readonly connections: number;
  readonly seconds: number;
}

export interface FloorReport {
  readonly requests: number;
  readonly seconds: number;
  readonly cpuMs: number;
  readonly residentBytes: number;
}

const org = await connect(process.argv[2] ?? "");
process.on("message", (task: FloorTask) => {
  void run(task).then((report) => process.send?.(report));
});

async function run({ operation, places, connections, seconds }: FloorTask): Promise<FloorReport> {
  const work = floor[operation];
  if (!work) throw new Error(`there is no SOQL for "${operation}"`);
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  const end = began + seconds * 1_000;
  let requests = 0;
  const lane = async () => {
    while (performance.now() < end) {
      await work(org, places);
      requests += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, lane));
  const { user, system } = process.cpuUsage(cpu);
  return {
    requests,
    seconds: (performance.now() - began) / 1_000,
    cpuMs: (user + system) / 1_000,
    residentBytes: process.memoryUsage.rss(),
  };
}
process.send?.("ready");
