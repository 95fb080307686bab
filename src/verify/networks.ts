import type { InputDescription, NetworkDescription, PopulationDescription, RecordDescription } from "../network/description.ts";
import { resolve } from "../network/resolve.ts";
import type { ResolvedNetwork } from "../network/resolved.ts";
import { models } from "../twins/neuron/index.ts";
import type { NeuronModel } from "../twins/neuron/model.ts";
import type { Dice } from "./dice.ts";

/**
 * Populations of these models with every kind of input, traces on. Of each model one population has random parameters, one value a
 * neuron, and one the defaults, for all alike: kernels and twins have a path for each.
 */
export function updateNetwork(names: readonly string[], dice: Dice, milliseconds: number): ResolvedNetwork {
  const populations: PopulationDescription[] = [];
  const inputs: InputDescription[] = [];
  const record: RecordDescription[] = [];
  for (const model of names) {
    const each = `${model} each`;
    const same = `${model} same`;
    const size = dice.size(300, 700);
    populations.push({ name: each, size, model, params: randomParams(models[model], size, dice), initial: startOf(models[model]) });
    populations.push({ name: same, size: dice.size(60, 200), model, initial: startOf(models[model]) });
    inputs.push(...inputsOf(each, size, model, dice, milliseconds), {
      kind: "poisson",
      target: same,
      rate: 6000,
      weight: models[model].trial.weight,
    });
    const chosen = Array.from({ length: 37 }, (_, k) => k * Math.floor(size / 37));
    Object.keys(models[model].variables).forEach((variable, k) => {
      record.push({ state: each, variable, every: 1 + (k % 3), neurons: chosen });
    });
    record.push({ state: same, variable: Object.keys(models[model].variables)[0], every: 7 });
  }
  const description: NetworkDescription = { galvani: 1, name: "verify", dt: 0.1, seed: dice.word(), populations, inputs, record };
  return resolve(description);
}

/** Potentials begin anywhere between the model's own start and its threshold. */
function startOf(model: NeuronModel): Record<string, { uniform: { low: number; high: number } }> {
  const { V_th, V_reset, E_L, c } = Object.fromEntries(Object.entries(model.parameters).map(([name, { default: value }]) => [name, value]));
  const low = V_reset ?? c ?? E_L ?? -65;
  return { V_m: { uniform: { low, high: Math.max(low + 1, Math.min(V_th ?? -50, -51)) } } };
}

/** Within a fifth of the defaults; potentials within 1 mV, so that none passes another. */
function randomParams(model: NeuronModel, size: number, dice: Dice): Record<string, number[]> {
  const params: Record<string, number[]> = {};
  for (const [name, { default: value, unit }] of Object.entries(model.parameters)) {
    if (value === 0 || Math.abs(value) > 1e6 || unit === "") continue;
    params[name] = unit === "mV" ? dice.list(size, value - 0.9, value + 0.9) : dice.list(size, 0.8 * value, 1.2 * value);
  }
  return params;
}

function inputsOf(target: string, size: number, model: string, dice: Dice, milliseconds: number): InputDescription[] {
  const { weight, current } = models[model].trial;
  const given = 4 * size;
  return [
    { kind: "poisson", target, rate: dice.list(size, 0, 12_000), weight },
    { kind: "poisson", target, rate: 1000, weight: -weight },
    {
      kind: "spikes",
      target,
      times: dice.list(given, 0, milliseconds).sort((a, b) => a - b),
      neurons: Array.from({ length: given }, () => dice.whole(0, size - 1)),
      weight: 3 * weight,
    },
    { kind: "current", target, amplitude: dice.list(size, 0, current) },
    { kind: "step_current", target, times: [1, 0.3 * milliseconds, 0.7 * milliseconds], amplitudes: dice.list(3, -0.3 * current, current) },
    { kind: "noise", target, mean: 0.2 * current, std: 0.3 * current, interval: 0.5 },
  ];
}

/** How the synapses of a network are held. */
export type Synapses = "varied" | "constant" | "procedural";

/**
 * Neurons that fire from strong given spikes only, far from any rounding, so that every spike is the same on both sides; random rows
 * with autapses, multapses, both receptors, delays of half a millisecond and up, and lengths from none to a hundred times the mean.
 * @param synapses one weight a projection ("constant"); rules whose rows can be drawn one by one ("procedural")
 */
export function propagateNetwork(dice: Dice, milliseconds: number, synapses: Synapses): ResolvedNetwork {
  const constant = synapses === "constant";
  const drawn = synapses === "procedural";
  const sizes = { a: dice.size(300, 600), b: dice.size(100, 300), hub: 3, end: 20 };
  const names = Object.keys(sizes) as (keyof typeof sizes)[];
  const delay = () => ({ uniform: { low: 0.5, high: dice.uniform(2, 12) } });
  const weight = (low: number, high: number) => (constant ? dice.uniform(low, high) : { uniform: { low, high } });
  const description: NetworkDescription = {
    galvani: 1,
    name: "verify propagate",
    dt: 0.1,
    seed: dice.word(),
    populations: names.map((name) => ({ name, size: sizes[name], model: "iaf_psc_exp" })),
    inputs: names.map((name) => ({
      kind: "spikes",
      target: name,
      times: dice.list(6 * sizes[name], 0, milliseconds).sort((x, y) => x - y),
      neurons: Array.from({ length: 6 * sizes[name] }, () => dice.whole(0, sizes[name] - 1)),
      weight: 60_000,
    })),
    projections: [
      {
        source: "a",
        target: "a",
        rule: { fixed_outdegree: { outdegree: dice.whole(20, 40) } },
        weight: weight(2, 9),
        delay: delay(),
      },
      {
        source: "a",
        target: "b",
        rule: { pairwise_bernoulli: { p: drawn ? 0.6 : 0.1 } },
        weight: constant ? 3 : { lognormal: { mean: 1, std: 0.4, max: 12 } },
        delay: delay(),
      },
      {
        source: "b",
        target: "a",
        rule: drawn ? "all_to_all" : { fixed_indegree: { indegree: dice.whole(10, 30) } },
        weight: weight(-9, -2),
        delay: delay(),
      },
      {
        source: "hub",
        target: "a",
        rule: { fixed_outdegree: { outdegree: dice.size(4000, 6000) } },
        weight: weight(1, 3),
        delay: delay(),
      },
      { source: "b", target: "b", rule: { fixed_total_number: { n: 3001, allow_autapses: !drawn } }, weight: -5, delay: 0.5 },
    ],
  };
  return resolve(description);
}

/** Neurons like those of `propagateNetwork`, few enough for a workgroup: delays of half a millisecond to one and a half. */
export function residentNetwork(dice: Dice, milliseconds: number): ResolvedNetwork {
  const sizes = { a: dice.size(60, 90), b: dice.size(10, 40) };
  const names = Object.keys(sizes) as (keyof typeof sizes)[];
  const delay = { uniform: { low: 0.5, high: 1.5 } };
  return resolve({
    galvani: 1,
    name: "verify resident",
    dt: 0.1,
    seed: dice.word(),
    populations: names.map((name) => ({ name, size: sizes[name], model: "iaf_psc_exp" })),
    inputs: names.map((name) => ({
      kind: "spikes",
      target: name,
      times: dice.list(20 * sizes[name], 0, milliseconds).sort((x, y) => x - y),
      neurons: Array.from({ length: 20 * sizes[name] }, () => dice.whole(0, sizes[name] - 1)),
      weight: 60_000,
    })),
    projections: [
      { source: "a", target: "a", rule: { pairwise_bernoulli: { p: 0.2 } }, weight: { uniform: { low: 2, high: 9 } }, delay },
      { source: "a", target: "b", rule: { fixed_outdegree: { outdegree: 70 } }, weight: 4, delay },
      {
        source: "b",
        target: "a",
        rule: { fixed_indegree: { indegree: dice.whole(5, 20) } },
        weight: { uniform: { low: -9, high: -2 } },
        delay,
      },
      { source: "b", target: "b", rule: "all_to_all", weight: -5, delay: 0.5 },
    ],
    record: [{ state: "a", variable: "I_syn_ex", every: 3 }],
  });
}
