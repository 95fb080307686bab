/** What the blocks of a Fourier neural operator are made of, each recorded forwards with its adjoint. */
import { affine } from "../learn/affine.ts";
import type { Dice } from "../learn/dice.ts";
import { GRADIENTS, PARAMETERS, type Recording, type Tensor } from "../learn/tensor.ts";
import { gate } from "./kernels/gate.ts";
import { gateGradient } from "./kernels/gate_gradient.ts";
import { gelu } from "./kernels/gelu.ts";
import { geluBackward } from "./kernels/gelu_backward.ts";
import { reframe } from "./kernels/reframe.ts";
import type { SkipSpec } from "./spec.ts";

/** Where a layer is recorded. */
export interface Site {
  readonly recording: Recording;
  /** First values of the next layer that learns. */
  readonly dice: () => Dice;
}

/** A field of as many channels as wanted on the same places. */
function like(input: Tensor, name: string, channels: number, recording: Recording): Tensor {
  return recording.tensor(name, [...input.shape.slice(0, -1), channels], input.steps, true);
}

const channelsOf = ({ shape }: Tensor) => shape[shape.length - 1];
const rowsOf = (field: Tensor) => (field.steps * field.batch * field.features) / channelsOf(field);

/** How a layer's result and the gradient it passes back meet what is there. */
interface Meeting {
  /** What the result is added to; default: a tensor of its own. */
  readonly onto?: Tensor;
  /** Whether its part of the input's gradient is added to what is there. */
  readonly adds?: boolean;
}

/**
 * A convolution with a kernel of one place, as PyTorch's Conv1d: weight (out, in, 1) and bias, both from U(-1/sqrt(in), 1/sqrt(in)).
 * @param name of its parameters: "lifting.fcs.0"
 */
function pointwise(
  name: string,
  input: Tensor,
  channels: number,
  bias: boolean,
  { recording, dice }: Site,
  { onto, adds }: Meeting = {},
): Tensor {
  const columns = channelsOf(input);
  const own = dice();
  const bound = 1 / Math.sqrt(columns);
  const weight = recording.parameter(`${name}.weight`, [channels, columns, 1], own.uniforms(channels * columns, bound));
  const offset = bias ? recording.parameter(`${name}.bias`, [channels], own.uniforms(channels, bound)) : undefined;
  const output = onto ?? like(input, name, channels, recording);
  const layer = {
    label: name,
    samples: rowsOf(input),
    columns,
    rows: channels,
    weight,
    bias: offset,
    input,
    output,
    onto: onto !== undefined,
    adds,
  };
  recording.add(affine(layer, recording.slices));
  return output;
}

/** GELU of each number. */
export function activation(name: string, input: Tensor, { recording }: Site): Tensor {
  const output = like(input, name, channelsOf(input), recording);
  const count = input.steps * input.batch * input.features;
  recording.add({
    forward: [gelu(name, { count }, { inputs: input.name, outputs: output.name })],
    backward: [
      geluBackward(
        `${name}, backward`,
        { count },
        { inputs: input.name, grad_outputs: output.grad as string, grad_inputs: input.grad as string },
      ),
    ],
  });
  return output;
}

/** The field on a grid of other sizes around the same middle: cut off, or with zeros about it. Each differs by an even number of points. */
export function reframed(name: string, input: Tensor, sizes: readonly number[], { recording }: Site): Tensor {
  const channels = channelsOf(input);
  const output = recording.tensor(name, [...sizes, channels], input.steps, true);
  const batch = input.steps * input.batch;
  const between = ([from_2, from_1 = 1, from_0 = 1]: readonly number[], [to_2, to_1 = 1, to_0 = 1]: readonly number[]) => {
    return { batch, channels, from_0, from_1, from_2, to_0, to_1, to_2 };
  };
  const [before, after] = [input.shape.slice(0, -1).reverse(), sizes.toReversed()];
  const grads = { inputs: output.grad as string, outputs: input.grad as string };
  recording.add({
    forward: [reframe(name, between(before, after), { inputs: input.name, outputs: output.name })],
    backward: [reframe(`${name}, backward`, between(after, before), grads)],
  });
  return output;
}

/** Two pointwise convolutions with GELU between them: neuraloperator's ChannelMLP. */
export function channelMlp(name: string, input: Tensor, hidden: number, channels: number, site: Site): Tensor {
  const inner = pointwise(`${name}.fcs.0`, input, hidden, true, site);
  return pointwise(`${name}.fcs.1`, activation(`${name}.gelu`, inner, site), channels, true, site);
}

/** A way past a layer, for an input that has a gradient. @returns what it gives; undefined without one */
export function skip(kind: SkipSpec, name: string, input: Tensor, site: Site, meeting: Meeting): Tensor | undefined {
  if (kind === null) return meeting.onto;
  if (kind === "linear") return pointwise(`${name}.conv`, input, channelsOf(input), false, site, meeting);
  return gated(kind === "soft-gating", name, input, site, meeting);
}

/** The input, each channel times a number that is learnt and begins as 1, or as it is. */
function gated(learns: boolean, name: string, input: Tensor, { recording }: Site, { onto, adds }: Meeting): Tensor {
  const columns = channelsOf(input);
  const shape = [1, columns, ...input.shape.slice(0, -1).map(() => 1)];
  const weight = learns ? recording.parameter(`${name}.weight`, shape, new Float32Array(columns).fill(1)) : undefined;
  const output = onto ?? like(input, name, columns, recording);
  const grad = output.grad as string;
  const plain = { rows: rowsOf(input), columns, gated: learns ? 1 : 0, gates_at: weight?.at ?? 0 };
  const backward = gate(
    `${name}, backward`,
    { ...plain, accumulate: adds ? 1 : 0 },
    { inputs: grad, gates: PARAMETERS, outputs: input.grad as string },
  );
  const { rows } = plain;
  const gates =
    weight &&
    gateGradient(`${name}, weights`, { rows, columns, out_at: weight.at }, { inputs: input.name, grad_outputs: grad, out: GRADIENTS });
  recording.add({
    forward: [gate(name, { ...plain, accumulate: onto ? 1 : 0 }, { inputs: input.name, gates: PARAMETERS, outputs: output.name })],
    backward: gates ? [gates, backward] : [backward],
  });
  return output;
}
