import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server at which anybody may sign in, and that answers every query as it was told to. */
export interface BrokenSalesforce extends AsyncDisposable {
  readonly url: string;
  /** Requests besides sign-ins, since the last `breakAs`. */
  readonly queries: () => number;
  readonly signIns: () => number;
  /** Sign-ins succeed unless they are broken as well. */
  breakAs(handler: Handler, signIn?: Handler): void;
}

export async function startBrokenSalesforce(): Promise<BrokenSalesforce> {
  const counts = { queries: 0, signIns: 0 };
  const accept: Handler = (...exchange) => json(200, session(url))(...exchange);
  let answer: Handler = (_request, response) => response.destroy();
  let answerSignIn = accept;
  const server = createServer((request, response) => {
    const isSignIn = request.url === "/services/oauth2/token";
    counts[isSignIn ? "signIns" : "queries"]++;
    const handler = isSignIn ? answerSignIn : answer;
    handler(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    queries: () => counts.queries,
    signIns: () => counts.signIns,
    breakAs: (handler, signIn = accept) => {
      answer = handler;
      answerSignIn = signIn;
      Object.assign(counts, { queries: 0, signIns: 0 });
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function session(url: string) {
  const id = `${url}/id/00D000000000001EAA/005000000000001AAA`;
  return { access_token: `00D000000000001!${sessionKey}`, instance_url: url, id, token_type: "Bearer" };
}

/** The part of a session id that nobody may know. */
export const sessionKey = "session.canary";

export function json(status: number, body: object): Handler {
  return (_request, response) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

export function text(status: number, contentType: string, body: string): Handler {
  return (_request, response) => response.writeHead(status, { "content-type": contentType }).end(body);
}
