import { InputError } from "../src/errors.ts";
import type { Simulation } from "../src/simulate/simulation.ts";
import type { SpikeData } from "../src/view/data.ts";
import type { ExampleOptions } from "./example.ts";

/**
 * The variant asked for, or the first.
 * @throws InputError for one the example does not have
 */
export function variantOf<V extends string>(variants: readonly V[], { variant }: Pick<ExampleOptions, "variant">): V {
  if (variant === undefined) return variants[0]!;
  const found = variants.find((v) => v === variant);
  if (found === undefined) throw new InputError("variant", variant, `must be one of: ${variants.join(", ")}`);
  return found;
}

/**
 * The share of the full size asked for, or 1.
 * @param largest the example's `largestScale`, where it has one
 * @throws InputError where it is not above 0 and at most `largest`
 */
export function scaleOf({ scale = 1 }: Pick<ExampleOptions, "scale">, largest = 1): number {
  if (!(scale > 0 && scale <= largest)) throw new InputError("scale", scale, `must be a number above 0 and at most ${largest}`);
  return scale;
}

/**
 * Refuses options an example does not take.
 * @throws InputError
 */
export function refuse(options: ExampleOptions, name: string, ...keys: readonly ("scale" | "variant" | "data")[]): void {
  for (const key of keys) {
    if (options[key] === undefined || (key === "scale" && options.scale === 1)) continue;
    throw new InputError(key, options[key], `${name} takes none; leave it out`);
  }
}

/** The recorded spikes of a simulation as plots and statistics take them. */
export function spikeData(simulation: Simulation): SpikeData {
  const { populations, dt, recordedFrom, step } = simulation;
  return { ...simulation.spikes(), populations, dt, from: recordedFrom, to: step };
}
