import { SalesforceFailure } from "./failure.ts";

/** Parses a body; undefined when there is none. */
export function parseJson(text: string): unknown {
  if (text === "") return undefined;
  const parsed = tryParse(text);
  if (parsed instanceof SyntaxError) throw new SalesforceFailure(400, "JSON_PARSER_ERROR", parsed.message);
  return parsed;
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}
