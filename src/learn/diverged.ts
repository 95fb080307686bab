import type { ProgramExecutor } from "../plan/program.ts";
import { PARAMETERS, type Parameter } from "./tensor.ts";
import { type Learning, partName, type Training } from "./training.ts";

/** The name of the first parameter that is not finite: "0.weight", "1.log_eps". */
export function parameterNotFinite(parameters: readonly Parameter[], values: Float32Array): string | undefined {
  for (const { name, at, length, fields } of parameters) {
    const wrong = values.subarray(at, at + length).findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) return fields ? `${name.slice(0, name.indexOf("."))}.${fields[wrong]}` : name;
  }
  return undefined;
}

/** What stopped being finite in the batch that halted a pass: a parameter, else the first layer whose output is not finite, else the loss. */
export async function notFinite(executor: ProgramExecutor, training: Training<Learning>, pass: string): Promise<string> {
  const parameter = parameterNotFinite(training.recording.parameters, await executor.read(PARAMETERS, "f32"));
  if (parameter !== undefined) return `parameter ${parameter}`;
  for (let k = 0; k < training.parts; k++) {
    await executor.run(partName(pass, k));
    for (const { name, label } of training.passes[pass].outputs) {
      const values = await executor.read(name, "f32");
      if (values.some((value) => !Number.isFinite(value))) return `the output of layer ${label}`;
    }
  }
  return "the loss";
}
