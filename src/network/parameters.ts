/** Parameters and initial values of a population: known names, right lengths, and accepted by the model. */
import { InputError } from "../errors.ts";
import type { NeuronModel } from "../twins/neuron/model.ts";
import type { Distribution, Numbers, PopulationDescription, Values } from "./description.ts";
import { at, unknownName } from "./names.ts";
import { resolveNumbers } from "./numbers.ts";

/**
 * Every parameter of the model: given, else the default.
 * @throws InputError
 */
export function resolveParams(
  population: PopulationDescription<Numbers>,
  model: NeuronModel,
  place: string,
  dt: number,
): Record<string, Values> {
  const where = at(place, "params");
  const params: Record<string, Values> = {};
  for (const [name, info] of Object.entries(model.parameters)) params[name] = info.default;
  for (const [name, value] of defined(population.params)) {
    if (!Object.hasOwn(model.parameters, name))
      throw unknownName(at(where, name), name, `parameter of ${model.name}`, Object.keys(model.parameters), "its parameters");
    params[name] = resolveNumbers(value, at(where, name), perNeuron(population));
  }
  checkParams(model, params, population.size, where, dt);
  return params;
}

/**
 * The initial values that were given.
 * @throws InputError
 */
export function resolveInitial(population: PopulationDescription<Numbers>, model: NeuronModel, place: string): Record<string, Values> {
  const where = at(place, "initial");
  const initial: Record<string, Values> = {};
  for (const [name, value] of defined(population.initial)) {
    if (!Object.hasOwn(model.variables, name))
      throw unknownName(at(where, name), name, `state variable of ${model.name}`, Object.keys(model.variables), "its state variables");
    initial[name] = resolveNumbers(value, at(where, name), perNeuron(population));
  }
  return initial;
}

function perNeuron(population: PopulationDescription<Numbers>): { length: number; each: string } {
  return { length: population.size, each: `one a neuron of "${population.name}"` };
}

/** Entries that are not undefined. */
function defined<T>(record: Readonly<Record<string, T>> | undefined): [string, T][] {
  return Object.entries(record ?? {}).filter(([, v]) => v !== undefined);
}

/**
 * Asks the model whether it can use the parameters: of every neuron where one is an array, and at the bounds and the mean of each
 * distribution. Drawn values can still be wrong where a distribution has no bounds: call again with what was drawn.
 * @throws InputError at `where.name`, or `where.name[neuron]`
 */
export function checkParams(model: NeuronModel, params: Readonly<Record<string, Values>>, size: number, where: string, dt: number): void {
  const trial: Record<string, number> = {};
  for (const [name, value] of Object.entries(params))
    trial[name] = typeof value === "number" ? value : value instanceof Float64Array ? value[0] : middle(value);
  const ask = (neuron?: number) => {
    const wrong = model.check?.(trial) ?? (neuron === 0 ? lostInDt(model, trial, dt) : undefined);
    if (!wrong) return;
    const [name, why] = wrong;
    const each = neuron !== undefined && params[name] instanceof Float64Array;
    throw new InputError(each ? at(at(where, name), neuron) : at(where, name), trial[name], why);
  };
  const arrays = Object.entries(params).filter((e): e is [string, Float64Array] => e[1] instanceof Float64Array);
  for (let i = 0; i < (arrays.length > 0 ? size : 1); i++) {
    for (const [name, values] of arrays) trial[name] = values[i];
    ask(i);
  }
  for (const [name, value] of Object.entries(params)) {
    if (typeof value === "number" || value instanceof Float64Array) continue;
    for (const bound of boundsOf(value)) {
      trial[name] = bound;
      ask();
    }
    trial[name] = middle(value);
  }
}

/** A model's derived fields must be numbers at this dt; asked for the first neuron. */
function lostInDt(model: NeuronModel, p: Readonly<Record<string, number>>, dt: number): readonly [string, string] | undefined {
  const fields = model.derive(p, dt);
  const bad = model.paramFields.find((f) => fields[f] === undefined || Number.isNaN(fields[f]));
  if (bad === undefined) return undefined;
  const [first] = Object.keys(model.parameters);
  return [first, `with the other parameters and dt ${dt} gives ${fields[bad]} for the model's ${bad}; change parameters or dt`];
}

function middle(d: Distribution): number {
  if ("uniform" in d) return (d.uniform.low + d.uniform.high) / 2;
  const { mean, min, max } = "normal" in d ? d.normal : d.lognormal;
  const centre = "normal" in d ? mean : Math.exp(mean);
  return Math.min(Math.max(centre, min ?? centre), max ?? centre);
}

function boundsOf(d: Distribution): number[] {
  const { min, max } = "uniform" in d ? { min: d.uniform.low, max: d.uniform.high } : "normal" in d ? d.normal : d.lognormal;
  return [min, max].filter((v): v is number => v !== undefined);
}
