/** Weights of a spectral convolution as neuraloperator keeps them, and as the kernels read them. */
import { InputError } from "../errors.ts";
import { type SpectralConvSpec, weightModesOf } from "./spectral-conv-spec.ts";

/** neuraloperator's shape of `weight.tensor`: (in x out x ...modes x 2), of a separable convolution (channels x ...modes x 2). */
export function weightShape(spec: SpectralConvSpec, place: string): readonly number[] {
  const { in_channels, out_channels, separable } = spec;
  return [...(separable ? [in_channels] : [in_channels, out_channels]), ...weightModesOf(spec, place), 2];
}

/** Modes and pairs of channels of a convolution's weights. */
function extents(spec: SpectralConvSpec, place: string): readonly [modes: number, pairs: number] {
  const modes = weightModesOf(spec, place).reduce((all, n) => all * n, 1);
  return [modes, spec.separable ? spec.in_channels : spec.in_channels * spec.out_channels];
}

/**
 * The kernels' order, (modes x 2 x in x out), from neuraloperator's.
 * @throws InputError naming `place` if there are not as many numbers as `weightShape` says
 */
export function fromNeuralOperator(spec: SpectralConvSpec, weight: Float32Array, place: string): Float32Array {
  const [modes, pairs] = extents(spec, place);
  if (weight.length !== 2 * modes * pairs) {
    const shape = weightShape(spec, place).join(" x ");
    throw new InputError(`${place}.weight.tensor`, weight, `${shape} numbers, ${2 * modes * pairs} in all: real and imaginary parts last`);
  }
  const turned = new Float32Array(weight.length);
  for (let p = 0; p < pairs; p++) {
    for (let m = 0; m < modes; m++) {
      turned[2 * m * pairs + p] = weight[2 * (p * modes + m)];
      turned[(2 * m + 1) * pairs + p] = weight[2 * (p * modes + m) + 1];
    }
  }
  return turned;
}

/** neuraloperator's order, (in x out x ...modes x 2), from the kernels'. */
export function toNeuralOperator(spec: SpectralConvSpec, weights: Float32Array, place: string): Float32Array {
  const [modes, pairs] = extents(spec, place);
  const turned = new Float32Array(weights.length);
  for (let p = 0; p < pairs; p++) {
    for (let m = 0; m < modes; m++) {
      turned[2 * (p * modes + m)] = weights[2 * m * pairs + p];
      turned[2 * (p * modes + m) + 1] = weights[(2 * m + 1) * pairs + p];
    }
  }
  return turned;
}
