import pino, { type DestinationStream, type Logger } from "pino";

export type Log = Logger;

/**
 * JSON on stdout, one line an event. Headers, documents and variables are never handed to it; the redaction is a
 * second net.
 */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: ["headers", "*.headers", "authorization", "*.authorization", "cookie", "*.cookie"],
  };
  return destination ? pino(options, destination) : pino(options);
}
