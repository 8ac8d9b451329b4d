import { PassThrough } from "node:stream";
import type { Attributes } from "@opentelemetry/api";
import { ownTurn } from "../event-loop-turn.ts";
import { shapeOfPath, shapeOfQuery } from "../telemetry/shape.ts";
import type { UpstreamWatch } from "../telemetry/upstream.ts";
import type { Transport } from "./transport.ts";

type Request = Parameters<Transport["httpRequest"]>[0];

const upstream = "salesforce";

/**
 * The same transport, each of whose exchanges is watched: sign-ins as well. What is answered is read in a turn of the event loop; the
 * wait for it is not Salesforce's time.
 */
export function watchTransport(transport: Transport, watch: UpstreamWatch): Transport {
  const statusOf = ({ statusCode }: { readonly statusCode: number }) => statusCode;
  return {
    ...transport,
    httpRequest: (request) => {
      const call = { upstream, describe: () => describe(request), statusOf } as const;
      const answer = watch(call, () => transport.httpRequest(request)).then(inTurn);
      return Object.assign(answer, { stream: () => new PassThrough() });
    },
    open: (url, headers) => {
      const call = { upstream, describe: () => describe({ method: "GET", url }), statusOf } as const;
      return watch(call, () => transport.open(url, headers));
    },
  };
}

async function inTurn<T>(answer: T): Promise<T> {
  await ownTurn();
  return answer;
}

/** https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client-span */
function describe(request: Request): { readonly name: string; readonly attributes: Attributes } {
  const { method, url } = request;
  const { pathname, host } = new URL(url);
  const template = shapeOfPath(pathname);
  const queries = pathsOf(request).flatMap((path) => queryIn(path) ?? []);
  return {
    name: `${method} ${template}`,
    attributes: {
      "http.request.method": method,
      "server.address": host,
      "url.template": template,
      ...(queries.length > 0 && { "salesforce.queries": queries.map(shapeOfQuery) }),
    },
  };
}

/** Its own, and those of the requests that it carries. */
function pathsOf({ url, body }: Request): readonly string[] {
  if (typeof body !== "string" || !url.includes("/composite")) return [url];
  const carrier = JSON.parse(body) as Readonly<
    Record<string, readonly { readonly url?: string }[] | undefined>
  >;
  const carried = [...(carrier.compositeRequest ?? []), ...(carrier.batchRequests ?? [])];
  return carried.flatMap((part) => part.url ?? []);
}

function queryIn(path: string): string | null {
  const [address = "", parameters = ""] = path.split("?");
  const isQuery = /\/(?:query|queryAll|search)\/?$/.test(address);
  return isQuery ? new URLSearchParams(parameters).get("q") : null;
}
