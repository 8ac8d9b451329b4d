import { findPlaces } from "../../bench/operation.ts";
import { createAsk, quantile, startGateway, startOrg } from "../../bench/setup.ts";
import { type Answered, describeFailed, legitimateRequests, type Phase, runLoad, succeeded } from "./load.ts";
import type { Row } from "./row.ts";

const warmUp = { name: "warm up", seconds: 10, perSecond: null };
const seconds = Number(process.env.OVERLOAD_SECONDS ?? 60);
const times = 4;
const peakSeconds = 15;
const afterSeconds = 10;
const normalShare = 0.5;
const shedStatus = 503;

/** Four times as much as the gateway can do, after and before as much as is usual. */
export async function overload(): Promise<readonly Row[]> {
  await using org = await startOrg({ accounts: 1_000, assets: 10_000, orders: 3_000 });
  await using gateway = await startGateway(org.url);
  const ask = createAsk(`${gateway.url}/graphql`);
  const requests = legitimateRequests(gateway.url, await findPlaces(ask));
  const run = async (phases: readonly Phase[]) => {
    const { answers } = await runLoad({ url: gateway.url, requests, phases });
    return (name: string) => answers.filter(({ phase }) => phase === name);
  };
  const peakOf = await run([warmUp, { name: "peak", seconds: peakSeconds, perSecond: null }]);
  const peak = succeeded(peakOf("peak")).length / peakSeconds;
  const answersOf = await run([
    { name: "before", seconds: afterSeconds, perSecond: peak * normalShare },
    { name: "overload", seconds, perSecond: peak * times },
    { name: "after", seconds: afterSeconds, perSecond: peak * normalShare },
  ]);
  return judge({
    peak,
    before: answersOf("before"),
    during: answersOf("overload"),
    after: answersOf("after"),
  });
}

interface Seen {
  /** Operations a second. */
  readonly peak: number;
  readonly before: readonly Answered[];
  readonly during: readonly Answered[];
  readonly after: readonly Answered[];
}

function judge({ peak, before, during, after }: Seen): readonly Row[] {
  const offered = during.length / seconds;
  const good = succeeded(during);
  const shed = during.filter(({ status }) => status === shedStatus);
  const other = during.length - good.length - shed.length;
  const goodput = good.length / seconds;
  const shedMs = quantile(latencies(shed), 0.99);
  const lateMs = quantile(
    during.map((answer) => answer.lateMs),
    0.99,
  );
  const usualMs = quantile(latencies(succeeded(before)), 0.5);
  const recovery = recoverySeconds(after, 2 * usualMs);
  const load = `${times}x overload for ${seconds} s (peak ${peak.toFixed(0)}/s, offered ${offered.toFixed(0)}/s)`;
  return [
    {
      what: `${load}: answered operations`,
      expected: "at least 0.8 of peak",
      seen: `${(goodput / peak).toFixed(2)} (${goodput.toFixed(0)}/s, p50 ${quantile(latencies(good), 0.5).toFixed(0)} ms, p99 ${quantile(latencies(good), 0.99).toFixed(0)} ms)`,
      pass: goodput >= 0.8 * peak,
    },
    {
      what: `${load}: time to the 503`,
      expected: "under 50 ms at p99",
      seen: `p50 ${quantile(latencies(shed), 0.5).toFixed(1)} ms, p99 ${shedMs.toFixed(1)} ms, ${shed.length} shed (the generator itself late: p99 ${lateMs.toFixed(1)} ms)`,
      pass: shed.length > 0 && shedMs < 50,
    },
    {
      what: `${load}: other answers than 200 and 503`,
      expected: "0",
      seen: describeFailed(during, ({ status }) => status === 200 || status === shedStatus),
      pass: other === 0,
    },
    {
      what: "Back to normal after it: first second without a 503 whose median is at most twice the one before",
      expected: "within 5 s",
      seen: recovery === null ? "never" : `after ${recovery} s`,
      pass: recovery !== null && recovery <= 5,
    },
  ];
}

function recoverySeconds(after: readonly Answered[], usualMs: number): number | null {
  const windows = Array.from({ length: afterSeconds }, (_, second) =>
    after.filter(({ atMs }) => Math.floor(atMs / 1_000) === second),
  );
  const recovered = windows.findIndex(
    (window) => succeeded(window).length === window.length && quantile(latencies(window), 0.5) <= usualMs,
  );
  return recovered < 0 ? null : recovered;
}

function latencies(answers: readonly Answered[]): readonly number[] {
  return answers.map(({ latencyMs }) => latencyMs);
}
