import { InputError } from "../errors.ts";
import type { InputDescription, Numbers } from "../network/description.ts";
import { resolveInput } from "../network/input.ts";
import { unknownName } from "../network/names.ts";
import { checkParams, resolveParams } from "../network/parameters.ts";
import type { ResolvedInput, ResolvedNetwork } from "../network/resolved.ts";
import { SUM_LIMIT } from "../network/scales.ts";
import type { Executor } from "../plan/executor.ts";
import { inputBound } from "./inputs.ts";
import { type Layout, realisedParams } from "./layout.ts";

/** What a person changed between runs. */
export type Change =
  | { readonly population: string; readonly params: Readonly<Record<string, Numbers>> }
  | { readonly input: string; readonly values: Readonly<Record<string, Numbers>> };

/** The network after a change, checked as a description is. */
export function changed(network: ResolvedNetwork, change: Change): ResolvedNetwork {
  return "population" in change
    ? changedParams(network, change.population, change.params)
    : changedInput(network, change.input, change.values);
}

/** All changes so far with one more: one a population and one an input, each with its last values. Arrays are copied. */
export function withChange(changes: readonly Change[], change: Change): Change[] {
  const about = (other: Change) => ("population" in other ? `population ${other.population}` : `input ${other.input}`);
  const before = changes.find((other) => about(other) === about(change));
  const others = changes.filter((other) => other !== before);
  if ("population" in change) {
    const params = { ...(before && "params" in before && before.params), ...copies(change.params) };
    return [...others, { ...change, params }];
  }
  const values = { ...(before && "values" in before && before.values), ...copies(change.values) };
  return [...others, { ...change, values }];
}

function copies(values: Readonly<Record<string, Numbers>>): Record<string, Numbers> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, ArrayBuffer.isView(value) ? value.slice() : value]));
}

function changedParams(network: ResolvedNetwork, name: string, params: Readonly<Record<string, Numbers>>): ResolvedNetwork {
  const p = network.populations.findIndex((population) => population.name === name);
  if (p < 0)
    throw unknownName(
      "set",
      name,
      "population",
      network.populations.map((population) => population.name),
    );
  const population = network.populations[p];
  const { model, size } = population;
  const checked = resolveParams({ name, size, model: model.name, params }, model, "set", network.dt);
  const merged = { ...population.params };
  for (const key of Object.keys(params)) merged[key] = checked[key];
  checkParams(model, merged, size, "set.params", network.dt);
  const populations = network.populations.map((other, k) => (k === p ? { ...population, params: merged } : other));
  return { ...network, populations };
}

function changedInput(network: ResolvedNetwork, name: string, values: Readonly<Record<string, Numbers>>): ResolvedNetwork {
  const k = network.inputs.findIndex((input) => input.name === name);
  if (k < 0)
    throw unknownName(
      "setInput",
      name,
      "input",
      network.inputs.map((input) => input.name),
    );
  const old = network.inputs[k];
  const { target } = old;
  for (const key of Object.keys(values))
    if (!(key in old) || ["kind", "name", "target", "receptor", "intervalSteps"].includes(key))
      throw new InputError(`setInput("${name}").${key}`, values[key], `an input of kind ${old.kind} has no such value to change`);
  const population = network.populations[target];
  const description = { ...describeInput(old, population.name, population.model.receptors), ...values } as InputDescription<Numbers>;
  const input = resolveInput(description, `setInput("${name}")`, population, target, network.dt);
  return { ...network, inputs: network.inputs.map((other, n) => (n === k ? input : other)) };
}

/** A resolved input as a person would describe it. */
function describeInput(input: ResolvedInput, target: string, receptors: readonly string[]): Record<string, unknown> {
  const { target: _, ...rest } = input;
  const plain: Record<string, unknown> = { ...rest, target };
  delete plain.intervalSteps;
  if ("receptor" in input) plain.receptor = receptors[input.receptor];
  return plain;
}

/** @throws InputError where the inputs could leave the fixed-point range the network was built with */
export function checkRange(network: ResolvedNetwork, built: { readonly scales: Float64Array; readonly largestSums: Float64Array }): void {
  network.populations.forEach((population, p) => {
    const bound = inputBound(network, p) + built.largestSums[p];
    if (bound * built.scales[p] > SUM_LIMIT)
      throw new InputError(
        `inputs of "${population.name}"`,
        bound,
        `leave the fixed-point range the network was built with (${(SUM_LIMIT / built.scales[p]).toPrecision(4)}); give the larger input when building`,
      );
  });
}

/** The state with potentials moved so that they stay where they are although what they are kept relative to has changed. */
export async function shiftedState(
  before: ResolvedNetwork,
  after: ResolvedNetwork,
  change: Change,
  layout: Layout,
  executor: Executor,
): Promise<Float32Array | undefined> {
  if (!("population" in change)) return undefined;
  const p = before.populations.findIndex((population) => population.name === change.population);
  const { model, size } = before.populations[p];
  const moved = Object.values(model.variables).filter(({ plus }) => plus !== undefined && plus in change.params);
  if (moved.length === 0) return undefined;
  const state = await executor.read("state", "f32");
  const now = realisedParams(after, p);
  for (const { plus, field } of moved) {
    const old = layout.realised[p][plus as string];
    const fresh = now[plus as string];
    const base = layout.stateBases[p][model.stateFields.indexOf(field)];
    for (let i = 0; i < size; i++)
      state[base + i] += (typeof old === "number" ? old : old[i]) - (typeof fresh === "number" ? fresh : fresh[i]);
  }
  return state;
}
