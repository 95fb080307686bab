/** Inputs: receptors and neurons looked up, times in order, intervals in steps. */
import { InputError } from "../errors.ts";
import type { NeuronModel } from "../twins/neuron/model.ts";
import type { InputDescription, Numbers } from "./description.ts";
import { at, unknownName } from "./names.ts";
import { resolveArray, resolveIndices, resolveNumbers, wholeSteps } from "./numbers.ts";
import type { ResolvedInput, ResolvedPopulation } from "./resolved.ts";

/**
 * @param target index of the population in the network
 * @throws InputError
 */
export function resolveInput(
  input: InputDescription<Numbers>,
  place: string,
  population: ResolvedPopulation,
  target: number,
  dt: number,
): ResolvedInput {
  const base = { name: input.name ?? place, target };
  const each = { length: population.size, each: `one a neuron of "${population.name}"` };
  switch (input.kind) {
    case "poisson": {
      const rate = resolveNumbers(input.rate, at(place, "rate"), { ...each, least: 0, reason: "0 Hz" });
      return { ...base, kind: "poisson", rate, ...weighted(input, place, population.model) };
    }
    case "spikes":
      return { ...base, kind: "spikes", ...spikes(input, place, population), ...weighted(input, place, population.model) };
    case "current":
      return { ...base, kind: "current", amplitude: resolveNumbers(input.amplitude, at(place, "amplitude"), each) };
    case "step_current":
      return { ...base, kind: "step_current", ...stepCurrent(input, place, dt) };
    case "noise": {
      const interval = input.interval ?? 1;
      const intervalSteps = wholeSteps(interval, at(place, "interval"), dt);
      const mean = resolveNumbers(input.mean, at(place, "mean")) as number;
      return { ...base, kind: "noise", mean, std: resolveNumbers(input.std, at(place, "std")) as number, interval, intervalSteps };
    }
  }
}

/**
 * Index of a named receptor.
 * @throws InputError where the model has none of this name
 */
export function receptorIndex(name: string, place: string, model: NeuronModel): number {
  const index = model.receptors.indexOf(name);
  if (index < 0) throw unknownName(place, name, `receptor of ${model.name}`, model.receptors, "its receptors");
  return index;
}

/** Whether a negative weight makes no sense there: a conductance that is not the last, inhibitory, one. */
export function takesNoNegative(receptor: number | undefined, model: NeuronModel): boolean {
  return model.magnitude === true && receptor !== undefined && receptor < model.receptors.length - 1;
}

function weighted(input: { weight: number; receptor?: string }, place: string, model: NeuronModel): { weight: number; receptor: number } {
  const weight = resolveNumbers(input.weight, at(place, "weight")) as number;
  if (input.receptor === undefined) return { weight, receptor: weight >= 0 ? 0 : model.receptors.length - 1 };
  const receptor = receptorIndex(input.receptor, at(place, "receptor"), model);
  if (weight < 0 && takesNoNegative(receptor, model))
    throw new InputError(at(place, "weight"), weight, `must be 0 or more: receptor ${input.receptor} of ${model.name} takes conductances`);
  return { weight, receptor };
}

type Spikes = { readonly times: Numbers; readonly neurons: Numbers };

function spikes(input: Spikes, place: string, population: ResolvedPopulation): { times: Float64Array; neurons: Uint32Array } {
  const times = resolveArray(input.times, at(place, "times"), { least: 0, reason: "0 ms" });
  const where = at(place, "neurons");
  const one = typeof input.neurons === "number";
  if (one && !(Number.isInteger(input.neurons) && (input.neurons as number) >= 0 && (input.neurons as number) < population.size)) {
    throw new InputError(where, input.neurons, `must be a neuron of "${population.name}": an integer of 0 to ${population.size - 1}`);
  }
  const neurons = one
    ? new Uint32Array(times.length).fill(input.neurons as number)
    : resolveIndices(input.neurons, where, population.size, population.name);
  if (neurons.length !== times.length) throw new InputError(where, neurons, `must have as many elements as times, ${times.length}`);
  if (times.every((t, i) => i === 0 || times[i - 1] <= t)) return { times, neurons };
  const order = Array.from(times.keys()).sort((a, b) => times[a] - times[b]);
  return { times: Float64Array.from(order, (i) => times[i]), neurons: Uint32Array.from(order, (i) => neurons[i]) };
}

function stepCurrent(
  input: { times: Numbers; amplitudes: Numbers },
  place: string,
  dt: number,
): { times: Float64Array; amplitudes: Float64Array } {
  const times = resolveArray(input.times, at(place, "times"), { least: 0, reason: "0 ms" });
  for (let i = 1; i < times.length; i++) {
    if (times[i] <= times[i - 1])
      throw new InputError(at(at(place, "times"), i), times[i], `times must rise; the one before is ${times[i - 1]}`);
    if (Math.round(times[i] / dt) === Math.round(times[i - 1] / dt)) {
      throw new InputError(
        at(at(place, "times"), i),
        times[i],
        `falls on the same step as the time before, ${times[i - 1]}; keep times a step (${dt} ms) apart`,
      );
    }
  }
  const amplitudes = resolveArray(input.amplitudes, at(place, "amplitudes"), { length: times.length, each: "one a time" });
  return { times, amplitudes };
}
