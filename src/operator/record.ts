import { InputError } from "../errors.ts";
import { Dice, layerDice } from "../learn/dice.ts";
import { Recording, type Tensor } from "../learn/tensor.ts";
import type { LayerOutput } from "../learn/training.ts";
import { activation, channelMlp, reframed, type Site, skip } from "./layers.ts";
import { type FnoSpec, type WholeFno, wholeFno } from "./spec.ts";
import { spectralConv } from "./spectral-conv-record.ts";
import { roundedToEven, weightModesOf } from "./spectral-conv-spec.ts";

/** An operator's stages for fields of one size, and the tensors at its ends. */
export interface RecordedFno {
  readonly recording: Recording;
  /** (batch x ...sizes x channels): those of the field, then the coordinates of a positional embedding. */
  readonly input: Tensor;
  /** (batch x ...sizes x out_channels). */
  readonly output: Tensor;
  /** What each part gives: "lifting", "block 0" .. */
  readonly outputs: readonly LayerOutput[];
}

interface FnoSize {
  /** Points along each axis, the slowest first. */
  readonly sizes: readonly number[];
  /** Fields that go through together. */
  readonly batch: number;
  /**
   * Whether fields may have fewer points than `n_modes` keeps: then the weights of the modes there are do the work, as neuraloperator does it,
   * and the others would not learn. Default false.
   */
  readonly coarse?: boolean;
}

/** Zeros in place of first values, where only stages or the places of parameters matter. */
class Blank extends Dice {
  override uniforms(length: number): Float32Array {
    return new Float32Array(length);
  }

  override normals(length: number): Float32Array {
    return new Float32Array(length);
  }
}

/**
 * Records neuraloperator's `FNO` (2.0) for fields of one size: lifting, blocks (spectral convolution, skips, GELU, channel MLP), projection.
 * Parameters have the names of its `state_dict`, lie in an order that hangs on no size, and begin as PyTorch and neuraloperator draw them.
 * @param seed of first values; undefined: they are left 0, for parameters that come from elsewhere
 * @throws InputError naming `model` for settings and sizes that cannot be
 */
export function recordFno(spec: FnoSpec, { sizes, batch, coarse = false }: FnoSize, seed?: number): RecordedFno {
  const fno = wholeFno(spec);
  const padded = sizes.map((size, axis) => size + 2 * roundedToEven(fno.padding[axis] * size));
  if (!coarse) checkModes(fno, padded);
  const recording = new Recording({ steps: 1, batch, truncate: 1 });
  let layer = 0;
  const site: Site = { recording, dice: () => (seed === undefined ? new Blank(0, 0) : layerDice(seed, layer++)) };
  const axes = fno.positional_embedding === "grid" ? sizes.length : 0;
  const input = recording.tensor("input", [...sizes, fno.in_channels + axes], 1, false);
  let field = channelMlp("lifting", input, fno.lifting_channels, fno.hidden_channels, site);
  const outputs = [{ label: "lifting", name: field.name }];
  const pads = padded.some((size, axis) => size !== sizes[axis]);
  if (pads) field = reframed("domain_padding.pad", field, padded, site);
  for (let index = 0; index < fno.n_layers; index++) {
    field = block(fno, index, field, coarse, site);
    outputs.push({ label: `block ${index}`, name: field.name });
  }
  if (pads) field = reframed("domain_padding.unpad", field, sizes, site);
  const output = channelMlp("projection", field, fno.projection_channels, fno.out_channels, site);
  outputs.push({ label: "projection", name: output.name });
  return { recording, input, output, outputs };
}

/** @throws InputError where fields of these sizes have fewer modes than are kept */
function checkModes({ n_modes }: FnoSpec, sizes: readonly number[]): void {
  const few = n_modes.findIndex((modes, axis) => (axis === sizes.length - 1 ? modes - (modes % 2) : modes) > sizes[axis]);
  if (few < 0) return;
  const problem = `${sizes[few]} points along this axis have ${sizes[few]} modes; keep as many or fewer, or learn on finer fields`;
  throw new InputError(`model.n_modes[${few}]`, n_modes[few], problem);
}

/**
 * A block (`FNOBlocks.forward_with_postactivation`): all but the last one end with GELU, twice in a row without a channel MLP. On the way back three parts meet in the input's gradient, in the order opposite to that
 * of the recording: past the channel MLP, through the convolution, past the convolution.
 */
function block(fno: WholeFno, index: number, input: Tensor, coarse: boolean, site: Site): Tensor {
  const name = (part: string) => `fno_blocks.${part}.${index}`;
  const { use_channel_mlp, channel_mlp_skip, fno_skip, hidden_channels, n_layers } = fno;
  const passed = use_channel_mlp && channel_mlp_skip !== null;
  const beside = skip(fno_skip, name("fno_skips"), input, site, { adds: true });
  const { recording, dice } = site;
  let field = spectralConv(convolution(fno, input, coarse), input, {
    name: name("convs"),
    recording,
    dice: dice(),
    onto: beside,
    adds: passed,
  });
  const last = index === n_layers - 1;
  if (!last) field = activation(`${name("convs")}.gelu`, field, site);
  if (use_channel_mlp) {
    field = channelMlp(name("channel_mlp"), field, fno.mlp_channels, hidden_channels, site);
    skip(channel_mlp_skip, name("channel_mlp_skips"), input, site, { onto: field });
  }
  return last ? field : activation(name("out"), field, site);
}

/** A block's convolution, for the modes that its fields have. */
function convolution({ n_modes, hidden_channels }: WholeFno, { shape }: Tensor, coarse: boolean) {
  const whole = { n_modes, in_channels: hidden_channels, out_channels: hidden_channels };
  if (!coarse) return whole;
  return { ...whole, n_modes: n_modes.map((modes, axis) => Math.min(modes, shape[axis])), max_n_modes: weightModesOf(whole, "model") };
}
