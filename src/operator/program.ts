import { Command, CommanderError } from "commander";
import { addCartCommands } from "./command/cart.ts";
import { addCustomerCommands } from "./command/customer.ts";
import { addKeyCommands } from "./command/key.ts";
import { addPeopleCommands } from "./command/people.ts";
import { addSetupCommands } from "./command/setup.ts";
import { createFrame, type FrameOptions } from "./frame.ts";

/** Runs the command that these words are; answers its exit code. */
export async function runProgram(words: readonly string[], options: FrameOptions): Promise<0 | 1> {
  const { invocation, output } = options;
  const program = new Command(invocation)
    .description(
      "What operators do: look after the set-up, people, partners' programs, customers, keys and carts.",
    )
    .option("--json", "print JSON instead of a table")
    .showHelpAfterError(
      `(${invocation} --help lists the commands, ${invocation} <command> --help tells of one)`,
    )
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: output.out, writeErr: output.error })
    .exitOverride()
    .addHelpText(
      "after",
      `
Exit codes:
  0  done, and all in order
  1  not done, or not in order: stderr or the table says why and what to do

Settings come from the environment and from a file .env in this folder, as the gateway's own do.`,
    );
  const frame = createFrame(program, options);
  addSetupCommands(program, frame);
  addPeopleCommands(program, frame);
  addCustomerCommands(program, frame);
  addCartCommands(program, frame);
  addKeyCommands(program, frame);
  try {
    await program.parseAsync(words, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 1;
  }
  return frame.isGood() ? 0 : 1;
}
