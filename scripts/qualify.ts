/**
 * The long checks of correctness: published networks at full size against published activity.
 *   npm run qualify                    all of them
 *   npm run qualify -- brunel-A coba   those whose name holds one of the words
 *   --adapter auto|hardware|software|cpu, --list, --data <folder of MNIST> (default: ../shared/data/mnist)
 * Prints a table, writes it to out/qualify.md, exits with 1 on a miss.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { arch, cpus, platform } from "node:os";
import { parseArgs } from "node:util";
import { GalvaniError, InputError } from "../src/errors.ts";
import type { AdapterChoice } from "../src/plan/target.ts";
import { type Check, type Run, type Verdict, verdictOf } from "./qualify/check.ts";
import { checks } from "./qualify/checks.ts";

const ADAPTERS = ["auto", "hardware", "software", "cpu"] as const;

interface Options {
  readonly chosen: readonly Check[];
  readonly adapter: AdapterChoice;
  readonly list: boolean;
  readonly data: string;
}

function options(): Options {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      adapter: { type: "string", default: "auto" },
      list: { type: "boolean", default: false },
      data: { type: "string", default: "../shared/data/mnist" },
    },
  });
  const adapter = ADAPTERS.find((a) => a === values.adapter);
  if (!adapter) throw new InputError("--adapter", values.adapter, `must be one of: ${ADAPTERS.join(", ")}`);
  for (const word of positionals) {
    if (checks.some(({ name }) => name.includes(word))) continue;
    throw new InputError("qualify", word, `no check has this in its name; the checks are: ${checks.map(({ name }) => name).join(", ")}`);
  }
  const chosen = checks.filter(({ name }) => positionals.length === 0 || positionals.some((word) => name.includes(word)));
  return { chosen, adapter, list: values.list, data: values.data };
}

const HEAD = ["check", "measured", "target", "verdict"];

function row({ what, measured, target, ok }: Verdict): string {
  return `| ${what} | ${measured} | ${target} | ${ok === undefined ? "for information" : ok ? "pass" : "MISS"} |`;
}

async function main(): Promise<number> {
  const { chosen, adapter, list, data } = options();
  if (list) {
    for (const { name, title } of checks) console.log(`${name.padEnd(22)} ${title}`);
    return 0;
  }
  const command = `npm run qualify -- ${process.argv.slice(2).join(" ")}`.trim();
  const lines = [
    `# Qualification`,
    "",
    `${new Date().toISOString().slice(0, 16)} UTC, \`${command}\`, Node ${process.version}, ${platform()} ${arch()}, ${cpus()[0]?.model ?? "unknown processor"}`,
  ];
  for (const line of lines) console.log(line);
  const say = (line: string) => {
    lines.push(line);
    console.log(line);
  };
  let missed = 0;
  for (const check of chosen) {
    const run: Run = { adapter, data, note: (line) => console.error(`  ${line}`) };
    const { measurements, where, seconds } = await check.measure(run);
    const verdicts = measurements.map(verdictOf);
    say(`\n## ${check.name}\n\n${check.title}. Adapter: ${where}; ${seconds.toFixed(1)} s.\n`);
    say(`| ${HEAD.join(" | ")} |\n|${HEAD.map(() => "---").join("|")}|`);
    for (const verdict of verdicts) say(row(verdict));
    missed += verdicts.filter(({ ok }) => ok === false).length;
    mkdirSync("out", { recursive: true });
    writeFileSync("out/qualify.md", `${lines.join("\n")}\n`);
  }
  say(missed === 0 ? "\nEvery check passed." : `\n${missed} missed.`);
  writeFileSync("out/qualify.md", `${lines.join("\n")}\n`);
  return missed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof GalvaniError)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}
