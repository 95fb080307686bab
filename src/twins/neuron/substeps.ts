/** The bound of every sub-step loop in shaders/neuron: a count is never above it, whatever the parameters. */
const MAX_SUBSTEPS = 128;

/** Equal sub-steps that cut `dt` into pieces of at most `longest` ms; 1 to MAX_SUBSTEPS. */
export function substepCount(dt: number, longest: number): number {
  const count = Math.ceil(dt / longest - 1e-9);
  return count >= 1 ? Math.min(count, MAX_SUBSTEPS) : longest > 0 ? 1 : MAX_SUBSTEPS;
}
