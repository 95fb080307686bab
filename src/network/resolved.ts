/**
 * A network after every check: names turned into indices, files read, defaults filled in, every number finite and every array of
 * the right length. Plain data; `src/simulate` compiles it without checking anything again. Units as in `description.ts`.
 */
import type { FieldSpec } from "../field/spec.ts";
import type { NeuronModel } from "../twins/neuron/model.ts";
import type { RuleForm, SynapseRule } from "../twins/plasticity/rule.ts";
import type { Values } from "./description.ts";

export interface ResolvedNetwork {
  /** "network" where none was given. */
  readonly name: string;
  /** ms, above 0. */
  readonly dt: number;
  /** An integer of 0 to 2^53 - 1. */
  readonly seed: number;
  /** Neurons of all populations together. */
  readonly neurons: number;
  readonly populations: readonly ResolvedPopulation[];
  readonly inputs: readonly ResolvedInput[];
  readonly projections: readonly ResolvedProjection[];
  /** Without `record` in the description: the spikes of every population. An empty list given stays empty. */
  readonly records: readonly ResolvedRecord[];
  readonly modulators: readonly ResolvedModulator[];
  /** Absent where there is none: what networks without fields are known by stays the same. */
  readonly fields?: readonly ResolvedField[];
}

/** A field and what couples it to populations. */
export interface ResolvedField {
  readonly name: string;
  /** With an input for each variable that has a source. */
  readonly spec: FieldSpec;
  /** Steps of the network in one of the field's. */
  readonly everySteps: number;
  readonly drives: readonly ResolvedCoupling[];
  readonly sources: readonly ResolvedCoupling[];
}

export interface ResolvedCoupling {
  /** Index of the population. */
  readonly population: number;
  readonly variable: string;
  /** pA per unit of the variable (drives), units of the input per Hz (sources). */
  readonly gain: number;
  /** Place of each neuron in grid points, one number an axis, 0 or more and below the axis' size. */
  readonly points: Float64Array;
}

/** m += rate (bias + sum of gains[population] times its spikes - m) each step. */
export interface ResolvedModulator {
  readonly name: string;
  /** dt / tau */
  readonly rate: number;
  readonly initial: number;
  readonly bias: number;
  /** One a population. */
  readonly gains: Float64Array;
}

export interface ResolvedPopulation {
  readonly name: string;
  readonly size: number;
  /** Global index of its first neuron: populations follow each other in the description's order. */
  readonly first: number;
  readonly model: NeuronModel;
  /** Every parameter of the model; arrays have `size` elements. */
  readonly params: Readonly<Record<string, Values>>;
  /** Only the variables that were given; arrays have `size` elements. The rest start at `model.variables[v].initial(params)`. */
  readonly initial: Readonly<Record<string, Values>>;
}

/** `target` is the population's index, `receptor` the model's receptor index (the weight's sign has chosen where none was named). */
export type ResolvedInput = { readonly name: string; readonly target: number } & (
  | { readonly kind: "poisson"; readonly rate: Values; readonly weight: number; readonly receptor: number }
  | {
      readonly kind: "spikes";
      /** ms, 0 or later, sorted; as many as `neurons`. */
      readonly times: Float64Array;
      readonly neurons: Uint32Array;
      readonly weight: number;
      readonly receptor: number;
    }
  | { readonly kind: "current"; readonly amplitude: Values }
  | {
      readonly kind: "step_current";
      /** ms, 0 or later, strictly rising; as many as `amplitudes`. */
      readonly times: Float64Array;
      readonly amplitudes: Float64Array;
    }
  | {
      readonly kind: "noise";
      readonly mean: number;
      readonly std: number;
      /** ms; a whole number of steps. */
      readonly interval: number;
      readonly intervalSteps: number;
    }
);

/** A connectivity rule with every option present. */
export type ResolvedRule =
  | { readonly kind: "all_to_all"; readonly autapses: boolean }
  | { readonly kind: "one_to_one" }
  | { readonly kind: "fixed_indegree"; readonly indegree: number; readonly autapses: boolean; readonly multapses: boolean }
  | { readonly kind: "fixed_outdegree"; readonly outdegree: number; readonly autapses: boolean; readonly multapses: boolean }
  | { readonly kind: "fixed_total_number"; readonly n: number; readonly autapses: boolean; readonly multapses: boolean }
  | { readonly kind: "pairwise_bernoulli"; readonly p: number; readonly autapses: boolean }
  /** Indices in the source and the target population. */
  | { readonly kind: "edges"; readonly source: Uint32Array; readonly target: Uint32Array };

export interface ResolvedProjection {
  /** The given name, else its place: `projections[3]`. */
  readonly name: string;
  /** Indices of the populations. */
  readonly source: number;
  readonly target: number;
  /** Receptor index; undefined: each weight's sign chooses (0 or more: the first, below 0: the last). */
  readonly receptor: number | undefined;
  readonly rule: ResolvedRule;
  /** An array has one element a synapse: in the order of `edges`, by neuron for one_to_one, source-major for all_to_all (no gap for a barred autapse). */
  readonly weight: Values;
  /** ms, half a step or more. A normal or lognormal without `min` has `min` = dt / 2. */
  readonly delay: Values;
  /** Number of synapses; for pairwise_bernoulli its expectation (p times the pairs, not rounded). */
  readonly synapses: number;
  /** Undefined: the weights stay. Otherwise `receptor` is known, and every weight is within the rule's bounds. */
  readonly plasticity: ResolvedPlasticity | undefined;
}

/** A plasticity rule with every option present. */
export interface ResolvedPlasticity {
  readonly rule: SynapseRule;
  readonly mode: string;
  readonly form: RuleForm;
  readonly params: Readonly<Record<string, number>>;
  /** Smallest and largest weight. */
  readonly bounds: readonly [number, number];
  /** Steps of the delay that are axonal. */
  readonly axonalSteps: number;
  /** Steps between two calls of on_step; 0: it has none. */
  readonly everySteps: number;
  /** Index of each modulator that scales a field of struct Params, with the field's. */
  readonly modulated: readonly { readonly field: number; readonly modulator: number }[];
  readonly normalise: { readonly sum: number; readonly everySteps: number } | undefined;
}

/** `neurons`: indices in the population, as given; undefined: all. */
export type ResolvedRecord =
  | { readonly kind: "spikes"; readonly population: number; readonly neurons: Uint32Array | undefined }
  | {
      readonly kind: "state";
      readonly population: number;
      /** A key of `model.variables`. */
      readonly variable: string;
      /** Steps; 1 or more. */
      readonly every: number;
      readonly neurons: Uint32Array | undefined;
    }
  | { readonly kind: "weights"; readonly projection: number /** ms */; readonly every: number; readonly everySteps: number }
  | { readonly kind: "rate"; readonly population: number /** ms */; readonly bin: number; readonly binSteps: number }
  | { readonly kind: "field"; readonly field: number; readonly variable: string; readonly everySteps: number };
