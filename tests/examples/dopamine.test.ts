import { expect, test } from "vitest";
import { dopamine, experiment } from "../../examples/dopamine/index.ts";
import { wire } from "../../examples/dopamine/network.ts";
import { outdegree, sizes, stdp } from "../../examples/dopamine/parameters.ts";
import { Rewards } from "../../examples/dopamine/rewards.ts";
import { Words } from "../../examples/shared/draw.ts";
import { Simulation } from "../../src/simulate/simulation.ts";
import { cpuBench, ON_CPU } from "./study.ts";

test("wiring: a hundred synapses a neuron; the chosen one is alone between its two neurons and starts at 0", async () => {
  const { network, source, target } = wire(1);
  const resolved = network.resolve();
  const total = resolved.projections.reduce((sum, { synapses }) => sum + synapses, 0);
  expect(total).toBe(outdegree * (sizes.exc + sizes.inh));
  const simulation = await Simulation.create(resolved, { adapter: "cpu" });
  const { weight, source: from, target: to } = await simulation.weights("exc to exc");
  simulation.destroy();
  const own = Array.from(weight.keys()).filter((k) => from[k] === source && to[k] === target);
  expect(own.length).toBe(1);
  expect(target).not.toBe(source);
  weight.forEach((w, k) => {
    if (w !== (k === own[0] ? 0 : 1)) throw new Error(`synapse ${k} starts at ${w}`);
  });
});

test("a reward is earned by the target within 20 ms of the source's last spike, once each, and comes 1 to 3 s later", () => {
  const rewards = new Rewards(7, 3, new Words(1, 0));
  // Pairs (step, neuron): the source alone, in time, too late, the same step, the target first, in time across two calls.
  rewards.earn(Uint32Array.of(10, 20, 29, 50, 50, 100, 102, 200), Uint32Array.of(7, 7, 3, 3, 7, 3, 3, 7));
  expect(rewards.times.length).toBe(1);
  rewards.earn(Uint32Array.of(219, 220), Uint32Array.of(3, 3));
  expect(rewards.times.length).toBe(2);
  const [first, second] = rewards.times;
  expect(first).toBeGreaterThan(30 + 1000);
  expect(first).toBeLessThanOrEqual(30 + 3000);
  expect(second).toBeGreaterThan(220 + 1000);
  expect(rewards.after(first!).times).toEqual(second! > first! ? [second] : []);
  expect(rewards.after(0).times.length).toBe(2);
});

test("weights move by what pairs left behind when a reward comes, and hardly without one", async () => {
  const moved: number[] = [];
  for (const times of [[], [2001]]) {
    const simulation = await Simulation.create(wire(1).network.resolve(), { adapter: "cpu" });
    await simulation.setInput("reward", { times, neurons: times.map(() => 0) });
    await simulation.run(2000);
    const { weight: before } = await simulation.weights("exc to exc");
    await simulation.run(200);
    const { weight: after } = await simulation.weights("exc to exc");
    moved.push(after.reduce((sum, w, k) => sum + Math.abs(w - before[k]!), 0));
    expect(simulation.counts().reward).toBe(times.length);
    for (const w of after) if (!(w >= stdp.Wmin && w <= stdp.Wmax)) throw new Error(`a weight of ${w}`);
    simulation.destroy();
  }
  // 0.002 of dopamine all the time; with the reward 0.5 that decays with 200 ms: some 160 times as much.
  expect(moved[1]! / moved[0]!).toBeGreaterThan(80);
  expect(moved[1]! / moved[0]!).toBeLessThan(320);
});

test("a short experiment: looks, findings and figures", async () => {
  const bench = cpuBench();
  const { looks, weights } = await experiment(1, 3, bench);
  expect(looks.map(({ time }) => time)).toEqual([3]);
  expect(looks[0]!.mean).toBeGreaterThan(0.9);
  expect(weights.length).toBeGreaterThan(60_000);
  const { findings, figures } = await dopamine.run({ seed: 1, scale: 1 / 3600 }, bench);
  expect(findings.find(({ name }) => name.startsWith("chosen synapse, mean"))!.holds).toBe(false);
  for (const { svg } of figures) expect(svg).not.toContain("NaN");
  expect(bench.simulations).toEqual(ON_CPU);
});
