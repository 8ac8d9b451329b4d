import autocannon from "autocannon";
import pidusage from "pidusage";
import { findPlaces, operations } from "./operation.ts";
import { benchToken, createAsk, startGateway, startOrg } from "./setup.ts";

/**
 * Whether the gateway's memory stays as it is: ten minutes at 60 % of what it can do, all operations in turn. Prints Markdown for
 * docs/performance.md; ends with code 1 when it grows by more than 1 MB a minute. Start with `npm run bench:memory`.
 */
const minutes = Number(process.env.MINUTES ?? 10);
const heapMegabytes = 256;
const warmUpMinutes = 2;
const peakSeconds = 15;
const share = 0.6;
const connections = 20;
const sampleMs = 5_000;
const maxSlope = 1;

await using org = await startOrg({ accounts: 1_000, assets: 10_000, orders: 3_000 });
// Where there is more, V8 takes it before it tidies up, and growth means nothing.
await using gateway = await startGateway(org.url, { NODE_OPTIONS: `--max-old-space-size=${heapMegabytes}` });
const url = `${gateway.url}/graphql`;
const places = await findPlaces(createAsk(url));
const load = {
  url,
  connections,
  headers: { authorization: `Bearer ${benchToken()}`, "content-type": "application/json" },
  requests: operations.map(({ document }) => ({
    method: "POST" as const,
    body: JSON.stringify({ query: document, variables: places }),
  })),
};

const peak = (await autocannon({ ...load, duration: peakSeconds })).requests.average;
const samples: { readonly minute: number; readonly megabytes: number }[] = [];
const began = performance.now();
const sampling = setInterval(async () => {
  const { memory } = await pidusage(gateway.pid);
  const minute = (performance.now() - began) / 60_000;
  // The log of the calls is the org's own growth.
  await fetch(`${org.url}/_local/calls`, { method: "DELETE" });
  if (minute >= warmUpMinutes) samples.push({ minute, megabytes: memory / 2 ** 20 });
}, sampleMs);
const { requests, errors, non2xx } = await autocannon({
  ...load,
  overallRate: Math.round(peak * share),
  duration: minutes * 60,
});
clearInterval(sampling);

const slope = slopeOf(samples);
const sizes = samples.map(({ megabytes }) => megabytes);
console.log("| Peak | Load | Operations | Failed | Resident, least and most after minute 2 | Slope |");
console.log("| ---: | ---: | ---: | ---: | ---: | ---: |");
console.log(
  `| ${peak.toFixed(0)}/s | ${requests.average.toFixed(0)}/s | ${requests.total} | ${errors + non2xx} | ${Math.min(...sizes).toFixed(0)} to ${Math.max(...sizes).toFixed(0)} MB | ${slope.toFixed(2)} MB/min |`,
);
if (slope > maxSlope || errors + non2xx > 0) process.exitCode = 1;

/** Least squares, in megabytes a minute. */
function slopeOf(points: typeof samples): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(({ minute }) => minute)), mean(points.map(({ megabytes }) => megabytes))];
  const covariance = mean(points.map(({ minute, megabytes }) => (minute - x) * (megabytes - y)));
  return covariance / mean(points.map(({ minute }) => (minute - x) ** 2));
}
