import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import pidusage from "pidusage";
import { findPlaces, operations } from "../../bench/operation.ts";
import { benchToken, createAsk, startGateway, startOrg } from "../../bench/setup.ts";
import { maxBodyBytes } from "../../src/body-limit.ts";
import { documentAttacks } from "../attacks/document-attack.ts";
import { heapAfterCollection } from "./heap.ts";
import {
  type Answered,
  benchRequest,
  describeFailed,
  isSuccess,
  legitimateRequests,
  rawRequest,
  runLoad,
  succeeded,
} from "./load.ts";
import type { Row } from "./row.ts";

const minutes = Number(process.env.SOAK_MINUTES ?? 10);
const heapMegabytes = 256;
const warmUpMinutes = Math.min(2, minutes / 2);
const peakSeconds = 15;
const share = 0.6;
const sampleMs = 10_000;
/** Of resident memory, and of what is left on the heap after a collection. */
const maxSlope = 1;

interface Sample {
  readonly minute: number;
  readonly residentMegabytes: number;
  readonly heapMegabytes: number;
}

/** Legitimate operations at 60 % of peak with all attacks mixed in, on a small heap. */
export async function soak(): Promise<readonly Row[]> {
  const inspector = await freePort();
  const options = `--max-old-space-size=${heapMegabytes} --inspect=127.0.0.1:${inspector}`;
  await using org = await startOrg({ accounts: 1_000, assets: 10_000, orders: 3_000 });
  await using gateway = await startGateway(org.url, { NODE_OPTIONS: options });
  const { url } = gateway;
  const legitimate = legitimateRequests(url, await findPlaces(createAsk(`${url}/graphql`)));
  const closed = { name: "peak", seconds: peakSeconds, perSecond: null };
  const peak =
    succeeded((await runLoad({ url, requests: legitimate, phases: [closed] })).answers).length / peakSeconds;
  const requests = mix(legitimate, attackRequests(url));
  const perSecond = (peak * share * requests.length) / (requests.length - attackRequests(url).length);
  const samples: Sample[] = [];
  const began = performance.now();
  const sampling = setInterval(async () => {
    const minute = (performance.now() - began) / 60_000;
    // The log of the calls is the org's own growth.
    await fetch(`${org.url}/_local/calls`, { method: "DELETE" });
    const heap = await heapAfterCollection(inspector);
    const { memory } = await pidusage(gateway.pid);
    if (minute >= warmUpMinutes)
      samples.push({ minute, residentMegabytes: memory / 2 ** 20, heapMegabytes: heap });
  }, sampleMs);
  const phase = { name: "soak", seconds: minutes * 60, perSecond };
  const { answers } = await runLoad({ url, requests, phases: [phase] });
  clearInterval(sampling);
  const isAlive = (await fetch(`${url}/livez`)).ok;
  return judge({
    answers,
    samples,
    isAlive,
    isAttack: (request) => !legitimate.includes(requests[request] ?? ""),
  });
}

interface Seen {
  readonly answers: readonly Answered[];
  readonly samples: readonly Sample[];
  readonly isAlive: boolean;
  isAttack(request: number): boolean;
}

function judge({ answers, samples, isAlive, isAttack }: Seen): readonly Row[] {
  const legitimate = answers.filter(({ request }) => !isAttack(request));
  const attacked = answers.filter(({ request }) => isAttack(request));
  const failed = legitimate.length - succeeded(legitimate).length;
  const through = attacked.filter((answer) => !isRefused(answer)).length;
  const what = `${minutes} minutes at ${share * 100} % of peak, with attacks, on a heap of ${heapMegabytes} MB`;
  return [
    { what: `${what}: the gateway lives`, expected: "yes", seen: isAlive ? "yes" : "no", pass: isAlive },
    {
      what: `${what}: legitimate operations that failed`,
      expected: "0",
      seen: describeFailed(legitimate, isSuccess),
      pass: failed === 0,
    },
    {
      what: `${what}: attacks that were not refused as 4xx`,
      expected: "0",
      seen: describeFailed(attacked, isRefused),
      pass: through === 0,
    },
    growth(`${what}: resident memory`, samples, ({ residentMegabytes }) => residentMegabytes),
    growth(`${what}: heap after a collection`, samples, (sample) => sample.heapMegabytes),
  ];
}

function isRefused({ status }: Answered): boolean {
  return status >= 400 && status < 500;
}

function growth(what: string, samples: readonly Sample[], read: (sample: Sample) => number): Row {
  const sizes = samples.map(read);
  const slope = slopeOf(samples.map((sample) => ({ minute: sample.minute, size: read(sample) })));
  return {
    what,
    expected: `grows by at most ${maxSlope} MB a minute after minute ${warmUpMinutes}`,
    seen: `${slope.toFixed(2)} MB a minute, ${Math.min(...sizes).toFixed(0)} to ${Math.max(...sizes).toFixed(0)} MB`,
    pass: samples.length > 2 && slope <= maxSlope,
  };
}

/** Least squares. */
function slopeOf(points: readonly { readonly minute: number; readonly size: number }[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(({ minute }) => minute)), mean(points.map(({ size }) => size))];
  const covariance = mean(points.map(({ minute, size }) => (minute - x) * (size - y)));
  return covariance / mean(points.map(({ minute }) => (minute - x) ** 2));
}

/** What is refused as 4xx: documents made to hurt, bad tokens, broken JSON, bodies over the limit. */
function attackRequests(url: string): readonly string[] {
  const document = operations[0]?.document ?? "";
  const body = JSON.stringify({ query: document });
  const tooLarge = JSON.stringify({ query: document, variables: { padding: "x".repeat(maxBodyBytes) } });
  return [
    ...documentAttacks.flatMap(({ body, harmless }) =>
      typeof body === "object" && harmless === undefined
        ? [rawRequest(url, JSON.stringify(body), `Bearer ${benchToken()}`)]
        : [],
    ),
    rawRequest(url, body, "Bearer nonsense"),
    rawRequest(url, body, "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9."),
    rawRequest(url, '{"query": "{ accounts', "Bearer nonsense"),
    benchRequest(url, "x".repeat(90_000), {}),
    // Who may send files is refused when the body has been read, everybody else before.
    rawRequest(url, tooLarge, `Bearer ${benchToken()}`),
    rawRequest(url, tooLarge, null),
  ];
}

/** One attack after each round of all legitimate operations. */
function mix(legitimate: readonly string[], attacking: readonly string[]): readonly string[] {
  return attacking.flatMap((attack) => [...legitimate, attack]);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
