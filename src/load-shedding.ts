import { AsyncResource } from "node:async_hooks";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { placeOf } from "./caller-limit.ts";
import { GatewayError } from "./errors.ts";
import { longestWaitMs } from "./event-loop-turn.ts";
import { createFairQueue } from "./fair-queue.ts";

export interface SheddingOptions {
  /** How many requests may be in progress at most, also while the process is idle because all wait for Salesforce. */
  readonly maxConcurrentRequests: number;
  /** One request was refused. */
  onShed(): void;
}

/** An event loop that comes so much too late, or has answers waiting for so long, has more to do than it can. */
const maxLateMs = 10;
const beatMs = 10;
/** So many are in progress however late it is: a single answer of 200 rows takes longer than `maxLateMs`. */
const leastConcurrent = 16;
const growth = 1.25;
/** The later, the more: what waits for a slow Salesforce must not suffer much from one turn that took 20 ms. */
const shrinkageFor = (lateMs: number) => Math.max(0.7, 1 - lateMs / 200);
const idleShrinkage = 0.95;
/** A burst waits for its turn; where somebody has been waiting for so long there is a queue, which is kept short. */
const burstMs = 250;
const maxQueue = 100;

/** Seconds after which who was refused may come again. */
const retryAfterSeconds = 1;

/** One for all: the stack of an error takes as long as the rest of a refusal. */
const overloaded = new GatewayError("OVERLOADED", "The gateway has more to do than it can. Come again soon.");

/** What tells how the gateway does is answered above all when it does badly. */
const spared: readonly (string | undefined)[] = ["/livez", "/readyz", "/metrics"];

interface Waiting {
  readonly request: FastifyRequest;
  begin(): void;
}

/**
 * Refuses at once, with OVERLOADED and Retry-After, what is more than the gateway can do. That shows in the event loop and in what waits
 * for a turn of it: hundreds of requests that wait for a slow Salesforce leave it idle, a few dozen that it works on make everything else late. So the number in
 * progress may grow while it is in time, and shrinks while it is late, as TCP does with what is under way.
 */
export function shedLoad(app: FastifyInstance, { maxConcurrentRequests, onShed }: SheddingOptions): void {
  const inProgress = new Set<FastifyRequest>();
  const waiting = createFairQueue<Waiting>();
  /** However many addresses there are that have not had their share. */
  const mostWaiting = 2 * maxConcurrentRequests;
  const least = Math.min(leastConcurrent, maxConcurrentRequests);
  let limit = least;
  let nobodyWaitedAt = performance.now();
  const begin = ({ request, begin: go }: Waiting) => {
    // Who has gone meanwhile is not worked for.
    if (request.raw.socket.destroyed) return;
    inProgress.add(request);
    go();
  };
  const beginWaiting = () => {
    while (waiting.length > 0 && inProgress.size < limit) begin(waiting.shift() as Waiting);
    if (waiting.length === 0) nobodyWaitedAt = performance.now();
  };
  const isTooMuch = ({ ip }: FastifyRequest) => {
    if (inProgress.size >= maxConcurrentRequests || waiting.length >= mostWaiting) return true;
    const isBurst = performance.now() - nobodyWaitedAt < burstMs;
    const places = isBurst ? maxConcurrentRequests : maxQueue;
    return waiting.length >= places && waiting.hasItsShare(placeOf(ip), places);
  };
  onBeat(app, (lateMs) => {
    const wanted = adapted(limit, inProgress.size, lateMs);
    limit = Math.min(Math.max(wanted, least), maxConcurrentRequests);
    beginWaiting();
  });
  app.addHook("onRequest", (request, reply, done) => {
    if (isSpared(request) || !isTooMuch(request)) return done();
    onShed();
    reply.header("retry-after", retryAfterSeconds);
    done(overloaded);
  });
  // From here on to the answer there is work: neither a slow body nor a slow reader is any.
  app.addHook("preValidation", (request, _reply, done) => {
    if (isSpared(request)) return done();
    if (inProgress.size < limit) begin({ request, begin: done });
    // Another request's end lets it begin, whose deadline and trace are not its own.
    else waiting.push(placeOf(request.ip), { request, begin: AsyncResource.bind(done) });
  });
  app.addHook("onSend", (request) => {
    if (inProgress.delete(request)) beginWaiting();
    return Promise.resolve();
  });
}

function isSpared({ routeOptions }: FastifyRequest): boolean {
  return spared.includes(routeOptions.url);
}

function adapted(limit: number, inProgress: number, lateMs: number): number {
  if (lateMs > maxLateMs) return Math.min(limit, inProgress) * shrinkageFor(lateMs);
  if (inProgress >= Math.floor(limit)) return limit * growth;
  // What was allowed while Salesforce was slow is not allowed for ever.
  return inProgress < limit / 2 ? limit * idleShrinkage : limit;
}

/** Tells again and again how late the event loop is with its turns, or with what has to wait for one. */
function onBeat(app: FastifyInstance, beat: (lateMs: number) => void): void {
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    beat(Math.max(now - last - beatMs, longestWaitMs()));
    last = now;
  }, beatMs);
  timer.unref();
  app.addHook("onClose", (_app, done) => {
    clearInterval(timer);
    done();
  });
}
