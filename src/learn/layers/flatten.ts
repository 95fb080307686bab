import type { Tensor } from "../tensor.ts";

/** Images as a row of numbers, channel by channel, as PyTorch's `Flatten`. Nothing is moved. */
export interface FlattenSpec {
  readonly layer: "Flatten";
}

export function flatten(input: Tensor): Tensor {
  return { ...input, shape: [input.features] };
}
