/** Fields on periodic grids, as plain data. */

/** Values at the places of a grid: one everywhere, one a place (the same for all fields of the batch), or one a place and field. */
export type FieldValues = number | ArrayLike<number>;

/** What all fields have. Lengths, times and values are in whatever units the parameters are in; in a network of neurons times are in ms. */
export interface Grid {
  /** Points along each axis, the slowest first; 1 or 2 axes. */
  readonly sizes: readonly number[];
  /** Period along each axis; one number serves all axes. */
  readonly length: number | readonly number[];
  /** Time step. */
  readonly dt: number;
  /** Independent fields side by side; default 1. */
  readonly batch?: number;
  /** First values by variable; default 0. */
  readonly initial?: Readonly<Record<string, FieldValues>>;
  /** Input by variable, as its equation names it. A field has input buffers only where this is given; 0 for one that others write. */
  readonly input?: Readonly<Record<string, FieldValues>>;
}

/** Viscous Burgers' equation, u_t + u u_x = viscosity u_xx + input; 1-D; variable `u`. Pseudo-spectral, 2/3 of the modes, ETDRK4. */
export interface BurgersSpec extends Grid {
  readonly model: "burgers";
  readonly viscosity: number;
}

/** Kuramoto and Sivashinsky's equation, u_t + u u_x + u_xx + u_xxxx = input; 1-D; variable `u`. As `burgers`. */
export interface KuramotoSivashinskySpec extends Grid {
  readonly model: "kuramoto-sivashinsky";
}

/**
 * The cortical lattice (Klein and Gordon with damping): phi'' = speed^2 Lap phi - mass^2 phi - 2 damping phi' + input + noise xi; 1-D or 2-D;
 * variables `phi`, and `velocity`, which runs half a step behind. Finite differences, leapfrog.
 */
export interface KleinGordonSpec extends Grid {
  readonly model: "klein-gordon";
  /** Length a time. */
  readonly speed: number;
  /** Lowest angular frequency. */
  readonly mass: number;
  /** 1 / time; default 0. */
  readonly damping?: number;
  /** Strength of an acceleration that is white in space and time; default 0. */
  readonly noise?: number;
  /** Of the noise; default 0, in a network the network's. */
  readonly seed?: number;
}

/** How strongly places of a neural field act on each other, by their distance x (on a torus: the shorter way round). */
export type FieldKernel =
  /** excitation exp(-x^2 / (2 excitation_width^2)) - inhibition exp(-x^2 / (2 inhibition_width^2)): a Mexican hat */
  | {
      readonly kind: "difference_of_gaussians";
      readonly excitation: number;
      readonly excitation_width: number;
      readonly inhibition: number;
      readonly inhibition_width: number;
    }
  /** strength exp(-x / width) */
  | { readonly kind: "exponential"; readonly strength: number; readonly width: number };

/** Firing rate of an Amari field at u: 1 above the threshold and 0 elsewhere, or 1 / (1 + exp(-gain (u - threshold))). */
export type FiringRate =
  | { readonly kind: "heaviside"; readonly threshold: number }
  | { readonly kind: "sigmoid"; readonly threshold: number; readonly gain: number };

/** Amari's neural field, tau u_t = -u + rest + integral of kernel(x - y) rate(u(y)) dy + input; 1-D or 2-D; variable `u`. Heun's method. */
export interface AmariSpec extends Grid {
  readonly model: "amari";
  readonly tau: number;
  /** Level that u rests at without neighbours and input; default 0. */
  readonly rest?: number;
  readonly kernel: FieldKernel;
  readonly rate: FiringRate;
}

/** One population of Wilson and Cowan's. */
export interface WilsonCowanPopulation {
  readonly tau: number;
  /** Share that is refractory at full activity; default 1. */
  readonly refractory?: number;
  /** S(x) = 1 / (1 + exp(-gain (x - threshold))) - 1 / (1 + exp(gain threshold)) */
  readonly gain: number;
  readonly threshold: number;
}

/**
 * Wilson and Cowan's neural field, tau u_t = -u + (1 - refractory u) S(sum of kernels * u + input) for the variables `E` and `I`; 1-D or 2-D.
 * A kernel acts from the first to the second of its name; those from I are subtracted. Heun's method.
 */
export interface WilsonCowanSpec extends Grid {
  readonly model: "wilson-cowan";
  readonly excitatory: WilsonCowanPopulation;
  readonly inhibitory: WilsonCowanPopulation;
  readonly kernels: Readonly<Record<"EE" | "EI" | "IE" | "II", FieldKernel>>;
}

export type FieldSpec = BurgersSpec | KuramotoSivashinskySpec | KleinGordonSpec | AmariSpec | WilsonCowanSpec;
