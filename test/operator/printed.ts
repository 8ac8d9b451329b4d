import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";

/** True: the documents are printed anew instead of compared. */
const isPrinting = process.env.PRINT_DOCS === "true";

/** What differs from run to run, and how the documents have it. */
export type Volatile = readonly (readonly [RegExp | string, string])[];

const everywhere: Volatile = [
  [/http:\/\/127\.0\.0\.1:\d+/g, "http://127.0.0.1:4001"],
  [/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, "019ac0de-0000-7000-8000-000000000001"],
  [/kid [\w-]{43}/g, "kid 3Hk0SsUg4lL8tQm1vYb9pXr2wZc5nJd7eFa6oTi0uBE"],
  [/\d+ of 100000 API calls/g, "98765 of 100000 API calls"],
  [/PostgreSQL \d+\.\d+( \([^)]*\))?/g, "PostgreSQL 17.6"],
];

/** The block of a document that begins with `<!-- printed: name -->` has what was printed. */
export async function expectPrinted(
  place: { readonly doc: string; readonly name: string },
  output: string,
  own: Volatile = [],
): Promise<void> {
  const path = fileURLToPath(new URL(`../../docs/${place.doc}`, import.meta.url));
  const printed = [...own, ...everywhere].reduce(
    (text, [volatile, fixed]) => text.replaceAll(volatile, fixed),
    output,
  );
  const document = await readFile(path, "utf8");
  const start = `<!-- printed: ${place.name} -->\n\`\`\`text\n`;
  const from = document.indexOf(start) + start.length;
  const to = document.indexOf("```\n", from);
  expect(document, `docs/${place.doc} has no place for ${place.name}`).toContain(start);
  if (isPrinting) await writeFile(path, document.slice(0, from) + printed + document.slice(to));
  else
    expect(printed, "PRINT_DOCS=true npx vitest run test/operator prints it anew").toBe(
      document.slice(from, to),
    );
}
