import { join } from "node:path";
import { Workbench } from "../../examples/bench.ts";
import type { ExampleOptions, Finding, Study, StudyResult } from "../../examples/example.ts";
import { InputError } from "../errors.ts";
import { studyReportHtml } from "../view/study-report.ts";
import { type Io, interruptible } from "./io.ts";
import { asOptions, chosenOf } from "./load.ts";
import { type RawOptions, type RunOptions, runOptions } from "./options.ts";
import { checkFolder, commandLine, type Files, writeFolder } from "./output.ts";
import { forPeople, Progress } from "./progress.ts";
import { adapterName, findingsText, rounded } from "./summary.ts";
import { VERSION } from "./version.ts";

/** What a study prints with `--json`, and `summary.json` holds. */
interface StudySummary {
  readonly study: string;
  readonly seed: number;
  /** As given; the study's own where absent. */
  readonly variant?: string;
  readonly scale?: number;
  readonly data?: string;
  /** Every adapter it ran on; absent where it simulated nothing. */
  readonly adapter?: string;
  readonly took_s: number;
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
}

/** Options of `run` that say nothing to a study, and why. */
const NOT_TAKEN: Readonly<Record<string, string>> = {
  duration: "sets its own times",
  warmup: "sets its own times",
  dt: "sets its own time steps",
  save: "keeps no state between runs",
  load: "keeps no state between runs",
  procedural: "holds its synapses",
  demo: "is no single network",
};

/** `galvani run <study>`. Returns the exit code. */
export async function runStudy(study: Study, raw: RawOptions, argv: readonly string[], io: Io): Promise<number> {
  const options = runOptions(raw);
  for (const [key, why] of Object.entries(NOT_TAKEN))
    if (raw[key] !== undefined)
      throw new InputError(`--${key}`, raw[key], `${study.name} is a study and ${why}; leave it out (see: galvani list)`);
  const chosen = chosenOf(study, options);
  if (options.out !== undefined) checkFolder("--out", options.out);
  if (!options.json) io.out(`${study.name}: ${study.title}, seed ${chosen.seed} (${study.source})\n`);
  return interruptible(io, "nothing was written", async (signal) => {
    const { result, summary } = await carryOut(study, chosen, options, io, signal);
    // A study that did not look at the signal is cancelled all the same.
    signal.throwIfAborted();
    if (options.out !== undefined) writeFolder(options.out, files(study, result, summary, argv));
    io.out(options.json ? `${JSON.stringify(summary)}\n` : text(summary, result, options));
    return 0;
  });
}

async function carryOut(
  study: Study,
  chosen: ExampleOptions,
  { adapter, threads, json }: RunOptions,
  io: Io,
  signal: AbortSignal,
): Promise<{ result: StudyResult; summary: StudySummary }> {
  let doing = "";
  const progress = new Progress(io, "running", () => doing);
  const bench = new Workbench({
    adapter,
    threads,
    signal,
    onProgress: (share, what) => {
      doing = what;
      progress.update(share);
    },
    onNote: (line) => {
      // The bar is taken away, so that it does not end up in the line; the next progress draws it again.
      progress.stop();
      if (!json) io.out(`${line}\n`);
    },
  });
  const started = performance.now();
  try {
    const keys = ["data", "variant", "scale", "seed", "adapter", "threads"];
    const result = await asOptions(keys, () => study.run(chosen, bench));
    const seconds = (performance.now() - started) / 1000;
    const { seed, variant, scale, data } = chosen;
    const adapters = [...new Set(bench.simulations.map(adapterName))].join("; ");
    const summary: StudySummary = {
      study: study.name,
      seed,
      variant,
      scale,
      data,
      adapter: adapters === "" ? undefined : adapters,
      took_s: rounded(seconds),
      findings: result.findings,
      notes: [...bench.notes, ...result.notes],
    };
    return { result, summary };
  } finally {
    progress.stop();
  }
}

/** The contents of `--out`. */
function files(study: Study, { figures }: StudyResult, summary: StudySummary, argv: readonly string[]): Files {
  const { seed, variant, scale, data, adapter, took_s, findings, notes } = summary;
  const rows = { variant, scale, data, seed: String(seed), adapter, took: forPeople(took_s) };
  const report = studyReportHtml({
    title: study.name,
    about: study.title,
    command: commandLine(argv),
    version: VERSION,
    summary: Object.fromEntries(Object.entries(rows).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
    findings,
    figures,
    notes: [`Source: ${study.source}.`, ...notes],
  });
  return { "summary.json": `${JSON.stringify(summary, null, 2)}\n`, "report.html": report };
}

function text({ findings, adapter, took_s }: StudySummary, { notes }: StudyResult, { out }: RunOptions): string {
  const lines = [
    ...(findings.length === 0 ? [] : [findingsText(findings), ""]),
    ...notes.map((note) => `note              ${note}`),
    ...(adapter === undefined ? [] : [`adapter           ${adapter}`]),
    `took              ${forPeople(took_s)}`,
    ...(out === undefined ? [] : [`report            ${join(out, "report.html")}`]),
  ];
  return `\n${lines.join("\n")}\n`;
}
