import { createRandom, type Random } from "../data/random.ts";
import { SalesforceFailure } from "../failure.ts";
import { isId } from "../id.ts";

interface AnswerEffect {
  readonly kind: "answer";
  readonly status: number;
  readonly body: unknown;
}

/** What goes wrong with a request, instead of or after its being answered. */
export type FaultEffect =
  /** This answer, without doing what was asked. */
  | AnswerEffect
  /** The answer breaks off after so many bytes and the connection is reset. */
  | { readonly kind: "reset"; readonly afterBytes: number }
  /** The answer ends after so many bytes as if that were all. */
  | { readonly kind: "truncate"; readonly atByte: number }
  /** What was asked is done, but the connection is closed without an answer. */
  | { readonly kind: "drop" }
  /** All sessions end before the request is looked at. */
  | { readonly kind: "expireSessions" };

interface Fault {
  /** Milliseconds before anything else. */
  readonly delayMs: number;
  readonly effect: FaultEffect | null;
}

export interface Faults {
  /** @throws SalesforceFailure 400 naming what was wanted */
  add(input: Readonly<Record<string, unknown>>): void;
  clear(): void;
  /** The first fault that strikes a request. */
  strike(method: string, path: string): Fault | null;
  /** The first one that answers in place of a composite's sub-request; only faults with a path look there. */
  strikePart(method: string, path: string): AnswerEffect | null;
}

interface Armed {
  readonly path: string;
  readonly method: string;
  readonly share: number;
  readonly random: Random;
  readonly fault: Fault;
  /** Strikes left. */
  times: number;
}

const writes = new Set(["POST", "PATCH", "PUT", "DELETE"]);
/** Requests that only carry others; no row is locked for them. */
const carriers = /\/composite(?:\/(?:batch|graph))?\/?$/i;

export function createFaults(): Faults {
  let armed: Armed[] = [];
  return {
    add: (input) => {
      armed.push(arm(input));
    },
    clear: () => {
      armed = [];
    },
    strike: (method, path) =>
      use(
        armed.find((candidate) => strikes(candidate, method, path)),
        path,
      ),
    strikePart: (method, path) => {
      const isMeant = ({ path: wanted, fault }: Armed) => wanted !== "" && fault.effect?.kind === "answer";
      const fault = use(
        armed.find((candidate) => isMeant(candidate) && strikes(candidate, method, path)),
        path,
      );
      return fault?.effect?.kind === "answer" ? fault.effect : null;
    },
  };

  function use(found: Armed | undefined, path: string): Fault | null {
    if (!found) return null;
    found.times -= 1;
    armed = armed.filter(({ times }) => times > 0);
    return named(found.fault, path);
  }
}

function strikes(
  { path, method, share, random }: Armed,
  requestMethod: string,
  requestPath: string,
): boolean {
  if (!requestPath.includes(path)) return false;
  const isWrite = writes.has(requestMethod) && !carriers.test(requestPath);
  if (method === "WRITE" ? !isWrite : method !== "" && method !== requestMethod) return false;
  return share >= 1 || random.chance(share);
}

function arm(input: Readonly<Record<string, unknown>>): Armed {
  const unknown = Object.keys(input).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw refuse(`There is no "${unknown[0]}"; a fault has ${known.join(", ")}.`);
  const fault = { delayMs: numberIn(input, "delayMs", 0), effect: effectOf(input) };
  if (fault.delayMs === 0 && fault.effect === null)
    throw refuse(`A fault wants one of ${effects.join(", ")}.`);
  const isLock = input.lockRows === true;
  return {
    path: textIn(input, "path", input.limitExceeded === true || isLock ? "/services/data" : ""),
    method: textIn(input, "method", isLock ? "WRITE" : "").toUpperCase(),
    share: numberIn(input, "share", 1),
    random: createRandom(numberIn(input, "seed", 1)),
    times: numberIn(input, "times", input.expireSessions === true ? 1 : Number.POSITIVE_INFINITY),
    fault,
  };
}

const matching = ["path", "method", "share", "seed", "times"];
const effects = [
  "status",
  "delayMs",
  "resetAfterBytes",
  "truncateAt",
  "expireSessions",
  "limitExceeded",
  "lockRows",
  "dropAnswer",
];
const known = [...matching, ...effects, "body"];

function effectOf(input: Readonly<Record<string, unknown>>): FaultEffect | null {
  if (input.expireSessions === true) return { kind: "expireSessions" };
  if (input.dropAnswer === true) return { kind: "drop" };
  if (input.limitExceeded === true) {
    return refusal(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
  }
  if (input.lockRows === true) return { kind: "answer", status: 400, body: lockedRow };
  if (input.resetAfterBytes !== undefined)
    return { kind: "reset", afterBytes: numberIn(input, "resetAfterBytes", 0) };
  if (input.truncateAt !== undefined) return { kind: "truncate", atByte: numberIn(input, "truncateAt", 0) };
  if (input.status === undefined) return null;
  return { kind: "answer", status: numberIn(input, "status", 0), body: input.body ?? null };
}

/** `{id}` is the record that the request is about. */
const lockedRow = [
  {
    message: "unable to obtain exclusive access to this record or 1 records: {id}",
    errorCode: "UNABLE_TO_LOCK_ROW",
    fields: [],
  },
];

/** Fills the record's id into an answer; requests without one are about a record that is not there yet. */
function named(fault: Fault, path: string): Fault {
  if (fault.effect?.kind !== "answer" || fault.effect.body !== lockedRow) return fault;
  const id = path.split("/").findLast((segment) => isId(segment));
  const [row] = lockedRow;
  const message = id ? row?.message.replace("{id}", id) : row?.message.split(" or ")[0];
  return { ...fault, effect: { ...fault.effect, body: [{ ...row, message }] } };
}

function refusal(status: number, errorCode: string, message: string): FaultEffect {
  return { kind: "answer", status, body: [{ message, errorCode }] };
}

function numberIn(input: Readonly<Record<string, unknown>>, name: string, otherwise: number): number {
  const value = input[name] ?? otherwise;
  if (typeof value === "number" && value >= 0) return value;
  throw refuse(`"${name}" must be a number, 0 or more.`);
}

function textIn(input: Readonly<Record<string, unknown>>, name: string, otherwise: string): string {
  const value = input[name] ?? otherwise;
  if (typeof value === "string") return value;
  throw refuse(`"${name}" must be a text.`);
}

function refuse(sentence: string): SalesforceFailure {
  return new SalesforceFailure(400, "INVALID_INPUT", sentence);
}
