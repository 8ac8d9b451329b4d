import type { Command } from "commander";

/** Shows how a command is used, below its help. */
export function showExamples(command: Command, invocation: string, lines: readonly string[]): void {
  command.addHelpText(
    "after",
    `\nExamples:\n${lines.map((line) => `  ${invocation} ${line}`.trimEnd()).join("\n")}`,
  );
}
