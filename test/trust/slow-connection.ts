import { findPlaces } from "../../bench/operation.ts";
import { createAsk, quantile, startGateway, startOrg } from "../../bench/setup.ts";
import { connectSlowly, slowClients, withoutReading } from "../http/slow-client.ts";
import { benchRequest, describeFailed, isSuccess, legitimateRequests, runLoad, succeeded } from "./load.ts";
import type { Row } from "./row.ts";

/** Of each kind that costs the gateway nothing but the connection; */
const connections = 132;
/** and of those whose answers have to be made first, more of which would be overload. */
const largeReaders = 4;
const limitSeconds = 12;
const normalPerSecond = 100;
const normalSeconds = 15;

/** Each 700 kB; together more than the 4 MB that the buffers of the network take. */
const largeDocument = `{ ${Array.from(
  { length: 15 },
  (_, index) => `a${index}: assets(first: 200) { nodes {
  id name serialNumber status installDate account { name } product { sku name } } }`,
).join(" ")} }`;
const largeAnswers = 7;

/** 400 slow connections while others go on as usual. */
export async function slowConnections(): Promise<readonly Row[]> {
  await using org = await startOrg({ accounts: 1_000, assets: 10_000, orders: 3_000 });
  await using gateway = await startGateway(org.url);
  const url = gateway.url;
  const requests = legitimateRequests(url, await findPlaces(createAsk(`${url}/graphql`)));
  const normal = async () => {
    const phases = [{ name: "normal", seconds: normalSeconds, perSecond: normalPerSecond }];
    return (await runLoad({ url, requests, phases })).answers;
  };
  await normal();
  const before = await normal();
  const large = benchRequest(url, largeDocument, {}).repeat(largeAnswers);
  const kinds = [
    ...slowClients.map((client) => ({ client, count: connections })),
    { client: withoutReading(large), count: largeReaders },
  ];
  const closing = Promise.all(
    kinds.map(async ({ client, count }) => ({
      name: client.name,
      times: await Promise.all(Array.from({ length: count }, () => connectSlowly(url, client))),
    })),
  );
  const [closed, during] = await Promise.all([closing, normal()]);
  const medianOf = (answers: typeof during) =>
    quantile(
      answers.map(({ latencyMs }) => latencyMs),
      0.5,
    );
  const failed = during.length - succeeded(during).length;
  return [
    ...closed.map(({ name, times }) => {
      const slowest = Math.max(...times) / 1_000;
      return {
        what: `${times.length} connections ${name} are closed`,
        expected: `within ${limitSeconds} s`,
        seen: `${slowest.toFixed(1)} s`,
        pass: slowest <= limitSeconds,
      };
    }),
    {
      what: `Meanwhile ${normalPerSecond} operations a second of others fail`,
      expected: "0",
      seen: describeFailed(during, isSuccess),
      pass: failed === 0,
    },
    {
      what: "Their median, beside the one without slow connections",
      expected: "at most 2 times",
      seen: `${medianOf(during).toFixed(1)} ms, ${medianOf(before).toFixed(1)} ms`,
      pass: medianOf(during) <= 2 * medianOf(before),
    },
  ];
}
