import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What happens to one request on its way. */
export type Fault =
  /** Something else answers. */
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body: string }
  /** The gateway never sees it. */
  | "reset"
  /** The gateway carries it out, and the answer is lost. */
  | "lose answer"
  /** Nothing comes back. */
  | "hang";

export interface SeenRequest {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly requestId: string | undefined;
  /** The parsed body of a GraphQL request. */
  // biome-ignore lint/suspicious/noExplicitAny: any JSON
  readonly body: any;
}

/** An HTTP server before a gateway on which faults happen to the GraphQL requests, in order; then it passes all on. */
export interface FaultyWay extends AsyncDisposable {
  readonly url: string;
  readonly seen: SeenRequest[];
  /** From the next request on; those of before are forgotten. */
  plan(faults: readonly Fault[], path?: string): void;
  /** Requests to the path so far. */
  count(path: string): number;
  /** How documentId becomes a query, as at a gateway that keeps documents; none by default. */
  documents: Readonly<Record<string, string>>;
}

export async function startFaultyWay(target: string): Promise<FaultyWay> {
  let planned: Fault[] = [];
  let place = "/graphql";
  const server = createServer((request, response) => void pass(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const way: FaultyWay = {
    url: `http://127.0.0.1:${port}`,
    seen: [],
    documents: {},
    plan: (faults, path = "/graphql") => {
      planned = [...faults];
      place = path;
      way.seen.length = 0;
    },
    count: (path) => way.seen.filter((request) => request.path === path).length,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readAll(request);
    const { path, body } = remember(request, text);
    const fault = path === place ? planned.shift() : undefined;
    if (typeof fault === "object") return void answerWith(fault, response);
    if (fault === "hang") return;
    if (fault === "reset") return void request.socket.resetAndDestroy();
    const answer = await handOn(request, body === null ? text : wholeDocument(body));
    const content = await answer.text();
    if (fault === "lose answer") return void request.socket.resetAndDestroy();
    response.writeHead(answer.status, passedOn(Object.fromEntries(answer.headers))).end(content);
  }

  function remember({ url = "", headers }: IncomingMessage, text: string): SeenRequest {
    const requestId = headers["x-request-id"]?.toString();
    const body = url === "/graphql" ? JSON.parse(text) : null;
    const seen = { path: url, authorization: headers.authorization, requestId, body };
    way.seen.push(seen);
    return seen;
  }

  function wholeDocument(body: SeenRequest["body"]): string {
    const query = way.documents[body.documentId];
    return JSON.stringify(query === undefined ? body : { query, variables: body.variables });
  }

  async function handOn({ url, headers }: IncomingMessage, body: string): Promise<Response> {
    return await fetch(`${target}${url}`, { method: "POST", headers: passedOn(headers), body });
  }
  return way;
}

function answerWith({ status, headers, body }: Exclude<Fault, string>, response: ServerResponse): void {
  response.writeHead(status, headers).end(body);
}

async function readAll(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

const passed = [
  "accept",
  "authorization",
  "content-type",
  "x-request-id",
  "x-salesforce-trace",
  "retry-after",
];

function passedOn(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(passed.flatMap((name) => (headers[name] ? [[name, String(headers[name])]] : [])));
}
