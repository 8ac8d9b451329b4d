/** Stands in the log where a secret was. */
export const secretMark = "[secret]";

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
export function createRedaction(secrets: readonly string[]): (text: string) => string {
  const values = [...new Set(secrets.flatMap(spellings))]
    .filter((value) => value.length >= minimumLength)
    .toSorted((one, other) => other.length - one.length);
  return (text) => {
    const known = values.reduce((rest, value) => rest.replaceAll(value, secretMark), text);
    return forms.reduce((rest, form) => rest.replace(form, secretMark), known);
  };
}

function spellings(secret: string): string[] {
  const form = new URLSearchParams({ "": secret }).toString().slice(1);
  return [secret, form, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
}
