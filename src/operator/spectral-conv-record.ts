import { InputError } from "../errors.ts";
import type { Dice } from "../learn/dice.ts";
import { columnSums } from "../learn/kernels/column_sums.ts";
import { GRADIENTS, PARAMETERS, type Parameter, type Recording, type Tensor } from "../learn/tensor.ts";
import type { Stage } from "../plan/program.ts";
import { modeGradient } from "../spectral/kernels/mode_gradient.ts";
import { modeProduct } from "../spectral/kernels/mode_product.ts";
import { modeScale } from "../spectral/kernels/mode_scale.ts";
import { modeScaleGradient } from "../spectral/kernels/mode_scale_gradient.ts";
import { planSpectralConv, type SpectralConvSpec } from "./spectral-conv-spec.ts";
import { transformsFor } from "./truncated.ts";
import type { TruncatedSize, TruncatedTransforms } from "./truncated-transforms.ts";

/** Where a spectral convolution is recorded. */
interface SpectralConvSite {
  /** Names its parameters, "NAME.weight.tensor" and "NAME.bias", its buffers, and what errors speak of: "fno_blocks.convs.0". */
  readonly name: string;
  readonly recording: Recording;
  /** Random numbers for its first values. */
  readonly dice: Dice;
  /** What the result is added to, which then holds the sum; default: a tensor of its own. Its gradient is that of the result. */
  readonly onto?: Tensor;
  /** Whether a stage recorded later leaves its part of the input's gradient there first, to be added to: the input goes on two ways. Default false. */
  readonly adds?: boolean;
}

/**
 * Records a spectral convolution of fields (...sizes x in_channels): forward, and the adjoint to weights, bias and input. Weights are kept
 * (modes x 2 x in x out), of a separable one (modes x 2 x channels), among the parameters (`fromNeuralOperator` makes them of neuraloperator's)
 * and begin as neuraloperator draws them: complex normal of standard deviation (2 / (in + out))^0.5, so that each part has 0.5^0.5 of it; the
 * bias is normal with all of it.
 * @returns (...output sizes x out_channels)
 * @throws InputError for what `planSpectralConv` refuses, and other channels than `in_channels`
 */
export function spectralConv(spec: SpectralConvSpec, input: Tensor, site: SpectralConvSite): Tensor {
  const { name, recording, dice } = site;
  const sizes = input.shape.slice(0, -1);
  const plan = planSpectralConv(spec, sizes, name);
  const { in_channels, out_channels, bias = true, separable = false } = spec;
  const channels = input.shape[input.shape.length - 1];
  if (channels !== in_channels) throw new InputError(`${name}.in_channels`, in_channels, `what comes in has ${channels}; make them equal`);
  const std = Math.sqrt(2 / (in_channels + out_channels));
  const weightModes = plan.weightModes.reduce((all, n) => all * n, 1);
  const shape = [weightModes, 2, in_channels, ...(separable ? [] : [out_channels])];
  const count = shape.reduce((all, n) => all * n, 1);
  const weight = recording.parameter(`${name}.weight.tensor`, shape, dice.normals(count, std * Math.SQRT1_2));
  const offset = bias ? recording.parameter(`${name}.bias`, [out_channels], dice.normals(out_channels, std)) : undefined;
  const output = site.onto ?? recording.tensor(name, [...plan.outSizes, out_channels], input.steps, true);
  recording.buffers[`${name}.places`] = { type: "u32", length: plan.places.length, data: plan.places };
  const samples = input.steps * input.batch;
  const parts: Parts = {
    ...{ name, recording, input, output, weight, offset, separable },
    ...{ modes: plan.places.length, batch: samples, inputs: in_channels, outputs: out_channels },
    ...{ axes: plan.axes, transforms: transformsFor(plan.axes) },
    kept: recording.buffer(`${name}.modes`, 2 * samples * plan.places.length * in_channels),
    places: `${name}.places`,
    onto: site.onto !== undefined,
    adds: site.adds ?? false,
  };
  recording.add({ forward: forwardStages(parts), backward: backwardStages(parts) });
  return output;
}

/** What the stages of a convolution have in common. */
interface Parts {
  readonly name: string;
  readonly recording: Recording;
  readonly input: Tensor;
  readonly output: Tensor;
  readonly weight: Parameter;
  readonly offset: Parameter | undefined;
  readonly separable: boolean;
  readonly modes: number;
  readonly batch: number;
  /** Channels. */
  readonly inputs: number;
  readonly outputs: number;
  readonly axes: TruncatedSize["axes"];
  readonly transforms: TruncatedTransforms;
  /** The input's modes: the weights' gradient is made of them. */
  readonly kept: string;
  readonly places: string;
  readonly onto: boolean;
  readonly adds: boolean;
}

/** Modes of the output, or their gradient: nobody needs them for long. */
function passing({ recording, batch, modes, outputs }: Parts): string {
  return recording.scratch("modes out", 2 * batch * modes * outputs);
}

/** Each mode by its weights, or by their adjoint. */
function weighted(parts: Parts, what: string, adjoint: 0 | 1, from: string, to: string): Stage {
  const { name, weight, separable, modes, batch, inputs, outputs, places } = parts;
  const label = `${name}, ${what}`;
  const shape = { modes, batch, adjoint, weights_at: weight.at };
  const buffers = { places, input: from, weights: PARAMETERS, output: to };
  if (separable) return modeScale(label, { ...shape, channels: inputs }, buffers);
  const [depth, columns] = adjoint ? [outputs, inputs] : [inputs, outputs];
  return modeProduct(label, { ...shape, columns, depth }, buffers);
}

/** What the gradient of the modes that go out adds to that of the weights. */
function weightGradient({ name, weight, separable, modes, batch, inputs, outputs, kept, places }: Parts, grad: string): Stage {
  const label = `${name}, weights`;
  const shape = { modes, batch, out_at: weight.at };
  const buffers = { places, input: kept, grad, out: GRADIENTS };
  if (separable) return modeScaleGradient(label, { ...shape, channels: inputs }, buffers);
  return modeGradient(label, { ...shape, rows: inputs, columns: outputs }, buffers);
}

function forwardStages(parts: Parts): Stage[] {
  const { name, recording, input, output, offset, batch, inputs, outputs, axes, transforms, kept, onto } = parts;
  const { buffers } = recording;
  const changed = passing(parts);
  const bias = offset && { buffer: PARAMETERS, at: offset.at };
  return [
    ...transforms.toModes(`${name}, modes`, { batch, channels: inputs, axes }, buffers, { input: input.name, output: kept }),
    weighted(parts, "product", 0, kept, changed),
    ...transforms.fromModes(`${name}, field`, { batch, channels: outputs, axes }, buffers, {
      input: changed,
      output: output.name,
      bias,
      accumulate: onto,
    }),
  ];
}

function backwardStages(parts: Parts): Stage[] {
  const { name, recording, input, output, offset, modes, batch, inputs, outputs, axes, transforms, adds } = parts;
  const { buffers } = recording;
  const grad = output.grad as string;
  const changed = passing(parts);
  const stages = [
    ...transforms.fromModesAdjoint(`${name}, field, backward`, { batch, channels: outputs, axes }, buffers, {
      input: grad,
      output: changed,
    }),
    weightGradient(parts, changed),
  ];
  if (offset) {
    const rows = batch * (output.features / outputs);
    stages.push(columnSums(`${name}, bias`, { rows, columns: outputs, out_at: offset.at }, { matrix: grad, out: GRADIENTS }));
  }
  if (input.grad) {
    const gradModes = recording.scratch("modes in", 2 * batch * modes * inputs);
    stages.push(
      weighted(parts, "inputs", 1, changed, gradModes),
      ...transforms.toModesAdjoint(`${name}, modes, backward`, { batch, channels: inputs, axes }, buffers, {
        input: gradModes,
        output: input.grad,
        accumulate: adds,
      }),
    );
  }
  return stages;
}
