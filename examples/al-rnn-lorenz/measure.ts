import type { Judgement } from "../shared/reconstruction.ts";

/** A network beside the test trajectory. */
export interface Judged extends Judgement {
  /** Linear regions that it goes through, the most visited first: code of the rectified units, share of the steps. */
  readonly regions: readonly { readonly code: string; readonly share: number }[];
  /** Region of each step, by its place in `regions`. */
  readonly sequence: Uint32Array;
  /** Largest Lyapunov exponent, a unit of time. */
  readonly exponent: number;
}
