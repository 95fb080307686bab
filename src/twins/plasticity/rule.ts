import type { ShaderSource } from "../../gpu/source.ts";
import type { Named, ParameterInfo } from "../neuron/model.ts";

/**
 * A trace that a neuron's own spikes drive and that decays exponentially between them. At a spike: `add`: x + 1 (all-to-all pairs);
 * `set`: 1 (nearest pairs). `square`: not driven by spikes, the running mean of the square of the trace before it in the list (BCM's threshold).
 */
export interface TraceSpec {
  readonly name: string;
  /** Parameter that is its time constant, ms. */
  readonly tau: string;
  readonly kind: "add" | "set" | "square";
}

/** A number each synapse keeps beside its weight: 4 bytes. With `tau` (a parameter, ms) it decays exponentially between the synapse's events. */
export interface SynapseVariable {
  readonly name: string;
  readonly initial: number;
  readonly tau?: string;
}

/**
 * What a rule does at the events of a synapse. `s` is the weight, then the variables; `pre` the traces of the source, `post` those of the
 * target, `p` the fields of `struct Params`. Twins round to float32 after every operation, as the shader does.
 */
export interface RuleTwin {
  /** A spike of the source; `pre` without it, `post` from spikes strictly before. Returns what is delivered to the target. */
  on_pre(p: Float32Array, s: Float32Array, pre: Float32Array, post: Float32Array): number;
  /** A spike of the target; `post` without it. */
  on_post?(p: Float32Array, s: Float32Array, pre: Float32Array, post: Float32Array): void;
  /** Every `every` ms, after the spikes of that step. `total`: what `contribute` of the synapses of one neuron adds up to, or 0. */
  on_step?(p: Float32Array, s: Float32Array, pre: Float32Array, post: Float32Array, total: number): void;
  /** What the synapse adds to the total of its source or target before `on_step`. */
  contribute?(p: Float32Array, s: Float32Array, pre: Float32Array, post: Float32Array): number;
}

/** One mode of a rule: its WGSL and what the engine must keep for it. */
export interface RuleForm {
  /** shaders/plasticity/<rule>.wgsl, of another mode <rule>_<mode>.wgsl: struct Params, Synapse, Pre, Post (all f32) and fn on_pre, on_post, on_step, contribute as needed. */
  readonly wgsl: ShaderSource;
  /** Absent only for a user's own rule: the cpu then needs its text compiled (src/wasm). */
  readonly twin?: RuleTwin;
  readonly pre: readonly TraceSpec[];
  /** Empty where the rule looks at spikes of the source only. */
  readonly post: readonly TraceSpec[];
  readonly variables: readonly SynapseVariable[];
  /** Spikes of the target reach the synapse after the dendritic part of the delay; otherwise pairs are formed from spike steps alone. */
  readonly delayed: boolean;
  /** Where a spike of the source and one of the target meet at a synapse: which is first. `post`: NEST's order; `pre`: Brian2's. */
  readonly first: "pre" | "post";
  readonly on_post: boolean;
  readonly on_step: boolean;
  /** Whose synapses `contribute` is summed over. */
  readonly contribute?: "source" | "target";
}

/** A plasticity rule: names and defaults, float64 arithmetic, and its modes. */
export interface SynapseRule {
  readonly name: string;
  readonly doc: string;
  /** NEST's names. `unit` as for neuron models; weights have unit `weight`: that of the projection. */
  readonly parameters: Readonly<Record<string, ParameterInfo>>;
  /** Fields of `struct Params` in order. */
  readonly fields: readonly string[];
  /** Fields of `struct Params` from the parameters, in float64. `every`: ms between two calls of `on_step`; 0: none. */
  derive(p: Named, dt: number, every: number): Record<string, number>;
  /** Why these parameters cannot be used, as [parameter, what to do], or undefined. */
  check?(p: Named): readonly [string, string] | undefined;
  /** Smallest and largest weight. The rule keeps to them, or a weight that leaves them ends the run with an error. */
  bounds(p: Named): readonly [least: number, most: number];
  /** ms between two calls of `on_step` where the description gives none. */
  readonly every?: number;
  /** The first is the default. */
  readonly modes: Readonly<Record<string, RuleForm>>;
}
