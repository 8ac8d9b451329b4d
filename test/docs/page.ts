import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const project = fileURLToPath(new URL("../..", import.meta.url));

/** A piece of code as it stands on a page between fences. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** What the list of those that are not carried out calls it. */
  readonly firstLine: string;
}

export interface Page {
  /** From the project's folder. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** What readers are given: the README and everything in docs/. */
export async function readPages(): Promise<readonly Page[]> {
  const names = (await readdir(join(project, "docs"))).filter((name) => name.endsWith(".md"));
  return Promise.all(["README.md", ...names.map((name) => `docs/${name}`)].map(readPage));
}

export async function readPage(path: string): Promise<Page> {
  const text = await readFile(join(project, path), "utf8");
  return { path, text, blocks: blocksOf(text) };
}

export function blocksOf(page: string): readonly Block[] {
  return [...page.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = "", text = ""]) => ({
    language,
    text,
    firstLine: text.split("\n", 1)[0] ?? "",
  }));
}
