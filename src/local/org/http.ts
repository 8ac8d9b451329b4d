import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { gunzip, gzipSync } from "node:zlib";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { Answer } from "./answer.ts";
import type { Call } from "./control/call-log.ts";
import { answerControl, controlPrefix } from "./control/control.ts";
import type { FaultEffect } from "./control/fault.ts";
import { type OAuthRequest, oauthError, type TokenAnswer } from "./oauth/answer.ts";
import {
  identity,
  introspectToken,
  openIdConfiguration,
  revokeToken,
  sessionOf,
  userInfo,
} from "./oauth/identity.ts";
import { splitSite } from "./oauth/site.ts";
import { answerSoap } from "./oauth/soap.ts";
import { grantToken } from "./oauth/token.ts";
import type { Org } from "./org.ts";
import { answerRest } from "./rest/rest.ts";
import { versionList } from "./rest/version.ts";

export interface HttpOptions {
  readonly control: boolean;
  /** Bounds of a random delay before each answer, as distance to a real org would cause. */
  readonly latencyMs: readonly [least: number, most: number];
}

/** Salesforce refuses requests whose URI and headers together are longer. */
const maxHeadBytes = 16_384;
const maxBodyBytes = 50 * 1024 * 1024;

type OAuthHandler = (org: Org, request: OAuthRequest) => TokenAnswer;

const oauthEndpoints: ReadonlyMap<string, OAuthHandler> = new Map([
  ["token", grantToken],
  ["revoke", revokeToken],
  ["introspect", introspectToken],
  ["userinfo", userInfo],
]);

/** The org's HTTP side: Fastify listens, everything else is decided by plain functions on `Org`. */
export function createHttp(org: Org, options: HttpOptions): FastifyInstance {
  const http = Fastify({
    bodyLimit: maxBodyBytes,
    forceCloseConnections: true,
    // Node would answer 431 before Salesforce's own limit is looked at.
    http: { maxHeaderSize: 8 * maxHeadBytes },
    // The Salesforce CLI begins every path with two slashes.
    rewriteUrl: ({ url = "/" }) => url.replace(/^[\\/]+/, "/"),
  });
  http.removeAllContentTypeParsers();
  http.addContentTypeParser("*", { parseAs: "buffer" }, (request, body, done) => {
    readText(request, body as Buffer).then((text) => done(null, text), done);
  });
  http.all("*", async (request, reply) => {
    if (options.control && request.url.startsWith(controlPrefix))
      return send(reply, answerControl(org, request));
    const call = org.calls.open(request.method, request.url);
    await imitateDistance(options.latencyMs);
    const fault = org.faults.strike(request.method, call.path);
    if (fault && fault.delayMs > 0) await delay(fault.delayMs);
    if (fault?.effect?.kind === "expireSessions") org.sessions.expireAll();
    const answer = fault?.effect?.kind === "answer" ? fault.effect : answerSafely(org, request, call);
    call.status = answer.status;
    return fault?.effect ? spoil(reply, fault.effect, answer) : send(reply, answer);
  });
  return http;
}

/** https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/intro_rest_compression.htm */
async function readText(request: FastifyRequest, body: Buffer): Promise<string> {
  if (request.headers["content-encoding"] !== "gzip") return body.toString();
  return (await promisify(gunzip)(body, { maxOutputLength: maxBodyBytes }).catch(refuseGzip)).toString();
}

function refuseGzip(cause: Error): never {
  throw Object.assign(new Error("The body is not gzip.", { cause }), { statusCode: 400 });
}

function answerSafely(org: Org, request: FastifyRequest, call: Call): Answer {
  try {
    return answerCall(org, request, call);
  } catch (error) {
    const message = `An unexpected error occurred: ${error instanceof Error ? error.stack : error}`;
    return { status: 500, body: [{ message, errorCode: "UNKNOWN_EXCEPTION" }] };
  }
}

function answerCall(org: Org, request: FastifyRequest, call: Call): Answer {
  const tooLong = tooLongAnswer(request);
  if (tooLong) return tooLong;
  const { site, path } = splitSite(org, call.path);
  const [first = "", second = "", third = ""] = path.toLowerCase().split("/").filter(Boolean);
  if (first === "services" && second === "oauth2")
    return answerOAuth(org, request, { call, site, endpoint: third });
  if (first === "services" && second === "soap") return answerSoap(textOf(request), path);
  if (first === "services" && second === "data")
    return third ? answerData(org, request, call) : versionList();
  if (first === "id") return identity(org, path, oauthRequest(request, site));
  if (path === "/.well-known/openid-configuration") return openIdConfiguration(originOf(request));
  return { status: 404, body: "Not Found" };
}

function answerOAuth(
  org: Org,
  request: FastifyRequest,
  { call, site, endpoint }: { readonly call: Call; readonly site: string; readonly endpoint: string },
): Answer {
  const handler = oauthEndpoints.get(endpoint);
  if (!handler) return { status: 404, body: "Not Found" };
  if (handler === grantToken && request.method !== "POST")
    return oauthError("invalid_request", "must use HTTP POST");
  const { username = null, ...answer } = handler(org, oauthRequest(request, site));
  call.identity = username;
  return answer;
}

function answerData(org: Org, request: FastifyRequest, call: Call): Answer {
  const session = sessionOf(org, request.headers.authorization ?? "");
  const { method, url } = request;
  const headers = singleHeaders(request);
  const { counted, parts, ...answer } = answerRest(org, {
    method,
    url,
    headers,
    text: textOf(request),
    session,
    origin: originOf(request),
  });
  call.identity = session?.user.username ?? null;
  call.counted = counted;
  if (parts) call.parts = parts;
  return answer;
}

/** https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm (414 and 431) */
function tooLongAnswer({ url, raw }: FastifyRequest): Answer | null {
  const headerBytes = raw.rawHeaders.reduce((sum, part) => sum + Buffer.byteLength(part) + 2, 0);
  if (url.length > maxHeadBytes) return badMessage(414, "URI Too Long");
  if (url.length + headerBytes > maxHeadBytes) return badMessage(431, "Request Header Fields Too Large");
  return null;
}

function badMessage(status: number, reason: string): Answer {
  return { status, body: `<h1>Bad Message ${status}</h1><pre>reason: ${reason}</pre>` };
}

function oauthRequest(request: FastifyRequest, site: string): OAuthRequest {
  const { searchParams } = new URL(request.url, "http://local-org");
  return {
    form: request.method === "POST" ? new URLSearchParams(textOf(request)) : searchParams,
    authorization: request.headers.authorization ?? "",
    origin: originOf(request),
    site,
  };
}

/** The address the client used, so that the org can be reached under any name. */
function originOf({ host }: FastifyRequest): string {
  return `http://${host}`;
}

function textOf({ body }: FastifyRequest): string {
  return typeof body === "string" ? body : "";
}

function singleHeaders({ headers }: FastifyRequest): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

async function imitateDistance([least, most]: HttpOptions["latencyMs"]): Promise<void> {
  if (most > 0) await delay(least + Math.random() * (most - least));
}

/** Sends an answer as a fault leaves it. */
function spoil(reply: FastifyReply, effect: FaultEffect, answer: Answer): FastifyReply {
  if (effect.kind === "answer" || effect.kind === "expireSessions") return send(reply, answer);
  const { raw } = reply.hijack();
  const bytes = Buffer.from(answer.body === null ? "" : JSON.stringify(answer.body));
  if (effect.kind === "drop") {
    raw.socket?.destroy();
    return reply;
  }
  const end = effect.kind === "reset" ? effect.afterBytes : effect.atByte;
  const length = effect.kind === "reset" ? bytes.length : Math.min(end, bytes.length);
  raw.writeHead(answer.status, {
    "content-type": "application/json;charset=UTF-8",
    "content-length": length,
  });
  if (effect.kind === "truncate") raw.end(bytes.subarray(0, end));
  else raw.write(bytes.subarray(0, end), () => raw.socket?.resetAndDestroy());
  return reply;
}

function send(reply: FastifyReply, { status, headers = {}, body }: Answer): FastifyReply {
  reply.code(status).headers(headers);
  if (body === null) return reply.send();
  if (Buffer.isBuffer(body)) return reply.send(body);
  if (typeof body === "string")
    return reply.type(headers["content-type"] ?? "text/html;charset=UTF-8").send(body);
  reply.type("application/json;charset=UTF-8");
  const text = JSON.stringify(body);
  if (!acceptsGzip(reply.request)) return reply.send(text);
  return reply.header("content-encoding", "gzip").send(gzipSync(text, { level: 1 }));
}

function acceptsGzip({ headers }: FastifyRequest): boolean {
  return /\bgzip\b/i.test(headers["accept-encoding"] ?? "");
}
