/** A layer of neurons on its own, its twins run in float64 or float32. */
import type { LayerSpec } from "../../src/learn/layers/index.ts";
import { GRADIENTS, PARAMETERS } from "../../src/learn/tensor.ts";
import { CpuProgram } from "../../src/plan/program-cpu.ts";
import { type LayerSize, layerProgram } from "../../src/verify/neurons.ts";

export function layerOf(spec: LayerSpec, size: LayerSize, precision: "f32" | "f64" = "f64") {
  const { program, recording, input, output } = layerProgram(spec, size);
  const cpu = new CpuProgram(program, precision);
  const view = (name: string) => cpu.view(name) as Float64Array;
  const play = (sequence: "forward" | "hard" | "backward") => {
    for (const { kernel, shape, bindings } of program.sequences[sequence])
      (kernel.twin as (...args: unknown[]) => void)(shape, ...Object.values(bindings).map((name) => cpu.view(name)));
  };
  const named = (name: string) => recording.parameters.find((parameter) => parameter.name === name);
  const part = (buffer: string, name: string) => {
    const parameter = named(name);
    return parameter && view(buffer).subarray(parameter.at, parameter.at + parameter.length);
  };
  return {
    inputs: view("input"),
    outputs: view(output.name),
    spikes: view(recording.spiking[0].name),
    gradInputs: view(input.grad as string),
    gradOutputs: view(output.grad as string),
    gradients: view(GRADIENTS),
    parameters: view(PARAMETERS),
    /** Raw numbers, recurrent weights and bias, and the gradients of each. */
    raw: part(PARAMETERS, "0.raw") as Float64Array,
    gradRaw: part(GRADIENTS, "0.raw") as Float64Array,
    weight: part(PARAMETERS, "0.recurrent.weight"),
    gradWeight: part(GRADIENTS, "0.recurrent.weight"),
    bias: part(PARAMETERS, "0.recurrent.bias"),
    gradBias: part(GRADIENTS, "0.recurrent.bias"),
    /** Of each raw number, whether its gradient is kept. */
    learnt: (named("0.raw")?.learnt ?? []) as readonly boolean[],
    play,
    /** Gradients from the beginning: they are added up. */
    learn: () => {
      view(GRADIENTS).fill(0);
      play("forward");
      play("backward");
    },
  };
}
