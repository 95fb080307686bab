import { type Command, CommanderError } from "commander";
import { GalvaniError } from "../errors.ts";
import { oneLine } from "../gpu/scope.ts";
import type { Io } from "./io.ts";

/**
 * Carries out a command line: of `galvani`, npm run bench or npm run qualify. Its actions throw where they fail.
 * @param explained commander's complaint in words of one's own; its own words where left out
 * @returns the exit code: 0, 1 for a failed run, 2 for bad input; of an error one line on stderr, behind the program's name
 */
export async function carryOut(
  program: Command,
  argv: readonly string[],
  { out, err }: Pick<Io, "out" | "err">,
  explained: (error: CommanderError) => Error = (error) => error,
): Promise<number> {
  for (const command of [program, ...program.commands]) command.exitOverride().configureOutput({ writeOut: out, writeErr: () => {} });
  try {
    await program.parseAsync([...argv], { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const shown = error instanceof CommanderError ? explained(error) : error;
    err(`${program.name()}: ${oneLine(shown instanceof Error ? shown.message : String(shown)).replace(/^error: /, "")}\n`);
    if (error instanceof CommanderError) return 2;
    if (error instanceof GalvaniError) return error.exitCode;
    if (process.env.GALVANI_DEBUG) err(`${(error as Error)?.stack}\n`);
    return 1;
  }
}
