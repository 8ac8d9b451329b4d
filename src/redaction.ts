/** Stands in the log where a secret was. */
export const secretMark = "[secret]";

/** Those of the last rotations, and no more. */
const maxValues = 200;

/** Shorter values are words that the log has for other reasons. */
const minimumLength = 8;

/** What is a secret by its form, wherever it came from. */
const forms: readonly RegExp[] = [
  /(?<=\b(?:Bearer|Basic) )[^\s"\\]{8,}/gi,
  // A JWT: https://www.rfc-editor.org/rfc/rfc7519#section-3
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g,
  // A session of Salesforce: the id of the org, an exclamation mark, the key
  /\b00D\w{12,15}![\w.]+/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[^"]*/g,
  /\$argon2\w*\$[^\s"]+/g,
  // The password in an address
  /(?<=\b[a-z]+:\/\/[^\s:/@"]*:)[^\s/@"]+(?=@)/g,
];

/**
 * Takes secrets out of text that is about to be written: what has the form of one, and the given values, be they as
 * they are, as a form post or a query has them, or inside JSON. Texts that are JSON remain JSON.
 */
export function createRedaction(secrets: () => readonly string[]): (text: string) => string {
  let [current, values] = [secrets(), spellingsOf(secrets())];
  return (text) => {
    if (secrets() !== current) {
      current = secrets();
      // The old ones may still be on their way into a message.
      values = [...new Set([...spellingsOf(current), ...values])].slice(0, maxValues);
    }
    const known = values.reduce((rest, value) => rest.replaceAll(value, secretMark), text);
    return forms.reduce((rest, form) => rest.replace(form, secretMark), known);
  };
}

/** The longest first, for one may be a part of another. */
function spellingsOf(secrets: readonly string[]): readonly string[] {
  return [...new Set(secrets.flatMap(spellings))]
    .filter((value) => value.length >= minimumLength)
    .toSorted((one, other) => other.length - one.length);
}

function spellings(secret: string): string[] {
  const form = new URLSearchParams({ "": secret }).toString().slice(1);
  return [secret, form, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
}
