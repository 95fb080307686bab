import { Ensemble } from "../../src/flow/ensemble.ts";
import type { FlowText, Integrator } from "../../src/flow/spec.ts";
import type { Execution } from "../example.ts";
import text from "./geometric_brownian_motion.wgsl";
import logarithm from "./logarithm.wgsl";
import * as p from "./parameters.ts";

export interface Where extends Pick<Execution, "adapter"> {
  readonly seed: number;
  readonly signal?: AbortSignal;
  readonly ran?: (ensemble: Ensemble) => void;
}

const parameters = { mu: p.MU, sigma: p.SIGMA };
const motion: FlowText = { name: "geometric_brownian_motion", wgsl: text.text, parameters, initial: { x: 1 } };
/** Its noise does not hang on the state: Euler and Maruyama's method makes no error. */
const exact: FlowText = { name: "logarithm", wgsl: logarithm.text, parameters, initial: { y: 0 } };

type Method = Extract<Integrator, "euler-maruyama" | "milstein">;

/** Last values of many paths. @param parts normal deviates that make up a step: those of one seed follow the same Brownian paths */
async function ends(flow: FlowText, integrator: Method, systems: number, dt: number, parts: number, where: Where): Promise<Float32Array> {
  const { seed, adapter, signal } = where;
  const ensemble = await Ensemble.create({ flow, integrator, systems, dt, brownianParts: parts, seed }, { adapter });
  try {
    where.ran?.(ensemble);
    await ensemble.run(p.END, { signal });
    return await ensemble.read();
  } finally {
    ensemble.destroy();
  }
}

/** Mean distances of a method's last values from the exact ones, step by step. */
export async function strongErrors(method: Method, paths: number, where: Where): Promise<{ steps: number[]; errors: number[] }> {
  const logarithms = await ends(exact, "euler-maruyama", paths, p.FINEST, 1, where);
  const [steps, errors]: [number[], number[]] = [[], []];
  for (const parts of p.COARSER) {
    const values = await ends(motion, method, paths, parts * p.FINEST, parts, where);
    steps.push(parts * p.FINEST);
    errors.push(values.reduce((sum, x, i) => sum + Math.abs(x - Math.exp(logarithms[i]!)), 0) / paths);
  }
  return { steps, errors };
}

/** Slope of log y over log x by least squares. */
export function logSlope(x: readonly number[], y: readonly number[]): number {
  const [u, v] = [x.map(Math.log), y.map(Math.log)];
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const [mu, mv] = [mean(u), mean(v)];
  const top = u.reduce((sum, value, k) => sum + (value - mu) * (v[k]! - mv), 0);
  return top / u.reduce((sum, value) => sum + (value - mu) ** 2, 0);
}

/** Mean and variance of the logarithm of the last values, by Milstein's method. */
export async function logMoments(paths: number, dt: number, where: Where): Promise<{ mean: number; variance: number }> {
  const values = await ends(motion, "milstein", paths, dt, 1, where);
  const logs = Float64Array.from(values, Math.log);
  const mean = logs.reduce((a, b) => a + b, 0) / paths;
  return { mean, variance: logs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (paths - 1) };
}
