import { InputError } from "../../errors.ts";
import type { Stage } from "../../plan/program.ts";
import type { WindowsShape } from "../../twins/lib/windows.ts";
import { columnSums } from "../kernels/column_sums.ts";
import { fold } from "../kernels/fold.ts";
import { gradientProduct, matmul } from "../kernels/matmul.ts";
import { turn } from "../kernels/turn.ts";
import { unfold } from "../kernels/unfold.ts";
import { needWhole } from "../needs.ts";
import { GRADIENTS, PARAMETERS, type Parameter, type Recording, type Tensor } from "../tensor.ts";
import { imagesOf, windowsOf } from "./images.ts";
import type { Site } from "./layer.ts";

/**
 * Convolution of images, as PyTorch's `Conv2d` with a square kernel: weight (out_channels x in_channels x kernel_size x kernel_size) and bias,
 * both drawn from U(-1/sqrt(n), 1/sqrt(n)) with n = in_channels kernel_size^2.
 */
export interface Conv2dSpec {
  readonly layer: "Conv2d";
  readonly in_channels: number;
  readonly out_channels: number;
  readonly kernel_size: number;
  /** Default 1. */
  readonly stride?: number;
  /** Zeros around an image; default 0. */
  readonly padding?: number;
  /** Default true. */
  readonly bias?: boolean;
}

/** Elements of windows that are held at a time: 32 MiB. Samples go through in as many turns as that takes. */
const MOST_UNFOLDED = 2 ** 23;

/** What the stages of a layer have in common. */
interface Parts {
  readonly index: number;
  readonly recording: Recording;
  readonly input: Tensor;
  readonly output: Tensor;
  readonly weight: Parameter;
  readonly bias: Parameter | undefined;
  /** Places of the window, its elements, and channels that go out. */
  readonly places: number;
  readonly window: number;
  readonly channels: number;
  /** The windows of some samples, a row each; in the backward pass then their gradients. */
  readonly unfolded: string;
  /** The outputs of the same samples, or their gradients, a row of channels for each place. */
  readonly turned: string;
}

export function conv2d(spec: Conv2dSpec, input: Tensor, { index, recording, dice }: Site): Tensor {
  const { in_channels, out_channels: channels, kernel_size, stride = 1, padding = 0 } = spec;
  const images = imagesOf(index, "in_channels", in_channels, input);
  if (images[0] !== in_channels)
    throw new InputError(`layers[${index}].in_channels`, in_channels, `what comes in is ${images.join(" x ")}; make them equal`);
  needWhole(`layers[${index}].out_channels`, channels, 1);
  const windows = windowsOf(index, { kernel_size, stride, padding }, images);
  const places = windows.out_rows * windows.out_columns;
  const window = in_channels * kernel_size ** 2;
  const samples = input.steps * input.batch;
  const together = Math.max(1, Math.min(samples, Math.floor(MOST_UNFOLDED / (places * window))));
  const bound = 1 / Math.sqrt(window);
  const shape = [channels, in_channels, kernel_size, kernel_size];
  const weight = recording.parameter(`${index}.weight`, shape, dice.uniforms(channels * window, bound));
  const bias = (spec.bias ?? true) ? recording.parameter(`${index}.bias`, [channels], dice.uniforms(channels, bound)) : undefined;
  const output = recording.tensor(`${index}`, [channels, windows.out_rows, windows.out_columns], input.steps, true);
  const unfolded = recording.scratch("unfolded", together * places * window);
  const turned = recording.scratch("turned", together * places * channels);
  const parts = { index, recording, input, output, weight, bias, places, window, channels, unfolded, turned };
  const turns = Array.from({ length: Math.ceil(samples / together) }, (_, k) => {
    const first = k * together;
    return { ...windows, first, images: Math.min(together, samples - first) };
  });
  recording.add({
    forward: turns.flatMap((turn) => forwardStages(parts, turn)),
    backward: turns.flatMap((turn) => backwardStages(parts, turn)),
  });
  return output;
}

/** Outputs of some samples. */
function forwardStages(parts: Parts, shape: WindowsShape): Stage[] {
  const { index, input, output, weight, bias, places, window, channels, unfolded, turned } = parts;
  const { images: matrices, first } = shape;
  const label = `${index} Conv2d`;
  const biased = bias && { bias_at: bias.at, biased: 1 };
  const size = { rows: matrices * places, columns: channels, depth: window };
  return [
    unfold(`${label}, windows`, shape, { inputs: input.name, unfolded }),
    matmul(
      label,
      { ...size, ...biased, turned: 2, right_at: weight.at },
      { left: unfolded, right: PARAMETERS, bias: PARAMETERS, out: turned },
    ),
    turn(
      `${label}, channels`,
      { matrices, rows: places, columns: channels, matrix_at: 0, out_at: first * places * channels },
      { matrix: turned, out: output.name },
    ),
  ];
}

/** Gradients that some samples add to weights and bias, and those of their pixels. The windows are made again: keeping all would take too much. */
function backwardStages(parts: Parts, shape: WindowsShape): Stage[] {
  const { index, recording, input, output, weight, bias, places, window, channels, unfolded, turned } = parts;
  const { images: matrices, first } = shape;
  const label = `${index} Conv2d`;
  const rows = matrices * places;
  const stages = [
    turn(
      `${label}, channels, backward`,
      { matrices, rows: channels, columns: places, matrix_at: first * places * channels, out_at: 0 },
      { matrix: output.grad as string, out: turned },
    ),
    unfold(`${label}, windows again`, shape, { inputs: input.name, unfolded }),
    ...gradientProduct(
      `${label}, weights`,
      { rows: channels, columns: window, depth: rows, out_at: weight.at },
      { left: turned, right: unfolded, out: GRADIENTS },
      recording.slices,
    ),
  ];
  if (bias) stages.push(columnSums(`${label}, bias`, { rows, columns: channels, out_at: bias.at }, { matrix: turned, out: GRADIENTS }));
  if (input.grad)
    stages.push(
      matmul(
        `${label}, inputs`,
        { rows, columns: window, depth: channels, turned: 0, right_at: weight.at },
        { left: turned, right: PARAMETERS, out: unfolded },
      ),
      fold(`${label}, pixels`, shape, { unfolded, grad_inputs: input.grad }),
    );
  return stages;
}
