import { InputError } from "../src/errors.ts";
import type { Example, ExampleOptions, Study } from "./example.ts";

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
 * Refuses options that an example or a study does not declare. Studies set their own time steps.
 * @throws InputError
 */
export function refuse(options: ExampleOptions, declared: Declared): void {
  const { name, scales, variants, data } = declared;
  const takes = { dt: !("run" in declared), scale: scales, variant: variants !== undefined, data: data !== undefined };
  for (const key of ["dt", "scale", "variant", "data"] as const) {
    if (takes[key] || options[key] === undefined || (key === "scale" && options.scale === 1)) continue;
    throw new InputError(key, options[key], `${name} takes none; leave it out`);
  }
}

/** What an example or a study says that it takes. */
type Declared = Pick<Example | Study, "name" | "scales" | "variants" | "data">;

/**
 * The folder of a data set that there is no doing without.
 * @param wanted what it must hold
 * @throws InputError where none is named
 */
export function folderOf({ data }: Pick<ExampleOptions, "data">, wanted: string): string {
  if (data === undefined) throw new InputError("data", data, `is missing; name a folder ${wanted}`);
  return data;
}
