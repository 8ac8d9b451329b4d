import { malformed } from "./fault.ts";

const maxLength = 4_000;
const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

/**
 * The text of a quoted literal.
 * https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_quotedstringescapes.htm
 */
export function unquote(literal: string): string {
  return charactersOf(literal)
    .map(({ text }) => text)
    .join("");
}

/** A LIKE pattern over lower-case text; \% and \_ stand for themselves. */
export function toPattern(literal: string): RegExp {
  const source = charactersOf(literal).map(({ text, escaped }) => {
    if (!escaped && text === "%") return "[\\s\\S]*";
    if (!escaped && text === "_") return "[\\s\\S]";
    return text.toLowerCase().replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  });
  return new RegExp(`^${source.join("")}$`);
}

interface Character {
  readonly text: string;
  readonly escaped: boolean;
}

function charactersOf(literal: string): readonly Character[] {
  const body = literal.slice(1, -1);
  if (body.length > maxLength)
    throw malformed(`string literals cannot be longer than ${maxLength} characters`);
  const characters: Character[] = [];
  for (const [token] of body.matchAll(/\\u[0-9a-fA-F]{4}|\\[\s\S]|[\s\S]/g)) {
    if (!token.startsWith("\\")) characters.push({ text: token, escaped: false });
    else characters.push({ text: toCharacter(token), escaped: true });
  }
  return characters;
}

function toCharacter(token: string): string {
  const code = token.slice(1);
  if (/^u[0-9a-fA-F]{4}$/.test(code)) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
  if (/^[\\'"%_]$/.test(code)) return code;
  const text = escapes[code.toLowerCase()];
  if (text === undefined) throw malformed(`Illegal character sequence '${token}' in string literal`);
  return text;
}
