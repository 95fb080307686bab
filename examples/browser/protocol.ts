/** What the page and its worker say to each other. One worker is one run; a restart is a new worker. */

import type { PopulationSpan } from "../../src/view/data.ts";
import type { Reference } from "../example.ts";

/** `gpu`: hardware, else the browser's software adapter. `auto`: hardware, else `cpu`. */
export type Choice = "auto" | "gpu" | "cpu";
export const CHOICES: readonly Choice[] = ["auto", "gpu", "cpu"];

/** Everything that decides a run; the page's address holds the same. */
export interface Settings {
  readonly network: string;
  readonly variant?: string;
  readonly scale?: number;
  readonly seed: number;
  readonly adapter: Choice;
  /** ms of model time after the warm-up. */
  readonly duration: number;
}

export type ToWorker = { readonly kind: "start"; readonly settings: Settings } | { readonly kind: "pause" } | { readonly kind: "resume" };

/** The network is built and about to run. */
export interface Ready {
  readonly kind: "ready";
  readonly populations: readonly PopulationSpan[];
  /** ms */
  readonly dt: number;
  readonly warmup: number;
  readonly duration: number;
  readonly neurons: number;
  readonly synapses: number;
  readonly adapter: string;
  readonly adapterKind: "hardware" | "software" | "cpu";
  /** Why it runs elsewhere than a person would expect. */
  readonly notice: string | undefined;
  readonly reference: Reference | undefined;
  readonly buildSeconds: number;
}

/** What happened since the message before: the arrays are the page's own. */
export interface Progress {
  readonly kind: "progress";
  /** Spikes, sorted by step, then global index of the neuron. */
  readonly step: Uint32Array;
  readonly neuron: Uint32Array;
  /** Steps done since the beginning. */
  readonly at: number;
  /** Hz, in the order of the populations, since the warm-up (or within it). */
  readonly rates: Float64Array;
  readonly warmingUp: boolean;
  /** Over about the last second. */
  readonly stepsPerSecond: number;
}

/** The run reached its end. */
export interface Done {
  readonly kind: "done";
  /** Of the spikes after the warm-up; `galvani run` prints the same. */
  readonly digest: string;
  readonly spikes: number;
  readonly runSeconds: number;
  readonly stepsPerSecond: number;
}

export type FromWorker =
  | { readonly kind: "building"; readonly share: number }
  | Ready
  | Progress
  | { readonly kind: "paused" }
  | Done
  | { readonly kind: "failed"; readonly name: string; readonly message: string };
