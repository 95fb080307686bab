import type { FlowName } from "../twins/flow/table.ts";

/** One number for all systems, or one each. */
export type PerSystem = number | ArrayLike<number>;

/**
 * A flow of a person's own: WGSL text. `struct Params { ... }` and `struct State { ... }`, all f32, and
 * `fn derivative(p: Params, s: State, t: f32) -> State`, or, for a delay flow, `fn derivative(p: Params, s: State, delayed: State, t: f32) -> State`.
 * Optional: `fn diffusion(p: Params, s: State, t: f32) -> State` (noise of each variable its own, Ito), `fn diffusion_slope(p, s, t) -> State` (derivative
 * of each diffusion by its own variable, for Milstein), `fn tangent(p: Params, s: State, v: State, t: f32) -> State` (the Jacobian times v, for exponents).
 */
export interface FlowText {
  readonly name: string;
  readonly wgsl: string;
  /** A default for every field of `struct Params`. */
  readonly parameters: Readonly<Record<string, number>>;
  /** A first value for every field of `struct State`. */
  readonly initial: Readonly<Record<string, number>>;
  /** Of a delay flow. */
  readonly delay?: number;
}

export const INTEGRATORS = ["euler", "heun", "rk4", "dormand-prince", "euler-maruyama", "milstein"] as const;
export type Integrator = (typeof INTEGRATORS)[number];

/** What is known of a variable before time 0: a constant, one each, or a function of time (0 and before) and system. */
export type History = PerSystem | ((time: number, system: number) => number);

/** Many systems of one flow, side by side. */
export interface EnsembleSpec {
  /** A name of the table, or a text. */
  readonly flow: FlowName | FlowText;
  /** Default 1. */
  readonly systems?: number;
  /** Time step, or what times asked for are multiples of with "dormand-prince". Default: the table's step. */
  readonly dt?: number;
  /** Default "rk4", of a flow with diffusion "euler-maruyama". Delay flows: "rk4". */
  readonly integrator?: Integrator;
  /** Those left out are the flow's. */
  readonly parameters?: Readonly<Record<string, PerSystem>>;
  readonly initial?: Readonly<Record<string, PerSystem>>;
  /** Of the noise; default 1. */
  readonly seed?: number;
  /**
   * Normal deviates that make up the Brownian increment of a step; default 1. With n parts an ensemble follows the same paths as one of the
   * same seed with steps n times as short and one part.
   */
  readonly brownianParts?: number;
  /** Of "dormand-prince": error of a step below atol + rtol |x|. Default: rtol 1e-5, atol 1e-7. */
  readonly tolerance?: { readonly rtol?: number; readonly atol?: number };
  /** Of a delay flow: a whole number of steps, 2 or more. Default: the flow's. */
  readonly delay?: number;
  /** Of a delay flow, for every variable: from a delay before time 0 up to it. Its value at 0 is the first state. */
  readonly history?: Readonly<Record<string, History>>;
  /** Tangent vectors carried along, for Lyapunov exponents; `every`: steps between two orthonormalisations, default 10. */
  readonly tangents?: { readonly count: number; readonly every?: number };
}

/** What is kept of a run. */
export interface EnsembleRecording {
  /** Steps from one frame to the next; the first is that after `every` steps. */
  readonly every: number;
  /** Default: all. */
  readonly variables?: readonly string[];
}
