import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RecordMap } from "../salesforce/record.ts";
import type { CustomField } from "./custom-field.ts";
import { OperatorError } from "./user.store.ts";

/** A file of the project's sources. */
interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Where a type of the schema stands: its record map and its class. */
export interface TypePlace {
  readonly record: SourceFile;
  readonly type: SourceFile;
}

/** @throws OperatorError outside of the project */
export async function findTypePlace(folder: string, { sObject, typeName }: RecordMap): Promise<TypePlace> {
  const source = join(folder, "src");
  const names = await readdir(source, { recursive: true }).catch(() => []);
  const find = async (ending: string, pattern: RegExp): Promise<SourceFile> => {
    for (const name of names.filter((each) => each.endsWith(ending))) {
      const path = join(source, name);
      const text = await readFile(path, "utf8");
      if (pattern.test(text)) return { path, text };
    }
    throw new OperatorError(
      `${source} has no ${ending} file of ${typeName}: call this in the gateway's own folder, or name it with --project.`,
    );
  };
  return {
    record: await find(".salesforce.ts", recordStart(sObject)),
    type: await find(".type.ts", classStart(typeName)),
  };
}

/** Both files with the field in them. */
export function addField(place: TypePlace, { sObject, typeName }: RecordMap, field: CustomField): TypePlace {
  const { helper, scalar } = field;
  const record = addImport(
    insertBefore(place.record.text, {
      start: recordStart(sObject),
      end: "\n  },\n  {",
      line: field.recordLine,
    }),
    { name: helper, from: "../salesforce/record.ts" },
  );
  const type = insertBefore(place.type.text, {
    start: classStart(typeName),
    end: "\n}\n",
    line: `\n${field.typeLine}`,
  });
  return {
    record: { ...place.record, text: record },
    type: { ...place.type, text: scalar ? addImport(type, scalar) : type },
  };
}

function recordStart(sObject: string): RegExp {
  return new RegExp(`= record\\(\\s*"${sObject}",`);
}

function classStart(typeName: string): RegExp {
  return new RegExp(`^export class ${typeName} `, "m");
}

interface Insertion {
  readonly start: RegExp;
  readonly end: string;
  readonly line: string;
}

function insertBefore(text: string, { start, end, line }: Insertion): string {
  const from = text.search(start);
  const at = text.indexOf(end, from);
  if (from < 0 || at < 0)
    throw new OperatorError("The file is not written as expected: put the line in by hand.");
  return `${text.slice(0, at)}\n${line}${text.slice(at)}`;
}

interface Import {
  readonly name: string;
  readonly from: string;
}

/** One line up to that width, as the formatter has it. */
const maxWidth = 110;

function addImport(text: string, { name, from }: Import): string {
  const pattern = new RegExp(`import \\{([^}]*)\\} from "${from.replaceAll(".", "\\.")}";`);
  const [whole, list] = pattern.exec(text) ?? [];
  if (whole === undefined || list === undefined)
    return addNewImport(text, `import { ${name} } from "${from}";`);
  const names = list
    .split(",")
    .map((each) => each.trim())
    .filter(Boolean);
  if (names.includes(name)) return text;
  const bare = (each: string) => each.replace(/^type /, "");
  const later = names.findIndex((each) => compare(bare(each), name) > 0);
  const all = names.toSpliced(later < 0 ? names.length : later, 0, name);
  const line = `import { ${all.join(", ")} } from "${from}";`;
  const lines = `import {\n${all.map((each) => `  ${each},\n`).join("")}} from "${from}";`;
  return text.replace(whole, () => (line.length > maxWidth ? lines : line));
}

/** Where the formatter sorts it: packages stand before what is of the project, farther folders before nearer ones. */
function addNewImport(text: string, line: string): string {
  const lines = text.split("\n");
  const place = (each: string) => / from "(.+)";$/.exec(each)?.[1] ?? "";
  const isLater = (each: string) =>
    /^(?:import|\}) .* from "/.test(each) && compare(place(each), place(line)) > 0;
  const later = lines.findIndex(isLater);
  const end = lines.findLastIndex((each) => /^(?:import|\}) .* from "/.test(each)) + 1;
  return lines.toSpliced(later < 0 ? end : later, 0, line).join("\n");
}

/** Small letters and capitals are alike, as long as there is any other difference. */
function compare(one: string, other: string): number {
  return one.toLowerCase() < other.toLowerCase() ? -1 : 1;
}
