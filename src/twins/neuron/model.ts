import type { ShaderSource } from "../../gpu/source.ts";

/** A neuron's parameters, or the fields derived from them, by name. */
export type Named = Readonly<Record<string, number>>;

/** One parameter a person may set. */
export interface ParameterInfo {
  readonly default: number;
  /** `ms`, `mV`, `pF`, `pA`, `nS` or "" */
  readonly unit: string;
  readonly doc: string;
}

/** One state variable a person may set as `initial` and record, under NEST's name. */
export interface VariableInfo {
  readonly unit: string;
  readonly doc: string;
  /** Initial value when none is given, from the neuron's parameters. */
  readonly initial: (p: Named) => number;
  /** The field of `struct State` that holds it. */
  readonly field: string;
  /** Parameter added to the field to give the person's value: potentials are kept relative to `V_th`. */
  readonly plus?: string;
}

/**
 * A neuron model: names and defaults, the float64 arithmetic that turns parameters into the fields of the WGSL `struct Params`,
 * the WGSL text, and the twin.
 */
export interface NeuronModel {
  readonly name: string;
  /** shaders/neuron/<name>.wgsl: struct Params, struct State (all f32), advance, receive, crossed, reset. */
  readonly wgsl: ShaderSource;
  readonly parameters: Readonly<Record<string, ParameterInfo>>;
  readonly variables: Readonly<Record<string, VariableInfo>>;
  /** Receptor names in the order of `arrivals`. A positive weight goes to the first, a negative one to the last. */
  readonly receptors: readonly string[];
  /** Whether an arrival on the last receptor carries the size of a negative weight (conductances) instead of the weight itself. */
  readonly magnitude?: boolean;
  /** Fields of `struct Params` in order. */
  readonly paramFields: readonly string[];
  /** Fields of `struct State` in order; the first is the one watched for runaway values. */
  readonly stateFields: readonly string[];
  /** Fields of `struct Params` from a neuron's parameters, in float64. */
  derive(p: Readonly<Record<string, number>>, dt: number): Record<string, number>;
  /** Why these parameters cannot be used, as [parameter, what to do], or undefined. */
  check?(p: Named): readonly [string, string] | undefined;
  /** The twin; absent only for a user's own model, which then runs on the cpu if its text can be compiled (src/wasm). */
  readonly twin?: NeuronTwin;
  /** The twin computes in float64 within a step, nearer to the truth than the shader's float32: the cpu runs it, not the compiled text. */
  readonly precise?: boolean;
}

/** A model that comes with Galvani, and how `galvani verify` holds its kernel against its twin. */
export interface BuiltInModel extends NeuronModel {
  readonly trial: {
    /** Size of an arrival, pA, nS or mV, and a current, pA, that make a population fire now and then. */
    readonly weight: number;
    readonly current: number;
    /**
     * Largest relative error allowed after a window of 5 steps, over the largest value of the field. Kernel and twin round alike but where
     * the device fuses a multiplication and an addition, which WGSL allows: a few units of 2^-24 a step for the linear models (2e-6). `exp`,
     * accurate to 3 + 2|x| units in the last place in WGSL, divisions (2.5) and nonlinear terms, many times a step, amplify that.
     */
    readonly tolerance: number;
  };
}

/**
 * One population during one step, as the twins see it. Parameter field f of neuron i is
 * `params[paramBase[f] + (i & paramMask[f])]` (a scalar's mask is 0, an array's is -1), state field f is `state[f][i]`.
 * What arrives at receptor q is the integer `arrivals[q][i]` times `quantum[q]`.
 */
export interface PopulationStep {
  readonly count: number;
  /** True if every parameter is a scalar. */
  readonly uniform: boolean;
  readonly params: Float32Array;
  readonly paramBase: readonly number[];
  readonly paramMask: readonly number[];
  readonly state: readonly Float32Array[];
  /** Set by the engine before each step: the ring slot that is due. */
  arrivals: readonly Int32Array[];
  readonly quantum: readonly number[];
  /** pA into each neuron this step, from time-varying inputs. */
  readonly drive: Float32Array;
  /** False where `drive` is 0 at every step. */
  readonly driven: boolean;
  /** The twin writes the indices of the neurons that spiked here, rising, and returns how many. */
  readonly fired: Uint32Array;
}

/** Advances one population by one step: advance, receive, crossed, reset for each neuron. Returns the number of spikes. */
export type NeuronTwin = (step: PopulationStep) => number;

/** The value of parameter field `f` for neuron `i` (for every neuron, where the population is uniform). */
export function field(s: PopulationStep, f: number, i: number): number {
  return s.params[s.paramBase[f] + (i & s.paramMask[f])];
}

/** All parameter fields of neuron `i`, in the order of `struct Params`. */
export function fieldsOf({ params, paramBase, paramMask }: PopulationStep, i: number): number[] {
  return paramBase.map((base, f) => params[base + (i & paramMask[f])]);
}
