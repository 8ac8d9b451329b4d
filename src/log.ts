import pino, { type DestinationStream, type Logger } from "pino";
import { createRedaction, secretMark } from "./redaction.ts";
import { describeScope } from "./telemetry/request-scope.ts";

export type Log = Logger;

/** Takes each line as it is written. */
export type LogOutput = DestinationStream;

interface LogOptions {
  readonly level: string;
  /** The values of the settings that are secret; they may change. */
  secrets(): readonly string[];
}

/**
 * JSON on stdout, one line an event. Headers, bodies, documents and variables are never handed to it; the redaction is
 * a second net, for what others write into their error messages.
 */
export function createLog({ level, secrets }: LogOptions, output?: LogOutput): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => describeScope(),
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeError },
    redact: {
      paths: ["headers", "*.headers", "authorization", "*.authorization", "cookie", "*.cookie"],
      censor: secretMark,
    },
    hooks: { streamWrite: createRedaction(secrets) },
  };
  return output ? pino(options, output) : pino(options);
}

/** With the causes in message and stack; libraries hang requests, rows and parameters on their errors, which stay out. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { type, message, stack, code } = pino.stdSerializers.err(error);
  return { type, message, stack, code };
}
