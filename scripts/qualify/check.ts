import type { Example, ExampleOptions } from "../../examples/example.ts";
import { adapterName } from "../../src/cli/summary.ts";
import type { AdapterChoice } from "../../src/plan/target.ts";
import { Simulation } from "../../src/simulate/simulation.ts";
import { groupByNeuron, neuronCount, neuronEnd, type PopulationSpan, type SpikeData } from "../../src/view/data.ts";
import { type Finding, measuredText } from "../../src/view/findings.ts";
import { cvIsi } from "../../src/view/statistics.ts";

/** Where a check runs, and where it says what it does. */
export interface Run {
  readonly adapter: AdapterChoice;
  readonly note: (line: string) => void;
  /** Folder that holds the data sets, each in a folder of its name, for checks that read them. */
  readonly data: string;
}

/** A number and what it must be. Without `target` it is for information. */
export interface Measurement {
  readonly what: string;
  readonly value: number;
  readonly unit?: string;
  readonly digits?: number;
  readonly target?: number;
  /** As a share of the target. */
  readonly relative?: number;
  readonly absolute?: number;
  /** Instead of a target: must be below. */
  readonly below?: number;
}

export interface Verdict {
  readonly what: string;
  readonly measured: string;
  readonly target: string;
  /** undefined: nothing to hold it against. */
  readonly ok: boolean | undefined;
}

export interface Outcome {
  /** Findings of a study have been held against what is expected by the study. */
  readonly measurements: readonly (Measurement | Finding)[];
  /** Adapter, for people. */
  readonly where: string;
}

export interface Check {
  readonly name: string;
  readonly title: string;
  measure(run: Run): Promise<Outcome>;
}

/** Holds a measurement against its target; NaN never passes. */
export function verdictOf(seen: Measurement | Finding): Verdict {
  if ("expected" in seen) return { what: seen.name, measured: measuredText(seen), target: seen.expected, ok: seen.holds };
  const { what, value, unit = "", digits = 3, target, relative, absolute, below } = seen;
  const show = (n: number) => `${digits === 0 ? n.toLocaleString("en") : n.toFixed(digits)}${unit && ` ${unit}`}`;
  const measured = show(value);
  if (below !== undefined) return { what, measured, target: `below ${show(below)}`, ok: value < below };
  if (target === undefined) return { what, measured, target: "", ok: undefined };
  if (relative !== undefined) {
    const off = (100 * (value - target)) / target;
    const deviation = `${measured} (${off >= 0 ? "+" : ""}${off.toFixed(1)} %)`;
    return {
      what,
      measured: deviation,
      target: `${show(target)} ± ${100 * relative} %`,
      ok: Math.abs(value - target) <= relative * target,
    };
  }
  if (absolute !== undefined) return { what, measured, target: `${show(target)} ± ${absolute}`, ok: Math.abs(value - target) <= absolute };
  return { what, measured, target: show(target), ok: value === target };
}

/** What was seen of one run. */
export interface Seen {
  readonly spikes: SpikeData;
  readonly rates: Record<string, number>;
  readonly synapses: number;
  readonly where: string;
}

/** Runs an example for `duration` ms after `warmup` ms. */
export async function runExample(example: Example, options: ExampleOptions, warmup: number, duration: number, run: Run): Promise<Seen> {
  const network = await example.network(options);
  const simulation = await Simulation.create(network.resolve(), { adapter: run.adapter });
  try {
    run.note(
      `${example.name} ${options.variant ?? ""} seed ${options.seed}: ${simulation.adapter}, built in ${simulation.buildSeconds.toFixed(1)} s`,
    );
    await simulation.run(warmup);
    simulation.forget();
    await simulation.run(duration);
    run.note(`${simulation.time.toFixed(0)} ms in ${simulation.runSeconds.toFixed(1)} s`);
    return { spikes: simulation.spikes(), rates: simulation.rates(), synapses: simulation.synapses, where: adapterName(simulation) };
  } finally {
    simulation.destroy();
  }
}

/** Mean rate over all neurons, Hz. */
export function meanRate({ step, populations, from, to, dt }: SpikeData): number {
  return step.length / (neuronCount(populations) * (((to - from) * dt) / 1000));
}

/** Mean CV of inter-spike intervals over neurons with `least` spikes or more: those of one population, or all. */
export function meanCv(spikes: SpikeData, least: number, population?: PopulationSpan): number {
  const all = { name: "all", first: 0, size: neuronEnd(spikes.populations) };
  return cvIsi({ ...spikes, populations: [population ?? all] }, groupByNeuron(spikes), least)[0]!.cv;
}
