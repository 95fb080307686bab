import type { Named } from "./model.ts";

/** The bound of every sub-step loop in shaders/neuron: a count is never above it, whatever the parameters. */
export const MAX_SUBSTEPS = 128;

/** Equal sub-steps that cut `dt` into pieces of at most `longest` ms; 1 to MAX_SUBSTEPS. */
export function substepCount(dt: number, longest: number): number {
  const count = Math.ceil(dt / longest - 1e-9);
  return count >= 1 ? Math.min(count, MAX_SUBSTEPS) : longest > 0 ? 1 : MAX_SUBSTEPS;
}

/** The first of `names` whose value is below 0 (or no number), as the answer of a model's `check`. */
export function negative(p: Named, names: readonly string[]): readonly [string, string] | undefined {
  for (const name of names) if (!(p[name] >= 0)) return [name, "must not be below 0"];
  return undefined;
}
