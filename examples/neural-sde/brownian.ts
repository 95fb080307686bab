import { Ensemble } from "../../src/flow/ensemble.ts";
import type { FlowText, Integrator } from "../../src/flow/spec.ts";
import { mean } from "../../src/view/statistics.ts";
import type { Bench } from "../example.ts";
import text from "./geometric_brownian_motion.wgsl";
import logarithm from "./logarithm.wgsl";
import * as p from "./parameters.ts";

const parameters = { mu: p.MU, sigma: p.SIGMA };
const motion: FlowText = { name: "geometric_brownian_motion", wgsl: text.text, parameters, initial: { x: 1 } };
/** Its noise does not hang on the state: Euler and Maruyama's method makes no error. */
const exact: FlowText = { name: "logarithm", wgsl: logarithm.text, parameters, initial: { y: 0 } };

type Method = Extract<Integrator, "euler-maruyama" | "milstein">;

/** Last values of many paths. @param parts normal deviates that make up a step, one where absent: those of one seed follow the same Brownian paths */
async function ends(
  flow: FlowText,
  integrator: Method,
  { systems, dt, parts = 1 }: { readonly systems: number; readonly dt: number; readonly parts?: number },
  seed: number,
  bench: Bench,
): Promise<Float32Array> {
  const { adapter, signal } = bench;
  const ensemble = await Ensemble.create({ flow, integrator, systems, dt, brownianParts: parts, seed }, { adapter });
  try {
    bench.ran(ensemble);
    await ensemble.run(p.END, { signal });
    return await ensemble.read();
  } finally {
    ensemble.destroy();
  }
}

/** Step by step. */
export interface Errors {
  readonly steps: readonly number[];
  readonly errors: readonly number[];
}

/** Mean distances of a method's last values from the exact ones, step by step. */
export async function strongErrors(method: Method, systems: number, seed: number, bench: Bench): Promise<Errors> {
  const logarithms = await ends(exact, "euler-maruyama", { systems, dt: p.FINEST }, seed, bench);
  const [steps, errors]: [number[], number[]] = [[], []];
  for (const parts of p.COARSER) {
    const dt = parts * p.FINEST;
    const values = await ends(motion, method, { systems, dt, parts }, seed, bench);
    steps.push(dt);
    errors.push(values.reduce((sum, x, i) => sum + Math.abs(x - Math.exp(logarithms[i]!)), 0) / systems);
  }
  return { steps, errors };
}

/** Mean and variance of the logarithm of the last values, by Milstein's method. */
export async function logMoments(systems: number, dt: number, seed: number, bench: Bench): Promise<{ mean: number; variance: number }> {
  const values = await ends(motion, "milstein", { systems, dt }, seed, bench);
  const logs = Float64Array.from(values, Math.log);
  const middle = mean(logs);
  return { mean: middle, variance: logs.reduce((sum, x) => sum + (x - middle) ** 2, 0) / (systems - 1) };
}
