import { execFile, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import autocannon from "autocannon";
import type { Connection } from "jsforce";
import pidusage from "pidusage";
import { connect, floor } from "./floor.ts";
import type { FloorReport, FloorTask } from "./floor-process.ts";
import { meshDocuments } from "./mesh/document.ts";
import type { Operation, Places } from "./operation.ts";
import { type RunningProcess, startProcess } from "./process.ts";
import { benchToken, createAsk, startGateway } from "./setup.ts";

/** What an operation takes at full load. */
export interface Load {
  readonly perSecond: number;
  /** Of the contender's own process. */
  readonly cpuMs: number;
  readonly residentBytes: number;
}

export interface Contender extends AsyncDisposable {
  readonly name: string;
  /** Its answer's data; what bare jsforce answers has another form. */
  ask(operation: Operation): Promise<unknown>;
  load(operation: Operation, seconds: number): Promise<Load>;
}

export interface Stage {
  readonly orgUrl: string;
  readonly places: Places;
}

const connections = 20;

export async function gatewayContender({ orgUrl, places }: Stage): Promise<Contender> {
  return served("this gateway", await startGateway(orgUrl), { places, path: "/graphql" });
}

export async function apolloContender(
  kind: "plain" | "loader",
  { orgUrl, places }: Stage,
): Promise<Contender> {
  const name = kind === "plain" ? "Apollo and jsforce" : "the same with DataLoader";
  return served(name, await startProcess(["bench/peers/apollo.ts", kind, orgUrl]), { places, path: "/" });
}

/** GraphQL Mesh has packages of its own; null where they are not installed. */
export async function meshContender({ orgUrl, places }: Stage): Promise<Contender | null> {
  const packages = new URL("mesh/node_modules/", import.meta.url);
  if (!existsSync(packages)) return null;
  const bin = (name: string) => fileURLToPath(new URL(`.bin/${name}`, packages));
  const folder = fileURLToPath(new URL("mesh/", import.meta.url));
  const { accessToken: ORG_TOKEN } = await connect(orgUrl);
  const env = { ...process.env, ORG_URL: orgUrl, ORG_TOKEN: ORG_TOKEN ?? "", NODE_ENV: "production" };
  const supergraph = resolve(".data/bench/supergraph.graphql");
  await promisify(execFile)(process.execPath, [bin("mesh-compose"), "-o", supergraph], { cwd: folder, env });
  const args = [
    "supergraph",
    supergraph,
    "--host",
    "127.0.0.1",
    "--port",
    String(await freePort()),
    "--fork",
    "1",
  ];
  const started = await startProcess([bin("hive-gateway"), ...args], env);
  const documentOf = ({ name }: Operation) => {
    const document = meshDocuments[name];
    if (document === undefined) throw new Error(`Mesh has no document for "${name}"`);
    return typeof document === "string" ? document : document(places);
  };
  return served("GraphQL Mesh", started, { places, path: "/graphql", documentOf });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

export interface Served {
  readonly places: Places;
  readonly path: string;
  /** Default: the operation's own document. */
  documentOf?(operation: Operation): string;
}

export function served(
  name: string,
  process: RunningProcess,
  { places, path, documentOf = ({ document }) => document }: Served,
): Contender {
  const url = process.url + path;
  const ask = createAsk(url);
  return {
    name,
    ask: (operation) => ask(documentOf(operation), places),
    load: async (operation, duration) => {
      const document = documentOf(operation);
      const before = await pidusage(process.pid);
      const { requests, errors, non2xx } = await autocannon({
        url,
        connections,
        duration,
        method: "POST",
        timeout: 60,
        headers: { authorization: `Bearer ${benchToken()}`, "content-type": "application/json" },
        body: JSON.stringify({ query: document, variables: places }),
      });
      if (errors + non2xx > 0) throw new Error(`${name} failed ${errors + non2xx} times at "${document}"`);
      const after = await pidusage(process.pid);
      return {
        perSecond: requests.total / duration,
        cpuMs: (after.ctime - before.ctime) / Math.max(1, requests.total),
        residentBytes: after.memory,
      };
    },
    [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
  };
}

/** What any server adds. */
export async function relayContender({ orgUrl, places }: Stage): Promise<Contender> {
  const relay = await startProcess(["bench/relay.ts", orgUrl]);
  return served("jsforce over HTTP", relay, { places, path: "/", documentOf: ({ name }) => name });
}

/** Hand-written SOQL without any GraphQL: what nothing can be faster than. */
export async function floorContender({ orgUrl, places }: Stage): Promise<Contender> {
  const org: Connection = await connect(orgUrl);
  const child = fork("bench/floor-process.ts", [orgUrl]);
  await once(child, "message");
  return {
    name: "bare jsforce",
    ask: ({ name }) => (floor[name] ?? missing(name))(org, places),
    load: async ({ name }, seconds) => {
      child.send({ operation: name, places, connections, seconds } satisfies FloorTask);
      const [report] = (await once(child, "message")) as [FloorReport];
      return {
        perSecond: report.requests / report.seconds,
        cpuMs: report.cpuMs / Math.max(1, report.requests),
        residentBytes: report.residentBytes,
      };
    },
    [Symbol.asyncDispose]: async () => {
      child.kill();
      await once(child, "exit");
    },
  };
}

function missing(name: string): never {
  throw new Error(`there is no SOQL for "${name}"`);
}
