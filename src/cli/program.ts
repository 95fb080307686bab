import { type Command, CommanderError } from "commander";
import { GalvaniError } from "../errors.ts";
import type { Io } from "./io.ts";

/**
 * Carries out the command line of a program beside `galvani`: npm run bench, npm run qualify. Its actions throw where they fail.
 * @returns the exit code: 0, 1 for a failed run, 2 for bad input; of an error one line on stderr, behind the program's name
 */
export async function carryOut(program: Command, argv: readonly string[], { out, err }: Pick<Io, "out" | "err">): Promise<number> {
  for (const command of [program, ...program.commands]) command.exitOverride().configureOutput({ writeOut: out, writeErr: () => {} });
  try {
    await program.parseAsync([...argv], { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    err(`${program.name()}: ${oneLine(error instanceof Error ? error.message : String(error)).replace(/^error: /, "")}\n`);
    if (error instanceof CommanderError) return 2;
    if (error instanceof GalvaniError) return error.exitCode;
    if (process.env.GALVANI_DEBUG) err(`${(error as Error)?.stack}\n`);
    return 1;
  }
}

/** A message without its line breaks. */
export function oneLine(message: string): string {
  return message.trim().replace(/\s*\n\s*/g, " ");
}
