import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createHttpServer } from "@vercel/cosmosdb-server";

/** What Cosmos DB may do to a request that comes next. */
export interface CosmosFault {
  /** Answers with this status and does nothing. */
  readonly status?: number;
  readonly retryAfterMs?: number;
  /** Does what it is asked and closes the connection. */
  readonly dropAnswer?: boolean;
  /** Closes the connection and does nothing. */
  readonly reset?: boolean;
  /** How many requests; one unless told otherwise. */
  readonly times?: number;
  /** Which requests; all when left out. */
  readonly method?: string;
}

export interface CosmosServer extends AsyncDisposable {
  readonly endpoint: string;
  readonly key: string;
  strike(fault: CosmosFault): void;
  mend(): void;
  /** From now on nobody may make a database or a container. */
  forbidMaking(): void;
  /** How many requests have come for documents since the count was taken. */
  count(): number;
  takeCount(): number;
}

/** Any key does for the stand-in. */
const key = Buffer.from("any key of the cosmos stand-in").toString("base64");

/** Cosmos DB in memory, which throttles and loses answers when told so. It has neither TTL nor permissions. */
export async function startCosmos(): Promise<CosmosServer> {
  const server = createHttpServer();
  const [serve] = server.listeners("request") as [
    (request: IncomingMessage, response: ServerResponse) => void,
  ];
  const faults: { left: number; readonly fault: CosmosFault }[] = [];
  let count = 0;
  let mayMake = true;

  function take(method: string | undefined): CosmosFault | null {
    const struck = faults.find(({ fault }) => fault.method === undefined || fault.method === method);
    if (!struck) return null;
    struck.left -= 1;
    if (struck.left === 0) faults.splice(faults.indexOf(struck), 1);
    return struck.fault;
  }

  function forbid({ method, url = "" }: IncomingMessage): CosmosFault | null {
    const isMaking = method === "POST" && /\/(?:dbs|colls)$/.test(url);
    return isMaking && !mayMake ? { status: 403 } : null;
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const isForDocuments = request.url?.includes("/docs") === true;
    if (isForDocuments) count += 1;
    const fault = isForDocuments ? take(request.method) : forbid(request);
    if (fault?.dropAnswer) response.end = () => response.destroy();
    if (fault?.reset) request.socket.destroy();
    else if (fault?.status === undefined) serve(request, response);
    else refuse(response, fault.status, fault.retryAfterMs);
  }

  server.removeAllListeners("request").on("request", answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key,
    mend: () => void faults.splice(0),
    strike: (fault) => void faults.push({ left: fault.times ?? 1, fault }),
    forbidMaking: () => {
      mayMake = false;
    },
    count: () => count,
    takeCount: () => {
      const taken = count;
      count = 0;
      return taken;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function refuse(response: ServerResponse, status: number, retryAfterMs: number | undefined): void {
  const pause = retryAfterMs === undefined ? {} : { "x-ms-retry-after-ms": String(retryAfterMs) };
  response.writeHead(status, { "content-type": "application/json", ...pause });
  response.end(JSON.stringify({ code: String(status), message: "as the test wants it" }));
}
