import { InputError } from "../../errors.ts";

/** A neuron's raw number: its name, first value, and whether the optimiser may change it. */
export interface Raw {
  readonly name: string;
  readonly value: number;
  readonly learn: boolean;
}

/** tau of the learnable neurons where none is given: the published raw number 0.9, through the sigmoid. */
export const LEARNABLE_TAU = 1 / (1 + Math.exp(-0.9));

/** How steep an Ultra neuron's spike is. */
export interface SpikeScale {
  /** Temperature at the beginning, 0.1 to 20; default 1. It is learnt, and kept within these bounds. */
  readonly eps?: number;
  /** The DS variant: s = sigmoid(beta V) in place of sigmoid(V / eps); default false. */
  readonly ds?: boolean;
  /** With `ds`: beta at the beginning, 0.1 to 50; default 1. It is learnt, and kept within these bounds. */
  readonly beta?: number;
}

/** @throws InputError naming `layers[index].field` if `value` is not in [low, high] */
export function within(index: number, field: string, value: number, low: number, high: number): number {
  if (!(value >= low && value <= high)) throw new InputError(`layers[${index}].${field}`, value, `a number from ${low} to ${high}`);
  return value;
}

export function epsRaw(index: number, { eps = 1 }: SpikeScale): Raw {
  return { name: "log_eps", value: Math.log(within(index, "eps", eps, 0.1, 20)), learn: true };
}

/** @throws InputError if a beta is given that nothing takes */
export function refuseBeta(index: number, { ds = false, beta }: SpikeScale): void {
  if (!ds && beta !== undefined) throw new InputError(`layers[${index}].beta`, beta, "only the DS variant has one; say ds: true");
}

export function betaRaw(index: number, { beta = 1 }: SpikeScale): Raw {
  return { name: "log_beta", value: Math.log(within(index, "beta", beta, 0.1, 50)), learn: true };
}

/** tau as the sigmoid of a raw number. */
export function tauRaw(index: number, tau: number, learn: boolean): Raw {
  if (!(tau > 0 && tau < 1)) throw new InputError(`layers[${index}].tau`, tau, "a number above 0 and below 1");
  return { name: "raw_tau", value: Math.log(tau / (1 - tau)), learn };
}

/** What every layer of neurons but the ring's may say. */
export interface NeuronOptions {
  /** What the next layer, or the loss, sees: default "spikes". "membrane" (the last layer only): V or U after each step. */
  readonly readout?: "spikes" | "membrane";
  /** Whether each neuron's spike of one step is added to the currents of all neurons in the next, through learnt weights; default false. */
  readonly recurrent?: boolean;
}

/** @throws InputError naming `layers[index].field` if `value` is not a name in `choices` */
export function oneOf<Name extends string>(index: number, field: string, value: Name, choices: Readonly<Record<Name, unknown>>): Name {
  if (Object.hasOwn(choices, value)) return value;
  throw new InputError(`layers[${index}].${field}`, value, `one of ${Object.keys(choices).join(", ")}`);
}
