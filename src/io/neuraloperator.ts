/** Fourier neural operators in safetensors files, under the names and in the layout of neuraloperator 2.0's `state_dict`. */
import { InputError } from "../errors.ts";
import { OPTIMISER_PREFIX, type StateDict, type StateTensor } from "../learn/state-dict.ts";
import type { Parameter } from "../learn/tensor.ts";
import { checkNormalisation } from "../operator/check.ts";
import type { Normalisation } from "../operator/data.ts";
import { parametersOfFno } from "../operator/fno.ts";
import { checkFno, type FnoSpec, type SkipSpec } from "../operator/spec.ts";
import type { SpectralConvSpec } from "../operator/spectral-conv-spec.ts";
import { fromNeuralOperator, toNeuralOperator } from "../operator/spectral-conv-weights.ts";
import { decodeSafetensors, encodeSafetensors, isOwn, OWN } from "./safetensors.ts";

/** An operator that answers: what `FNO.create` takes. */
export interface Operator {
  readonly spec: FnoSpec;
  /** The flat buffer. */
  readonly parameters: Float32Array;
  /** What its fields are brought to a mean of 0 and a deviation of 1 with; absent where they come as they are. */
  readonly normalisation?: Normalisation;
}

/** Complex weights: stored real, with real and imaginary part as a last dimension of 2. */
const COMPLEX = ".weight.tensor";
const VIEW = "save torch.view_as_real of it, as tensorly-torch's ComplexDenseTensor does";

/**
 * The bytes of a safetensors file that neuraloperator's `FNO(...).load_state_dict` takes; the metadata, which it does not read, has what the
 * names and shapes do not tell (`spec`: model and normalisation).
 * @throws InputError for parameters of another model, and a normalisation of other channels
 */
export function encodeNeuralOperator({ spec, parameters, normalisation }: Operator): Uint8Array {
  if (normalisation) checkNormalisation(normalisation, spec);
  const metadata = { ...OWN, spec: JSON.stringify({ model: spec, normalisation }) };
  return encodeSafetensors({ tensors: fnoTensors(spec, parameters), metadata });
}

/**
 * The operator in a safetensors file: of neuraloperator (`state_dict` without `_metadata`), `encodeNeuralOperator` or `galvani train`.
 * @param place for errors, such as `--model`
 * @param file for errors: its name
 * @param given what it must be. Without it, Galvani's own files say it. Of another's, names and shapes tell all but what has no weights: the
 * positional embedding is taken to be neuraloperator's default, "grid", where there are channels for it, a skip without weights to be the
 * identity, and domain padding to be none. Give it where that is not so: the answers would be wrong.
 * @throws InputError naming every tensor that is missing, unused or of another layout or shape
 */
export function decodeNeuralOperator(bytes: Uint8Array, place: string, file = "operator", given?: FnoSpec): Operator {
  const found = decodeSafetensors(bytes, place, file);
  const { tensors, metadata } = found;
  const own = isOwn(found) ? ownSpec(metadata.spec, place, file) : undefined;
  const spec = given ?? own?.model ?? specOf(tensors, place, file);
  const parameters = fnoParameters(spec, tensors, place, file);
  checkFiniteFno(spec, parameters, place, file);
  return { spec, parameters, ...(own?.normalisation && { normalisation: own.normalisation }) };
}

function ownSpec(
  text: string | undefined,
  place: string,
  file: string,
): { readonly model: FnoSpec; readonly normalisation?: Normalisation } {
  try {
    const found = JSON.parse(text ?? "") as { readonly model: FnoSpec; readonly normalisation?: Normalisation };
    checkFno(found.model, "model");
    if (found.normalisation) checkNormalisation(found.normalisation, found.model);
    return found;
  } catch (error) {
    const problem = `holds no operator that this version of galvani knows (${(error as Error).message})`;
    throw new InputError(place, file, `${problem}; name a file of galvani train burgers or darcy, or of neuraloperator`);
  }
}

/**
 * A flat buffer of parameters (or of an optimiser's moments, which lie alike) as neuraloperator's tensors.
 * @throws InputError if it is of another length: of another model
 */
export function fnoTensors(spec: FnoSpec, flat: Float32Array): StateDict {
  const convolution = convolutionOf(spec);
  const parameters = parametersOfFno(spec);
  const length = lengthOf(parameters);
  if (flat.length !== length) throw new InputError("parameters", flat, `this model has ${length}; take those of the same model`);
  return Object.fromEntries(
    parameters.map(({ name, shape, at, length }): [string, StateTensor] => {
      const data = flat.slice(at, at + length);
      return [name, { shape, data: name.endsWith(COMPLEX) ? toNeuralOperator(convolution, data, name) : data }];
    }),
  );
}

/**
 * The flat parameters of an operator from neuraloperator's tensors; an optimiser's are left aside.
 * @throws InputError at `place`, as `decodeNeuralOperator`
 */
export function fnoParameters(spec: FnoSpec, dict: StateDict, place: string, file: string): Float32Array {
  const parameters = parametersOfFno(spec);
  const problems = parameters.flatMap((wanted) => problemOf(wanted, dict[wanted.name]) ?? []);
  const names = new Set(parameters.map(({ name }) => name));
  for (const name of Object.keys(dict)) if (!names.has(name) && !name.startsWith(OPTIMISER_PREFIX)) problems.push(`${name} is not used`);
  if (problems.length > 0)
    throw new InputError(place, file, `is not of this operator: ${problems.join("; ")}; describe the operator it is of`);
  const flat = new Float32Array(lengthOf(parameters));
  for (const { name, at } of parameters) {
    const { data } = dict[name];
    flat.set(name.endsWith(COMPLEX) ? fromNeuralOperator(convolutionOf(spec), data, name) : data, at);
  }
  return flat;
}

/** Of the flat buffer: each parameter begins at a multiple of four, and so would the next one. */
function lengthOf(parameters: readonly Parameter[]): number {
  const { at, length } = parameters[parameters.length - 1];
  return at + 4 * Math.ceil(length / 4);
}

/** @throws InputError where an operator's parameters hold a number that is none */
export function checkFiniteFno(spec: FnoSpec, parameters: Float32Array, place: string, file: string): void {
  for (const { name, at, length } of parametersOfFno(spec)) {
    const wrong = parameters.subarray(at, at + length).findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) throw new InputError(place, file, `has ${parameters[at + wrong]} in ${name}; take the file of an earlier epoch`);
  }
}

/** The convolution of a block. */
function convolutionOf({ n_modes, hidden_channels: channels }: FnoSpec): SpectralConvSpec {
  return { n_modes, in_channels: channels, out_channels: channels };
}

/** What is wrong with a tensor that stands for a parameter, if anything is. */
function problemOf({ name, shape }: Parameter, found: StateTensor | undefined): string | undefined {
  const said = `[${shape.join(", ")}]`;
  if (!found) return `${name} of shape ${said} is missing`;
  const alike = found.shape.length === shape.length && found.shape.every((n, k) => n === shape[k]);
  if (alike) return undefined;
  const has = `${name} has shape [${found.shape.join(", ")}] instead of ${said}`;
  if (!name.endsWith(COMPLEX)) return has;
  const noPair = found.shape.length === shape.length - 1;
  if (noPair) return `${has}: its last dimension of 2, real and imaginary part, is missing (${VIEW})`;
  const modes = (of: readonly number[]) => of.slice(2, -1).join(" x ");
  const others = found.shape.length === shape.length && modes(found.shape) !== modes(shape);
  return others ? `${has}: it keeps ${modes(found.shape)} modes, not ${modes(shape)}` : has;
}

/** The operator that names and shapes of a `state_dict` describe. @throws InputError where it is none of an FNO */
function specOf(dict: StateDict, place: string, file: string): FnoSpec {
  const shapeOf = (name: string): readonly number[] => {
    const found = dict[name]?.shape;
    if (found) return found;
    const remedy = `has no ${name}; save the state_dict of neuralop.models.FNO without factorization (weights of other kinds are not read)`;
    throw new InputError(place, file, remedy);
  };
  const weight = shapeOf(`fno_blocks.convs.0${COMPLEX}`);
  if (weight.length < 4 || weight.length > 6 || weight[weight.length - 1] !== 2) {
    const has = `has fno_blocks.convs.0${COMPLEX} of shape [${weight.join(", ")}], not [in, out, ...modes, 2] of 1 to 3 axes`;
    throw new InputError(place, file, `${has}; ${VIEW}`);
  }
  const [, width, ...rest] = weight;
  const modes = rest.slice(0, -1);
  const [lifted, into] = shapeOf("lifting.fcs.0.weight");
  const [projected] = shapeOf("projection.fcs.0.weight");
  const grid = into > modes.length;
  const kept = modes[modes.length - 1];
  const expanded = dict["fno_blocks.channel_mlp.0.fcs.0.weight"]?.shape[0];
  return {
    n_modes: [...modes.slice(0, -1), Math.max(1, 2 * (kept - 1))],
    in_channels: grid ? into - modes.length : into,
    out_channels: shapeOf("projection.fcs.1.weight")[0],
    hidden_channels: width,
    n_layers: Object.keys(dict).filter((name) => /^fno_blocks\.convs\.\d+\.weight\.tensor$/.test(name)).length,
    lifting_channel_ratio: ratioOf(lifted, width),
    projection_channel_ratio: ratioOf(projected, width),
    positional_embedding: grid ? "grid" : null,
    use_channel_mlp: expanded !== undefined,
    ...(expanded !== undefined && {
      channel_mlp_expansion: expanded / width,
      channel_mlp_skip: skipOf(dict, "fno_blocks.channel_mlp_skips.0"),
    }),
    fno_skip: skipOf(dict, "fno_blocks.fno_skips.0"),
  };
}

/** What times `width`, rounded down, is `channels`. */
function ratioOf(channels: number, width: number): number {
  const ratio = channels / width;
  return Math.floor(ratio * width) === channels ? ratio : (channels + 0.5) / width;
}

/** Without tensors it is the input itself: no skip at all looks the same, and is to be given. */
function skipOf(dict: StateDict, name: string): SkipSpec {
  if (dict[`${name}.conv.weight`]) return "linear";
  return dict[`${name}.weight`] ? "soft-gating" : "identity";
}
