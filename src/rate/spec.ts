/** Recurrent networks of graded units as plain data. Time has the unit of `tau`, whatever that is. */
import type { Numbers, RuleDescription } from "../network/description.ts";
import type { Phi } from "../twins/lib/rate.ts";

/**
 * `euler`, `heun`, `rk4`: tau dx/dt = -x + J phi(x) + input + noise. Euler's method with dt = tau is the map x <- J phi(x) + input.
 * `map`: x <- phi(J x + input + noise), dt = 1.
 */
export type RateMethod = "euler" | "heun" | "rk4" | "map";

/** Where a delay is given it is a time, rounded to steps, one at least; a map has one anyway. */
export type RateCoupling =
  | {
      /** J_ij drawn, independent, normal with variance g^2 / units (docs/random.md, `couplings`). */
      readonly kind: "normal";
      readonly g: number;
      /** Each network of the batch has its own; default: all share one J. */
      readonly each?: boolean;
      readonly delay?: number;
    }
  | {
      readonly kind: "dense";
      /** Units x units, row by row: J_ij, from unit j to unit i. Or batch x units x units: each network its own. */
      readonly values: ArrayLike<number>;
      readonly delay?: number;
    }
  | {
      /** Sparse: populations and projections as in a network, drawn by the same rules from the same random numbers; units are those of the populations, in order. */
      readonly kind: "rows";
      readonly populations: readonly { readonly name: string; readonly size: number }[];
      readonly projections: readonly RateProjection[];
      /** Each network of the batch has its own, that of seed + its number; default: all share one. */
      readonly each?: boolean;
    };

export interface RateProjection {
  readonly source: string;
  readonly target: string;
  readonly rule: RuleDescription;
  /** What phi of the source is multiplied by. Kept to a part in 2^31 of the largest sum of |weight| into a unit. */
  readonly weight: Numbers;
  /** All projections of a network have one, or none. */
  readonly delay?: Numbers;
}

/** Inputs that change: row after row, each held for a time, the first again after the last. */
export interface RateTable {
  /** Rows x units; with `each`, rows x batch x units. */
  readonly values: ArrayLike<number>;
  /** Time that a row is held, a whole number of steps. */
  readonly hold: number;
  readonly each?: boolean;
}

export interface RateSpec {
  /** Needed unless the coupling has populations. */
  readonly units?: number;
  readonly phi: Phi;
  readonly coupling: RateCoupling;
  /** Default "euler". */
  readonly method?: RateMethod;
  /** Of one step; needed unless the method is `map`. */
  readonly dt?: number;
  /** Default 1. */
  readonly tau?: number;
  /** Networks side by side; default 1. */
  readonly batch?: number;
  /** What J is multiplied by, one for all or one a network; default 1. */
  readonly gain?: number | readonly number[];
  /** Size of white noise: tau dx = ... dt + noise dW; of a map: standard deviation of what is added to its input. Default 0. Euler and map only. */
  readonly noise?: number;
  /** Of couplings, first states and noise; default 0. */
  readonly seed?: number;
  /** One number, one a unit, one a unit of each network (batch x units), or a table; default 0. */
  readonly input?: number | ArrayLike<number> | RateTable;
  /** One number, one a unit, or one a unit of each network; or drawn with this standard deviation, each network its own. Default: drawn, 1. */
  readonly initial?: number | ArrayLike<number> | { readonly normal: number };
}
