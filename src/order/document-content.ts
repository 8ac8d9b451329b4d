import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { fileTypeFromBuffer } from "file-type";

/** Content types by extension: nothing that a browser would run. */
const contentTypes: Readonly<Record<string, string>> = {
  pdf: "application/pdf",
  png: "image/png",
  jpg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  tif: "image/tiff",
  txt: "text/plain; charset=utf-8",
  csv: "text/csv; charset=utf-8",
};
const textExtensions = ["txt", "csv"];
const synonyms: Readonly<Record<string, string>> = { jpeg: "jpg", tiff: "tif" };
const kinds = Object.keys(contentTypes).join(", ");

const maxNameLength = 255;
const base64Pattern = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
/** Control characters, and what paths are made of. */
const forbidden = /[\p{Cc}\p{Cf}/\\:]/u;

/** What speaks against a file: the field of the input and a sentence. */
export type Objection = readonly [field: "fileName" | "contentBase64", sentence: string];

export interface Content {
  readonly bytes: Buffer;
  /** MD5 in hex. */
  readonly checksum: string;
}

/** A file that is what its name says. */
export async function readContent(
  { fileName, contentBase64 }: { readonly fileName: string; readonly contentBase64: string },
  maxBytes: number,
): Promise<Content | Objection> {
  if (fileName.length > maxNameLength || forbidden.test(fileName)) {
    return [
      "fileName",
      `A file name has at most ${maxNameLength} characters, without slashes and control characters.`,
    ];
  }
  const extension = extensionOf(fileName);
  if (extension === null) return ["fileName", `Send a file name with one of the extensions ${kinds}.`];
  if (!base64Pattern.test(contentBase64))
    return ["contentBase64", "Send the content in base64 (RFC 4648, section 4)."];
  const bytes = Buffer.from(contentBase64, "base64");
  if (bytes.length === 0) return ["contentBase64", "The file is empty."];
  if (bytes.length > maxBytes) {
    return [
      "contentBase64",
      `A file has at most ${maxBytes.toLocaleString("en")} bytes; this one has ${bytes.length.toLocaleString("en")}.`,
    ];
  }
  const found = await kindOf(bytes);
  const fits = textExtensions.includes(extension) ? found === "text" : found === extension;
  if (!fits)
    return ["contentBase64", `The content is not what ${extension} files have: it looks like ${found}.`];
  return { bytes, checksum: createHash("md5").update(bytes).digest("hex") };
}

function extensionOf(fileName: string): string | null {
  const [, extension = ""] = /[^.]\.(\w+)$/.exec(fileName) ?? [];
  const lower = extension.toLowerCase();
  const name = synonyms[lower] ?? lower;
  return name in contentTypes ? name : null;
}

async function kindOf(bytes: Buffer): Promise<string> {
  const found = await fileTypeFromBuffer(bytes);
  if (found) return found.ext;
  return isUtf8(bytes) && !bytes.includes(0) ? "text" : "something unknown";
}

/** What a browser is told of a file that it is handed: files that came into Salesforce elsewhere may be anything. */
export function contentTypeOf(extension: string | null): string {
  const name = extension === null ? "" : (synonyms[extension] ?? extension);
  return contentTypes[name] ?? "application/octet-stream";
}
