import { join } from "node:path";
import { studies } from "../../examples/index.ts";
import { CancelledError, type GalvaniError, RunawayStateError } from "../errors.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../io/checkpoint.ts";
import { spikesNpz } from "../io/npz.ts";
import { Simulation } from "../simulate/simulation.ts";
import { figure, raster, rateBars } from "../view/plots.ts";
import { reportHtml } from "../view/report.ts";
import { agreement, demoScale } from "./demo.ts";
import { fieldFiles } from "./fields.ts";
import { INTERRUPTED, type Io, interruptible } from "./io.ts";
import { asOptions, type Loaded, load } from "./load.ts";
import { type RawOptions, type RunOptions, runOptions } from "./options.ts";
import { checkFile, checkFolder, commandLine, type Files, readBytes, writeFile, writeFolder } from "./output.ts";
import { NOTHING_LEARNT, type PlasticOutput, plasticOutput } from "./plasticity.ts";
import { forPeople, Progress } from "./progress.ts";
import { runStudy } from "./study.ts";
import { findingsText, reportRows, rounded, type Summary, summarise, summaryText } from "./summary.ts";
import { VERSION } from "./version.ts";

/** `galvani run`. Returns the exit code. */
export async function run(name: string, raw: RawOptions, argv: readonly string[], io: Io): Promise<number> {
  const study = studies.find((s) => s.name === name);
  if (study) return runStudy(study, raw, argv, io);
  const given = runOptions(raw);
  if (given.out !== undefined) checkFolder("--out", given.out);
  if (given.save !== undefined) checkFile("--save", given.save);
  const demo = given.demo ? demoScale(name, given) : undefined;
  const options = { ...given, scale: demo?.scale ?? given.scale };
  const loaded = await load(name, options);
  if (demo?.note !== undefined && !options.json) io.out(`${demo.note}\n`);
  return interruptible(io, "nothing was recorded", async (signal) => {
    const code = await simulateAndWrite(loaded, options, argv, io, signal);
    if (code === 0 && demo && !options.json) io.out(await agreement(name, options, io, signal));
    return code;
  });
}

async function simulateAndWrite(
  loaded: Loaded,
  options: RunOptions,
  argv: readonly string[],
  io: Io,
  signal: AbortSignal,
): Promise<number> {
  const checkpoint = options.load === undefined ? undefined : decodeCheckpoint(readBytes("--load", options.load), options.load);
  const simulation = await build(loaded, options, io, signal);
  try {
    if (checkpoint) await simulation.load(checkpoint);
    const { stopped, runSeconds } = await measure(simulation, loaded, io, signal);
    if (options.save !== undefined && !stopped) writeFile("--save", options.save, encodeCheckpoint(await simulation.save()));
    const findings = stopped ? [] : await loaded.findings(simulation);
    const summary = summarise(loaded, simulation, runSeconds, findings, stopped?.message);
    if (options.out !== undefined) {
      const figures = await loaded.figures(simulation);
      const learnt = stopped instanceof RunawayStateError ? NOTHING_LEARNT : await plasticOutput(simulation);
      const more = { ...learnt, files: { ...learnt.files, ...fieldFiles(simulation) }, figures: [...figures, ...learnt.figures] };
      writeFolder(options.out, files(loaded, simulation, summary, more, argv));
    }
    return tell(summary, loaded, simulation, options, stopped, io);
  } finally {
    simulation.destroy();
  }
}

/** Prints what came out; returns the exit code. */
function tell(
  summary: Summary,
  loaded: Loaded,
  simulation: Simulation,
  options: RunOptions,
  stopped: GalvaniError | undefined,
  io: Io,
): number {
  if (stopped) {
    const kept = `what was recorded, ${summary.spikes.toLocaleString("en")} spikes in ${summary.duration} ms,`;
    io.err(`galvani: ${stopped.message}; ${kept} ${options.out === undefined ? "is lost without --out" : `is in ${options.out}`}\n`);
    return stopped instanceof CancelledError ? INTERRUPTED : stopped.exitCode;
  }
  if (options.json) {
    io.out(`${JSON.stringify(summary)}\n`);
    return 0;
  }
  io.out(`\n${summaryText(summary, loaded, simulation.spikes())}`);
  if (summary.findings) io.out(`\n${findingsText(summary.findings)}\n\n`);
  if (simulation.note !== undefined) io.out(`note              ${simulation.note}\n`);
  if (options.out !== undefined) io.out(`report            ${join(options.out, "report.html")}\n`);
  if (options.save !== undefined) io.out(`checkpoint        ${options.save}\n`);
  return 0;
}

/** Builds the network with its progress shown. */
export async function build(loaded: Loaded, options: RunOptions, io: Io, signal: AbortSignal): Promise<Simulation> {
  const { network } = loaded;
  if (!options.json)
    io.out(
      `${loaded.name}: ${network.neurons.toLocaleString("en")} neurons, dt ${network.dt} ms, seed ${network.seed}${loaded.source ? ` (${loaded.source})` : ""}\n`,
    );
  const progress = new Progress(io, "building");
  try {
    const { adapter, threads, procedural } = options;
    const given = { adapter, threads, procedural, onProgress: (share: number) => progress.update(share), signal };
    return await asOptions(["adapter"], () => Simulation.create(network, given));
  } finally {
    progress.stop();
  }
}

/** Warm-up, then the measured part. An interrupt or a runaway state ends it early: `stopped`. */
async function measure(
  simulation: Simulation,
  { warmup, duration }: Loaded,
  io: Io,
  signal: AbortSignal,
): Promise<{ stopped: GalvaniError | undefined; runSeconds: number }> {
  let done = 0;
  const whole = warmup + duration;
  const progress = new Progress(io, "running", (share, seconds) =>
    share > 0 ? `real-time factor ${((1000 * seconds) / (share * whole)).toPrecision(3)}` : "",
  );
  let before = simulation.runSeconds;
  const part = async (ms: number) => {
    await simulation.run(ms, { signal, onProgress: (at) => progress.update((done + at) / whole) });
    done += ms;
  };
  let stopped: GalvaniError | undefined;
  try {
    await part(warmup);
    simulation.forget();
    before = simulation.runSeconds;
    await part(duration);
  } catch (error) {
    if (!(error instanceof CancelledError || error instanceof RunawayStateError)) throw error;
    stopped = error;
  } finally {
    progress.stop();
  }
  const runSeconds = simulation.runSeconds - before;
  if (!stopped && !io.terminal && simulation.runSeconds > 3)
    io.err(`done: built in ${forPeople(simulation.buildSeconds)}, run in ${forPeople(simulation.runSeconds)}\n`);
  return { stopped, runSeconds };
}

/** The contents of `--out`. */
function files(loaded: Loaded, simulation: Simulation, summary: Summary, more: PlasticOutput, argv: readonly string[]): Files {
  const spikes = simulation.spikes();
  const { name, reference, parameters } = loaded;
  const picture = [raster(spikes, { width: 740, height: 440, title: "Raster" }), rateBars(spikes, reference, { width: 392, height: 440 })];
  const warmup = simulation.recordedFrom * simulation.dt;
  const report = reportHtml({
    network: name,
    command: commandLine(argv),
    version: VERSION,
    summary: reportRows(summary, rounded(warmup)),
    spikes,
    ...(reference && { reference }),
    parameters,
    findings: summary.findings,
    figures: more.figures,
    notes: [loaded.source === undefined ? "" : `Parameters: ${loaded.source}.`, simulation.note ?? "", ...more.notes].filter(Boolean),
  });
  return {
    "summary.json": `${JSON.stringify(summary, null, 2)}\n`,
    "spikes.npz": spikesNpz(spikes),
    ...more.files,
    "report.html": report,
    "raster.svg": figure(`${name}: ${summary.duration} ms`, picture),
  };
}
