import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const project = fileURLToPath(new URL("../../", import.meta.url));

/** https://docs.docker.com/reference/dockerfile/#from */
export interface Stage {
  readonly name: string;
  readonly base: string;
  readonly instructions: readonly Instruction[];
}

interface Instruction {
  /** e.g. COPY */
  readonly name: string;
  readonly text: string;
}

export interface Copy {
  /** The stage that it comes from; null: the project's folder. */
  readonly stage: string | null;
  readonly sources: readonly string[];
  readonly target: string;
}

export function readStages(): readonly Stage[] {
  const stages: { name: string; base: string; instructions: Instruction[] }[] = [];
  for (const line of readLines("Dockerfile")) {
    const [name = "", ...words] = line.split(" ");
    if (name === "FROM") {
      stages.push({ name: words[2] ?? "last", base: words[0] ?? "", instructions: [] });
    } else {
      stages.at(-1)?.instructions.push({ name, text: words.join(" ") });
    }
  }
  return stages;
}

export function textsOf({ instructions }: Stage, name: string): readonly string[] {
  return instructions.filter((instruction) => instruction.name === name).map(({ text }) => text);
}

export function toCopy(text: string): Copy {
  const words = text.split(" ");
  const [, stage = null] = /^--from=(.+)$/.exec(words[0] ?? "") ?? [];
  const paths = stage === null ? words : words.slice(1);
  return { stage, sources: paths.slice(0, -1), target: paths.at(-1) ?? "" };
}

/** ENV, by name. */
export function environmentOf(stage: Stage): Readonly<Record<string, string>> {
  return Object.fromEntries(textsOf(stage, "ENV").flatMap((text) => text.split(" ").map(toPair)));
}

/** The words of CMD, or of the command of HEALTHCHECK. */
export function commandOf(stage: Stage, name: "CMD" | "HEALTHCHECK"): readonly string[] {
  const [text = ""] = textsOf(stage, name);
  return JSON.parse(text.slice(text.indexOf("["))) as readonly string[];
}

/** Without comments and empty lines. */
export function readLines(name: string): readonly string[] {
  const lines = readFileSync(`${project}${name}`, "utf8").split("\n");
  return lines.filter((line) => line.trim() !== "" && !line.trim().startsWith("#"));
}

function toPair(text: string): readonly [string, string] {
  const [name = "", ...value] = text.split("=");
  return [name, value.join("=")];
}
