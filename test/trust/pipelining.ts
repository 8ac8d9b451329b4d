import { once } from "node:events";
import { connect } from "node:net";
import { findPlaces } from "../../bench/operation.ts";
import { createAsk, startGateway, startOrg } from "../../bench/setup.ts";
import { benchRequest, describeFailed, isSuccess, legitimateRequests, runLoad, succeeded } from "./load.ts";
import type { Row } from "./row.ts";

const connections = 100;
const requestsEach = 20;
const normalPerSecond = 20;
/** The gateway closes those that are idle for 5 s. */
const normalConnections = 10;
const normalSeconds = 15;
/** Another than everybody else's, as Linux lets any program have it. */
const hostileAddress = "127.0.0.2";

const largeDocument = `{ assets(first: 200) { nodes {
  id name serialNumber status installDate account { name } product { sku name } } } }`;

/** Clients that send many large operations over each connection without waiting for an answer, while others go on as usual. */
export async function pipelining(): Promise<readonly Row[]> {
  await using org = await startOrg({ accounts: 1_000, assets: 10_000, orders: 3_000 });
  await using gateway = await startGateway(org.url);
  const { url } = gateway;
  const requests = legitimateRequests(url, await findPlaces(createAsk(`${url}/graphql`)));
  const normal = async () => {
    const phases = [{ name: "normal", seconds: normalSeconds, perSecond: normalPerSecond }];
    return await runLoad({ url, requests, phases, connections: normalConnections });
  };
  await normal();
  const large = benchRequest(url, largeDocument, {}).repeat(requestsEach);
  const ending = new AbortController();
  const hostile = Promise.all(
    Array.from({ length: connections }, () => pipelineUntil(ending.signal, url, large)),
  );
  const { answers: during, asked } = await normal();
  ending.abort();
  const answered = (await hostile).reduce((sum, count) => sum + count, 0);
  return [
    {
      what: `${connections} connections of one address each send ${requestsEach} operations of 200 rows at once, again and again (${answered} were answered): of ${normalPerSecond} operations a second of others fail`,
      expected: "0",
      seen: `${describeFailed(during, isSuccess)}, ${asked - during.length} without an answer`,
      pass: succeeded(during).length === asked,
    },
  ];
}

/** Answers how often it was answered something. */
async function pipelineUntil(signal: AbortSignal, url: string, requests: string): Promise<number> {
  const { hostname, port } = new URL(url);
  let answered = 0;
  while (!signal.aborted) {
    const socket = connect({ host: hostname, port: Number(port), localAddress: hostileAddress });
    signal.addEventListener("abort", () => socket.destroy());
    let left = 0;
    socket.on("error", () => undefined);
    socket.on("connect", send);
    socket.on("data", (chunk) => {
      const heads = chunk.toString("latin1").split("HTTP/1.1 ").length - 1;
      answered += heads;
      left -= heads;
      if (left <= 0) send();
    });
    function send() {
      left = requestsEach;
      socket.write(requests);
    }
    await once(socket, "close");
  }
  return answered;
}
