import type { Spikes } from "../simulate/recorder.ts";
import type { Simulation } from "../simulate/simulation.ts";
import { lookUp } from "../view/bars.ts";
import { type Finding, holdsText, measuredText } from "../view/findings.ts";
import { cvIsi } from "../view/statistics.ts";
import type { Loaded } from "./load.ts";
import { forPeople } from "./progress.ts";
import { table } from "./table.ts";

/** What `--json` prints and `summary.json` holds. Spikes, rates, digest and run_s are of the measured part, after the warm-up. */
export interface Summary {
  readonly network: string;
  readonly neurons: number;
  readonly synapses: number;
  /** ms */
  readonly dt: number;
  /** ms measured. */
  readonly duration: number;
  readonly seed: number;
  readonly adapter: string;
  readonly executor: "gpu" | "cpu";
  /** Threads that ran it; 1 on a GPU. */
  readonly threads: number;
  readonly build_s: number;
  readonly run_s: number;
  /** Real-time factor: run_s over the duration. */
  readonly rtf: number;
  readonly spikes: number;
  /** Hz */
  readonly rates: Readonly<Record<string, number>>;
  readonly digest: string;
  readonly memory_bytes: number;
  readonly dispatches: number;
  /** Only of examples that have some, and of runs that reached their end. */
  readonly findings?: readonly Finding[];
  /** Only where the run did not reach its end: why. */
  readonly stopped?: string;
}

/** @param runSeconds of the part measured */
export function summarise(
  loaded: Loaded,
  simulation: Simulation,
  runSeconds: number,
  findings: readonly Finding[],
  stopped: string | undefined,
): Summary {
  const { dt, neurons, synapses, step, recordedFrom } = simulation;
  const duration = rounded((step - recordedFrom) * dt);
  return {
    network: loaded.name,
    neurons,
    synapses,
    dt,
    duration,
    seed: loaded.network.seed,
    adapter: adapterName(simulation),
    executor: simulation.executorKind,
    threads: simulation.threads,
    build_s: rounded(simulation.buildSeconds),
    run_s: rounded(runSeconds),
    rtf: duration > 0 ? rounded((1000 * runSeconds) / duration) : 0,
    spikes: Object.values(simulation.counts()).reduce((sum, count) => sum + count, 0),
    rates: simulation.rates(),
    digest: simulation.digest,
    memory_bytes: simulation.memoryBytes,
    dispatches: simulation.dispatches,
    ...(findings.length > 0 && { findings }),
    ...(stopped !== undefined && { stopped }),
  };
}

/** The adapter with its kind before it: a software adapter's time must never pass for a GPU's. */
export function adapterName({ adapter, adapterKind }: Pick<Simulation, "adapter" | "adapterKind">): string {
  return adapterKind === "cpu" ? adapter : `${adapterKind}: ${adapter}`;
}

/** Without the digits that binary fractions add: 0.1 + 0.2 is 0.3. */
export function rounded(value: number): number {
  return Number(value.toPrecision(9));
}

/** The rows of the report's first table. */
export function reportRows(summary: Summary, warmup: number): Record<string, string | number> {
  return {
    neurons: summary.neurons,
    synapses: summary.synapses,
    "time step": `${summary.dt} ms`,
    measured: `${summary.duration} ms after ${warmup} ms of warm-up`,
    seed: String(summary.seed),
    adapter: summary.adapter,
    executor: summary.executor,
    built: `in ${forPeople(summary.build_s)}`,
    run: `in ${forPeople(summary.run_s)}, real-time factor ${summary.rtf.toPrecision(3)}`,
    memory: `${(summary.memory_bytes / 1e9).toPrecision(3)} GB`,
    dispatches: summary.dispatches,
    digest: summary.digest,
    ...(summary.stopped !== undefined && { stopped: summary.stopped }),
  };
}

/** The summary for people. */
export function summaryText(summary: Summary, loaded: Loaded, spikes: Spikes): string {
  const { reference } = loaded;
  const cv = cvIsi(spikes);
  const rows = spikes.populations.map(({ name, size }, p) => {
    const rate = summary.rates[name];
    const expected = lookUp(reference?.rates, name);
    const deviation = expected ? `${rate < expected ? "" : "+"}${((100 * (rate - expected)) / expected).toFixed(1)} %` : "";
    const cells = [name, size.toLocaleString("en"), rate.toFixed(3)];
    if (reference?.rates) cells.push(expected?.toFixed(3) ?? "", deviation);
    return [...cells, Number.isNaN(cv[p].cv) ? "-" : cv[p].cv.toFixed(2)];
  });
  const head = ["population", "neurons", "rate (Hz)", ...(reference?.rates ? ["reference", "deviation"] : []), "CV of ISI"];
  const lines = [
    table(head, rows),
    "",
    ...(reference ? [`reference         ${reference.source}`] : []),
    `spikes            ${summary.spikes.toLocaleString("en")} in ${summary.duration} ms`,
    `adapter           ${summary.adapter}`,
    `built in          ${forPeople(summary.build_s)}: ${summary.neurons.toLocaleString("en")} neurons, ${summary.synapses.toLocaleString("en")} synapses, ${(summary.memory_bytes / 1e9).toPrecision(3)} GB`,
    `run in            ${forPeople(summary.run_s)}, real-time factor ${summary.rtf.toPrecision(3)}`,
    `digest            ${summary.digest}`,
  ];
  return `${lines.join("\n")}\n`;
}

/** Findings as a table for people. */
export function findingsText(findings: readonly Finding[]): string {
  const judged = findings.some(({ holds }) => holds !== undefined);
  const rows = findings.map((finding) => [finding.name, measuredText(finding), finding.expected, ...(judged ? [holdsText(finding)] : [])]);
  return table(["finding", "measured", "expected", ...(judged ? ["holds"] : [])], rows, [0, 2, 3]);
}
