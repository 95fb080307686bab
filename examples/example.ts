import type { Network } from "../src/network/network.ts";
import type { Simulation } from "../src/simulate/simulation.ts";

/** What a person can set when running an example by name. */
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

/** Published numbers an example is held against. */
export interface Reference {
  /** Where they come from. */
  readonly source: string;
  /** Hz, by population. */
  readonly rates?: Readonly<Record<string, number>>;
  /** CV of inter-spike intervals, by population. */
  readonly cv?: Readonly<Record<string, number>>;
  readonly note?: string;
}

/** A figure for the report. */
export interface Figure {
  readonly title: string;
  readonly svg: string;
  readonly caption?: string;
}

/** Files that are not part of the package. */
export interface DataSet {
  /** What the folder must hold, for messages. */
  readonly folder: string;
  /** Whether the example runs without it too. */
  readonly optional: boolean;
}

/** A published network, runnable by name. One folder an example. */
export interface Example {
  readonly name: string;
  /** One line for `galvani list`. */
  readonly title: string;
  /** Paper and table the parameters are from. */
  readonly source: string;
  /** ms: what `galvani run <name>` runs without options. */
  readonly duration: number;
  readonly warmup: number;
  /** The first is the default. */
  readonly variants?: readonly string[];
  readonly scales: boolean;
  /** Most that `scale` may be; 1 where absent. */
  readonly largestScale?: number;
  /** The data set that `data` names a folder of, where the example reads one. */
  readonly data?: DataSet;
  /** Bytes of memory at a scale, where that matters: `npm start` and the page choose by it. */
  readonly bytes?: (scale: number) => number;
  /** @throws InputError for an unknown variant, a scale out of range, a missing folder */
  network(options: ExampleOptions): Network | Promise<Network>;
  reference?(options: ExampleOptions): Reference | undefined;
  /** Figures beside the raster and the rates, from a finished run. */
  figures?(simulation: Simulation, options: ExampleOptions): Figure[];
}
