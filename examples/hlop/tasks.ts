import { InputError } from "../../src/errors.ts";
import { type Images, loadImages } from "../shared/datasets.ts";
import { shuffled, Words } from "../shared/draw.ts";

/** Streams of random numbers of this study; a task's are `first + task`. */
export const Stream = { weights: 0, lateral: 1, permutation: 16, order: 32 } as const;

/** Labelled images, and the same ones in a fixed shuffle of their pixels for each task. */
export interface Tasks {
  readonly train: Images;
  readonly test: Images;
  readonly pixels: number;
  /** For each task, where in the image each input is. */
  readonly permutations: readonly Uint32Array[];
}

/**
 * Reads the images and draws the tasks.
 * @param least pixels an image must have: one for each lateral neuron of the input
 * @throws InputError for data that is absent, damaged, or of images too small
 */
export async function loadTasks(folder: string, tasks: number, seed: number, least: number): Promise<Tasks> {
  const { train, test } = await loadImages(folder);
  const pixels = train.rows * train.columns;
  if (pixels < least)
    throw new InputError("data", folder, `has images of ${pixels} pixels; take some with ${least} or more, one for each lateral neuron`);
  const permutations = Array.from({ length: tasks }, (_, task) => shuffled(pixels, new Words(seed, Stream.permutation + task)));
  return { train, test, pixels, permutations };
}

/** Writes images as a task shows them: sample k is image `chosen[k]`, a pixel 0 to 1. */
export function show(images: Images, chosen: Uint32Array, permutation: Uint32Array, inputs: Float32Array): void {
  const { pixels } = images;
  const n = permutation.length;
  for (let k = 0; k < chosen.length; k++) {
    const from = chosen[k]! * n;
    for (let i = 0; i < n; i++) inputs[k * n + i] = pixels[from + permutation[i]!]! / 255;
  }
}
