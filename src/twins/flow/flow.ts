import type { ShaderSource } from "../../gpu/source.ts";

/** Numbers of one system, in the order of `struct Params` or `struct State`. */
export type Vector = readonly number[];

/** A flow in float64: what its WGSL text computes. */
export interface FlowOracle {
  derivative(p: Vector, s: Vector, t: number, delayed: Vector): number[];
  /** dx = derivative dt + diffusion dB (Ito), the noise of each variable its own. */
  diffusion?(p: Vector, s: Vector, t: number): number[];
  /** d diffusion_i / d x_i */
  diffusion_slope?(p: Vector, s: Vector, t: number): number[];
  /** The Jacobian times v. */
  tangent?(p: Vector, s: Vector, v: Vector, t: number): number[];
}

/** Optional functions of a flow's text. */
export type FlowFunction = "diffusion" | "diffusion_slope" | "tangent";

/** A right-hand side: its WGSL text and the names in it. */
export interface FlowModel {
  readonly name: string;
  readonly wgsl: ShaderSource;
  /** Fields of `struct Params` and `struct State`, in their order. */
  readonly parameters: readonly string[];
  readonly variables: readonly string[];
  readonly functions: readonly FlowFunction[];
  /** `derivative` takes the state a delay ago. */
  readonly delayed: boolean;
  /** Absent for a flow of a person's own: it is computed in float32 only. */
  readonly oracle?: FlowOracle;
}

/** Words of `clock`. */
export const FlowClock = { step: 0, goal: 1, left: 2, slot: 3, turn: 4, place: 5 } as const;
export const FLOW_CLOCK_WORDS = 6;

/** What of a flow a kernel is woven for. */
export interface FlowForm {
  readonly flow: FlowModel;
  /** Tangent vectors carried along. */
  readonly tangents: number;
  /** Variables whose frames are kept, by their place in the state. */
  readonly kept: readonly number[];
}
