import type { Stage } from "../../plan/program.ts";
import type { WindowsShape } from "../../twins/lib/windows.ts";
import { avgPool } from "../kernels/avg_pool.ts";
import { avgPoolBackward } from "../kernels/avg_pool_backward.ts";
import { maxPool } from "../kernels/max_pool.ts";
import { maxPoolBackward } from "../kernels/max_pool_backward.ts";
import type { Tensor } from "../tensor.ts";
import { imagesOf, windowsOf } from "./images.ts";
import type { Site } from "./layer.ts";

/**
 * The mean or the largest value of each window of a channel, as PyTorch's `AvgPool2d` and `MaxPool2d` without padding: rows and columns that
 * fill no window are left out. The gradient of a largest value goes to the first of several.
 */
export interface PoolSpec {
  readonly layer: "AvgPool2d" | "MaxPool2d";
  /** Side of the square window. */
  readonly kernel_size: number;
  /** Default: `kernel_size`. */
  readonly stride?: number;
}

export function pool({ layer, kernel_size, stride = kernel_size }: PoolSpec, input: Tensor, { index, recording }: Site): Tensor {
  const [channels, rows, columns] = imagesOf(index, "kernel_size", kernel_size, input);
  const windows = windowsOf(index, { kernel_size, stride, padding: 0 }, [channels, rows, columns]);
  const { out_rows, out_columns } = windows;
  const output = recording.tensor(`${index}`, [channels, out_rows, out_columns], input.steps, input.grad !== undefined);
  const shape = { ...windows, channels: 1, images: input.steps * input.batch * channels, first: 0 };
  const run = layer === "AvgPool2d" ? avgPool : maxPool;
  const forward = run(`${index} ${layer}`, shape, { inputs: input.name, outputs: output.name });
  recording.add({ forward: [forward], backward: backwardOf(layer, `${index} ${layer}, backward`, shape, input, output) });
  return output;
}

function backwardOf(layer: PoolSpec["layer"], label: string, shape: WindowsShape, input: Tensor, output: Tensor): Stage[] {
  if (!input.grad || !output.grad) return [];
  const grads = { grad_outputs: output.grad, grad_inputs: input.grad };
  return [layer === "AvgPool2d" ? avgPoolBackward(label, shape, grads) : maxPoolBackward(label, shape, { inputs: input.name, ...grads })];
}
