import type { Answer } from "../answer.ts";
import type { CallPart } from "../control/call-log.ts";
import { SalesforceFailure } from "../failure.ts";
import type { Session } from "../oauth/session.ts";
import type { Org } from "../org.ts";

/** One REST call below /services/data/vNN.0, be it an HTTP request or a composite's sub-request. */
export interface RestRequest {
  readonly method: string;
  readonly apiVersion: number;
  /** Decoded path segments after the version. */
  readonly segments: readonly string[];
  readonly search: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Parsed JSON; undefined without a body. */
  readonly body: unknown;
  readonly session: Session;
  /** e.g. http://127.0.0.1:4001 */
  readonly origin: string;
}

export interface RestAnswer extends Answer {
  /** What a composite ran. */
  readonly parts?: readonly CallPart[];
}

export type Parameters = Readonly<Record<string, string>>;
export type RestHandler = (org: Org, request: RestRequest, parameters: Parameters) => RestAnswer;

export interface Route {
  readonly method: string;
  /** Literal segments in lower case; a parameter begins with ":". */
  readonly pattern: readonly string[];
  readonly handler: RestHandler;
}

/** Turns `{ "GET /sobjects/:type": handler }` into routes; the first that fits wins. */
export function defineRoutes(handlers: Readonly<Record<string, RestHandler>>): readonly Route[] {
  return Object.entries(handlers).map(([key, handler]) => {
    const [method = "", path = ""] = key.split(" ");
    return { method, pattern: path.split("/").filter(Boolean), handler };
  });
}

/** Runs the route of a request. Throws SalesforceFailure as its handler does. */
export function dispatch(org: Org, request: RestRequest, routes: readonly Route[]): RestAnswer {
  const fitting = routes.filter((route) => matchPattern(route.pattern, request.segments));
  const method = request.method === "HEAD" ? "GET" : request.method;
  const route = fitting.find((candidate) => candidate.method === method);
  if (route) return route.handler(org, request, parametersOf(route.pattern, request.segments));
  if (fitting.length === 0) throw notFound();
  const allowed = [...new Set(fitting.map((candidate) => candidate.method))].join(",");
  throw new SalesforceFailure(
    405,
    "METHOD_NOT_ALLOWED",
    `HTTP Method '${request.method}' not allowed. Allowed are ${allowed}`,
  );
}

export function notFound(): SalesforceFailure {
  return new SalesforceFailure(404, "NOT_FOUND", "The requested resource does not exist");
}

function matchPattern(pattern: readonly string[], segments: readonly string[]): boolean {
  if (pattern.length !== segments.length) return false;
  return pattern.every((part, index) => part.startsWith(":") || part === segments[index]?.toLowerCase());
}

function parametersOf(pattern: readonly string[], segments: readonly string[]): Parameters {
  const pairs = pattern.map((part, index) => [part.slice(1), segments[index] ?? ""] as const);
  return Object.fromEntries(pairs.filter((_, index) => pattern[index]?.startsWith(":")));
}
