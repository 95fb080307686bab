/** Parameters under names, as PyTorch's `state_dict` has them. */
import { InputError } from "../errors.ts";
import type { LayerSpec } from "./layers/index.ts";
import { record } from "./network.ts";
import type { NetworkSpec } from "./training-spec.ts";

/** A tensor by its shape ([]: a single number) and elements, row by row. */
export interface StateTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
  /** Written as int64: snnTorch's `reset_mechanism_val`. */
  readonly integer?: boolean;
}

/** Tensors by name. */
export type StateDict = Readonly<Record<string, StateTensor>>;

/** A tensor that a layer has. */
interface Place {
  readonly layer: number;
  /** Its name within the layer: "weight", "log_eps". */
  readonly name: string;
  readonly shape: readonly number[];
  /** Where in the flat parameters. */
  readonly at: number;
  readonly length: number;
}

/** Passing state that some versions of snnTorch keep in a `state_dict`; none continues from it. */
const PASSING = ["mem", "syn"];
/** What a checkpoint holds beside the weights: its tensors have this before their names. */
export const OPTIMISER_PREFIX = "optimiser.";

/** snnTorch's numbers of its reset mechanisms. */
const RESETS = ["subtract", "zero", "none"];

/** Settings that snnTorch keeps as tensors: written for it, and checked where they are read. */
function settingsOf(layer: LayerSpec): Readonly<Record<string, StateTensor>> {
  if (layer.layer !== "Leaky" && layer.layer !== "Synaptic") return {};
  const { reset = "subtract" } = layer;
  return {
    graded_spikes_factor: { shape: [], data: Float32Array.of(1) },
    reset_mechanism_val: { shape: [], data: Float32Array.of(RESETS.indexOf(reset)), integer: true },
  };
}

interface Layout {
  /** In the network's order. */
  readonly places: readonly Place[];
  /** Of the flat parameters. */
  readonly length: number;
  /** Layers of neurons. */
  readonly spiking: number;
}

const layouts = new WeakMap<NetworkSpec, Layout>();

/** Where a network's tensors are; recording it draws its first values, so each network is recorded once. */
function placesOf(network: NetworkSpec): Layout {
  const layout = layouts.get(network) ?? recordedLayout(network);
  layouts.set(network, layout);
  return layout;
}

function recordedLayout(network: NetworkSpec): Layout {
  const { recording } = record(network, { steps: 1, batch: 1, truncate: 1 }, 1, 0);
  const places = recording.parameters.flatMap(({ name, shape, at, length, fields }): Place[] => {
    const [index, ...rest] = name.split(".");
    const layer = Number(index);
    if (!fields) return [{ layer, name: rest.join("."), shape, at, length }];
    return fields.map((field, k) => ({ layer, name: field, shape: [], at: at + k, length: 1 }));
  });
  return { places, length: recording.length, spiking: recording.spiking.length };
}

/** Layers of neurons in a network. */
export function spikingLayers(network: NetworkSpec): number {
  return placesOf(network).spiking;
}

/** @param place of the file in errors. @throws InputError where a trained network's parameters hold a number that is none */
export function checkFinite(network: NetworkSpec, parameters: Float32Array, place: string): void {
  for (const { layer, name, at, length } of placesOf(network).places) {
    const wrong = parameters.subarray(at, at + length).findIndex((value) => !Number.isFinite(value));
    if (wrong < 0) continue;
    const found = `${layer}.${name} has ${parameters[at + wrong]} at ${wrong}`;
    throw new InputError(place, found, "no network is trained to that; take the file of an earlier epoch");
  }
}

/** The name of each layer in a state_dict: the given ones, or those of a `Sequential`: "0", "1" ... @throws InputError for another number of names */
function modulesOf({ layers }: NetworkSpec, names: readonly string[] | undefined): readonly string[] {
  if (names && names.length !== layers.length)
    throw new InputError("names", names, `must name each of the ${layers.length} layers, those without parameters too`);
  return names ?? layers.map((_, index) => String(index));
}

/**
 * A flat buffer of parameters (or of an optimiser's moments, which lie alike) as named tensors.
 * @param names of the layers; default "0", "1" ... as in a `Sequential`
 */
export function tensorsOf(network: NetworkSpec, flat: Float32Array, names?: readonly string[]): StateDict {
  const modules = modulesOf(network, names);
  return Object.fromEntries(
    placesOf(network).places.map(({ layer, name, shape, at, length }) => [
      `${modules[layer]}.${name}`,
      { shape, data: flat.slice(at, at + length) },
    ]),
  );
}

/**
 * A network's `state_dict`, with what snnTorch's neurons keep in theirs (`graded_spikes_factor`, `reset_mechanism_val`): load it there with
 * strict=False, because some versions also keep `mem`.
 * @param parameters the flat buffer, as `Trainer.state()` gives it
 * @param names of the layers: "fc1", "lif1" ...; default "0", "1" ... as in a `Sequential`
 */
export function stateDict(network: NetworkSpec, parameters: Float32Array, names?: readonly string[]): StateDict {
  return { ...tensorsOf(network, parameters, names), ...settingTensors(network, names) };
}

/** What snnTorch's neurons keep in their `state_dict` beside what is learnt. */
export function settingTensors(network: NetworkSpec, names?: readonly string[]): StateDict {
  const modules = modulesOf(network, names);
  const settings = network.layers.flatMap((layer, index) =>
    Object.entries(settingsOf(layer)).map(([name, tensor]) => [`${modules[index]}.${name}`, tensor] as const),
  );
  return Object.fromEntries(settings);
}

/**
 * The flat parameters of a network from a `state_dict`. Without `names`, layers "0", "1" ... are taken where all are there; else each layer takes, in
 * order, the first tensors of its kind and shape that no layer before it took, "fc2" before "fc10". Passing state (`mem`, `syn`) and an
 * optimiser's tensors are left aside.
 * @param place of the file in errors
 * @param names of the layers in the state_dict, where order and shape do not tell
 * @throws InputError naming every tensor that is missing, unused or of another shape, or layers that could be exchanged
 */
export function parametersOf(network: NetworkSpec, dict: StateDict, place: string, names?: readonly string[]): Float32Array {
  const { places, length } = placesOf(network);
  const modules = names ? modulesOf(network, names) : matched(network, places, dict, place);
  const flat = new Float32Array(length);
  const problems: string[] = [];
  const used = new Set<string>();
  for (const { layer, name, shape, at } of places) {
    const full = `${modules[layer]}.${name}`;
    const tensor = dict[full];
    used.add(full);
    if (!tensor) problems.push(`${full} of shape [${shape.join(", ")}] is missing`);
    else if (!alike(tensor.shape, shape)) problems.push(`${full} has shape [${tensor.shape.join(", ")}] instead of [${shape.join(", ")}]`);
    else flat.set(tensor.data, at);
  }
  network.layers.forEach((layer, index) => {
    for (const [name, { data }] of Object.entries(settingsOf(layer))) {
      const full = `${modules[index]}.${name}`;
      used.add(full);
      const found = dict[full]?.data;
      if (found && !found.every((value) => value === data[0])) problems.push(`${full} is ${found.join(", ")} instead of ${data[0]}`);
    }
  });
  for (const name of Object.keys(dict)) {
    const passing = PASSING.includes(lastOf(name)) || name.startsWith(OPTIMISER_PREFIX);
    if (!used.has(name) && !passing) problems.push(`${name} is not used`);
  }
  if (problems.length > 0)
    throw new InputError(
      place,
      Object.keys(dict).join(", "),
      `is not of this network: ${problems.join("; ")}; describe the network it is of`,
    );
  return flat;
}

/** Whether a tensor can stand for one of the wanted shape: single numbers may have any number of dimensions. */
function alike(found: readonly number[], wanted: readonly number[]): boolean {
  if (wanted.length === 0) return found.every((n) => n === 1);
  return found.length === wanted.length && found.every((n, k) => n === wanted[k]);
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** The name of each layer in a state_dict, by order and shape. */
function matched(network: NetworkSpec, places: readonly Place[], dict: StateDict, place: string): readonly string[] {
  const modules = network.layers.map((_, index) => String(index));
  const names = Object.keys(dict).sort(new Intl.Collator("en", { numeric: true }).compare);
  if (places.every(({ layer, name }) => `${layer}.${name}` in dict)) return modules;
  const free = new Set(names.filter((name) => !name.startsWith(OPTIMISER_PREFIX)));
  // A layer is known by the first of its tensors: its weight, a neuron's first number.
  const firsts = network.layers.flatMap((_, index) => places.find(({ layer }) => layer === index) ?? []);
  const take = ({ layer, name: first, shape }: Place, fits: boolean): boolean => {
    // "lif1.recurrent.weight" is no weight of a module "lif1.recurrent" where a layer has recurrent weights.
    const longer = places.filter(({ name }) => name.endsWith(`.${first}`)).map(({ name }) => `.${name}`);
    const found = [...free].filter(
      (name) => name.endsWith(`.${first}`) && !longer.some((ending) => name.endsWith(ending)) && (!fits || alike(dict[name].shape, shape)),
    );
    if (found.length === 0) return false;
    if (fits) checkOrder(found, layer, place);
    const module = found[0].slice(0, -first.length - 1);
    modules[layer] = module;
    for (const own of places) if (own.layer === layer) free.delete(`${module}.${own.name}`);
    return true;
  };
  // What fits goes first; of what is left the errors then speak.
  for (const first of firsts.filter((place) => !take(place, true))) take(first, false);
  return modules;
}

/** Names that differ in more than numbers do not tell which comes first. */
function checkOrder(names: readonly string[], layer: number, place: string): void {
  const stems = new Set(names.map((name) => name.replace(/\d+/g, "#")));
  if (stems.size > 1)
    throw new InputError(
      place,
      names.join(", "),
      `each could be of layer ${layer}; give \`names\`, or call them 0, 1 ... in the network's order`,
    );
}
