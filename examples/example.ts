import type { Network } from "../src/network/network.ts";
import type { AdapterChoice } from "../src/plan/target.ts";
import type { Simulation } from "../src/simulate/simulation.ts";
import type { Reference } from "../src/view/bars.ts";
import type { Finding } from "../src/view/findings.ts";
import type { Figure } from "../src/view/sections.ts";

export type { Figure, Finding, Reference };

/** What a person can set when running an example or a study by name. */
export interface ExampleOptions {
  /** ms; the example's own default where absent. */
  readonly dt?: number;
  readonly seed: number;
  /** Share of the full size, above 0 to `largestScale`, for examples that scale. */
  readonly scale?: number;
  /** One of the example's `variants`: the drive of the microcircuit, the regime of Brunel's network. */
  readonly variant?: string;
  /** Folder of a data set that is not part of the package. */
  readonly data?: string;
}

/** Files that are not part of the package. */
interface DataSet {
  /** What the folder must hold, for messages. */
  readonly folder: string;
  /** Whether the example runs without it too. */
  readonly optional: boolean;
}

/** Groups of `galvani list`, in its order. */
export const KINDS = {
  spiking: "Spiking networks",
  plasticity: "Plasticity, and learning in spiking networks",
  fields: "Fields and operators",
  recurrent: "Recurrent networks, cells and flows",
  local: "Hebbian memories and local learning",
} as const;

export type Kind = keyof typeof KINDS;

/** What examples and studies have. */
interface Described {
  readonly name: string;
  readonly kind: Kind;
  /** One line for `galvani list`. */
  readonly title: string;
  /** Paper and table the parameters are from. */
  readonly source: string;
  /** The first is the default. */
  readonly variants?: readonly string[];
  readonly scales: boolean;
  /** Most that `scale` may be; 1 where absent. */
  readonly largestScale?: number;
  /** The data set that `data` names a folder of, where the example reads one. */
  readonly data?: DataSet;
}

/** A published network, runnable by name. One folder an example. */
export interface Example extends Described {
  /** ms: what `galvani run <name>` runs without options. */
  readonly duration: number;
  readonly warmup: number;
  /** Bytes of memory at a scale, where that matters: `npm start` and the page choose by it. */
  readonly bytes?: (scale: number) => number;
  /** @throws InputError for an unknown variant, a scale out of range, a missing folder */
  network(options: ExampleOptions): Network | Promise<Network>;
  reference?(options: ExampleOptions): Reference | undefined;
  /** What a finished run shows beyond its rates, beside what is published. It reads the simulation and does not run it on. */
  findings?(simulation: Simulation, options: ExampleOptions): Promise<Finding[]>;
  /** Figures beside the raster and the rates, from a finished run. */
  figures?(simulation: Simulation, options: ExampleOptions): Figure[] | Promise<Figure[]>;
}

/** Where a study's simulations run: what `Simulation.create` takes by these names. */
export interface Execution {
  readonly adapter?: AdapterChoice;
  readonly threads?: number;
}

/** What a study works with: `examples/bench.ts` makes one. */
export interface Bench extends Execution {
  /**
   * Aborted by Ctrl-C, with a CancelledError as its reason. To be given to `Simulation.create` and `run`; a long loop of the study's own lets
   * the world in now and then (`await breathe()`) and then asks `signal.throwIfAborted()`.
   */
  readonly signal: AbortSignal;
  /** @param share of the whole study done, 0 to 1; `text` says what is going on, such as `training: image 400 of 20,000` */
  progress(share: number, text?: string): void;
  /** A line that people see at once, and again among the notes of the report. */
  note(line: string): void;
  /** Tells what a simulation (or whatever the findings are from) runs on, for summary and report; what was told before is not told again. */
  ran(simulation: Pick<Simulation, "adapter" | "adapterKind">): void;
}

/** What a study found. */
export interface StudyResult {
  readonly findings: readonly Finding[];
  readonly figures: readonly Figure[];
  /** Shown after the findings, and in the report. */
  readonly notes: readonly string[];
}

/** A published experiment that is more than one run of one network: training, then testing, say. One folder a study. */
export interface Study extends Described {
  /**
   * Does all of it.
   * @throws InputError for an unknown variant, a scale out of range, data that is absent or not what it should be;
   * CancelledError after `bench.signal`
   */
  run(options: ExampleOptions, bench: Bench): Promise<StudyResult>;
}
