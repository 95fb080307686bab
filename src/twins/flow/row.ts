import type { ShaderSource } from "../../gpu/source.ts";
import type { FlowOracle } from "./flow.ts";

/** A flow of the table. */
export interface FlowRow {
  readonly wgsl: ShaderSource;
  /** Fields of `struct Params` in their order, and their defaults. */
  readonly parameters: Readonly<Record<string, number>>;
  /** Fields of `struct State` in their order, and a state near the attractor. */
  readonly initial: Readonly<Record<string, number>>;
  /** Time step at which Runge and Kutta's method stays on the attractor: a hundredth of the period or less. */
  readonly step: number;
  /** Time of the strongest oscillation, as dysts has it. */
  readonly period: number;
  /** Largest Lyapunov exponent (1 / time): computed here in float64, 200 systems for 300 periods each at `step`. */
  readonly exponent: number;
  /** The same in the table of dysts (Gilpin 2021, Apache-2.0), estimated there; absent where the parameters are others. */
  readonly tabled?: number;
  readonly source: string;
  /** Parameters that must be above 0: damping and time constants, without which there is no attractor. */
  readonly positive: readonly string[];
  /** Least and largest of each variable on the attractor, in that computation. */
  readonly box: Readonly<Record<string, readonly [number, number]>>;
  /** Of a delay flow: its delay. */
  readonly delay?: number;
  readonly oracle: FlowOracle;
}
