import { Dice } from "../../src/learn/dice.ts";
import { equilibriumProgram, parametersOf } from "../../src/local/equilibrium-program.ts";
import { EquilibriumPropagation, type LayerParameters } from "../../src/local/equilibrium-propagation.ts";
import type { EquilibriumPropagationSpec } from "../../src/local/equilibrium-spec.ts";
import { CpuProgram } from "../../src/plan/program-cpu.ts";
import { Stream, streamOf } from "../../src/twins/lib/philox.ts";
import type { Bench } from "../example.ts";
import * as p from "./parameters.ts";

/** How far an estimate is from the reference. */
export interface Estimate {
  readonly beta: number;
  readonly cosine: number;
  /** Its norm over the reference's. */
  readonly norm: number;
}

/** A network, and a batch that it is nudged with. */
interface Examples {
  readonly inputs: Float32Array;
  readonly targets: Float32Array;
  readonly parameters: readonly LayerParameters[];
}

/** Random inputs of 0 to 1 and targets around 0.5, and weights uniform within `share` of Glorot's bound. */
export function examplesOf(seed: number, { share, bias }: { readonly share: number; readonly bias: number }): Examples {
  const [below, top] = [p.SMALL[0], p.SMALL[p.SMALL.length - 1]!];
  const dice = new Dice(seed, streamOf(Stream.patterns, 4));
  const inputs = Float32Array.from({ length: p.SMALL_BATCH * below }, () => 0.5 + dice.uniform(0.5));
  const targets = Float32Array.from({ length: p.SMALL_BATCH * top }, () => 0.5 + dice.uniform(0.25));
  const parameters = p.SMALL.slice(1).map((units, k) => ({
    weight: dice.uniforms(p.SMALL[k]! * units, share * Math.sqrt(6 / (p.SMALL[k]! + units))),
    bias: new Float32Array(units).fill(bias),
  }));
  return { inputs, targets, parameters };
}

export function smallSpec(beta: number, nudging: "one-sided" | "symmetric"): EquilibriumPropagationSpec {
  return { layers: p.SMALL, batch: p.SMALL_BATCH, beta, nudging, free: p.RESTING, nudged: p.RESTING, seed: 1 };
}

/**
 * The gradient of the mean cost at the free fixed point by every weight and bias, by differences in float64: the whole network relaxes anew on
 * either side of each. Layer by layer, W then b.
 */
export async function differences({ inputs, targets, parameters }: Examples, { signal }: Bench): Promise<Float64Array> {
  const spec = smallSpec(1, "symmetric");
  const program = new CpuProgram(equilibriumProgram(spec), "f64");
  program.write("input", inputs);
  program.write("targets", targets);
  parameters.forEach(({ weight, bias }, k) => {
    program.write(parametersOf(k + 1), weight);
    program.write(parametersOf(k + 1), bias, weight.length);
  });
  const costs = program.view("costs");
  const costAt = async () => {
    await program.run("relax");
    return Array.from(costs).reduce((sum, cost) => sum + cost, 0) / spec.batch;
  };
  const gradient: number[] = [];
  for (let layer = 1; layer < spec.layers.length; layer++) {
    const values = program.view(parametersOf(layer));
    for (let i = 0; i < values.length; i++) {
      signal.throwIfAborted();
      const value = values[i]!;
      values[i] = value + p.DIFFERENCE;
      const above = await costAt();
      values[i] = value - p.DIFFERENCE;
      gradient.push((above - (await costAt())) / (2 * p.DIFFERENCE));
      values[i] = value;
    }
  }
  return Float64Array.from(gradient);
}

/** The estimate of both phases on the bench's adapter, beside the reference. */
export async function estimate(
  spec: EquilibriumPropagationSpec,
  { inputs, targets, parameters }: Examples,
  reference: Float64Array,
  bench: Bench,
): Promise<Estimate> {
  const network = await EquilibriumPropagation.create(spec, { adapter: bench.adapter });
  try {
    bench.ran(network);
    network.setParameters(parameters);
    const { layers } = await network.gradients(inputs, targets);
    const values = layers.flatMap(({ weight, bias }) => [...weight, ...bias]);
    const product = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a).reduce((sum, x, i) => sum + x * b[i]!, 0);
    const [own, size] = [Math.sqrt(product(values, values)), Math.sqrt(product(reference, reference))];
    return { beta: spec.beta, cosine: product(values, reference) / (own * size), norm: own / size };
  } finally {
    network.destroy();
  }
}
