import { fork } from "node:child_process";
import { once } from "node:events";
import { operations, type Places } from "../../bench/operation.ts";
import { benchToken } from "../../bench/setup.ts";

export interface LoadTask {
  readonly url: string;
  /** Whole requests of HTTP/1.1, sent in turn. */
  readonly requests: readonly string[];
  /** Kept open and used in turn; default: 400. */
  readonly connections?: number;
  /** One after the other without a pause. */
  readonly phases: readonly Phase[];
}

export interface Phase {
  readonly name: string;
  readonly seconds: number;
  /** So many requests are sent, answered or not; null: every caller asks again when they are answered. */
  readonly perSecond: number | null;
  /** Where `perSecond` is null; default: 20. */
  readonly callers?: number;
}

export interface Answered {
  readonly phase: string;
  /** When it was to be sent, since its phase began. */
  readonly atMs: number;
  /** How much later the generator came to it. */
  readonly lateMs: number;
  /** From then to the last byte of the answer. */
  readonly latencyMs: number;
  /** HTTP status; 0: the connection was closed without an answer. */
  readonly status: number;
  /** Which of `LoadTask.requests` it was. */
  readonly request: number;
}

/** Runs it in a process of its own. Never answered requests are those that `asked` has more. */
export async function runLoad(
  task: LoadTask,
): Promise<{ readonly answers: readonly Answered[]; readonly asked: number }> {
  const child = fork(new URL("load-process.ts", import.meta.url));
  child.send(task);
  const [report] = await once(child, "message");
  child.send("thanks");
  await once(child, "exit");
  return report;
}

/** All operations of the benchmark. */
export function legitimateRequests(url: string, places: Places): readonly string[] {
  return operations.map(({ document }) => benchRequest(url, document, places));
}

export function benchRequest(url: string, query: string, variables: object): string {
  return rawRequest(url, JSON.stringify({ query, variables }), `Bearer ${benchToken()}`);
}

/** Null: without a token. */
export function rawRequest(url: string, body: string, authorization: string | null): string {
  const head = [
    "POST /graphql HTTP/1.1",
    `host: ${new URL(url).host}`,
    "content-type: application/json",
    ...(authorization === null ? [] : [`authorization: ${authorization}`]),
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return `${head.join("\r\n")}\r\n\r\n${body}`;
}

export function succeeded(answers: readonly Answered[]): readonly Answered[] {
  return answers.filter(isSuccess);
}

/** What became of the others, by status: "3 of 100 (503: 2, 0: 1)". */
export function describeFailed(answers: readonly Answered[], isGood: (answer: Answered) => boolean): string {
  const failed = answers.filter((answer) => !isGood(answer));
  const counts = Object.entries(Object.groupBy(failed, ({ status }) => status));
  const reasons = counts.map(([status, those = []]) => `${status}: ${those.length}`).join(", ");
  return `${failed.length} of ${answers.length}${reasons && ` (${reasons})`}`;
}

export function isSuccess({ status }: Answered): boolean {
  return status === 200;
}
