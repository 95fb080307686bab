/** A spectral convolution on its own, as a program. */
import { Dice } from "../../src/learn/dice.ts";
import { GRADIENTS, PARAMETERS, Recording } from "../../src/learn/tensor.ts";
import { spectralConv } from "../../src/operator/spectral-conv-record.ts";
import type { SpectralConvSpec } from "../../src/operator/spectral-conv-spec.ts";
import { fromNeuralOperator, weightShape } from "../../src/operator/spectral-conv-weights.ts";
import type { Program, ProgramExecutor } from "../../src/plan/program.ts";
import { CpuProgram } from "../../src/plan/program-cpu.ts";
import { GpuProgram } from "../../src/plan/program-gpu.ts";
import { softwareDevice } from "../twins/lib/kernel.ts";

/** Runs a program, on software on the tests' one device. */
export async function runOn(adapter: "cpu" | "software", program: Program): Promise<ProgramExecutor> {
  return adapter === "cpu" ? new CpuProgram(program) : GpuProgram.create(await softwareDevice(), program);
}

export function layerProgram(spec: SpectralConvSpec, sizes: readonly number[], batch: number, onto = false) {
  const recording = new Recording({ steps: 1, batch, truncate: 1 });
  const input = recording.tensor("input", [...sizes, spec.in_channels], 1, true);
  const dice = new Dice(5, 0);
  const base = onto ? recording.tensor("base", [...sizes, spec.out_channels], 1, true) : undefined;
  const output = spectralConv(spec, input, { name: "conv", recording, dice, ...(base ? { onto: base, adds: true } : {}) });
  const buffers = {
    ...recording.buffers,
    [PARAMETERS]: { type: "f32" as const, length: recording.length, data: recording.initial() },
    [GRADIENTS]: { type: "f32" as const, length: recording.length },
  };
  const program: Program = { buffers, sequences: { forward: recording.forward(), backward: recording.backward() } };
  return { program, recording, input, output };
}

/** Random numbers between -1 and 1. */
export function numbers(length: number, seed: number): Float32Array {
  return new Dice(seed, 1).uniforms(length, 1);
}

export const product = (sizes: readonly number[]) => sizes.reduce((all, n) => all * n, 1);

/** Flat parameters with random weights, and the weights as neuraloperator has them. */
export function randomWeights(spec: SpectralConvSpec, recording: Recording) {
  const weight = numbers(product(weightShape(spec, "conv")), 7);
  const bias = spec.bias === false ? undefined : numbers(spec.out_channels, 8);
  const flat = new Float32Array(recording.length);
  const at = (name: string) => recording.parameters.find((p) => p.name === name)?.at ?? 0;
  flat.set(fromNeuralOperator(spec, weight, "conv"), at("conv.weight.tensor"));
  if (bias) flat.set(bias, at("conv.bias"));
  return { weight, bias, flat };
}

/** (batch x channels x places) from (batch x places x channels). */
export function channelsFirst(values: ArrayLike<number>, batch: number, channels: number): Float64Array {
  const places = values.length / batch / channels;
  const turned = new Float64Array(values.length);
  for (let b = 0; b < batch; b++)
    for (let p = 0; p < places; p++)
      for (let c = 0; c < channels; c++) turned[(b * channels + c) * places + p] = values[(b * places + p) * channels + c];
  return turned;
}

export function relative(got: ArrayLike<number>, wanted: ArrayLike<number>): number {
  let [apart, all] = [0, 0];
  for (let i = 0; i < wanted.length; i++) {
    apart += (got[i] - wanted[i]) ** 2;
    all += wanted[i] ** 2;
  }
  return got.length === wanted.length ? Math.sqrt(apart / all) : Number.NaN;
}
