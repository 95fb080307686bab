import { arch, cpus, platform } from "node:os";
import { Command } from "commander";
import type { Io } from "../../src/cli/io.ts";
import { adapterOf, type RawOptions, text } from "../../src/cli/options.ts";
import { writeFile } from "../../src/cli/output.ts";
import { carryOut } from "../../src/cli/program.ts";
import { InputError } from "../../src/errors.ts";
import { type Check, type Run, type Verdict, verdictOf } from "./check.ts";
import { checks } from "./checks.ts";

type Terminal = Pick<Io, "out" | "err">;

/** Where the data sets lie, beside a checkout. */
const DATA = "../shared/data";

/**
 * The command `npm run qualify`.
 * @returns the exit code: 0, 1 for a miss or a failed run, 2 for bad input (one line on stderr)
 */
export async function main(argv: readonly string[], io: Terminal): Promise<number> {
  let missed = 0;
  const program = new Command("qualify")
    .description("The long checks of correctness: published networks at full size against published activity.")
    .argument("[words...]", "checks whose name holds one of them (default: all)")
    .option("--adapter <kind>", "auto, hardware, software or cpu", "auto")
    .option("--data <dir>", "folder that holds the folders mnist, fashion-mnist and pde", DATA)
    .option("--list", "names and what they check, nothing else")
    .action(async (words: string[], raw: RawOptions) => {
      const chosen = chosenChecks(words);
      const run: Run = { adapter: adapterOf(raw), data: text(raw, "data") ?? DATA, note: (line) => io.err(`  ${line}\n`) };
      if (raw.list) for (const { name, title } of checks) io.out(`${name.padEnd(22)} ${title}\n`);
      else missed = await qualify(chosen, run, `npm run qualify -- ${argv.join(" ")}`.trim(), io);
    });
  const code = await carryOut(program, argv, io);
  return missed > 0 ? 1 : code;
}

/** @throws InputError for a word that no name holds */
function chosenChecks(words: readonly string[]): readonly Check[] {
  for (const word of words) {
    if (checks.some(({ name }) => name.includes(word))) continue;
    throw new InputError("check", word, `no check has this in its name; the checks are: ${checks.map(({ name }) => name).join(", ")}`);
  }
  return checks.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
}

/** Where the table is written. */
const REPORT = "out/qualify.md";
const HEAD = ["check", "measured", "target", "verdict"];

function row({ what, measured, target, ok }: Verdict): string {
  return `| ${what} | ${measured} | ${target} | ${ok === undefined ? "for information" : ok ? "pass" : "MISS"} |`;
}

/** Prints the table and writes it, check by check. @returns how many measurements missed their target */
async function qualify(chosen: readonly Check[], run: Run, command: string, io: Terminal): Promise<number> {
  const lines: string[] = [];
  const say = (line: string) => {
    lines.push(line);
    io.out(`${line}\n`);
  };
  const write = () => writeFile("report", REPORT, `${lines.join("\n")}\n`);
  const date = new Date().toISOString().slice(0, 16);
  say("# Qualification\n");
  say(`${date} UTC, \`${command}\`, Node ${process.version}, ${platform()} ${arch()}, ${cpus()[0]?.model ?? "unknown processor"}`);
  let missed = 0;
  for (const check of chosen) {
    const started = performance.now();
    const { measurements, where } = await check.measure(run);
    const seconds = (performance.now() - started) / 1000;
    const verdicts = measurements.map(verdictOf);
    say(`\n## ${check.name}\n\n${check.title}. Adapter: ${where}; ${seconds.toFixed(1)} s.\n`);
    say(`| ${HEAD.join(" | ")} |\n|${HEAD.map(() => "---").join("|")}|`);
    for (const verdict of verdicts) say(row(verdict));
    missed += verdicts.filter(({ ok }) => ok === false).length;
    write();
  }
  say(missed === 0 ? "\nEvery check passed." : `\n${missed} missed.`);
  write();
  return missed;
}
