import { malformedSearch } from "./parse.ts";

export type MatchText = (text: string) => boolean;

const shortestTerm = 2;

/**
 * Words that all have to be there, "exact phrases", * and ? within words, AND, OR, AND NOT and parentheses. Text is
 * compared word by word and without regard to case; \ takes its meaning from the character behind it.
 * https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_sosl_find.htm
 *
 * @throws SalesforceFailure MALFORMED_SEARCH
 */
export function compileTerm(term: string): MatchText {
  if (term.replaceAll(/[\s*?"]/g, "").length < shortestTerm) {
    throw malformedSearch(`search term must be longer than one character: ${term}`);
  }
  const tokens = tokenize(term);
  const match = readOr(tokens);
  if (tokens.length > 0) throw malformedSearch(`unexpected token: '${tokens[0]}'`);
  return (text) => match(text.toLowerCase());
}

/** Plain text from a search field, where nothing but * and ? has a meaning. */
export function escapeTerm(text: string): string {
  const words = text.replaceAll(/[\\&|!(){}[\]^"~:+'-]/g, "\\$&");
  return words.replaceAll(/\b(AND|OR|NOT)\b/g, (word) => word.toLowerCase());
}

function tokenize(term: string): string[] {
  return [...term.matchAll(/"(?:\\.|[^"\\])*"|[()]|(?:\\.|[^\s()"\\])+/g)].map(([token]) => token);
}

function readOr(tokens: string[]): MatchText {
  const members = [readAnd(tokens)];
  while (tokens[0] === "OR") {
    tokens.shift();
    members.push(readAnd(tokens));
  }
  return (text) => members.some((member) => member(text));
}

function readAnd(tokens: string[]): MatchText {
  const members = [readWord(tokens)];
  while (tokens.length > 0 && tokens[0] !== "OR" && tokens[0] !== ")") {
    if (tokens[0] === "AND") tokens.shift();
    const isNot = tokens[0] === "NOT" && tokens.shift() !== undefined;
    const member = readWord(tokens);
    members.push(isNot ? (text) => !member(text) : member);
  }
  return (text) => members.every((member) => member(text));
}

function readWord(tokens: string[]): MatchText {
  const token = tokens.shift();
  if (token === undefined || token === ")") throw malformedSearch("a word was expected in FIND {}");
  if (token === "(") {
    const group = readOr(tokens);
    if (tokens.shift() !== ")") throw malformedSearch("a right parenthesis was expected in FIND {}");
    return group;
  }
  const pattern = toPattern(token.startsWith('"') ? token.slice(1, -1) : token);
  return (text) => pattern.test(text);
}

/** Whole words only: `10kW` is not found in `110kW`. */
function toPattern(word: string): RegExp {
  const source = [...word.matchAll(/\\.|[\s\S]/g)].map(([character]) => {
    if (character === "*") return "[^\\s]*";
    if (character === "?") return "[^\\s]";
    if (character === " ") return "\\s+";
    const plain = character.length > 1 ? character.slice(1) : character;
    return plain.toLowerCase().replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  });
  return new RegExp(`(?<![\\p{L}\\p{N}])${source.join("")}(?![\\p{L}\\p{N}])`, "u");
}
