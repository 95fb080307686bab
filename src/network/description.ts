import type { FieldSpec } from "../field/spec.ts";

/**
 * What a person describes: plain data, the same whether it came from TypeScript or from a network file.
 * Units are NEST's: ms, mV, pF, pA, nS, Hz.
 */

/** A distribution, redrawn until inside [min, max]. `lognormal`: mean and std of the logarithm (NumPy's and NEST's parameters). */
export type Distribution =
  | { readonly uniform: { readonly low: number; readonly high: number } }
  | { readonly normal: { readonly mean: number; readonly std: number; readonly min?: number; readonly max?: number } }
  | { readonly lognormal: { readonly mean: number; readonly std: number; readonly min?: number; readonly max?: number } };

/** Any number that may vary: one for all, one each, drawn, or read from an `.npy` file. */
export type Numbers = number | NumberArray | Distribution | { readonly npy: string };
export type NumberArray = readonly number[] | Float32Array | Float64Array | Int32Array | Uint32Array;

/** `Numbers` once files are read: what the rest of the engine sees. */
export type Values = number | Float64Array | Distribution;

export interface PopulationDescription<N = Numbers> {
  readonly name: string;
  readonly size: number;
  /** A built-in model's name, or the name of one in `models`. */
  readonly model: string;
  readonly params?: Readonly<Record<string, N>>;
  readonly initial?: Readonly<Record<string, N>>;
}

/** A user's own neuron model: WGSL text and the names a person may set. Its twin, if any, is given through the API. */
export interface ModelDescription {
  readonly name: string;
  /** The text, or the file it is in (relative to the network file). */
  readonly wgsl: string | { readonly file: string };
  /** Names of the fields of `struct Params` with their defaults; `dt` is filled in by the engine. */
  readonly params: Readonly<Record<string, number>>;
  /** Names of the fields of `struct State` with their initial values. */
  readonly state: Readonly<Record<string, number>>;
  /** Receptor names, in the order of `arrivals`. A positive weight goes to the first, a negative one to the last. */
  readonly receptors: readonly string[];
}

export type InputDescription<N = Numbers> = { readonly name?: string; readonly target: string } & (
  | {
      /** Poisson spikes at `rate` Hz (per neuron), one sampled count a step, each of `weight`. */
      readonly kind: "poisson";
      readonly rate: N;
      readonly weight: number;
      readonly receptor?: string;
    }
  | {
      /** Given spikes: neuron `neurons[i]` (index in the target population) receives `weight` at `times[i]` ms. */
      readonly kind: "spikes";
      readonly times: N;
      readonly neurons: N;
      readonly weight: number;
      readonly receptor?: string;
    }
  | {
      /** A constant current, pA. */
      readonly kind: "current";
      readonly amplitude: N;
    }
  | {
      /** `amplitudes[i]` pA from `times[i]` ms on (rising times); 0 before the first. */
      readonly kind: "step_current";
      readonly times: N;
      readonly amplitudes: N;
    }
  | {
      /** Gaussian noise current, redrawn for each neuron every `interval` ms (default 1 ms, NEST's noise_generator): pA. */
      readonly kind: "noise";
      readonly mean: number;
      readonly std: number;
      readonly interval?: number;
    }
);

export type RuleDescription<N = Numbers> =
  | "all_to_all"
  | "one_to_one"
  | { readonly all_to_all: { readonly allow_autapses?: boolean } }
  | { readonly one_to_one: Record<string, never> }
  | { readonly fixed_indegree: { readonly indegree: number; readonly allow_autapses?: boolean; readonly allow_multapses?: boolean } }
  | { readonly fixed_outdegree: { readonly outdegree: number; readonly allow_autapses?: boolean; readonly allow_multapses?: boolean } }
  | { readonly fixed_total_number: { readonly n: number; readonly allow_autapses?: boolean; readonly allow_multapses?: boolean } }
  | { readonly pairwise_bernoulli: { readonly p: number; readonly allow_autapses?: boolean } }
  | { readonly edges: { readonly source: N; readonly target: N } };

export interface ProjectionDescription<N = Numbers> {
  readonly name?: string;
  readonly source: string;
  readonly target: string;
  /** Receptor of the target model; without it the sign of the weight chooses (positive: first, negative: last). */
  readonly receptor?: string;
  readonly rule: RuleDescription<N>;
  /** pA (psc models), nS (cond models), mV (delta and izhikevich). */
  readonly weight: N;
  /** ms; rounded to the nearest step, at least one step. */
  readonly delay: N;
  /** The weights change during a run. */
  readonly plasticity?: PlasticityDescription;
}

/** How the weights of a projection change. They are float32, one a synapse, and start at `weight`. */
export interface PlasticityDescription {
  /** A built-in rule's name, or that of one in `rules`. */
  readonly rule: string;
  /** One of the rule's modes; default: its first. */
  readonly mode?: string;
  /** The rule's parameters under NEST's names; default: the rule's. */
  readonly params?: Readonly<Record<string, number>>;
  /** ms of the delay that are axonal (a spike of the source takes them to the synapse), at most half of it; default 0: all dendritic, as in NEST. */
  readonly axonal_delay?: number;
  /** ms between two calls of the rule's `on_step`, a whole number of steps; default: the rule's. */
  readonly every?: number;
  /** Fields of the rule's struct Params, and the modulators that scale each. */
  readonly modulate?: Readonly<Record<string, string | readonly string[]>>;
  /** Every `every` ms the weights into each target are scaled to this sum. */
  readonly normalise?: { readonly sum: number; readonly every: number };
}

/**
 * A variable of the whole network, updated every step: m += dt / tau (bias + sum of gain times spikes of a population in the step - m). It may
 * scale parameters of plasticity rules; a step's events see the value from the spikes of the steps before.
 */
export interface ModulatorDescription {
  readonly name: string;
  /** ms */
  readonly tau: number;
  /** Value at the beginning; default 0. */
  readonly initial?: number;
  /** Default 0. */
  readonly bias?: number;
  /** Gain of the spikes of each population named. */
  readonly gain?: Readonly<Record<string, number>>;
}

/** A field on a grid, beside the populations: its equation, grid and first values. Times are in ms; its `dt` is a whole number of the network's. */
export type FieldDescription = FieldSpec & { readonly name: string };

/**
 * A field that drives a population, or a population that is a source of a field. A field takes in what was spiked during a step of its own at that
 * step's end; what it then is drives neurons until its next step ends.
 */
export interface CouplingDescription<N = Numbers> {
  /** `drive`: a current into each neuron, the variable at its place times `gain`. `source`: an input of the field, rates times `gain`. */
  readonly kind: "drive" | "source";
  readonly field: string;
  readonly population: string;
  /** drive: pA per unit of the variable. source: units of the field's input per Hz of the mean rate of the neurons nearest to a grid point. */
  readonly gain: number;
  /** Variable of the field; default: its first. */
  readonly variable?: string;
  /** Place of each neuron, one number an axis, neuron by neuron, in the units of the field's `length`; default: evenly over the grid. */
  readonly positions?: N;
}

/** A user's own plasticity rule, as WGSL: struct Params, Synapse (`w` first), Pre, Post, and fn on_pre, on_post, on_step as needed. */
export interface RuleTextDescription {
  readonly name: string;
  /** The text, or the file it is in (relative to the network file). */
  readonly wgsl: string | { readonly file: string };
  /** Every field of `struct Params` with its default, and the time constants (ms) that traces and variables name. */
  readonly params: Readonly<Record<string, number>>;
  /** Fields of `struct Pre` and of `struct Post`: traces of either side's spikes. */
  readonly pre?: readonly TraceDescription[];
  readonly post?: readonly TraceDescription[];
  /** Fields of `struct Synapse` behind `w`, with their initial values and, for those that decay, the parameter that is their time constant. */
  readonly variables?: readonly { readonly name: string; readonly initial?: number; readonly tau?: string }[];
  /** Smallest and largest weight: one outside ends the run. */
  readonly bounds: readonly [number, number];
  /** Whether spikes of the target reach the synapse after the dendritic delay (default), or pairs are formed from spike steps. */
  readonly delayed?: boolean;
  /** Which comes first where both meet: `post` (default, NEST's order) or `pre` (Brian2's). */
  readonly first?: "pre" | "post";
}

export interface TraceDescription {
  readonly name: string;
  /** Parameter that is its time constant. */
  readonly tau: string;
  /** At a spike: `add` (default): one more; `set`: 1. `square`: the running mean of the square of the trace before it. */
  readonly kind?: "add" | "set" | "square";
}

export type RecordDescription =
  | { readonly spikes: string; readonly neurons?: readonly number[] }
  | {
      /** Population whose state `variable` (NEST's recordable, e.g. `V_m`) is kept every `every` steps (default 1), for all or chosen `neurons`. */
      readonly state: string;
      readonly variable: string;
      readonly every?: number;
      readonly neurons?: readonly number[];
    }
  | {
      /** Projection, by its name, whose weights are kept every `every` ms; at the beginning too. */
      readonly weights: string;
      readonly every: number;
    }
  | {
      /** Field, by its name, whose `variable` (default: its first) is kept every `every` ms (default: at each of its steps). */
      readonly field: string;
      readonly variable?: string;
      readonly every?: number;
    }
  | {
      /** Population whose mean rate (Hz) is kept in bins of `bin` ms (default 1). */
      readonly rate: string;
      readonly bin?: number;
    };

/** The network file. Without `record`, the spikes of every population are recorded. */
export interface NetworkDescription<N = Numbers> {
  readonly galvani: 1;
  readonly name?: string;
  /** ms */
  readonly dt: number;
  /** An integer of 0 to 2^53 - 1. */
  readonly seed: number;
  readonly models?: readonly ModelDescription[];
  readonly rules?: readonly RuleTextDescription[];
  readonly modulators?: readonly ModulatorDescription[];
  readonly populations: readonly PopulationDescription<N>[];
  readonly inputs?: readonly InputDescription<N>[];
  readonly projections?: readonly ProjectionDescription<N>[];
  readonly fields?: readonly FieldDescription[];
  readonly couplings?: readonly CouplingDescription<N>[];
  readonly record?: readonly RecordDescription[];
}
