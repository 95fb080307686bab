/** The model of fly-brain on its own: against float64 in Brian2's order of a step, and its twin against the kernel. */
import { describe, expect, test } from "vitest";
import { brainNeuron, stimulatedNeuron } from "../../examples/fly-brain/neurons.ts";
import { delay, kick, neuron } from "../../examples/fly-brain/parameters.ts";
import { standIn } from "../../examples/fly-brain/stand-in.ts";
import { connect, placesOf, type Wiring } from "../../examples/fly-brain/wiring.ts";
import { Words } from "../../examples/shared/draw.ts";
import { Network } from "../../src/network/network.ts";
import { Simulation } from "../../src/simulate/simulation.ts";

const DT = 0.1;
const ADAPTERS = ["cpu", "software"] as const;

interface Events {
  /** Synapses that arrive, and kicks in synapses, by step. */
  readonly synapses: Readonly<Record<number, number>>;
  readonly kicks: Readonly<Record<number, number>>;
}

/** One neuron over `steps` in float64 and absolute potentials, in Brian2's order: state update, threshold, synapses and Poisson input, reset. */
function brian(steps: number, { synapses, kicks }: Events, refractory: number): { v: number[]; g: number[]; spikes: number[] } {
  const [em, eg] = [Math.exp(-DT / neuron.t_mbr), Math.exp(-DT / neuron.tau)];
  const couple = (neuron.tau / (neuron.t_mbr - neuron.tau)) * (em - eg);
  const out = { v: [] as number[], g: [] as number[], spikes: [] as number[] };
  let [v, g, last] = [neuron.v_0 as number, 0, Number.NEGATIVE_INFINITY];
  for (let t = 0; t < steps; t++) {
    let active = t - last >= Math.round(refractory / DT);
    if (active) [v, g] = [neuron.v_0 + (v - neuron.v_0) * em + g * couple, g * eg];
    const fires = active && v > neuron.v_th;
    if (fires) {
      last = t;
      active = false;
      out.spikes.push(t);
    }
    if (active) {
      g += neuron.w_syn * (synapses[t] ?? 0);
      v += neuron.w_syn * (kicks[t] ?? 0);
    }
    if (fires) [v, g] = [neuron.v_rst, 0];
    out.v.push(v);
    out.g.push(g);
  }
  return out;
}

/** The same in Galvani: one neuron that receives synapses and kicks. */
async function galvani(steps: number, { synapses, kicks }: Events, refractory: number, adapter: (typeof ADAPTERS)[number]) {
  const net = new Network({ dt: DT, seed: 1 });
  const n = net.population("n", 1, net.model(stimulatedNeuron), { params: { t_rfc: refractory } });
  for (const [receptor, events] of [
    ["g", synapses],
    ["v", kicks],
  ] as const) {
    for (const [step, weight] of Object.entries(events)) {
      // What arrives in step s has the time of its end.
      net.input({ kind: "spikes", target: n, times: [(Number(step) + 1) * DT], neurons: 0, weight, receptor });
    }
  }
  net.record({ spikes: n }).record({ state: n, variable: "V" }).record({ state: n, variable: "g" });
  const simulation = await Simulation.create(net.resolve(), { adapter });
  await simulation.run(steps * DT);
  const [V, g] = simulation.traces().map(({ values }) => Array.from(values));
  const spikes = Array.from(simulation.spikes().step);
  simulation.destroy();
  return { v: V!.map((x) => x + neuron.v_th), g: g!, spikes };
}

/** Kicks close together, synapses before, in and after the refractory period, enough to fire, inhibition, and a long decay. */
const EVENTS: Events = {
  synapses: { 0: 10, 3: 40, 30: 300, 60: 12, 62: 5, 81: 50, 200: 500, 202: 300, 300: -80, 320: 100, 800: 1 },
  kicks: { 5: kick, 6: kick, 40: kick, 41: kick, 42: kick, 59: kick, 60: kick, 80: kick, 82: kick, 500: 10, 900: kick },
};

describe.each(ADAPTERS)("on %s", (adapter) => {
  test.each([0, neuron.t_rfc])("refractory %s ms: potential, g and spikes as in Brian2's order", async (refractory) => {
    const wanted = brian(4000, EVENTS, refractory);
    const got = await galvani(4000, EVENTS, refractory, adapter);
    expect(wanted.spikes.length).toBeGreaterThan(4);
    expect(got.spikes).toEqual(wanted.spikes);
    wanted.v.forEach((v, t) => {
      // 20 ms of rounding float32 near -7 mV, 2.4e-7 a step at most.
      expect(Math.abs(got.v[t]! - v), `v in step ${t}`).toBeLessThan(1e-4);
      expect(Math.abs(got.g[t]! - wanted.g[t]!), `g in step ${t}`).toBeLessThan(2e-5 * (1 + Math.abs(wanted.g[t]!)));
    });
  });

  test("a kick makes its neuron fire one step later; one in the step of the spike is lost", async () => {
    const { spikes } = await galvani(100, { synapses: {}, kicks: { 10: kick, 11: kick, 50: kick, 52: kick } }, 0, adapter);
    expect(spikes).toEqual([11, 51, 53]);
  });

  test("synapses that reach a refractory neuron are lost: 21 steps after that of the spike, the 22nd counts", async () => {
    const fired = { 10: kick };
    for (const [step, counts] of [
      [10, true],
      [11, false],
      [12, false],
      [32, false],
      [33, true],
    ] as const) {
      const { g } = await galvani(60, { synapses: { [step]: 4 }, kicks: fired }, neuron.t_rfc, adapter);
      expect(g[step]! > 0, `arrival in step ${step}`).toBe(counts);
    }
  });
});

test("a spike arrives 18 steps later, and g is exactly 0 again after it has faded", async () => {
  const net = new Network({ dt: DT, seed: 1 });
  const a = net.population("a", 1, net.model(stimulatedNeuron), { params: { t_rfc: 0 } });
  const b = net.population("b", 1, net.model(brainNeuron));
  net.input({ kind: "spikes", target: a, times: [1], neurons: 0, weight: kick, receptor: "v" });
  net.connect({ source: a, target: b, receptor: "g", rule: "all_to_all", weight: -7, delay });
  net.record({ spikes: a }).record({ state: b, variable: "g" });
  const simulation = await Simulation.create(net.resolve(), { adapter: "cpu" });
  await simulation.run(400);
  const [spike] = simulation.spikes().step;
  const { values } = simulation.traces()[0]!;
  expect(values.findIndex((g) => g !== 0)).toBe(spike! + 18);
  expect(values[spike! + 18]).toBeCloseTo(-7 * neuron.w_syn, 6);
  expect(values.at(-1)).toBe(0);
  simulation.destroy();
});

/** A network in float64, in Brian2's order; `kicked[t]` the rows kicked in step t. Returns step * neurons + row of each spike. */
function brianNetwork({ neurons, source, target, weight }: Wiring, stimulated: ReadonlySet<number>, kicked: readonly number[][]): number[] {
  const [em, eg] = [Math.exp(-DT / neuron.t_mbr), Math.exp(-DT / neuron.tau)];
  const couple = (neuron.tau / (neuron.t_mbr - neuron.tau)) * (em - eg);
  const first = new Uint32Array(neurons + 1);
  for (const s of source) first[s + 1]!++;
  for (let n = 0; n < neurons; n++) first[n + 1]! += first[n]!;
  const v = new Float64Array(neurons).fill(neuron.v_0);
  const g = new Float64Array(neurons);
  const last = new Float64Array(neurons).fill(-1e9);
  const hold = Float64Array.from(v, (_, n) => (stimulated.has(n) ? 0 : Math.round(neuron.t_rfc / DT)));
  const spikes: number[][] = [];
  for (let t = 0; t < kicked.length; t++) {
    spikes.push([]);
    const held = (n: number) => last[n] === t || t - last[n]! < hold[n]!;
    for (let n = 0; n < neurons; n++) {
      if (t - last[n]! < hold[n]!) continue;
      v[n] = neuron.v_0 + (v[n]! - neuron.v_0) * em + g[n]! * couple;
      g[n]! *= eg;
      if (v[n]! > neuron.v_th) {
        spikes[t]!.push(n);
        last[n] = t;
      }
    }
    for (const n of spikes[t - Math.round(delay / DT)] ?? []) {
      for (let k = first[n]!; k < first[n + 1]!; k++) if (!held(target[k]!)) g[target[k]!]! += neuron.w_syn * weight[k]!;
    }
    for (const n of kicked[t]!) if (!held(n)) v[n]! += neuron.w_syn * kick;
    for (const n of spikes[t]!) [v[n], g[n]] = [neuron.v_rst, 0];
  }
  return spikes.flatMap((rows, t) => rows.map((n) => t * neurons + n));
}

test("a network of 2,773 neurons: the spikes of float64 for 200 ms", async () => {
  const wiring = standIn(1, 0.02);
  const rows = Array.from({ length: 40 }, (_, i) => 60 * i + 7);
  const places = placesOf(wiring.neurons, [{ name: "stimulated", rows }]);
  const words = new Words(1, 0);
  const kicked = Array.from({ length: 2000 }, () => rows.filter(() => words.below(1000) < 30));
  const wanted = brianNetwork(wiring, new Set(rows), kicked);

  const net = new Network({ dt: DT, seed: 1 });
  net.population("stimulated", rows.length, net.model(stimulatedNeuron), { params: { t_rfc: 0 } });
  net.population("brain", places.rest, net.model(brainNeuron));
  const times = kicked.flatMap((found, t) => found.map(() => (t + 1) * DT));
  const neurons = kicked.flatMap((found) => found.map((row) => rows.indexOf(row)));
  net.input({ kind: "spikes", target: "stimulated", times, neurons, weight: kick, receptor: "v" });
  connect(net, wiring, places, ["brain", "stimulated"], [], delay);
  const simulation = await Simulation.create(net.resolve(), { adapter: "cpu" });
  await simulation.run(2000 * DT);
  const { step, neuron: index } = simulation.spikes();
  const rowOf = [...rows, ...Array.from({ length: wiring.neurons }, (_, row) => row).filter((row) => !rows.includes(row))];
  const got = Array.from(step, (t, k) => t * wiring.neurons + rowOf[index[k]!]!).sort((a, b) => a - b);
  expect(got.length).toBeGreaterThan(2000);
  expect(new Set(got.map((spike) => spike % wiring.neurons)).size).toBeGreaterThan(150);
  expect(got).toEqual(wanted);
  simulation.destroy();
});
